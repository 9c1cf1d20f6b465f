"""Keep trained models in a folder, say which is in use, and go back to the one before. Files only, nothing is run.

The folder holds each model in a folder of its own, named by its weights' hash, and ``in-use.json``: the names in the
order they were put to use. With none, the packaged model is in use. A kept model is never changed.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.encoder.encoder import read_facts
from classify.model.blended import BlendedModel
from classify.model.linear import HERE, MANIFEST, WEIGHTS, read_linear
from classify.model.packaged import load_model, packaged_blend, with_encoder

IN_USE = "in-use.json"
PACKAGED = ""
"""What the packaged model is called in ``in-use.json``."""
NAME_LENGTH = 16


class StoreError(ValueError):
    """A model cannot be kept, used or taken back; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Store:
    """Hold the folder of models."""

    folder: Path

    def history(self) -> tuple[str, ...]:
        """Return the names of the models that were put to use, the one in use last; the packaged one is first.

        Raises: StoreError if what is kept of it cannot be read.
        """
        path = self.folder / IN_USE
        if not path.exists():
            return (PACKAGED,)
        try:
            names = json.loads(path.read_text(encoding="utf-8"))["in_use"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} cannot be read; take it away to use the packaged model.") from error
        if not isinstance(names, list) or not all(isinstance(name, str) and _is_name(name) for name in names):
            raise StoreError(f"{path} names something that is no model; take it away to use the packaged model.")
        return (PACKAGED, *names)

    def current(self) -> Path:
        """Return the folder of the model in use."""
        return self.folder_of(self.history()[-1])

    def folder_of(self, name: str) -> Path:
        """Return the folder of a model by its name."""
        return self.folder / name if name else HERE

    def use(self, source: Path) -> str:
        """Copy a model in and put it to use; return its name.

        Raises: StoreError if it is damaged, made for other labels, or in use already.
        """
        manifest = read_manifest(source)
        name = str(manifest["weights_sha256"])[:NAME_LENGTH]
        before = self.history()
        if self.folder_of(before[-1]).samefile(source) or before[-1] == name:
            raise StoreError("This model is in use already.")
        if not (self.folder / name).exists():
            self._copy_in(source, name)
        self._write([*before[1:], name])
        return name

    def roll_back(self) -> str:
        """Put the model before the one in use back to use; return its name ("" for the packaged one).

        Raises: StoreError if the packaged model is in use, or the one before is damaged.
        """
        before = self.history()
        if len(before) == 1:
            raise StoreError("The packaged model is in use; there is none before it.")
        load(self.folder_of(before[-2]))
        self._write(list(before[1:-1]))
        return before[-2]

    def _copy_in(self, source: Path, name: str) -> None:
        # Whole under another name first: a copy that is cut short is never in use.
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self.folder / f".new-{name}-{os.getpid()}"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        for path in sorted(source.iterdir()):
            if path.is_file():
                shutil.copyfile(path, new / path.name)
        load(new)
        new.rename(self.folder / name)

    def _write(self, names: list[str]) -> None:
        new = self.folder / f".{IN_USE}-{os.getpid()}"
        with new.open("w", encoding="utf-8") as file:
            json.dump({"in_use": names}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / IN_USE)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what a model's folder says of it, and what is known of the encoder it speaks together with.

    Raises: StoreError if there is no readable manifest.
    """
    try:
        manifest = json.loads((folder / MANIFEST.name).read_text(encoding="utf-8"))
        encoder, blend = read_facts(), packaged_blend()
        return {
            **manifest,
            "weights_sha256": str(manifest["weights_sha256"]),
            "version": f"{manifest['version']}+{encoder['name']}",
            "encoder": encoder,
            "subject_thresholds": dict(blend.subject_thresholds),
            "flag_thresholds": dict(blend.flag_thresholds),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder} holds no model: {MANIFEST.name} is missing or cannot be read.") from error


def load(folder: Path) -> BlendedModel:
    """Return the model of a folder; its hashes are checked, and nothing in it can run.

    Raises: StoreError if it is damaged or made for other labels.
    """
    if folder == HERE:
        return load_model()
    try:
        return with_encoder(read_linear(folder / WEIGHTS.name, folder / MANIFEST.name))
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise StoreError(f"The model in {folder.name} cannot be used: {error}.") from error


def _is_name(name: str) -> bool:
    return len(name) == NAME_LENGTH and set(name) <= set("0123456789abcdef")
