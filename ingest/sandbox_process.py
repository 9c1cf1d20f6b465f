"""Start, ask and end one sandboxed child process."""

import logging
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from config.limits import Limits
from ingest.documents.tesseract import RecogniserError, recognise
from ingest.message import ProblemCode
from ingest.sandbox_wire import LateError, Pipe, WireError, pack

log = logging.getLogger(__name__)

# What may be logged of a child's last words: the kind of an error and lines of code.
_NOT_A_PLACE = re.compile(r"[^A-Za-z0-9_.: ]")
_ROOT = str(Path(__file__).parents[1])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox_child import main; main()"
# A child imports for about a second; a busy machine may need much longer, and waiting is better than failing.
_START_SECONDS = 120.0
# The recogniser may be asked this often per page that is read: a page that lies on its side is tried four ways round.
_TURNS = 4
# A child that is asked to render and clean another page for the recogniser gets this share of the time on top.
_SHARE_PER_PICTURE = 0.1


class SandboxError(Exception):
    """The machine cannot run a sandboxed child; no mail is at fault. Try again later: the message says why."""


class ChildLostError(Exception):
    """The child died, hung, or said something impossible while it worked.

    ``code`` is CRASHED or TOO_SLOW; ``document`` is the number of the document begun last, 0 for the mail itself.
    """

    def __init__(self, code: ProblemCode, document: int) -> None:
        super().__init__(f"the sandboxed child was lost ({code.value})")
        self.code = code
        self.document = document


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what a child answered: plain data and bytes."""

    plain: Any
    body: bytes


class Child:
    """Be the parent's end of one child; used by one thread at a time."""

    def __init__(self, limits: Limits, *, is_weak: bool) -> None:
        self._limits, self._is_weak = limits, is_weak
        self._owner = os.getpid()
        self._is_ready = False
        self._jobs = 0
        self._is_worn = False
        self._is_at_work = False
        command = [sys.executable, "-I", "-B", "-c", _START, _ROOT]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a fixed command
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                bufsize=0,
            )
        except OSError as error:
            msg = f"a sandboxed child cannot be started: {error.strerror}"
            raise SandboxError(msg) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._pipe = Pipe(self._process.stdin.fileno(), self._process.stdout.fileno(), limits.answer_bytes)

    @property
    def process_id(self) -> int:
        """Return the child's process id."""
        return self._process.pid

    @property
    def can_serve(self) -> bool:
        """Return whether the child may be given another job: alive, ours, free, not worn, not at its last document."""
        # One still at work was left in the middle (a time limit ended the caller): its answer is not the next one's.
        is_free = self._owner == os.getpid() and not self._is_at_work
        return is_free and not self._is_worn and self._jobs < self._limits.documents_per_child and self._is_alive()

    def ask(self, request: dict[str, Any], body: bytes, *, is_patient: bool = False) -> Answer:
        """Return the child's answer, recognising pictures for it on the way.

        Raises: SandboxError when it cannot be started, ChildLostError when it is lost at work.
        """
        self._is_at_work = True
        self._make_ready()
        self._jobs += 1
        begun = 0
        try:
            seconds = float(self._limits.patient_seconds if is_patient else self._limits.item_seconds)
            pictures_left = self._limits.ocr_pages * _TURNS
            deadline = time.monotonic() + seconds
            self._pipe.send(pack(request, body), deadline)
            while True:
                head, answer = self._pipe.receive(deadline)
                if "begun" in head:
                    begun = int(head["begun"])
                elif "recognise" in head:
                    pictures_left -= 1
                    left = deadline - time.monotonic() + seconds * _SHARE_PER_PICTURE
                    reply = self._recognise(answer, pictures_left)
                    # The recogniser has its own clock; the child's stood still meanwhile.
                    deadline = time.monotonic() + left
                    self._pipe.send(reply, deadline)
                elif "error" in head:
                    _raise_told(str(head["error"]))
                else:
                    self._is_worn = bool(head["is_worn"]) or self._is_swollen()
                    self._is_at_work = False
                    return Answer(head["answer"], answer)
        except LateError as error:
            self.end()
            raise ChildLostError(ProblemCode.TOO_SLOW, begun) from error
        except (WireError, KeyError, TypeError, ValueError) as error:
            self.end()
            raise ChildLostError(ProblemCode.CRASHED, begun) from error

    def end(self) -> None:
        """Kill the child, if it is this process's own, and close the pipes."""
        if self._owner == os.getpid() and self._is_alive():
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        if self._owner == os.getpid():
            self._process.wait()

    def _is_swollen(self) -> bool:
        """Return whether the child holds so much memory that a fresh one should do the next mail.

        The child cannot say: its own peak (getrusage) begins with that of the process that started it.
        """
        try:
            resident_pages = int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return True
        return resident_pages * os.sysconf("SC_PAGE_SIZE") > self._limits.memory_bytes // 2

    def _is_alive(self) -> bool:
        return self._process.poll() is None

    def _make_ready(self) -> None:
        if self._is_ready:
            return
        try:
            deadline = time.monotonic() + _START_SECONDS
            self._pipe.send(pack({"limits": asdict(self._limits), "is_weak": self._is_weak}), deadline)
            head, _ = self._pipe.receive(deadline)
        except (WireError, LateError) as error:
            self.end()
            raise SandboxError("a sandboxed child did not start; run `python -m ingest` to see why") from error
        if "ready" not in head:
            self.end()
            msg = f"a sandboxed child refused to start: {head.get('refused')}"
            raise SandboxError(msg)
        self._is_ready = True

    def _recognise(self, picture: bytes, pictures_left: int) -> bytes:
        if pictures_left < 0:
            words = (
                f"Only the first {self._limits.ocr_pages:,} pictures of a mail are read: a person must read the rest."
            )
            return pack({"code": ProblemCode.TOO_MANY.value, "words": words})
        try:
            return pack({}, recognise(picture, self._limits, is_weak=self._is_weak).encode())
        except RecogniserError as error:
            return pack({"code": error.code.value, "words": error.words})


def _raise_told(last_words: str) -> NoReturn:
    log.warning("sandbox=lost error=%s", _NOT_A_PLACE.sub("?", last_words[:200]))
    raise WireError("the child failed")


def _environment() -> dict[str, str]:
    # One thread a child: the pool's size says how many processors are used, not the mathematics library.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
