"""Say by when a sign of danger is referred, and by when an answer is looked for, by the clocks of the neighbours.

Source: ``config/clocks.toml`` (safeguarding, lado), each limit with its own.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from cases.case_clocks import desk_clocks
from cases.desk import desk_calendar
from cases.safety_net import end_of_day
from routing.clock import LONDON
from routing.clocks.neighbours import Events, neighbour_dates


def refer_by(at: datetime) -> datetime:
    """Return by when the front door is told: the same day before the office closes, or before midnight once it has."""
    day = _neighbour("safeguarding", "refer", at)
    closes = end_of_day(day)
    return closes if at <= closes and desk_calendar().is_working_day(day) else end_of_london_day(day)


def lado_by(at: datetime) -> datetime:
    """Return by when the LADO is told: within one working day of when we knew."""
    return end_of_day(_neighbour("lado", "refer", at))


def answer_by(told_at: datetime) -> date:
    """Return the day by which the front door's answer is looked for: one working day after the referral."""
    return _neighbour("safeguarding", "answer", told_at, referred_on=timezone.localdate(told_at))


def end_of_london_day(day: date) -> datetime:
    """Return the last minute of a day in London."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=LONDON) - timedelta(minutes=1)


def _neighbour(clock_id: str, what: str, at: datetime, *, referred_on: date | None = None) -> date:
    clock = desk_clocks().neighbours[clock_id]
    calendars = {limit.calendar: desk_calendar() for limit in clock.limits if limit.calendar}
    dates = neighbour_dates(clock, Events(began_at=at, referred_on=referred_on), calendars=calendars)
    return next(found.due_on for found in dates if found.limit.what == what and found.due_on)
