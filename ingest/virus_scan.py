"""Ask a virus scanner (ClamAV's clamd) about bytes: a shell that speaks to a socket and never opens what it sends.

Source: clamd(8), the commands VERSION and INSTREAM
"""

import re
import select
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

SECONDS_A_SCAN = 180.0
"""How long one scan may take: clamd itself gives up after 120 seconds (MaxScanTime), and the bytes need their time."""
SECONDS_TO_ANSWER = 10.0

_CHUNK_BYTES = 262_144
_MOST_ANSWER_BYTES = 4_096
_SIZE = struct.Struct(">I")
_FOUND = re.compile(r"[^\n]{0,200}?: (?P<name>[ -~]{1,200}) FOUND")
_CLEAN = re.compile(r"[^:\n]{1,200}: OK")
_FAILED = re.compile(r"[^\n]{1,1000} ERROR")
_VERSION = re.compile(r"[A-Za-z][ -~]{2,150}")
_NO_VIRUS = {
    "Heuristics.Encrypted": "It is encrypted, so the virus scan could not look into it.",
    "Heuristics.Limits.Exceeded": "It is larger inside than the virus scan looks (MaxScanSize, MaxFileSize).",
}
"""What clamd reports as found when it could only not look: by the beginning of the name."""


class VirusScanError(Exception):
    """No verdict was given; nothing may be taken for clean. ``words`` say why and the cure."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class VirusScanDownError(VirusScanError):
    """The scanner cannot be asked at all: whatever waits for it goes on waiting."""


class VirusScanFailedError(VirusScanError):
    """The scanner was there and gave no verdict on these bytes: it failed, was too slow, or talked nonsense."""


class Outcome(StrEnum):
    """What a scan came to."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold what the scanner said of some bytes.

    ``name`` is what it found, "" if nothing; ``engine`` its version with that of its signatures; ``words`` say why
    something was not scanned.
    """

    outcome: Outcome
    name: str = ""
    engine: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClamdAddress:
    """Name where clamd listens: a socket's ``path``, else ``host`` and ``port``."""

    path: str = ""
    host: str = ""
    port: int = 0

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"


def read_address(words: str) -> ClamdAddress | None:
    """Return the address in PUTRIGHT_VIRUS_SCAN; None where no scan is wanted.

    Raises:
        ValueError: if the words name none; a slip of the pen must never mean "no scan".

    >>> read_address("none"), str(read_address("/run/clamav/clamd.ctl")), str(read_address("[::1]:3310"))
    (None, '/run/clamav/clamd.ctl', '::1:3310')

    """
    words = words.strip()
    if words.lower() in {"", "none"}:
        return None
    if words.startswith("/"):
        return ClamdAddress(path=words)
    host, _, port = words.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ValueError(f"PUTRIGHT_VIRUS_SCAN is “{words}”. Set it to none, to clamd's socket (/…), or to host:port.")
    return ClamdAddress(host=host.strip("[]"), port=int(port))


@dataclass(frozen=True, slots=True, kw_only=True)
class VirusScanner:
    """Ask one clamd; safe to use from many threads, as each question has a connection of its own."""

    address: ClamdAddress
    seconds: float = SECONDS_A_SCAN

    def version(self) -> str:
        """Return the engine and its signatures: "ClamAV 1.4.3/27500/Sat Nov 21 08:31:02 2026".

        Raises:
            VirusScanDownError: if it cannot be reached, or does not answer as a scanner does.

        """
        try:
            answer = self._exchange(iter([b"zVERSION\0"]), min(self.seconds, SECONDS_TO_ANSWER))
        except OSError as error:
            raise VirusScanDownError(_unreachable(self.address, error)) from error
        if not _VERSION.fullmatch(answer) or answer == "UNKNOWN COMMAND":
            words = f"Something at {self.address} answers, but not as a virus scan. Check PUTRIGHT_VIRUS_SCAN."
            raise VirusScanDownError(words)
        return answer

    def scan(self, data: bytes) -> Verdict:
        """Return what the scanner says of these bytes, which it is sent whole.

        Raises:
            VirusScanDownError: if it cannot be asked.
            VirusScanFailedError: if it was asked and gave no verdict.

        """
        engine = self.version()
        try:
            answer = self._exchange(_as_stream(data), self.seconds)
        except TimeoutError as error:
            words = f"The virus scan gave no answer in {self.seconds:.0f} seconds. Look at clamd's log."
            raise VirusScanFailedError(words) from error
        except OSError as error:
            raise VirusScanFailedError("The virus scan broke off. Look at clamd's log.") from error
        return _verdict(answer, engine)

    def _exchange(self, pieces: Iterator[bytes], seconds: float) -> str:
        """Send the pieces and return the answer, which may come before all is sent. Raises: OSError."""
        deadline = time.monotonic() + seconds
        with self._connect(seconds) as link:
            link.setblocking(False)
            for piece in pieces:
                if not _send(link, piece, deadline):
                    break
            return _receive(link, deadline)

    def _connect(self, seconds: float) -> socket.socket:
        seconds = min(seconds, SECONDS_TO_ANSWER)
        if not self.address.path:
            return socket.create_connection((self.address.host, self.address.port), timeout=seconds)
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            link.settimeout(seconds)
            link.connect(self.address.path)
        except BaseException:
            link.close()
            raise
        return link


def _as_stream(data: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    view = memoryview(data)
    for start in range(0, len(view), _CHUNK_BYTES):
        piece = view[start : start + _CHUNK_BYTES]
        yield _SIZE.pack(len(piece)) + piece
    yield _SIZE.pack(0)


def _send(link: socket.socket, piece: bytes, deadline: float) -> bool:
    """Send one piece; false if the other side has spoken or gone meanwhile, and wants no more."""
    left = memoryview(piece)
    while left:
        events = _wait(link, select.POLLIN | select.POLLOUT, deadline)
        if events & ~select.POLLOUT:
            return False
        try:
            left = left[link.send(left) :]
        except BlockingIOError:
            continue
        except ConnectionError:
            # It went away, but may have said why before it did.
            return False
    return True


def _receive(link: socket.socket, deadline: float) -> str:
    """Return the one line of an answer, without its end. Raises: OSError if there is none, or no end to it."""
    answer = b""
    while not answer.endswith((b"\0", b"\n")):
        _wait(link, select.POLLIN, deadline)
        try:
            piece = link.recv(_MOST_ANSWER_BYTES)
        except BlockingIOError:
            continue
        answer += piece
        if not piece or len(answer) > _MOST_ANSWER_BYTES:
            raise ConnectionError("no whole answer")
    return answer.rstrip(b"\0\r\n").decode("utf-8", "replace")


def _wait(link: socket.socket, events: int, deadline: float) -> int:
    poll = select.poll()
    poll.register(link, events)
    left = deadline - time.monotonic()
    found = poll.poll(left * 1000) if left > 0 else []
    if not found:
        raise TimeoutError("no answer in time")
    return found[0][1]


def _verdict(answer: str, engine: str) -> Verdict:
    """Return what an answer means; nothing but the two known sentences is a verdict, and only one of them is good."""
    if found := _FOUND.fullmatch(answer):
        name = found["name"]
        why_not = next((words for start, words in _NO_VIRUS.items() if name.startswith(start)), "")
        outcome = Outcome.NOT_SCANNED if why_not else Outcome.INFECTED
        return Verdict(outcome=outcome, name="" if why_not else name, engine=engine, words=why_not)
    if _CLEAN.fullmatch(answer):
        return Verdict(outcome=Outcome.CLEAN, engine=engine)
    if "size limit exceeded" in answer:
        words = "It is larger than the virus scan takes. Raise StreamMaxLength in clamd.conf, and try again."
        return Verdict(outcome=Outcome.NOT_SCANNED, engine=engine, words=words)
    if _FAILED.fullmatch(answer):
        raise VirusScanFailedError("The virus scan failed on it. Look at clamd's log.")
    raise VirusScanFailedError("The virus scan gave an answer that is none. Look at what listens there.")


def _unreachable(address: ClamdAddress, error: OSError) -> str:
    why = "no answer in time" if isinstance(error, TimeoutError) else (error.strerror or "no answer")
    return f"The virus scan at {address} cannot be reached ({why}). Start clamd, or set PUTRIGHT_VIRUS_SCAN=none."
