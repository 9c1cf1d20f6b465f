"""Be a mail server that fails at a chosen step of a chosen letter, and counts what it really kept."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

Step = Literal["connect", "hello", "mail", "rcpt", "data", "inside", "end", "never"]
STEPS: tuple[Step, ...] = ("connect", "hello", "mail", "rcpt", "data", "inside", "end")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """Fail at one step. ``say`` is the answer there: b"" hangs up, None says nothing and waits.

    ``keeps``: at "end", whether the server has the letter all the same. ``after_seconds`` is how late it answers.
    ``at`` "never" is a server without any fault.
    """

    at: Step = "never"
    say: bytes | None = b""
    keeps: bool = False
    after_seconds: float = 0.0


class FaultySmtp:
    """Listen on a free port while the block lasts; each connection takes the next planned fault, else none.

    ``kept`` are the Message-IDs of the letters it took for its own, in order, one entry for each time. ``on_step`` is
    called with every step that a connection comes to, before it is answered.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.seen = 0
        self.on_step: Callable[[Step], None] = lambda _: None
        self._plan: list[Fault] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._socket = socket.create_server((self.host, 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.close()
        self._thread.join(5)

    def plan(self, *faults: Fault) -> None:
        """Let the next connections fail so, one after the other."""
        with self._lock:
            self._plan += faults

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                fault = self._plan.pop(0) if self._plan else Fault()
                self.seen += 1
                self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection, fault), daemon=True).start()

    def _serve(self, connection: socket.socket, fault: Fault) -> None:
        with connection, contextlib.suppress(OSError, _HungUpError):
            self._talk(connection, connection.makefile("rb"), fault)

    def _talk(self, connection: socket.socket, lines: Iterator[bytes], fault: Fault) -> None:
        self._answer(connection, "connect", fault, b"220 fine\r\n")
        for line in lines:
            word = line[:4].upper()
            if word in {b"EHLO", b"HELO"}:
                self._answer(connection, "hello", fault, b"250 fine\r\n")
            elif word == b"MAIL":
                self._answer(connection, "mail", fault, b"250 fine\r\n")
            elif word == b"RCPT":
                self._answer(connection, "rcpt", fault, b"250 fine\r\n")
            elif word == b"DATA":
                self._answer(connection, "data", fault, b"354 go on\r\n")
                if fault.at == "data" and fault.say and not fault.say.startswith(b"354"):
                    continue
                self._take(connection, lines, fault)
            elif word == b"QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 fine\r\n")

    def _take(self, connection: socket.socket, lines: Iterator[bytes], fault: Fault) -> None:
        content = b""
        for number, line in enumerate(lines):
            if number == 3:
                self._answer(connection, "inside", fault, b"")
            if line == b".\r\n":
                break
            content += line
        else:
            return
        found = _MESSAGE_ID.search(content)
        if found and (fault.at != "end" or fault.keeps):
            with self._lock:
                self.kept.append(found[1].decode())
        self._answer(connection, "end", fault, b"250 taken\r\n")

    def _answer(self, connection: socket.socket, step: Step, fault: Fault, usual: bytes) -> None:
        self.on_step(step)
        if fault.at != step:
            if usual:
                connection.sendall(usual)
            return
        if fault.say is None:
            self._over.wait(30)
            raise _HungUpError
        if fault.after_seconds:
            self._over.wait(fault.after_seconds)
        if fault.say:
            connection.sendall(fault.say)
        # A line that is no whole answer is the last thing it says.
        if not fault.say.endswith(b"\r\n"):
            raise _HungUpError


class _HungUpError(Exception):
    """The server has closed the line."""
