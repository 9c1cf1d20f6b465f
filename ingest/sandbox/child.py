"""Be the mother of sandboxed children, and each child: lock in, then read mails and documents for the parent.

The mother loads everything once and forks a child whenever the sandbox asks for one; she never sees a byte of a mail.
A child answers frame by frame; anything that goes wrong ends it, and the parent reads the mail again with more care.
Never imported by the product itself: ``ingest.sandbox.mother`` starts it as a program.
"""

import codecs
import encodings
import gc
import json
import os
import pkgutil
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NoReturn

from config.limits import Limits
from ingest.documents.document import DocumentText, document_to_plain
from ingest.documents.read import read_document
from ingest.documents.surroundings import reading_with
from ingest.parse import attachment_bytes, parse_message
from ingest.plain import message_to_plain
from ingest.sandbox.desk import Desk
from ingest.sandbox.lock import LockError, load_call_filter_library, lock_in
from ingest.sandbox.samples import read_samples
from ingest.sandbox.wire import read_frame, write_frame

# An attachment smaller than this is a logo, or is read in no time.
_HEAVY_BYTES = 20_000

Answer = tuple[dict[str, Any], bytes]
Job = Callable[[Desk, dict[str, Any], bytes, Limits], Answer]


def main() -> None:
    """Be the mother: fork and end children as the parent says, until it closes the line."""
    control = socket.socket(fileno=0)
    try:
        _load_everything()
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must be told why nothing can be read
        _say(control, {"failed": f"{type(error).__name__}: {error}"[:1_000]})
        return
    load_call_filter_library()
    # What is there now is shared with every child; the collector must not touch it, or each would hold a copy.
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    _say(control, {"ready": True})
    while True:
        said, fds, _, _ = socket.recv_fds(control, 65_536, 2)
        if not said:
            break
        order = json.loads(said)
        _say(control, _bear(control, fds, order, children) if "start" in order else _end(order["end"], children))
    for process_id in tuple(children):
        _end(process_id, children)


def serve(wire_in: BinaryIO, wire_out: BinaryIO, limits: Limits, *, is_weak: bool) -> None:
    """Be a child: lock in, then answer the parent until it closes the pipe."""
    try:
        lock_in(memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds, is_weak=is_weak)
    except LockError as error:
        write_frame(wire_out, {"refused": str(error)})
        return
    sys.excepthook = partial(_tell, wire_out)
    write_frame(wire_out, {"ready": True})
    while (request := read_frame(wire_in)) is not None:
        desk = Desk(wire_in, wire_out, request[0], limits)
        with reading_with(desk.surroundings()):
            answer, body = JOBS[request[0]["job"]](desk, *request, limits)
        write_frame(wire_out, {"answer": answer, "is_worn": _is_worn(limits)}, body)


def _say(control: socket.socket, words: dict[str, Any]) -> None:
    control.send(json.dumps(words).encode())


def _bear(control: socket.socket, fds: list[int], order: dict[str, Any], children: set[int]) -> dict[str, Any]:
    try:
        process_id = os.fork()
        if process_id == 0:
            _become_child(control, fds, order["start"])
    except OSError as error:
        return {"failed": error.strerror}
    finally:
        for fd in fds:
            os.close(fd)
    children.add(process_id)
    return {"pid": process_id}


def _become_child(control: socket.socket, fds: list[int], order: dict[str, Any]) -> NoReturn:
    """Keep nothing of the mother's but her memory: the two pipes take the places of her line and of the output."""
    code = 1
    try:
        control.detach()
        os.dup2(fds[0], 0)
        # Nothing a library prints may get between the frames: what it prints goes where the errors go, nowhere.
        os.dup2(fds[1], 3)
        os.closerange(4, 64)
        with os.fdopen(0, "rb", closefd=False) as wire_in, os.fdopen(3, "wb", closefd=False) as wire_out:
            try:
                serve(wire_in, wire_out, Limits(**order["limits"]), is_weak=bool(order["is_weak"]))
                code = 0
            except BaseException as error:  # noqa: BLE001 - the child ends here, whatever it was
                sys.excepthook(type(error), error, error.__traceback__)
    finally:
        os._exit(code)


def _end(process_id: int, children: set[int]) -> dict[str, Any]:
    if process_id in children:
        children.discard(process_id)
        os.kill(process_id, signal.SIGKILL)
        os.waitpid(process_id, 0)
    return {"ended": process_id}


def _parse(desk: Desk, _request: dict[str, Any], raw: bytes, limits: Limits) -> Answer:
    desk.shares_of_pictures = partial(_count_heavy, raw, limits)

    def read(filename: str, declared_type: str, data: bytes, limits: Limits | None) -> DocumentText:
        desk.begin_attachment(is_heavy=_is_heavy(declared_type, data))
        return read_document(filename, declared_type, data, limits)

    return message_to_plain(parse_message(raw, read_document=read, limits=limits)), b""


def _document(desk: Desk, request: dict[str, Any], data: bytes, limits: Limits) -> Answer:
    # It stands alone: nothing behind it needs a share of the time for pictures.
    desk.begin_attachment(is_heavy=True)
    return document_to_plain(read_document(request["filename"], request["declared_type"], data, limits)), b""


def _attachment(_desk: Desk, request: dict[str, Any], raw: bytes, limits: Limits) -> Answer:
    try:
        found = asdict(attachment_bytes(raw, request["index"], limits=limits))
    except LookupError:
        return {"missing": True}, b""
    content = found.pop("content")
    return found, content


JOBS: dict[str, Job] = {"parse": _parse, "document": _document, "attachment": _attachment}


def _count_heavy(raw: bytes, limits: Limits) -> int:
    """Return how many attachments may need the recogniser of pictures, which costs a second and more a page."""
    heavy = 0

    def count(_filename: str, declared_type: str, data: bytes, _limits: Limits | None) -> DocumentText:
        nonlocal heavy
        heavy += _is_heavy(declared_type, data)
        return DocumentText(media_type=declared_type)

    parse_message(raw, read_document=count, limits=limits)
    return heavy


def _is_heavy(declared_type: str, data: bytes) -> bool:
    return len(data) >= _HEAVY_BYTES and not declared_type.startswith(("text/", "audio/", "video/"))


def _load_everything() -> None:
    """Load what would be loaded from files on first use: after the lock no file can be opened any more."""
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            codecs.lookup(module.name)
        except LookupError:
            continue
    read_samples()


def _is_worn(limits: Limits) -> bool:
    """Return whether this child has used so much processor time that a fresh one should do the next mail."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime > limits.cpu_seconds / 2


def _tell(wire_out: BinaryIO, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Tell the parent what ended this child: the kind of error and the place, not its words, which may be a mail's."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-4:]]
    write_frame(wire_out, {"error": " ".join([kind.__name__, *places])})


if __name__ == "__main__":
    main()
