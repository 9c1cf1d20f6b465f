"""Find the days of feasts and the months of seasons."""

from collections.abc import Callable
from datetime import date

from classify.dates.words import NUMBERS, SEASONS, VAGUE, DateParts
from classify.dates.years import full_year, has_year, month_of, shifted


def easter_of(year: int) -> date:
    """Return Easter Sunday.

    Source: the anonymous Gregorian computus (Nature, 20 April 1876).

    >>> easter_of(2026)
    datetime.date(2026, 4, 5)
    """
    gold, century, rest = year % 19, year // 100, year % 100
    moon = (19 * gold + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    day = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (gold + 11 * moon + 22 * day) // 451
    month, before = divmod(moon + day - 7 * shift + 114, 31)
    return date(year, month, before + 1)


def day_of_feast(parts: DateParts, written_on: date) -> str:
    """Return the day of a feast: of its year, else the last one, or the next if the words look ahead."""
    day_of: dict[str, Callable[[int], date]] = {
        "christmas": lambda year: date(year, 12, 25),
        "new year": lambda year: date(year, 1, 1),
        "easter": easter_of,
    }
    on = day_of[parts.get("feast")]
    if has_year(parts):
        return on(full_year(parts, written_on)).isoformat()
    this = on(written_on.year)
    if parts.is_ahead:
        return (this if this >= written_on else on(written_on.year + 1)).isoformat()
    return (this if this <= written_on else on(written_on.year - 1)).isoformat()


def months_of_season(parts: DateParts, written_on: date) -> str:
    """Return the three months of a season: of its year, else the last or this one, or the next."""
    first = SEASONS[parts.get("season")]
    if has_year(parts):
        return _season_of(full_year(parts, written_on), first)
    ahead = parts.is_ahead or parts.get("side") == "next"
    year = written_on.year + (1 if ahead and first < written_on.month else 0)
    if not ahead and (first > written_on.month or (parts.get("side") == "last" and first + 2 >= written_on.month)):
        year -= 1
    return _season_of(year, first)


def _season_of(year: int, first: int) -> str:
    return f"{month_of(year, first)}/{month_of(*shifted(date(year, first, 1), 2))}"


def year_of_seasons_ago(parts: DateParts, written_on: date) -> str:
    """Return the year: three summers ago may be any of its weeks, and people count on their fingers."""
    said = parts.get("count")
    return f"{written_on.year - (NUMBERS.get(said) or VAGUE.get(said) or int(said)):04}~"
