"""Say which days count: weekends, bank holidays and dated extra days of one calendar, with the reason for each.

Days on which a town hall merely closes its doors, such as those between Christmas and New Year, do count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
WEEKEND = ("Saturday", "Sunday")


class CalendarEndsError(Exception):
    """A date lies outside the days a calendar knows; add years to the calendar's file and check them."""

    def __init__(self, calendar: str, day: date, first: date, last: date) -> None:
        """Keep which calendar ended, and where."""
        super().__init__(
            f"{day.isoformat()} is outside the calendar {calendar!r}, which knows {first.isoformat()} to "
            f"{last.isoformat()}: extend first_year or last_year in its file and check the bank holidays."
        )
        self.calendar = calendar
        self.day = day


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Hold one day of a count: its number (None if it does not count) and why it was skipped ("" if it counts)."""

    on: date
    number: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Hold the days that do not count, by name, between the first and the last day the calendar knows.

    ``checked_until`` is the last day checked against the published list; later bank holidays are by rule only, so a
    day proclaimed since may be missing.
    """

    id: str
    title: str
    source: str
    first: date
    last: date
    checked_until: date
    closed: Mapping[date, str]

    def is_working_day(self, day: date) -> bool:
        """Say whether a day counts.

        Raises: CalendarEndsError outside the days the calendar knows.
        Source: SI 2006/1738 reg 2 (weekends, Christmas Day, Boxing Day, Good Friday and bank holidays do not).
        """
        return not self.why_not(day)

    def why_not(self, day: date) -> str:
        """Return why a day does not count ("Saturday", "Good Friday"), or "" if it does.

        Raises: CalendarEndsError outside the days the calendar knows.
        """
        if not self.first <= day <= self.last:
            raise CalendarEndsError(self.id, day, self.first, self.last)
        holiday = self.closed.get(day, "")
        if day.weekday() >= SATURDAY:
            weekend = WEEKEND[day.weekday() - SATURDAY]
            return f"{weekend}, {holiday}" if holiday else weekend
        return holiday

    def add_working_days(self, anchor: date, n: int) -> tuple[date, tuple[Day, ...]]:
        """Return the n-th working day after the anchor, and every day from the day after the anchor to it.

        The anchor itself never counts, whatever day it is: day 1 is the first working day after it.

        Raises: ValueError if n is below 1; CalendarEndsError if the count leaves the calendar.
        """
        if n < 1:
            message = f"a limit of {n} working days cannot be counted: write 1 or more"
            raise ValueError(message)
        days = tuple(self._count(anchor, n))
        return days[-1].on, days

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it counts, or else the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def last_working_day(self, day: date) -> date:
        """Return the day itself if it counts, or else the last working day before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def _count(self, anchor: date, n: int) -> Iterator[Day]:
        number, day = 0, anchor
        while number < n:
            day += timedelta(days=1)
            why = self.why_not(day)
            number += not why
            yield Day(on=day, number=None if why else number, why=why)
