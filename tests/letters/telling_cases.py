"""Build invented cases for the letters that tell something: behaviour, thanks, what was shared, what was passed on."""

from letters.draft import LetterCase

INCOMPLETE: frozenset[str] = frozenset()
"""The letters that a person must complete before they can go."""


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return {}
