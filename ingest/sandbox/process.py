"""Ask and end one sandboxed child process."""

import logging
import math
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from config.limits import Limits
from ingest.message import ProblemCode
from ingest.sandbox.care import Care, ChildLostError
from ingest.sandbox.mother import Mother, SandboxError
from ingest.sandbox.watch import LateError, Watch
from ingest.sandbox.wire import Pipe, WireError

log = logging.getLogger(__name__)

# What may be logged of a child's last words: the kind of an error and lines of code.
_NOT_A_PLACE = re.compile(r"[^A-Za-z0-9_.: ]")
# A fork locks itself in within hundredths of a second; a busy machine may need longer.
_READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what a child answered: plain data and bytes."""

    plain: Any
    body: bytes


class Child:
    """Be the parent's end of one child; used by one thread at a time."""

    def __init__(self, limits: Limits, mother: Mother) -> None:
        self._limits, self._mother = limits, mother
        self._owner = os.getpid()
        self._jobs = 0
        self._is_worn = self._is_at_work = self._is_ended = False
        self._place, self._latest = [0, 0], 0
        self.process_id, write_fd, read_fd = mother.bear()
        self._pipe = Pipe(write_fd, read_fd, limits.answer_bytes)
        self._await_ready()

    @property
    def can_serve(self) -> bool:
        """Return whether the child may be given another job: alive, ours, free, not worn, not at its last document."""
        # One still at work was left in the middle (a time limit ended the caller): its answer is not the next one's.
        is_free = self._owner == os.getpid() and not (self._is_at_work or self._is_ended)
        return is_free and not self._is_worn and self._jobs < self._limits.documents_per_child and self._pipe.is_quiet

    def ask(self, request: dict[str, Any], body: bytes, care: Care) -> Answer:
        """Return the child's answer, recognising pictures for it on the way.

        Raises: ChildLostError when it is lost at work.
        """
        self._is_at_work = True
        self._jobs += 1
        self._place, self._latest = [0, 0], 0
        try:
            request = request | care.plan()
            watch = care.watch(self.process_id)
            watch.expect_signs(are_due=False)
            self._pipe.begin()
            self._pipe.send(request, body, watch)
            while True:
                head, answer = self._pipe.receive(watch)
                if "at" in head:
                    self._place = _place_of(head["at"])
                    self._latest = max(self._latest, self._place[0])
                    watch.expect_signs(are_due=self._place[0] > 0)
                elif "done" in head:
                    care.note_done(int(head["done"]), int(head["last"]), answer)
                elif "recognise" in head:
                    self._pipe.send(*care.recognise(answer, _moment_of(head["until"])), watch)
                    watch.note_sign()
                elif "error" in head:
                    _raise_told(str(head["error"]))
                else:
                    self._is_worn = bool(head["is_worn"]) or self._is_swollen()
                    self._is_at_work = False
                    return Answer(head["answer"], answer)
        except LateError as error:
            raise self.lose(ProblemCode.TOO_SLOW) from error
        except (WireError, ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise self.lose(ProblemCode.CRASHED) from error

    def lose(self, code: ProblemCode) -> ChildLostError:
        """End the child as one that cannot be trusted any more, and return what is to be raised."""
        self.end()
        document, asks = self._place
        return ChildLostError(code, document, asks, self._latest)

    def end(self) -> None:
        """Kill the child, if it is this process's own, and close the pipes."""
        if self._is_ended:
            return
        self._is_ended = True
        self._pipe.close()
        if self._owner == os.getpid():
            self._mother.bury(self.process_id)

    def _await_ready(self) -> None:
        try:
            head, _ = self._pipe.receive(Watch(time.monotonic() + _READY_SECONDS))
        except (WireError, LateError) as error:
            self.end()
            raise SandboxError("a sandboxed child did not start: it gave no answer") from error
        if "ready" not in head:
            self.end()
            msg = f"a sandboxed child refused to start: {head.get('refused')}"
            raise SandboxError(msg)

    def _is_swollen(self) -> bool:
        """Return whether the child holds so much memory that a fresh one should do the next mail.

        The child cannot say: its own peak (getrusage) begins with that of the process that started it.
        """
        try:
            resident_pages = int(Path(f"/proc/{self.process_id}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return True
        return resident_pages * os.sysconf("SC_PAGE_SIZE") > self._limits.memory_bytes // 3


def _place_of(said: Any) -> list[int]:
    """Return the document a child is in, and how often its reader asked for the time."""
    document, asks = said
    return [int(document), int(asks)]


def _moment_of(said: Any) -> float:
    """Return a moment of the clock that a child named."""
    moment = float(said)
    if math.isnan(moment):
        raise ValueError("no moment")
    return moment


def _raise_told(last_words: str) -> NoReturn:
    log.warning("sandbox=lost error=%s", _NOT_A_PLACE.sub("?", last_words[:200]))
    raise WireError("the child failed")
