"""Be the sandboxed child: lock in, then read mails and documents for the parent, one frame in and one frame out.

Anything that goes wrong ends this process; the parent sees that, starts another, and reads the mail with more care.
Never imported by the product itself: ``ingest.sandbox`` starts it as a program.
"""

import codecs
import encodings
import os
import pkgutil
import resource
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from PIL import Image

from config.limits import Limits
from ingest.documents.document import document_to_plain
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import RecogniserError
from ingest.message import Problem, ProblemCode
from ingest.parse import attachment_bytes, parse_message
from ingest.plain import message_to_plain
from ingest.sandbox_lock import LockError, lock_in
from ingest.sandbox_wire import pack, read_frame

_WARM_UP = (
    b"From: A <a@family.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nSubject: =?utf-8?q?warm?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    b"<p style='color:red'>words</p>\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n"
    b"Content-Disposition: attachment; filename=a.txt\r\n\r\nwords\r\n--b--\r\n"
)

Answer = tuple[dict[str, Any], bytes]
Job = Callable[[dict[str, Any], bytes, Limits], Answer]


def main() -> None:
    """Serve the parent until it closes the pipe."""
    wire_in, wire_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Nothing a library prints may get between the frames.
    os.dup2(2, 1)
    hello = read_frame(wire_in)
    if hello is None:
        return
    limits, is_weak = Limits(**hello[0]["limits"]), bool(hello[0]["is_weak"])
    _load_everything()
    try:
        lock_in(memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds, is_weak=is_weak)
    except LockError as error:
        _write(wire_out, pack({"refused": str(error)}))
        return
    sys.excepthook = partial(_tell, wire_out)
    _write(wire_out, pack({"ready": True}))
    while (request := read_frame(wire_in)) is not None:
        with reading_with(_surroundings(wire_in, wire_out, request[0])):
            answer, body = JOBS[request[0]["job"]](request[0], request[1], limits)
        _write(wire_out, pack({"answer": answer, "is_worn": _is_worn(limits)}, body))


def _parse(_request: dict[str, Any], raw: bytes, limits: Limits) -> Answer:
    return message_to_plain(parse_message(raw, limits=limits)), b""


def _document(request: dict[str, Any], data: bytes, limits: Limits) -> Answer:
    return document_to_plain(read_document(request["filename"], request["declared_type"], data, limits)), b""


def _attachment(request: dict[str, Any], raw: bytes, limits: Limits) -> Answer:
    try:
        found = asdict(attachment_bytes(raw, request["index"], limits=limits))
    except LookupError:
        return {"missing": True}, b""
    content = found.pop("content")
    return found, content


JOBS: dict[str, Job] = {"parse": _parse, "document": _document, "attachment": _attachment}


def _surroundings(wire_in: BinaryIO, wire_out: BinaryIO, request: dict[str, Any]) -> Surroundings:
    """Return the surroundings of one request: pictures are recognised, and documents admitted, by the parent."""
    skipped = {int(number): problem for number, problem in request.get("skipped", {}).items()}
    skip_all = request.get("skip_all")
    begun = 0

    def recognise(picture: bytes, _limits: Limits) -> str:
        _write(wire_out, pack({"recognise": True}, picture))
        reply = read_frame(wire_in)
        if reply is None:
            raise SystemExit
        head, tsv = reply
        if "code" in head:
            raise RecogniserError(ProblemCode(head["code"]), head["words"])
        return tsv.decode("utf-8", "replace")

    def admit(filename: str) -> Problem | None:
        nonlocal begun
        begun += 1
        refusal = skip_all or skipped.get(begun)
        if refusal:
            return Problem(code=ProblemCode(refusal["code"]), words=refusal["words"], part=filename)
        _write(wire_out, pack({"begun": begun}))
        return None

    return Surroundings(recognise=recognise, admit=admit)


def _load_everything() -> None:
    """Load what would be loaded from files on first use: after the lock no file can be opened any more."""
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            codecs.lookup(module.name)
        except LookupError:
            continue
    Image.init()
    parse_message(_WARM_UP)


def _is_worn(limits: Limits) -> bool:
    """Return whether this child has used so much processor time that a fresh one should do the next mail."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime > limits.cpu_seconds / 2


def _tell(wire_out: BinaryIO, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Tell the parent what ended this child: the kind of error and the place, not its words, which may be a mail's."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-4:]]
    _write(wire_out, pack({"error": " ".join([kind.__name__, *places])}))


def _write(wire_out: BinaryIO, frame: bytes) -> None:
    wire_out.write(frame)
    wire_out.flush()


if __name__ == "__main__":
    main()
