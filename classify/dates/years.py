"""Tell which year and month a written date means."""

from datetime import MAXYEAR, MINYEAR, date

from classify.dates.words import NUMBERS, VAGUE, DateParts

TURNS = {"last": -1, "this": 0, "next": 1, "year before last": -2}
"""How many years from the year of writing "last year" is."""


def has_year(parts: DateParts) -> bool:
    """Return whether the year is written or told ("of last year")."""
    return any(parts.get(part) for part in ("year", "turn", "before_last", "years_ago"))


def full_year(parts: DateParts, written_on: date) -> int:
    """Return a written year; a short one is of this century unless that were far ahead: 12/5/98 is 1998."""
    if parts.get("years_ago"):
        return written_on.year - number_of(parts.get("years_ago"))
    if not parts.get("year"):
        return written_on.year + TURNS["year before last" if parts.get("before_last") else parts.get("turn")]
    year = int(parts.get("year").lstrip("'"))
    if year >= 100:
        return year
    return year + (2000 if 2000 + year <= written_on.year + 5 else 1900)


def number_of(said: str) -> int:
    """Return a number written in words or figures; of a vague one about how many it is."""
    return NUMBERS.get(said) or VAGUE.get(said) or int(said)


def shifted(day: date, months: int) -> tuple[int, int]:
    """Return the year and month so many months away.

    Raises: ValueError outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError
    return year, month + 1


def year_of(year: int) -> str:
    """Return a year as ISO 8601 writes it.

    Raises: ValueError outside the calendar.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError
    return f"{year:04}"


def month_of(year: int, month: int) -> str:
    """Return a month as ISO 8601 writes it.

    Raises: ValueError outside the calendar.
    """
    return f"{year_of(year)}-{month:02}"
