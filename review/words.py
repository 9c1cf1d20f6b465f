"""Say dates, ages, sizes and deadlines as the team reads them; London time, working days, plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SOON_DAYS = 2
KILO = 1_000

IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Hold a deadline as the queue shows it. ``tone`` is now, late, today, soon or ok; ``days`` None if not counted."""

    words: str
    tone: str
    days: int | None = None


def local_day(at: datetime) -> date:
    """Return the day it was in London."""
    return at.astimezone(LONDON).date()


def count(number: int, one: str, many: str = "") -> str:
    """Say a number of things.

    >>> count(1, "case"), count(2, "case"), count(0, "reply", "replies")
    ('1 case', '2 cases', '0 replies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say_time(at: datetime) -> str:
    """Say a time of day: "2:05pm"."""
    local = at.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def say_long_day(day: date) -> str:
    """Say a day with its year: "3 March 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def say_weekday(day: date) -> str:
    """Say a day with its weekday, as where somebody plans by it: "Tuesday 3 March 2026"."""
    return f"{day:%A} {say_long_day(day)}"


def say_written_day(value: str) -> str:
    """Say a day, month or stretch as it was read from a message; what is neither stays as it was written.

    >>> say_written_day("2026-11-11"), say_written_day("2026-06/2026-08"), say_written_day("last winter")
    ('11 November 2026', 'June 2026 to August 2026', 'last winter')
    """
    try:
        return " to ".join(_written(part) for part in value.split("/"))
    except ValueError:
        return value


def _written(part: str) -> str:
    if len(part) == len("2026-11"):
        return f"{date.fromisoformat(f'{part}-01'):%B %Y}"
    return say_long_day(date.fromisoformat(part))


def say_day(day: date, today: date) -> str:
    """Say a day, its year only if it is not this one: "3 March"."""
    return f"{day.day} {day:%B}" if day.year == today.year else say_long_day(day)


def say_moment(at: datetime) -> str:
    """Say a day and time: "3 March 2026 at 2:05pm"."""
    return f"{say_long_day(local_day(at))} at {say_time(at)}"


def say_now(at: datetime) -> str:
    """Say today with its weekday and time: "Tuesday 3 March 2026, 2:05pm"."""
    return f"{say_weekday(local_day(at))}, {say_time(at)}"


def say_age(then: datetime, now: datetime) -> str:
    """Say how long something has waited, up to one day: "2 hours 25 minutes"; "" if it is older than a day."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes >= 24 * 60:
        return ""
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return " ".join(([count(hours, "hour")] if hours else []) + ([count(rest, "minute")] if rest else []))


def say_span(minutes: float) -> str:
    """Say how long something took, no finer than anybody needs: "6 minutes", "2 hours 25 minutes", "3 days 4 hours".

    >>> say_span(0.4), say_span(5.6), say_span(145), say_span(4592.6)
    ('less than a minute', '6 minutes', '2 hours 25 minutes', '3 days 5 hours')
    """
    whole = round(minutes)
    if whole < 1:
        return "less than a minute"
    if whole < 24 * 60:
        hours, rest = divmod(whole, 60)
        return " ".join(([count(hours, "hour")] if hours else []) + ([count(rest, "minute")] if rest else []))
    days, rest = divmod(round(whole / 60), 24)
    return " ".join([count(days, "day")] + ([count(rest, "hour")] if rest else []))


def say_ago(then: datetime, now: datetime) -> str:
    """Say when something was: "38 minutes ago", or its day once it is older than a day."""
    age = say_age(then, now)
    return f"{age} ago" if age else say_day(local_day(then), local_day(now))


def say_size(size_bytes: int) -> str:
    """Say the size of a file: "1.8 MB"."""
    if size_bytes < KILO:
        return count(size_bytes, "byte")
    if size_bytes < KILO * KILO:
        return f"{round(size_bytes / KILO):,} KB"
    return f"{size_bytes / KILO / KILO:.1f} MB"


def count_working_days(after: date, until: date, is_working_day: IsWorkingDay) -> int:
    """Count the working days after one day, up to and with another."""
    return sum(is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def last_soon_day(today: date, is_working_day: IsWorkingDay) -> date:
    """Return the last day that counts as soon: no more than two working days lie between today and it."""
    day, left = today, 0
    while left <= SOON_DAYS:
        day += timedelta(days=1)
        left += is_working_day(day)
    return day - timedelta(days=1)


def say_due(due_on: date, today: date, is_working_day: IsWorkingDay) -> Due:
    """Say how near a deadline is: "1 working day late", "Due today", "Due tomorrow", "Due in 4 working days"."""
    if due_on == today:
        return Due(words="Due today", tone="today", days=0)
    if due_on < today:
        late = count_working_days(due_on, today, is_working_day)
        # On the weekend after a Friday nothing has been counted yet, but the day has gone all the same.
        words = f"{count(late, 'working day')} late" if late else "Late"
        return Due(words=words, tone="late", days=-max(late, 1))
    left = count_working_days(today, due_on, is_working_day)
    tone = "soon" if left <= SOON_DAYS else "ok"
    if due_on == today + timedelta(days=1):
        return Due(words="Due tomorrow", tone=tone, days=left)
    words = f"Due in {count(left, 'working day')}" if left else f"Due on {due_on:%A}"
    return Due(words=words, tone=tone, days=left)


def join_words(words: list[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
