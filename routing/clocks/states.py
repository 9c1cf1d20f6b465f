"""Say how near a date is: on track, amber, due today, late by so many working days, met, or paused."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from config.working_days import Calendar
from routing.clocks.extensions import say_day

AMBER_WORKING_DAYS: Final = 2
"""What stands in where no ``config/clocks.toml`` is at hand: the number it names itself."""


class State(StrEnum):
    """How a date stands."""

    ON_TRACK = "on_track"
    AMBER = "amber"
    DUE_TODAY = "due_today"
    LATE = "late"
    MET = "met"
    MET_LATE = "met_late"
    PAUSED = "paused"
    WINDOW_PASSED = "window_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold a state with its words; ``working_days`` are those left, or those gone by since the date, never negative."""

    state: State
    working_days: int
    words: str


class Dated(Protocol):
    """What a date must tell of itself: a deadline and a neighbouring clock's date both do."""

    @property
    def due_on(self) -> date | None:
        """Return the day it is due, None while it is paused."""

    @property
    def paused_since(self) -> date | None:
        """Return the day an open pause began."""

    @property
    def is_soft(self) -> bool:
        """Say whether it is the person's own time."""


def state_of(
    deadline: Dated,
    today: date,
    *,
    calendar: Calendar,
    met_on: date | None = None,
    amber_days: int = AMBER_WORKING_DAYS,
) -> Standing:
    """Return how a date stands on a day; a date is kept until the end of its own day.

    ``met_on`` is the day what was due was done. Amber begins ``amber_days`` working days before the date. The person's
    own time is never late: when it is over, a person still decides.
    """
    due_on = deadline.due_on
    if due_on is None:
        return _paused(deadline.paused_since, met_on)
    if met_on:
        return _met(due_on, met_on, calendar)
    if today > due_on:
        return _gone_by(due_on, today, calendar, is_soft=deadline.is_soft)
    left = working_days_between(today, due_on, calendar)
    if today == due_on:
        words = "their own time ends today" if deadline.is_soft else "due today"
        return Standing(state=State.DUE_TODAY, working_days=0, words=words)
    state = State.AMBER if left <= amber_days else State.ON_TRACK
    said = "their own time ends" if deadline.is_soft else "due"
    words = f"{said} in {say_working_days(left)}, on {say_day(due_on)}" if left else f"{said} on {say_day(due_on)}"
    return Standing(state=state, working_days=left, words=words)


def state_at(due_at: datetime, now: datetime, *, amber_hours: int, met_at: datetime | None = None) -> Standing:
    """Return how an hour's limit stands at a moment; all times aware, and ``working_days`` is 0.

    Raises: TypeError if one of the times is naive.
    """
    if met_at:
        late = met_at - due_at
        is_late = late > timedelta(0)
        words = f"done {_hours(late)} late" if is_late else "done in time"
        return Standing(state=State.MET_LATE if is_late else State.MET, working_days=0, words=words)
    if now > due_at:
        return Standing(state=State.LATE, working_days=0, words=f"late by {_hours(now - due_at)}")
    left = due_at - now
    state = State.AMBER if left <= timedelta(hours=amber_hours) else State.ON_TRACK
    return Standing(state=state, working_days=0, words=f"{_hours(left)} left")


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days come after one day, up to and including another."""
    return sum(calendar.is_working_day(after + timedelta(days=k)) for k in range(1, (until - after).days + 1))


def say_working_days(n: int) -> str:
    """Return a number of working days in words.

    >>> say_working_days(0), say_working_days(1), say_working_days(2)
    ('no working day', '1 working day', '2 working days')
    """
    return f"{n or 'no'} working day{'s' if n > 1 else ''}"


def _paused(since: date | None, met_on: date | None) -> Standing:
    if met_on:
        return Standing(state=State.MET, working_days=0, words=f"done on {say_day(met_on)}, while paused")
    words = f"paused since {say_day(since)}" if since else "paused"
    return Standing(state=State.PAUSED, working_days=0, words=f"{words}: there is no date, and nothing is late")


def _met(due_on: date, met_on: date, calendar: Calendar) -> Standing:
    if met_on <= due_on:
        return Standing(state=State.MET, working_days=0, words=f"done on {say_day(met_on)}, in time")
    late = working_days_between(due_on, met_on, calendar)
    by = f"{say_working_days(late)} late" if late else "after its last day, though no working day had passed"
    words = f"done on {say_day(met_on)}, {by}"
    return Standing(state=State.MET_LATE, working_days=late, words=words)


def _gone_by(due_on: date, today: date, calendar: Calendar, *, is_soft: bool) -> Standing:
    gone = working_days_between(due_on, today, calendar)
    if is_soft:
        words = f"their own time ended on {say_day(due_on)}: a later request is not refused, a person decides"
        return Standing(state=State.WINDOW_PASSED, working_days=gone, words=words)
    by = f"late by {say_working_days(gone)}" if gone else "late, though no working day has passed"
    return Standing(state=State.LATE, working_days=gone, words=f"{by}: it was due on {say_day(due_on)}")


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours} hour{'' if hours == 1 else 's'}" if hours else ""
    rest = f"{minutes} minute{'' if minutes == 1 else 's'}" if minutes or not hours else ""
    return " ".join(part for part in (said, rest) if part)
