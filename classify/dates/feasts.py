"""Find the days of feasts and the months of seasons."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dateutil.easter import easter

from classify.dates.words import SEASONS, TERMS, DateParts
from classify.dates.years import full_year, has_year, month_of, number_of, shifted, year_of

FEASTS: Mapping[str, Callable[[int], date]] = {
    "christmas": lambda year: date(year, 12, 25),
    "christmas eve": lambda year: date(year, 12, 24),
    "boxing day": lambda year: date(year, 12, 26),
    "new year": lambda year: date(year, 1, 1),
    "new year eve": lambda year: date(year, 12, 31),
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter": easter,
    "easter monday": lambda year: easter(year) + timedelta(days=1),
}
_OTHER_NAMES = {"christmas day": "christmas", "new year day": "new year", "easter sunday": "easter"}


def day_of_feast(parts: DateParts, written_on: date) -> str:
    """Return the day of a feast: of its year, else the last one, or the next if the words look ahead."""
    name = re.sub(r"'?s(?= |$)", "", parts.get("feast")) if parts.get("feast").startswith("new") else parts.get("feast")
    on = FEASTS[_OTHER_NAMES.get(name, name)]
    if has_year(parts):
        return on(full_year(parts, written_on)).isoformat()
    if parts.get("side") == "this":
        return min(
            (on(written_on.year + step) for step in (-1, 0, 1)), key=lambda day: abs(day - written_on)
        ).isoformat()
    this = on(written_on.year)
    if parts.is_ahead or parts.get("side") == "next":
        return (this if this >= written_on else on(written_on.year + 1)).isoformat()
    return (this if this <= written_on else on(written_on.year - 1)).isoformat()


def months_of_season(parts: DateParts, written_on: date) -> str:
    """Return the three months of a season: of its year, else the last or this one, or the next.

    This summer is the nearest. The winter of a year that has not reached it yet is the one that year began in.
    """
    first = SEASONS[parts.get("season")]
    if has_year(parts):
        year = full_year(parts, written_on)
        is_to_come = first == SEASONS["winter"] and date(year, first, 1) > written_on and not parts.is_ahead
        return _season_of(year - is_to_come, first)
    if parts.get("side") == "this":
        middles = (date(written_on.year + step, first, 15) + timedelta(days=31) for step in (-1, 0, 1))
        nearest = min(middles, key=lambda day: abs(day - written_on))
        return _season_of((nearest - timedelta(days=31)).year, first)
    ahead = parts.is_ahead or parts.get("side") == "next"
    year = written_on.year + (1 if ahead and first < written_on.month else 0)
    if not ahead and (first > written_on.month or (parts.get("side") == "last" and first + 2 >= written_on.month)):
        year -= 1
    return _season_of(year, first)


def months_of_term(parts: DateParts, written_on: date) -> str:
    """Return the months of a school term of a year."""
    year = full_year(parts, written_on)
    first, last = TERMS[parts.get("term")]
    return f"{month_of(year, first)}/{month_of(year, last)}"


def year_of_seasons_ago(parts: DateParts, written_on: date) -> str:
    """Return the year: three summers ago may be any of its weeks, and people count on their fingers."""
    return f"{year_of(written_on.year - number_of(parts.get('count')))}~"


def _season_of(year: int, first: int) -> str:
    return f"{month_of(year, first)}/{month_of(*shifted(date(year, first, 1), 2))}"
