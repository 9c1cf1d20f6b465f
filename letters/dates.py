"""Say dates as a letter does ("3 March 2026"), and find the dates that a text holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_WRITTEN = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+"
    rf"(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\d\s)(?<!\d(?:st|nd|rd|th)\s)(?<!of\s)(?:\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+)?"
    rf"\b(?P<month>{'|'.join(MONTHS)})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"
)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSaid:
    """Hold one date of a text as it stands there; ``year`` is None if none is written, ``weekday`` "" likewise."""

    words: str
    day: int
    month: int
    year: int | None
    weekday: str = ""

    def is_one_of(self, known: frozenset[date]) -> bool:
        """Say whether this is a known day, with its right weekday if one is written."""
        return any(
            (one.day, one.month) == (self.day, self.month)
            and self.year in (None, one.year)
            and self.weekday in ("", WEEKDAYS[one.weekday()])
            for one in known
        )

    def day_before(self, written_on: date) -> date | None:
        """Return the day that is meant, None if there is no such day; a year left out is the last that fits."""
        years = (self.year,) if self.year else (written_on.year, written_on.year - 1)
        days = [day for year in years if (day := _day(year, self.month, self.day))]
        return next((day for day in days if self.year or day <= written_on), None)

    def day_near(self, written_on: date) -> date | None:
        """Return the day that is meant, None if there is no such day; a year left out is the one that lies nearest."""
        years = (self.year,) if self.year else range(written_on.year - 1, written_on.year + 2)
        days = [day for year in years if (day := _day(year, self.month, self.day))]
        return min(days, key=lambda day: abs(day - written_on), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def say_date(day: date) -> str:
    """Return a day as letters write it.

    >>> say_date(date(2026, 3, 3))
    '3 March 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def london_day(at: datetime) -> date:
    """Return the day on which a moment falls in London: a mail of 23:30 UTC in June belongs to the next day."""
    return at.astimezone(LONDON).date()


def find_dates(text: str) -> Iterator[DateSaid]:
    """Yield every date a text holds, however it is written."""
    for match in (*_WRITTEN.finditer(text), *_MONTH_FIRST.finditer(text)):
        month = next(n for n, name in enumerate(MONTHS, start=1) if match["month"].lower()[:3] == name.lower()[:3])
        year = int(match["year"]) if match["year"] else None
        weekday = (match["weekday"] or "").capitalize()
        yield DateSaid(words=match[0], day=int(match["day"]), month=month, year=year, weekday=weekday)
    for pattern in (_FIGURES, _ISO):
        for match in pattern.finditer(text):
            year = int(match["year"]) + (2000 if len(match["year"]) == len("26") else 0)
            yield DateSaid(words=match[0], day=int(match["day"]), month=int(match["month"]), year=year)
