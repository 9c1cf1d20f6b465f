"""Turn a written date into days of the calendar, counted from the day of writing; pure arithmetic, no text."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from classify.date_words import MONTHS, NUMBERS, SEASONS, VAGUE, WEEKDAYS, DateParts

_WORDS = {"yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1}
TURNS = {"last": -1, "this": 0, "next": 1, "year before last": -2}
"""How many years from the year of writing "last year" is."""
_LEAP_GAP = 8
"""29 February may be eight years back: 1900 and 2100 had none."""
_LOOK_BACK_MONTHS = 14


def resolve(parts: DateParts, written_on: date) -> str | None:
    """Return a written date as an ISO value, None if there is no such day."""
    try:
        return FORMS[parts.name](parts, written_on)
    except (ValueError, OverflowError):
        return None


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


def _full(parts: DateParts, _: date) -> str:
    year = int(parts.get("year"))
    return date(year, int(parts.get("month")), int(parts.get("day"))).isoformat()


def _figures(parts: DateParts, written_on: date) -> str:
    return date(_full_year(parts, written_on), int(parts.get("month")), int(parts.get("day"))).isoformat()


def _has_year(parts: DateParts) -> bool:
    return any(parts.get(part) for part in ("year", "turn", "before_last"))


def _full_year(parts: DateParts, written_on: date) -> int:
    """Return a written year; a short one is of this century unless that were far ahead: 12/5/98 is 1998."""
    if not parts.get("year"):
        return written_on.year + TURNS["year before last" if parts.get("before_last") else parts.get("turn")]
    year = int(parts.get("year").lstrip("'"))
    if year >= 100:
        return year
    return year + (2000 if 2000 + year <= written_on.year + 5 else 1900)


def _month_day(parts: DateParts, written_on: date) -> str:
    month, day = MONTHS.get(parts.get("name")) or int(parts.get("month")), int(parts.get("day"))
    if _has_year(parts):
        return date(_full_year(parts, written_on), month, day).isoformat()
    if parts.is_ahead:
        years: range | Iterator[int] = range(written_on.year, written_on.year + _LEAP_GAP + 1)
        return next(d for y in years if (d := _day(y, month, day)) and d >= written_on).isoformat()
    years = range(written_on.year, written_on.year - _LEAP_GAP - 1, -1)
    found = next((d for y in years if (d := _day(y, month, day)) and d <= written_on), None)
    return _known(found).isoformat()


def _of_month(parts: DateParts, written_on: date) -> str:
    year, month = _shifted(written_on, {"last": -1, "next": 1}.get(parts.get("side"), 0))
    return date(year, month, int(parts.get("day"))).isoformat()


def _nth(parts: DateParts, written_on: date) -> str:
    """Return the last such day of a month, with the right weekday if one is given; the next if the words look ahead."""
    number, weekday = int(parts.get("day")), WEEKDAYS.get(parts.get("weekday"))
    steps = range(_LOOK_BACK_MONTHS) if parts.is_ahead else range(0, -_LOOK_BACK_MONTHS, -1)
    for step in steps:
        day = _day(*_shifted(written_on, step), number)
        if day and weekday in {None, day.weekday()} and (day >= written_on if parts.is_ahead else day <= written_on):
            return day.isoformat()
    raise ValueError


def _weekday_side(parts: DateParts, written_on: date) -> str:
    wanted, side = WEEKDAYS[parts.get("weekday")], parts.get("side")
    ahead = timedelta(days=(wanted - written_on.weekday()) % 7 or 7)
    back = timedelta(days=(written_on.weekday() - wanted) % 7)
    if side == "week":
        return (written_on + ahead + timedelta(days=7)).isoformat()
    if side == "this" and not parts.is_ahead:
        # This Monday, written on a Thursday, is gone; this Friday is to come.
        return (written_on + timedelta(days=wanted - written_on.weekday())).isoformat()
    if side in {"next", "coming", "this"} or (side not in {"last", "since", "past", "this past"} and parts.is_ahead):
        return (written_on + ahead).isoformat()
    return (written_on - (back or timedelta(days=7))).isoformat()


def _week_on(parts: DateParts, written_on: date) -> str:
    back = timedelta(days=(written_on.weekday() - WEEKDAYS[parts.get("weekday")]) % 7 or 7)
    return (written_on - back - timedelta(weeks=NUMBERS.get(parts.get("count"), 1))).isoformat()


def _word(parts: DateParts, written_on: date) -> str:
    return (written_on + timedelta(days=_WORDS.get(parts.get("word"), 0))).isoformat()


def _ago(parts: DateParts, written_on: date) -> str:
    return _counted(parts.get("count"), parts.get("unit"), written_on, way=-1)


def _hence(parts: DateParts, written_on: date) -> str:
    return _counted(
        parts.get("count") or parts.get("count2"), parts.get("unit") or parts.get("unit2"), written_on, way=1
    )


def _counted(said: str, unit: str, written_on: date, *, way: int) -> str:
    vague = "~" if said in VAGUE else ""
    count = way * (NUMBERS.get(said) or VAGUE.get(said) or int(said))
    if unit == "day" or (unit in {"week", "wk"} and not vague):
        return (written_on + timedelta(days=count * (1 if unit == "day" else 7))).isoformat() + vague
    if unit in {"week", "wk"}:
        return (written_on + timedelta(weeks=count)).isoformat()[:7] + vague
    year, month = _shifted(written_on, count * (12 if unit in {"year", "yr"} else 1))
    return f"{year:04}-{month:02}{vague}" if not (vague and unit in {"year", "yr"}) else f"{year:04}{vague}"


def _half(parts: DateParts, written_on: date) -> str:
    said = parts.get("count")
    count = NUMBERS.get(said) or VAGUE.get(said) or int(said)
    return _month(*_shifted(written_on, -12 * count - 6))


def _span(parts: DateParts, written_on: date) -> str:
    step = {"last": -1, "next": 1}.get(parts.get("side"), 0)
    return _stretch(parts.get("unit"), step, written_on)


def _before_last(parts: DateParts, written_on: date) -> str:
    return _stretch(parts.get("unit"), -2, written_on)


def _stretch(unit: str, step: int, written_on: date) -> str:
    if unit == "week":
        monday = written_on - timedelta(days=written_on.weekday()) + timedelta(weeks=step)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    return _month(*_shifted(written_on, step)) if unit == "month" else f"{written_on.year + step:04}"


def _weekend(parts: DateParts, written_on: date) -> str:
    saturday = written_on - timedelta(days=(written_on.weekday() - 5) % 7)
    if parts.get("side") in {"next", "this"} or parts.is_ahead:
        saturday = written_on + timedelta(days=(5 - written_on.weekday()) % 7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _named_month(parts: DateParts, written_on: date) -> str:
    month = MONTHS[parts.get("name")]
    if _has_year(parts):
        return _month(_full_year(parts, written_on), month)
    ahead = parts.get("side") == "next" or (parts.is_ahead and parts.get("side") not in {"last", "since"})
    later = month > written_on.month or (month == written_on.month and parts.get("side") == "next")
    if parts.get("side") == "last" and month == written_on.month:
        return _month(written_on.year - 1, month)
    return _month(written_on.year + (ahead and not later and month != written_on.month) - (later and not ahead), month)


def _feast(parts: DateParts, written_on: date) -> str:
    day_of: dict[str, Callable[[int], date]] = {
        "christmas": lambda year: date(year, 12, 25),
        "new year": lambda year: date(year, 1, 1),
        "easter": easter_of,
    }
    on = day_of[parts.get("feast")]
    if _has_year(parts):
        return on(_full_year(parts, written_on)).isoformat()
    this = on(written_on.year)
    if parts.is_ahead:
        return (this if this >= written_on else on(written_on.year + 1)).isoformat()
    return (this if this <= written_on else on(written_on.year - 1)).isoformat()


def _season(parts: DateParts, written_on: date) -> str:
    first = SEASONS[parts.get("season")]
    if _has_year(parts):
        return _season_of(_full_year(parts, written_on), first)
    ahead = parts.is_ahead or parts.get("side") == "next"
    year = written_on.year + (1 if ahead and first < written_on.month else 0)
    if not ahead and (first > written_on.month or (parts.get("side") == "last" and first + 2 >= written_on.month)):
        year -= 1
    return _season_of(year, first)


def _season_of(year: int, first: int) -> str:
    return f"{_month(year, first)}/{_month(*_shifted(date(year, first, 1), 2))}"


def _seasons_ago(parts: DateParts, written_on: date) -> str:
    """Return the year: three summers ago may be any of its weeks, and people count on their fingers."""
    said = parts.get("count")
    return f"{written_on.year - (NUMBERS.get(said) or VAGUE.get(said) or int(said)):04}~"


def _year(parts: DateParts, written_on: date) -> str | None:
    year = int(parts.get("year"))
    return f"{year:04}" if year <= written_on.year or parts.is_ahead else None


def _shifted(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError
    return year, month + 1


def _day(year: int, month: int, day: int) -> date | None:
    is_real = MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if is_real else None


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"


def _known(day: date | None) -> date:
    if day is None:
        raise ValueError
    return day


FORMS: Mapping[str, Callable[[DateParts, date], str | None]] = {
    "iso": _full,
    "figures": _figures,
    "day": _month_day,
    "range": _month_day,
    "month_day": _month_day,
    "of_month": _of_month,
    "weekday_nth": _nth,
    "nth": _nth,
    "before_yesterday": lambda _, written_on: (written_on - timedelta(days=2)).isoformat(),
    "word": _word,
    "week_on": _week_on,
    "weekday_side": _weekday_side,
    "half": _half,
    "half_year": lambda _, written_on: _month(*_shifted(written_on, -6)),
    "fortnight": lambda _, written_on: (written_on - timedelta(weeks=2)).isoformat(),
    "ago": _ago,
    "hence": _hence,
    "before_last": _before_last,
    "weekend": _weekend,
    "span": _span,
    "month": _named_month,
    "feast": _feast,
    "season": _season,
    "seasons_ago": _seasons_ago,
    "year": _year,
}
