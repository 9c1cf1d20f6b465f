"""Name the further pages of a case in the order of their links, and say what is to be written down on one of them."""

from dataclasses import dataclass

from django.urls import reverse

from cases.judging import needs_of
from cases.models import Case
from cases.selectors.tasks import count_open, staff_named

PAGES: tuple[tuple[str, str], ...] = (
    ("case-dates", "Dates"),
    ("case-life", "Matters and stages"),
    ("case-letters", "Letters"),
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
    """Return the links to the further pages of a case, with how much is to do, and which staff are named in it."""
    number = count_open(case_id)
    counted = {"case-todo": f" ({number})"} if number else {}
    links = [
        More(reverse(f"review:{name}", args=[case_id]), f"{words}{counted.get(name, '')}", name == here)
        for name, words in PAGES
    ]
    if named := staff_named(case_id):
        words = f"Staff named in this case: {', '.join(named)}"
        links.append(More(f"{reverse('review:case-todo', args=[case_id])}#staff-h", words))
    return tuple(links)


def unjudged(case: Case) -> tuple[str, ...]:
    """Return what must be written down before a letter says what a person chose: a refusal, or another procedure.

    What Putright only suggests asks for nothing yet.
    """
    chosen = set(case.decisions.exclude(chosen="").values_list("key", flat=True))
    return tuple(need.missing for need in needs_of(case) if need.missing and f"matter:{need.matter.number}" in chosen)
