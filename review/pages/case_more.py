"""Name the further pages of a case, in the order in which its own page links to them."""

from dataclasses import dataclass

from django.urls import reverse

PAGES: tuple[tuple[str, str], ...] = (
    ("case-dates", "Dates"),
    ("case-life", "Matters and stages"),
    ("case-safety", "Safety"),
    ("case-todo", "To do"),
    ("case-judgement", "Refusals and behaviour"),
    ("case-monitoring", "Monitoring answers"),
)
"""The page's name in the list of addresses, and what its link says."""


@dataclass(frozen=True, slots=True)
class More:
    """Hold one link; ``is_here`` if it is the page being looked at."""

    url: str
    words: str
    is_here: bool = False


def more_pages(case_id: int, *, here: str = "") -> tuple[More, ...]:
    """Return the links to the further pages of a case."""
    return tuple(More(reverse(f"review:{name}", args=[case_id]), words, name == here) for name, words in PAGES)
