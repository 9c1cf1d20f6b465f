"""Turn a written date into days of the calendar, counted from the day of writing; pure arithmetic, no text."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from classify.dates.feasts import day_of_feast, months_of_season, months_of_term, year_of_seasons_ago
from classify.dates.words import MONTHS, NUMBERS, VAGUE, WEEKDAYS, DateParts
from classify.dates.years import full_year, has_year, month_of, number_of, shifted, year_of

_WORDS = {"yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1}
_LEAP_GAP = 8
"""29 February may be eight years back: 1900 and 2100 had none."""
_LOOK_BACK_MONTHS = 14


def resolve(parts: DateParts, written_on: date) -> str | None:
    """Return a written date as an ISO value, None if there is no such day."""
    try:
        return FORMS[parts.name](parts, written_on)
    except (ValueError, OverflowError):
        return None


def _full(parts: DateParts, _: date) -> str:
    year = int(parts.get("year"))
    return date(year, int(parts.get("month")), int(parts.get("day"))).isoformat()


def _figures(parts: DateParts, written_on: date) -> str:
    return date(full_year(parts, written_on), int(parts.get("month")), int(parts.get("day"))).isoformat()


def _month_day(parts: DateParts, written_on: date) -> str:
    month, day = MONTHS.get(parts.get("name")) or int(parts.get("month")), int(parts.get("day"))
    if has_year(parts):
        return date(full_year(parts, written_on), month, day).isoformat()
    if parts.is_ahead:
        years: range | Iterator[int] = range(written_on.year, written_on.year + _LEAP_GAP + 1)
        return next(d for y in years if (d := _day(y, month, day)) and d >= written_on).isoformat()
    years = range(written_on.year, written_on.year - _LEAP_GAP - 1, -1)
    found = next((d for y in years if (d := _day(y, month, day)) and d <= written_on), None)
    return _known(found).isoformat()


def _of_month(parts: DateParts, written_on: date) -> str:
    year, month = shifted(written_on, {"last": -1, "next": 1}.get(parts.get("side"), 0))
    return date(year, month, int(parts.get("day"))).isoformat()


def _nth(parts: DateParts, written_on: date) -> str:
    """Return the last such day of a month, with the right weekday if one is given; the next if the words look ahead."""
    number, weekday = int(parts.get("day")), WEEKDAYS.get(parts.get("weekday"))
    steps = range(_LOOK_BACK_MONTHS) if parts.is_ahead else range(0, -_LOOK_BACK_MONTHS, -1)
    for step in steps:
        day = _day(*shifted(written_on, step), number)
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
    count = way * number_of(said)
    if unit == "day" or (unit in {"week", "wk"} and not vague):
        return (written_on + timedelta(days=count * (1 if unit == "day" else 7))).isoformat() + vague
    if unit in {"week", "wk"}:
        return (written_on + timedelta(weeks=count)).isoformat()[:7] + vague
    year, month = shifted(written_on, count * (12 if unit in {"year", "yr"} else 1))
    is_vague_year = vague and unit in {"year", "yr"}
    return f"{year_of(year) if is_vague_year else month_of(year, month)}{vague}"


def _half(parts: DateParts, written_on: date) -> str:
    return month_of(*shifted(written_on, -12 * number_of(parts.get("count")) - 6))


def _span(parts: DateParts, written_on: date) -> str:
    step = {"last": -1, "next": 1}.get(parts.get("side"), 0)
    return _stretch(parts.get("unit"), step, written_on)


def _before_last(parts: DateParts, written_on: date) -> str:
    return _stretch(parts.get("unit"), -2, written_on)


def _stretch(unit: str, step: int, written_on: date) -> str:
    if unit == "week":
        monday = written_on - timedelta(days=written_on.weekday()) + timedelta(weeks=step)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    return month_of(*shifted(written_on, step)) if unit == "month" else year_of(written_on.year + step)


def _weekend(parts: DateParts, written_on: date) -> str:
    saturday = written_on - timedelta(days=(written_on.weekday() - 5) % 7)
    if parts.get("side") in {"next", "this"} or parts.is_ahead:
        saturday = written_on + timedelta(days=(5 - written_on.weekday()) % 7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _named_month(parts: DateParts, written_on: date) -> str:
    month = MONTHS[parts.get("name")]
    if has_year(parts):
        return month_of(full_year(parts, written_on), month)
    ahead = parts.get("side") == "next" or (parts.is_ahead and parts.get("side") not in {"last", "since"})
    later = month > written_on.month or (month == written_on.month and parts.get("side") == "next")
    if parts.get("side") == "last" and month == written_on.month:
        return month_of(written_on.year - 1, month)
    return month_of(
        written_on.year + (ahead and not later and month != written_on.month) - (later and not ahead), month
    )


def _year(parts: DateParts, written_on: date) -> str | None:
    year = int(parts.get("year"))
    return f"{year:04}" if year <= written_on.year or parts.is_ahead else None


def _day(year: int, month: int, day: int) -> date | None:
    is_real = MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if is_real else None


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
    "half_year": lambda _, written_on: month_of(*shifted(written_on, -6)),
    "fortnight": lambda _, written_on: (written_on - timedelta(weeks=2)).isoformat(),
    "ago": _ago,
    "hence": _hence,
    "before_last": _before_last,
    "weekend": _weekend,
    "span": _span,
    "month": _named_month,
    "feast": day_of_feast,
    "season": months_of_season,
    "term": months_of_term,
    "seasons_ago": year_of_seasons_ago,
    "year": _year,
}
