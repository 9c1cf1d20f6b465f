"""Have tesseract recognise one picture, in a process that can open no file and no connection and start no program.

The picture goes in over a pipe and the words come out over a pipe. A fresh locked process per page costs 0.2 seconds
next to the second or more that a page takes (docs/decisions/0003-sandbox.md).
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.limits import Limits
from ingest.message import ProblemCode
from ingest.sandbox.bounded_run import run_bounded
from ingest.sandbox.recogniser import NOT_STARTED

_ROOT = str(Path(__file__).parents[2])
_LAUNCH = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox.recogniser import main; main(sys.argv[2])"
# A page of the smallest print has 10,000 words, of 80 bytes in the table.
_MOST_ANSWER_BYTES = 16_777_216
# Of the time given, what is kept back for saying what was recognised, on a machine that is busy.
_SHARE_TO_ANSWER, _LEAST_TO_ANSWER = 0.15, 0.4
# A row of the table that is a word.
_WORD = re.compile(r"^5\t(?:[^\t\n]*\t){10}[^\t\n]*\S", re.MULTILINE)
_ENGLISH = "eng.traineddata"
# Where Debian, Fedora, a build by hand and Homebrew put the language data.
_DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """Hold tesseract's table of a picture's words; ``is_whole`` is false where the time was over before its foot."""

    tsv: str
    is_whole: bool = True


class RecogniserError(Exception):
    """A picture's words could not be recognised; ``code`` and ``words`` say why, for a Problem."""

    def __init__(self, code: ProblemCode, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def has_tesseract() -> bool:
    """Return whether pictures of words can be read on this machine."""
    return data_folder() is not None


def data_folder() -> Path | None:
    """Return the folder of tesseract's language data; None where English is not installed."""
    return next((folder for folder in _folders() if (folder / _ENGLISH).is_file()), None)


def recognise(picture: bytes, limits: Limits, *, seconds: float | None = None, is_weak: bool = False) -> Recognised:
    """Return the words of a PGM picture that are recognised within ``seconds`` (without: the limit of a page).

    ``is_weak`` lets tesseract run without the system-call filter, where the machine has none and its owner said so.

    Raises: RecogniserError when tesseract is not there, fails, or recognises nothing in time.
    """
    data = data_folder()
    if data is None:
        raise RecogniserError(
            ProblemCode.NO_READER,
            "Words in pictures cannot be read on this machine because tesseract's English (tesseract-ocr-eng) is not "
            "installed: a person must read this one.",
        )
    seconds = limits.ocr_page_seconds if seconds is None else seconds
    cpu_seconds = limits.ocr_page_seconds * 2
    lock = {"memory_bytes": limits.ocr_memory_bytes, "cpu_seconds": cpu_seconds, "is_weak": is_weak}
    until = time.monotonic() + seconds - max(seconds * _SHARE_TO_ANSWER, _LEAST_TO_ANSWER)
    order = json.dumps({"data": str(data), "lock": lock, "until": until})
    command = [sys.executable, "-I", "-B", "-c", _LAUNCH, _ROOT, order]
    try:
        done = run_bounded(command, picture, seconds=seconds, most_bytes=_MOST_ANSWER_BYTES, environment=_environment())
    except TimeoutError as error:
        raise _too_slow(seconds) from error
    if done.code == NOT_STARTED:
        words = (
            "The reader of words in pictures could not be started safely on this machine: a person must read this one."
        )
        raise RecogniserError(ProblemCode.NO_READER, words)
    found = _recognised(done.output) if done.code == 0 else None
    if found is None:
        words = "The words of this picture could not be recognised: a person must read it."
        raise RecogniserError(ProblemCode.DAMAGED, words)
    if not found.is_whole and not _WORD.search(found.tsv):
        raise _too_slow(seconds)
    return found


def _recognised(output: bytes) -> Recognised | None:
    """Return what the process said; None where it is no answer: it was opened by a stranger's picture."""
    head, _, tsv = output.decode("utf-8", "replace").partition("\n")
    try:
        return Recognised(tsv, is_whole=json.loads(head)["is_whole"] is True)
    except (LookupError, TypeError, ValueError):
        return None


def _too_slow(seconds: float) -> RecogniserError:
    most = f"{max(1, round(seconds))} seconds"
    words = f"Reading the words of this picture took over {most} and was stopped: a person must read it."
    return RecogniserError(ProblemCode.TOO_SLOW, words)


def _folders() -> Iterator[Path]:
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield Path(prefix)
    for pattern in _DATA_FOLDERS:
        # The newest of several versions.
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _environment() -> dict[str, str]:
    # One thread a page: tesseract's own threads make it slower when several pages or mails are read at once.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
