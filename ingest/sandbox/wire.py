"""Send frames between the sandbox and its children: a head of JSON and a body of bytes.

JSON, because the child is not trusted once it has opened a mail: what comes from it is read as data and checked, and
can never become code, as a pickle could.
"""

import json
import os
import re
import select
import struct
import time
from typing import Any, BinaryIO

from ingest.sandbox.watch import LateError, Watch

__all__ = ["LateError", "Pipe", "WireError", "pack", "read_frame", "write_frame"]

_LENGTHS = struct.Struct(">II")
_PIECE_BYTES = 262_144
# A head of 64 MiB holds ten million characters of any script. Its brackets are counted first, because Python needs
# seventy bytes for the two of an empty list: a child that was taken over could eat the parent's memory with them.
_MOST_HEAD_BYTES = 67_108_864
_MOST_BRACKETS = 2_000_000
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
# A reader gives about fifty signs of life a second, and a zip folder has some thousand files at most, of three frames.
_MOST_FRAMES, _MOST_FRAMES_A_SECOND = 20_000, 100


class WireError(Exception):
    """The other side is gone, said too much, or something else than a frame."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    return _pack_head(head, len(body)) + body


def write_frame(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write a frame at once, without a second copy of its body (the child's side)."""
    stream.write(_pack_head(head, len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Return the next frame, waiting as long as it takes; None when the other side has closed (the child's side)."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_bytes, body_bytes = _LENGTHS.unpack(lengths)
    head, body = stream.read(head_bytes), stream.read(body_bytes)
    return _as_head(head), body


class Pipe:
    """Speak to a child that may hang, die or lie, never waiting longer than the watch says (the sandbox's side)."""

    def __init__(self, write_fd: int, read_fd: int, most_bytes: int) -> None:
        self._write_fd, self._read_fd, self._most_bytes = write_fd, read_fd, most_bytes
        self._frames, self._began_at = 0, time.monotonic()
        os.set_blocking(write_fd, False)
        os.set_blocking(read_fd, False)

    def begin(self) -> None:
        """Count the child's frames from here on: those of another job."""
        self._frames, self._began_at = 0, time.monotonic()

    @property
    def is_quiet(self) -> bool:
        """Return whether the child is there and says nothing, as it must between two jobs."""
        poll = select.poll()
        poll.register(self._read_fd, select.POLLIN)
        return not poll.poll(0)

    def send(self, head: dict[str, Any], body: bytes, watch: Watch) -> None:
        """Send a frame. Raises: LateError, WireError."""
        self._write(_pack_head(head, len(body)), watch)
        self._write(body, watch)

    def receive(self, watch: Watch) -> tuple[dict[str, Any], bytes]:
        """Return the child's next frame. Raises: LateError, WireError."""
        self._frames += 1
        if self._frames > _MOST_FRAMES + _MOST_FRAMES_A_SECOND * (time.monotonic() - self._began_at):
            raise WireError("the child does not stop talking")
        head_bytes, body_bytes = _LENGTHS.unpack(self._read(_LENGTHS.size, watch))
        if head_bytes > _MOST_HEAD_BYTES or head_bytes + body_bytes > self._most_bytes:
            raise WireError("the answer is larger than the limit")
        head, body = self._read(head_bytes, watch), self._read(body_bytes, watch)
        if _count_brackets(head) > _MOST_BRACKETS:
            raise WireError("the answer has too many pieces")
        watch.note_sign()
        return _as_head(head), body

    def close(self) -> None:
        """Close both ends that are ours."""
        os.close(self._write_fd)
        os.close(self._read_fd)

    def _write(self, data: bytes, watch: Watch) -> None:
        left = memoryview(data)
        while left:
            self._wait(self._write_fd, select.POLLOUT, watch)
            try:
                left = left[os.write(self._write_fd, left[:_PIECE_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("the child is gone") from error

    def _read(self, size: int, watch: Watch) -> bytes:
        pieces, left = [], size
        while left:
            self._wait(self._read_fd, select.POLLIN, watch)
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
    def _wait(fd: int, event: int, watch: Watch) -> None:
        poll = select.poll()
        poll.register(fd, event)
        watch.check()
        while not poll.poll(watch.look_again_seconds * 1000):
            watch.check()


def _pack_head(head: dict[str, Any], body_bytes: int) -> bytes:
    # A mail may hold halves of characters (lone surrogates), which plain UTF-8 refuses.
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(text), body_bytes) + text


def _count_brackets(head: bytes) -> int:
    """Return how many lists and objects a head may hold; brackets among a mail's words are no lists."""
    count = head.count(b"[") + head.count(b"{")
    if count > _MOST_BRACKETS:
        head = _STRINGS.sub(b"", head)
        count = head.count(b"[") + head.count(b"{")
    return count


def _as_head(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("the answer is not JSON") from error
    if not isinstance(head, dict):
        raise WireError("the answer is not an object")
    return head
