"""Say numbers, limits and points in words, as every letter says them."""

from types import MappingProxyType
from typing import Final

from config.procedure import Limit, Unit

NUMBERS: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
UNITS: Final = MappingProxyType({Unit.WORKING_DAYS: "working day", Unit.CALENDAR_DAYS: "day", Unit.MONTHS: "month"})


def number_words(n: int) -> str:
    """Return a number as a letter says it: in words as far as they are short, then in figures.

    >>> number_words(7), number_words(13)
    ('seven', '13')
    """
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def count_words(n: int, unit: Unit) -> str:
    """Return a number of days as a letter says it.

    >>> count_words(10, Unit.WORKING_DAYS)
    '10 working days'
    """
    return f"{n} {UNITS[unit]}{'' if n == 1 else 's'}"


def limit_words(limit: Limit | None) -> str:
    """Return a limit as the page states it: an unstated kind of day stays unstated."""
    if limit is None:
        return ""
    return f"{limit.n} days" if not limit.stated_unit else count_words(limit.n, limit.unit)


def say_points(numbers: tuple[int, ...]) -> str:
    """Say points by their numbers.

    >>> say_points((1,)), say_points((1, 2, 4))
    ('Point 1', 'Points 1, 2 and 4')
    """
    *first, last = map(str, numbers)
    return f"Points {', '.join(first)} and {last}" if first else f"Point {last}"
