"""Hold what reading a document needs of the world: a recogniser for pictures of words, leave to start, a clock.

In a sandboxed child these are answered by the parent over the pipe (``ingest.sandbox.child``); anywhere else the
defaults stand: tesseract in its own locked process, every document admitted, and time without end. A context
variable carries them, because they belong to the process a mail is read in and not to the mail.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from config.limits import Limits
from ingest.documents.document import DocumentText
from ingest.documents.tesseract import Recognised, recognise
from ingest.message import Problem


def _for_ever() -> float:
    return math.inf


def _read_now(read: Callable[[], DocumentText]) -> DocumentText:
    return read()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``recognise`` returns the words of a PGM picture; ``admit`` returns why a document is left unread.

    ``recognise`` raises RecogniserError. ``seconds_left`` is how long this item may still be read: a reader asks before
    each page, row or file, and at 0 or below it stops, keeps what it has and says so (ProblemCode.UNFINISHED).
    ``keep`` reads an admitted document, or gives back what was already read of it before another one ended the reader.
    ``withheld`` are attachments that must not be read, by the SHA-256 of their bytes ("*": each), with the reason.
    """

    recognise: Callable[[bytes, Limits], Recognised]
    admit: Callable[[str], Problem | None]
    seconds_left: Callable[[], float] = field(default=_for_ever)
    keep: Callable[[Callable[[], DocumentText]], DocumentText] = field(default=_read_now)
    withheld: Mapping[str, str] = field(default_factory=dict)


def surroundings() -> Surroundings:
    """Return what documents are read with here."""
    return _CURRENT.get()


def is_time_up() -> bool:
    """Return whether a reader must stop now and keep what it has; asked before each page, row or file."""
    return surroundings().seconds_left() <= 0


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
