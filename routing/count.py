"""Count one limit from one day: working days, calendar days or months, with every day of the count named."""

import calendar as gregorian
from datetime import date, timedelta

from config.procedure import Unit
from config.working_days import Calendar, Day


def count_limit(n: int, unit: Unit, anchor: date, calendar: Calendar) -> tuple[date, tuple[Day, ...]]:
    """Return the last day of a limit, and every day from the day after the anchor to it.

    Calendar days and months that end on a day that does not count roll forward to the next one that does.

    Raises: ValueError if n is below 1; CalendarEndsError if the count leaves the calendar.
    Source: SI 2006/1738 reg 2 (working days); ICO guidance on the time for subject access requests (months).
    """
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(anchor, n)
    if n < 1:
        message = f"a limit of {n} {unit} cannot be counted: write 1 or more"
        raise ValueError(message)
    last = anchor + timedelta(days=n) if unit is Unit.CALENDAR_DAYS else add_months(anchor, n)
    due = calendar.next_working_day(last)
    return due, _each_day(anchor, last, due, calendar)


def count_safely(n: int, anchor: date, calendar: Calendar) -> tuple[date, tuple[Day, ...]]:
    """Return the day by which n days of no stated kind are kept on every reading, and the days to it.

    That is the n-th calendar day, or the last working day before it, but never earlier than the first working day
    after the anchor, since nobody can act before it.
    """
    last = anchor + timedelta(days=n)
    due = max(calendar.last_working_day(last), calendar.next_working_day(anchor + timedelta(days=1)))
    return due, _each_day(anchor, min(last, due), due, calendar)


def days_rolled(last: date, due: date, calendar: Calendar) -> tuple[Day, ...]:
    """Return the days by which a limit that ended on a day that does not count moves forward, each with its reason."""
    after = (last + timedelta(days=k) for k in range(1, (due - last).days + 1))
    return tuple(Day(on=on, number=None, why=_rolls(on, calendar)) for on in after)


def add_months(day: date, n: int) -> date:
    """Return the same date n months later, or the last day of that month if it has no such date.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def _each_day(anchor: date, last: date, due: date, calendar: Calendar) -> tuple[Day, ...]:
    counted = (Day(on=anchor + timedelta(days=k), number=k) for k in range(1, (last - anchor).days + 1))
    return (*counted, *days_rolled(last, due, calendar))


def _rolls(on: date, calendar: Calendar) -> str:
    return calendar.why_not(on) or "the limit ended on a day that does not count, so it moves to this one"
