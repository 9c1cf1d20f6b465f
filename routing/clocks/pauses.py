"""Count a limit around its pauses: days on which the clock stands still do not count and are given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from config.procedure import Unit
from config.working_days import Calendar, Day
from routing.count import add_months, count_limit, days_rolled

PAUSED: Final = "paused: "
"""How the receipt begins the reason of a day that did not count because the clock stood still."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Hold one stretch on which a clock stands still: every day from ``from_on`` to ``until_on``, both included.

    ``until_on`` is None while the pause is open. ``matter`` is the matter it holds for, 0 for all. ``why`` is what the
    receipt says: the person asked us to wait, the statement is awaited, proceedings.

    Raises: ValueError without a reason, or if the pause ends before it begins.
    """

    from_on: date
    until_on: date | None
    why: str
    matter: int = 0

    def __post_init__(self) -> None:
        """Refuse a stretch that nobody could defend later."""
        if not self.why.strip():
            raise ValueError(
                f"the pause from {self.from_on.isoformat()} gives no reason: say why the clock stands still"
            )
        if self.until_on and self.until_on < self.from_on:
            message = f"the pause from {self.from_on.isoformat()} ends before it begins, on {self.until_on.isoformat()}"
            raise ValueError(f"{message}: correct one of the two days")

    def covers(self, day: date) -> bool:
        """Say whether the clock stands still on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Hold a finished count, or one that stands still: then ``due_on`` is None and ``paused_since`` says from when.

    ``days`` are all days from the day after the anchor to the last one, or to the last before an open pause.
    """

    due_on: date | None
    days: tuple[Day, ...]
    paused_since: date | None = None


def count_with_pauses(n: int, unit: Unit, anchor: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Count:
    """Return a limit counted around its pauses; a limit that ends before a pause is not touched by it.

    A pause over days that do not count anyway gives nothing back. Calendar days and months that end on a day that does
    not count roll forward after the pauses are given back.

    Raises: ValueError if n is below 1; CalendarEndsError if the count leaves the calendar.
    """
    due, days = count_limit(n, unit, anchor, calendar)
    standing = tuple(pause for pause in pauses if pause.until_on is None or pause.until_on > anchor)
    if not any(pause.from_on <= due for pause in standing):
        return Count(due_on=due, days=days)
    wanted = (add_months(anchor, n) - anchor).days if unit is Unit.MONTHS else n
    counted = _walk(wanted, unit, anchor, calendar, standing)
    if counted.due_on is None or unit is Unit.WORKING_DAYS:
        return counted
    due = calendar.next_working_day(counted.due_on)
    return Count(due_on=due, days=counted.days + days_rolled(counted.due_on, due, calendar))


def count_between(anchor: date, until: date, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()) -> int:
    """Return how many days of a limit pass after the anchor up to and including a day; months count by their days."""
    standing = tuple(pauses)
    after = (anchor + timedelta(days=k) for k in range(1, (until - anchor).days + 1))
    return sum(not _why_not(day, unit, calendar, standing) for day in after)


def _walk(wanted: int, unit: Unit, anchor: date, calendar: Calendar, pauses: tuple[Pause, ...]) -> Count:
    days: list[Day] = []
    number, day = 0, anchor
    while number < wanted:
        day += ONE_DAY
        why = _why_not(day, unit, calendar, pauses)
        if why.startswith(PAUSED) and (begun := [p.from_on for p in pauses if p.until_on is None and p.covers(day)]):
            # Weekends that the open pause began with are no part of the count either.
            return Count(due_on=None, days=tuple(d for d in days if d.on < min(begun)), paused_since=min(begun))
        number += not why
        days.append(Day(on=day, number=None if why else number, why=why))
    return Count(due_on=day, days=tuple(days))


def _why_not(day: date, unit: Unit, calendar: Calendar, pauses: tuple[Pause, ...]) -> str:
    closed = calendar.why_not(day) if unit is Unit.WORKING_DAYS else ""
    # A day that would not have counted is not the pause's doing: it gives nothing back.
    if closed:
        return closed
    reasons = dict.fromkeys(pause.why for pause in pauses if pause.covers(day))
    return PAUSED + "; ".join(reasons) if reasons else ""
