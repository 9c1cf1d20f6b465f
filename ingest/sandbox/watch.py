"""Tell when a child has had its time: at a fixed moment, or when it has long given no sign of life."""

import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK_SECONDS = 0.25
# The processor's account is asked for at most this often.
_SIGN_SECONDS = 0.05
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class LateError(Exception):
    """The other side did not answer in time."""


class Watch:
    """Watch one child at one job.

    ``deadline`` is a moment of the monotonic clock. ``stall_seconds`` is how long the child may compute, or sleep,
    without a frame: what hangs is found long before the deadline, and what only waits for a busy processor is not
    taken for it.
    """

    def __init__(self, deadline: float, *, stall_seconds: float = math.inf, process_id: int = 0) -> None:
        self.deadline = deadline
        self._stall_seconds, self._process_id = stall_seconds, process_id
        self._signs_are_due = True
        self._sign_at = -math.inf
        self._cpu, self._was_asleep = 0.0, False
        self.note_sign()

    @property
    def look_again_seconds(self) -> float:
        """Return when to look again, in seconds from now."""
        left = self.deadline - time.monotonic()
        return max(0.0, left if math.isinf(self._stall_seconds) else min(left, _LOOK_SECONDS))

    def expect_signs(self, *, are_due: bool) -> None:
        """Say whether signs of life are due at what the child does now; a mail's own parts are taken apart silently."""
        self._signs_are_due = are_due

    def note_sign(self) -> None:
        """Take note that the child gave a sign of life."""
        now = time.monotonic()
        if now - self._sign_at > _SIGN_SECONDS:
            self._sign_at, self._was_asleep = now, False
            self._cpu = look_at(self._process_id).cpu_seconds

    def check(self) -> None:
        """Raise LateError when the child has had its time."""
        now = time.monotonic()
        if now >= self.deadline:
            raise LateError("no answer in time")
        if not self._signs_are_due or now - self._sign_at < self._stall_seconds:
            return
        seen = look_at(self._process_id)
        # Once asleep may be by chance; twice, a quarter of a second apart, nothing is being done.
        is_idle, self._was_asleep = self._was_asleep and seen.is_asleep, seen.is_asleep
        if is_idle or seen.cpu_seconds - self._cpu >= self._stall_seconds:
            raise LateError("no sign of life")


@dataclass(frozen=True, slots=True)
class Look:
    """Hold what the system says of a process: the processor seconds it used, and whether it waits for something."""

    cpu_seconds: float = 0.0
    is_asleep: bool = True


def look_at(process_id: int) -> Look:
    """Return what the system says of a process; one that is not there sleeps for ever."""
    try:
        # The name of the process, in brackets, may hold anything.
        fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        state, *numbers = fields.split()
        return Look((int(numbers[10]) + int(numbers[11])) / _TICKS_A_SECOND, is_asleep=state not in "RD")
    except (OSError, ValueError, IndexError):
        return Look()
