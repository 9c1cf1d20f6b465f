"""Be the process that recognises the words of one picture: lock in, read it from the pipe, say its words, end.

Started as a program by ``ingest.documents.tesseract``. The language data is loaded before the locks; after them nothing
can be opened any more, and only then is the picture read.
"""

import json
import re
import sys
import time
from typing import NoReturn

from ingest.sandbox.lock import LockError, lock_in

NOT_STARTED, NOT_RECOGNISED = 125, 1
_LANGUAGE = "eng"
# A picture of one grey byte a dot, as PIL writes it: kind, width and height, the lightest level, the dots.
_GREY = re.compile(rb"P5\n([0-9]{1,6}) ([0-9]{1,6})\n255\n")


def main(order: str) -> None:
    """Answer one picture from the standard input; ``order`` is JSON: the data's folder, the locks, the moment to stop.

    Says one line of JSON (``is_whole``: whether all of it was recognised in time), then tesseract's table of words.
    Ends with NOT_STARTED where the machine is at fault, with NOT_RECOGNISED where the picture is.
    """
    wanted = json.loads(order)
    try:
        import tesserocr  # noqa: PLC0415 - what it costs, only this process pays

        api = tesserocr.PyTessBaseAPI(path=wanted["data"], lang=_LANGUAGE, psm=tesserocr.PSM.AUTO)
        # What it has to say of a picture goes where the errors go; a file for it could not be opened any more.
        api.SetVariable("debug_file", "")
        lock_in(**wanted["lock"])
    except (ImportError, LockError, RuntimeError):
        _end(NOT_STARTED)
    picture = sys.stdin.buffer.read()
    head = _GREY.match(picture)
    dots = picture[head.end() :] if head else b""
    if head is None or not dots or len(dots) != int(head[1]) * int(head[2]):
        _end(NOT_RECOGNISED)
    width, height, until = int(head[1]), int(head[2]), float(wanted["until"])
    api.SetImageBytes(dots, width, height, 1, width)
    # A page is read from its head to its foot: what was recognised when the time is over is kept.
    is_whole = bool(api.Recognize(max(1, round((until - time.monotonic()) * 1000))))
    if not is_whole and time.monotonic() < until:
        _end(NOT_RECOGNISED)
    sys.stdout.write(json.dumps({"is_whole": is_whole}) + "\n" + api.GetTSVText(0))


def _end(code: int) -> NoReturn:
    raise SystemExit(code)
