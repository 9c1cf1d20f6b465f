"""Run the trained encoder on a message: numbers in a file that can run nothing, on one core, without a network."""

import ctypes
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from classify.encoder.tokens import Cutter
from classify.model.scores import MESSAGE_LABELS, Floats
from config.once import once

FOLDER = Path(__file__).parent / "trained"
WEIGHTS, PIECES, BIAS, MANIFEST = "encoder.onnx", "pieces.txt", "bias.npy", "manifest.json"
NAME_LENGTH = 8
LARGE_BYTES = 2_500_000
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""The names of two settings in glibc's malloc.h."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold every label's log-odds for a message, and what each sentence adds to them (sentences, labels)."""

    odds: Floats
    shares: Floats


class Encoder:
    """Score messages; safe to share between threads."""

    def __init__(self, folder: Path, name: str = "encoder:untold") -> None:
        """Read the files of a trained encoder."""
        options = onnxruntime.SessionOptions()
        # Several mails are read at once, each on its own core.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Two thirds of the memory for a twentieth of the time: no second copy of the numbers, none kept between mails.
        options.add_session_config_entry("session.disable_prepacking", "1")
        options.enable_cpu_mem_arena = False
        give_back_memory()
        self.name = name
        self._session = onnxruntime.InferenceSession(str(folder / WEIGHTS), options, providers=["CPUExecutionProvider"])
        self._cutter = Cutter(folder / PIECES)
        self._bias: Floats = np.load(folder / BIAS, allow_pickle=False)

    def see(self, sentences: Sequence[str], *, has_history: bool) -> Seen:
        """Return the log-odds of every label in ``MESSAGE_LABELS``."""
        windows = self._cutter.windows(sentences, has_history=has_history)
        tokens = np.concatenate([self._session.run(None, {"pieces": w.pieces[None]})[0][0] for w in windows])
        owners = np.concatenate([window.owners for window in windows])
        attention, weight = np.split(tokens, [len(MESSAGE_LABELS)], axis=1)
        attention = np.exp(attention - attention.max(axis=0))
        adds = attention / attention.sum(axis=0) * weight
        shares = np.zeros((len(sentences), len(MESSAGE_LABELS)), np.float32)
        np.add.at(shares, owners[owners >= 0], adds[owners >= 0])
        return Seen(adds.sum(axis=0) + self._bias, shares)


def give_back_memory() -> None:
    """Tell the C library to give large pieces of memory back when they are free; elsewhere than on glibc, do nothing.

    Left alone it keeps some 60 MB of what former mails needed; giving back smaller pieces too would cost time.
    """
    with suppress(OSError, AttributeError):
        for setting in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            ctypes.CDLL("libc.so.6").mallopt(setting, LARGE_BYTES)


@once()
def load_encoder(folder: Path = FOLDER) -> Encoder:
    """Return a trained encoder, by default the packaged one; read once.

    Raises: ValueError if a file is not the one its manifest names, or it was trained for other labels.
    """
    facts = read_facts(folder)
    for name, digest in facts["files"].items():
        if _digest(folder / name) != digest:
            message = f"{name} is not the file its manifest names; put the encoder's folder there anew"
            raise ValueError(message)
    if facts["labels"] != list(MESSAGE_LABELS):
        message = f"{WEIGHTS} was trained for other labels; run python -m classify.encoder.train"
        raise ValueError(message)
    return Encoder(folder, facts["name"])


def read_facts(folder: Path = FOLDER) -> dict[str, Any]:
    """Return what a trained encoder's manifest says of it: its name, its files' hashes, its base and data."""
    held: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return held


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write the manifest of a trained encoder whose files are in a folder; its name comes from its weights."""
    files = {name: _digest(folder / name) for name in (WEIGHTS, PIECES, BIAS)}
    name = f"encoder:{files[WEIGHTS][:NAME_LENGTH]}"
    held = {"name": name, **facts, "files": files, "labels": list(MESSAGE_LABELS)}
    (folder / MANIFEST).write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()
