"""Hold what reading a document needs of the world: a recogniser for pictures of words, and leave to start.

In a sandboxed child both are answered by the parent over the pipe (``ingest.sandbox_child``); anywhere else the
defaults stand: tesseract in its own locked process, and every document admitted. A context variable carries them,
because they belong to the process a mail is read in and not to the mail.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from config.limits import Limits
from ingest.documents.tesseract import recognise
from ingest.message import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``recognise`` turns a PNG or PGM picture into tesseract's TSV; ``admit`` returns why a document is left unread.

    ``recognise`` raises RecogniserError.
    """

    recognise: Callable[[bytes, Limits], str]
    admit: Callable[[str], Problem | None]


def surroundings() -> Surroundings:
    """Return what documents are read with here."""
    return _CURRENT.get()


@contextmanager
def reading_with(world: Surroundings) -> Iterator[None]:
    """Read documents with other surroundings inside the block."""
    token = _CURRENT.set(world)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def _admit_all(_filename: str) -> None:
    return None


_DEFAULT = Surroundings(recognise=recognise, admit=_admit_all)
_CURRENT: ContextVar[Surroundings] = ContextVar("surroundings", default=_DEFAULT)
