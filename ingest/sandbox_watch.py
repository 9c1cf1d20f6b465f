"""Tell when a child has had its time: at a fixed moment, or when it has long given no sign of life."""

import math
import os
import time
from pathlib import Path

# By the clock a child may be silent this much longer than by the processor: the machine may be busy with others.
_CLOCK_SHARE = 2.0
_LOOK_SECONDS = 0.25
# The processor's account is asked for at most this often.
_SIGN_SECONDS = 0.05
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class LateError(Exception):
    """The other side did not answer in time."""


class Watch:
    """Watch one child at one job.

    ``deadline`` is a moment of the monotonic clock. ``stall_seconds`` is how long the child may compute, or twice as
    long merely exist, without a frame: what hangs is found long before the deadline, what only waits for a busy
    processor is not taken for it.
    """

    def __init__(self, deadline: float, *, stall_seconds: float = math.inf, process_id: int = 0) -> None:
        self.deadline = deadline
        self._stall_seconds, self._process_id = stall_seconds, process_id
        self._sign_at = -math.inf
        self._cpu = 0.0
        self.note_sign()

    @property
    def look_again_seconds(self) -> float:
        """Return when to look again, in seconds from now."""
        left = self.deadline - time.monotonic()
        return max(0.0, left if math.isinf(self._stall_seconds) else min(left, _LOOK_SECONDS))

    def note_sign(self) -> None:
        """Take note that the child gave a sign of life."""
        now = time.monotonic()
        if now - self._sign_at > _SIGN_SECONDS:
            self._sign_at, self._cpu = now, cpu_seconds(self._process_id)

    def check(self) -> None:
        """Raise LateError when the child has had its time."""
        now = time.monotonic()
        if now >= self.deadline:
            raise LateError("no answer in time")
        silent_seconds = now - self._sign_at
        if silent_seconds < self._stall_seconds:
            return
        is_busy = cpu_seconds(self._process_id) - self._cpu >= self._stall_seconds
        if is_busy or silent_seconds >= self._stall_seconds * _CLOCK_SHARE:
            raise LateError("no sign of life")


def cpu_seconds(process_id: int) -> float:
    """Return the processor seconds a process has used, 0.0 where that cannot be known."""
    try:
        # The name of the process, in brackets, may hold anything.
        fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / _TICKS_A_SECOND
    except (OSError, ValueError):
        return 0.0
