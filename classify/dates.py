"""Read the dates people write, absolute or told from the day they write ("last Tuesday", "three weeks ago").

British order: 03/02/2026 is 3 February. A date without a year is the last such day before the mail, unless the words
look ahead ("next Friday", "on Monday" beside "will").
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "weds", "wed"), ("thursday", "thurs", "thur"),
            ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
        )
    )
    for name in names
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b",
        r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:20)?\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_MONTH})\b\.?(?:,?\s+(?P<year>20\d\d)\b)?",
        rf"\b(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[:.]\d)(?:,?\s+(?P<year>20\d\d)\b)?",
        r"\b(?P<relative>yesterday|today|tonight|this morning|this afternoon|last night|tomorrow)\b",
        rf"\b(?P<side>last|this|next|on|coming)\s+(?P<weekday>{_DAY})\b",
        rf"\b(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?P<way>ago|back)\b",
        rf"\b(?P<weekday>{_DAY})\s+(?P<side>last|week)\b",
        rf"\bin\s+(?P<name>{_MONTH})\s+(?P<year>20\d\d)\b",
    )
)
_RELATIVE = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_AHEAD = re.compile(r"\b(?:will|going to|gonna|due|next|until|by|deadline|tomorrow|is on|are on)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """Hold a date and where it stands in the text; ``value`` is ISO, year and month only where no day was given."""

    value: str
    start: int
    end: int


def find_dates(text: str, *, written_on: date) -> Iterator[FoundDate]:
    """Yield the dates of a text in reading order, none overlapping; what is no real date is left out.

    >>> [d.value for d in find_dates("last Tuesday, and on 3 March", written_on=date(2026, 4, 9))]
    ['2026-04-07', '2026-03-03']
    """
    taken: list[tuple[int, int]] = []
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < b and match.end() > a for a, b in taken):
                continue
            value = _value({k: v for k, v in match.groupdict().items() if v}, text, written_on)
            if value:
                taken.append(match.span())
                found.append(FoundDate(value=value, start=match.start(), end=match.end()))
    yield from sorted(found, key=lambda one: one.start)


def _value(parts: dict[str, str], text: str, written_on: date) -> str | None:
    try:
        if "relative" in parts:
            return (written_on + timedelta(days=_RELATIVE.get(parts["relative"].lower(), 0))).isoformat()
        if "weekday" in parts:
            return _weekday(parts, text, written_on).isoformat()
        if "count" in parts:
            return _ago(parts, written_on)
        month = MONTHS[parts["name"].lower()] if "name" in parts else int(parts["month"])
        if "day" not in parts:
            return f"{parts['year']}-{month:02}"
        return _calendar_day(parts, month, text, written_on).isoformat()
    except (ValueError, OverflowError):
        return None


def _calendar_day(parts: dict[str, str], month: int, text: str, written_on: date) -> date:
    if "year" in parts:
        year = int(parts["year"])
        return date(year + 2000 if year < 100 else year, month, int(parts["day"]))
    day = min(int(parts["day"]), monthrange(written_on.year, month)[1] if month == 2 else 31)
    same_year = date(written_on.year, month, day)
    if same_year <= written_on:
        return same_year
    ahead = bool(_AHEAD.search(text)) or (same_year - written_on).days < 60
    return same_year if ahead else same_year.replace(year=written_on.year - 1)


def _weekday(parts: dict[str, str], text: str, written_on: date) -> date:
    wanted, side = WEEKDAYS[parts["weekday"].lower()], parts["side"].lower()
    back = (written_on.weekday() - wanted) % 7
    ahead = side in {"next", "this", "coming"} or (side == "on" and bool(_AHEAD.search(text)))
    if side == "week" or ahead:
        days = (wanted - written_on.weekday()) % 7 or 7
        return written_on + timedelta(days=days + (7 if side == "week" else 0))
    return written_on - timedelta(days=back or 7)


def _ago(parts: dict[str, str], written_on: date) -> str:
    count = NUMBERS.get(parts["count"].lower()) or int(parts["count"])
    unit = parts["unit"].lower()
    if unit in {"day", "week"}:
        return (written_on - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    months = written_on.year * 12 + written_on.month - 1 - count * (12 if unit == "year" else 1)
    return f"{months // 12:04}-{months % 12 + 1:02}"
