"""Read the answers to a letter's questions, as they were typed."""

from collections.abc import Iterable

from django.http import QueryDict

from letters.asked import Ask, AskKind
from review.pages.fields import DAY, MONTH, YEAR

ABOUT = "matters"
"""The field of the matters that a letter speaks of; no question of a letter may have this name."""


def read_answers(asks: Iterable[Ask], post: QueryDict) -> dict[str, str]:
    """Return each answer as plain text; a day that is none stays as it was typed, so that it can be said so."""
    return {ask.key: _read_day(post, ask.key) if ask.kind is AskKind.DAY else post.get(ask.key, "") for ask in asks}


def read_about(post: QueryDict) -> tuple[int, ...]:
    """Return the numbers of the matters that were chosen."""
    return tuple(int(value) for value in post.getlist(ABOUT) if value.isdecimal() and len(value) < 5)


def _read_day(post: QueryDict, name: str) -> str:
    """Return a day of three parts as YYYY-MM-DD, "" if none was typed."""
    day, month, year = (post.get(f"{name}{end}", "").strip() for end in (DAY, MONTH, YEAR))
    return f"{year}-{month:0>2}-{day:0>2}" if day or month or year else ""
