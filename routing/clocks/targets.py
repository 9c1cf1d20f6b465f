"""Count the team's own days before an acknowledgement is due: send, chase whoever signs, tell the manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.clocks import InnerTarget
from config.working_days import Calendar
from routing.deadlines import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDate:
    """Hold one inner target with its day; ``is_at_limit`` is true when the limit itself left no earlier day."""

    target: InnerTarget
    anchor_on: date
    due_on: date
    is_at_limit: bool = False

    @property
    def paused_since(self) -> None:
        """Say that an acknowledgement is never paused, and so neither is what leads up to it."""

    @property
    def is_soft(self) -> bool:
        """Say that the date is ours to keep."""
        return False


def targets_for(acknowledge: Deadline, targets: Iterable[InnerTarget], *, calendar: Calendar) -> tuple[TargetDate, ...]:
    """Return the day of each target, counted from the acknowledgement's own anchor and never after its limit.

    Raises: CalendarEndsError if a count leaves the calendar.
    """
    found = []
    for target in targets:
        on, _ = calendar.add_working_days(acknowledge.anchor_on, target.n)
        limit_on = acknowledge.due_on or on
        is_at_limit = on > limit_on
        found.append(
            TargetDate(
                target=target,
                anchor_on=acknowledge.anchor_on,
                due_on=min(on, limit_on),
                is_at_limit=is_at_limit,
            )
        )
    return tuple(found)
