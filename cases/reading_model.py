"""Give the model that mail is read with: the one put to use in PUTRIGHT_HOME, else the one that comes with Putright."""

import logging
from pathlib import Path

from django.conf import settings

from classify.model.packaged import load_model
from classify.model.scores import Model
from classify.model.store import Store, StoreError, load
from config.once import once

log = logging.getLogger(__name__)


def model_store() -> Store:
    """Return where this installation keeps its own models."""
    return Store(Path(settings.PUTRIGHT_HOME) / "models")


def model_in_use() -> Model:
    """Return the model in use; asked for each mail, so that a change needs no restart.

    A kept model that is damaged is not used: mail goes on being read, with the packaged one, and every finding names
    the model it rests on. ``putright check`` says so too.
    """
    model, trouble = find_model_in_use()
    if trouble:
        log.error("model not usable, the packaged one reads: see putright check")
    return model


def find_model_in_use() -> tuple[Model, str]:
    """Return the model in use, and why it is not the one that was put to use ("" if it is)."""
    try:
        store = model_store()
        folder = store.current()
        return _kept(folder, (folder / "manifest.json").stat().st_mtime_ns), ""
    except (StoreError, OSError) as error:
        return load_model(), str(error)


@once(keep=2)
def _kept(folder: Path, _changed_at: int) -> Model:
    return load(folder)
