"""Run tesseract on one picture, in a process that can write no file, open no connection and start no program.

The picture goes in over a pipe and the words come out over a pipe. A fresh locked process per page costs 50 ms next to
the second or more that a page takes (docs/decisions/0003-sandbox.md).
"""

import json
import shutil
import sys
from pathlib import Path

from config.limits import Limits
from ingest.message import ProblemCode
from ingest.sandbox.bounded_run import run_bounded
from ingest.sandbox.lock import NOT_STARTED

_ROOT = str(Path(__file__).parents[2])
_LAUNCH = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox.lock import run_locked; run_locked(sys.argv)"
)
# A page of the smallest print has 10,000 words, of 80 bytes in the table.
_MOST_ANSWER_BYTES = 16_777_216
_ARGUMENTS = ("stdin", "stdout", "--psm", "3", "-l", "eng", "tsv")


class RecogniserError(Exception):
    """A picture's words could not be recognised; ``code`` and ``words`` say why, for a Problem."""

    def __init__(self, code: ProblemCode, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def has_tesseract() -> bool:
    """Return whether pictures of words can be read on this machine."""
    return shutil.which("tesseract") is not None


def recognise(picture: bytes, limits: Limits, *, is_weak: bool = False) -> str:
    """Return tesseract's TSV for a PNG or PGM picture.

    ``is_weak`` lets tesseract run without the system-call filter, where the machine has none and its owner said so.

    Raises: RecogniserError when tesseract is not there, too slow, or fails.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise RecogniserError(
            ProblemCode.NO_READER,
            "Words in pictures cannot be read on this machine because tesseract is not installed: "
            "a person must read this one.",
        )
    seconds = limits.ocr_page_seconds
    lock = {"memory_bytes": limits.ocr_memory_bytes, "cpu_seconds": seconds * 2, "is_weak": is_weak}
    command = [sys.executable, "-I", "-B", "-c", _LAUNCH, _ROOT, json.dumps(lock), program, *_ARGUMENTS]
    try:
        done = run_bounded(command, picture, seconds=seconds, most_bytes=_MOST_ANSWER_BYTES, environment=_environment())
    except TimeoutError as error:
        words = f"Reading the words of this picture took over {seconds} seconds and was stopped: a person must read it."
        raise RecogniserError(ProblemCode.TOO_SLOW, words) from error
    if done.code == NOT_STARTED:
        words = (
            "The reader of words in pictures could not be started safely on this machine: a person must read this one."
        )
        raise RecogniserError(ProblemCode.NO_READER, words)
    if done.code != 0:
        words = "The words of this picture could not be recognised: a person must read it."
        raise RecogniserError(ProblemCode.DAMAGED, words)
    return done.output.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    # One thread a page: tesseract's own threads make it slower when several pages or mails are read at once.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
