"""Send frames between the sandbox and its children: a head of JSON and a body of bytes.

JSON, because the child is not trusted once it has opened a mail: what comes from it is read as data and checked, and
can never become code, as a pickle could.
"""

import json
import os
import select
import struct
import time
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
_PIECE_BYTES = 262_144


class WireError(Exception):
    """The other side is gone, said too much, or something else than a frame."""


class LateError(Exception):
    """The other side did not answer in time."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    text = json.dumps(head, ensure_ascii=True).encode("ascii")
    return _LENGTHS.pack(len(text), len(body)) + text + body


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Return the next frame, waiting as long as it takes; None when the other side has closed (the child's side)."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_bytes, body_bytes = _LENGTHS.unpack(lengths)
    head, body = stream.read(head_bytes), stream.read(body_bytes)
    return _as_head(head), body


class Pipe:
    """Speak to a child that may hang, die or lie, never waiting longer than told (the sandbox's side)."""

    def __init__(self, write_fd: int, read_fd: int, most_bytes: int) -> None:
        self._write_fd, self._read_fd, self._most_bytes = write_fd, read_fd, most_bytes
        os.set_blocking(write_fd, False)
        os.set_blocking(read_fd, False)

    def send(self, frame: bytes, deadline: float) -> None:
        """Send a frame before ``deadline`` (of the monotonic clock). Raises: LateError, WireError."""
        left = memoryview(frame)
        while left:
            self._wait(self._write_fd, select.POLLOUT, deadline)
            try:
                left = left[os.write(self._write_fd, left[:_PIECE_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("the child is gone") from error

    def receive(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Return the child's next frame, come before ``deadline``. Raises: LateError, WireError."""
        head_bytes, body_bytes = _LENGTHS.unpack(self._read(_LENGTHS.size, deadline))
        if head_bytes + body_bytes > self._most_bytes:
            raise WireError("the answer is larger than the limit")
        return _as_head(self._read(head_bytes, deadline)), self._read(body_bytes, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        pieces, left = [], size
        while left:
            self._wait(self._read_fd, select.POLLIN, deadline)
            try:
                piece = os.read(self._read_fd, min(left, _PIECE_BYTES))
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("the child is gone") from error
            if not piece:
                raise WireError("the child is gone")
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    @staticmethod
    def _wait(fd: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(fd, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise LateError("no answer in time")


def _as_head(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("the answer is not JSON") from error
    if not isinstance(head, dict):
        raise WireError("the answer is not an object")
    return head
