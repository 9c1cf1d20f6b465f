"""Keep the words of a mail out of the log, whatever error carries them."""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

_DEPTH = 6


def place_of(error: BaseException) -> str:
    """Return what a log may know of an error: its kind, and where it happened; never its message."""
    return _say(type(error), error.__traceback__)


class WordlessFormatter(logging.Formatter):
    """Write one line a record; of an exception only its kind and its place."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Return the kind and the place of an exception."""
        return _say(ei[0], ei[2])


def _say(kind: type[BaseException], trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_DEPTH:]
    return " ".join([kind.__name__, *(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)])
