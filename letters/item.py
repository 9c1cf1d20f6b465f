"""Hold one thing a letter must say, and the ways to find it in any wording."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId, Paragraph
from routing.assessment import Matter

Find = Callable[[Draft, LetterCase], str | None]
When = Callable[[LetterCase], bool]

ALL: Final = frozenset(LetterId)
_POINT_KEY: Final = re.compile(r"(?:point|point_ombudsman|refusal)_\d+")
_POINTS_NAMED: Final = re.compile(r"Points? \d+(?:(?:, | and )\d+)*")
ADDED: Final = "added-"
"""How the key of a paragraph begins that a person took over from the checklist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Hold one thing a letter must say; ``find`` returns the key of the paragraph that says it, None if none does.

    ``paragraph`` names the paragraph to suggest if its template does not say itself that it answers this item.
    """

    key: str
    words: str
    find: Find
    when: When = lambda _: True
    letters: frozenset[LetterId] = ACKNOWLEDGEMENTS
    must: bool = True
    paragraph: str = ""


def whole_text(paragraph: Paragraph) -> str:
    """Return all words of a paragraph: heading, text and points; a heading over nothing says nothing."""
    if not paragraph.is_said:
        return ""
    return "\n".join((paragraph.title, paragraph.text, *paragraph.points, *(" | ".join(row) for row in paragraph.rows)))


def says(*patterns: str) -> Find:
    """Return a finder of the first paragraph that matches all patterns, whatever the case of its letters."""
    compiled = tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in patterns)

    def find(draft: Draft, _: LetterCase) -> str | None:
        return next((p.key for p in draft.paragraphs if all(c.search(whole_text(p)) for c in compiled)), None)

    return find


def says_fact(fact: Callable[[LetterCase], str]) -> Find:
    """Return a finder of the first paragraph that holds a fact word for word; an empty fact is not found."""

    def find(draft: Draft, case: LetterCase) -> str | None:
        wanted = fact(case)
        return next((p.key for p in draft.paragraphs if wanted and wanted in whole_text(p)), None)

    return find


def beside(matter: Matter, pattern: str) -> Find:
    """Return a finder that looks in the paragraphs about one point: another point's date does not count."""

    def find(draft: Draft, _: LetterCase) -> str | None:
        hit = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        own = [p for p in draft.paragraphs if _POINT_KEY.match(p.key) and matter.number in _points_of(p)]
        own += [p for p in draft.paragraphs if p.key.startswith(ADDED)]
        row = next((p.key for p in draft.paragraphs if hit.search(_row_of(p, matter))), None)
        if row is not None:
            return row
        # A person may have written one paragraph for several points, or one of their own instead.
        shared = [p for p in draft.paragraphs if not _POINT_KEY.match(p.key)]
        shared += [p for p in draft.paragraphs if _POINT_KEY.match(p.key) and not _POINTS_NAMED.match(p.title)]
        free = [] if any(_POINT_KEY.match(p.key) for p in own) else shared
        return next((p.key for p in (*own, *free) if hit.search(whole_text(p))), None)

    return find


def _points_of(paragraph: Paragraph) -> frozenset[int]:
    """Return the points that a paragraph speaks of: those its heading names, else the one of its key."""
    named = _POINTS_NAMED.match(paragraph.title)
    numbers = re.findall(r"\d+", named[0]) if named else [paragraph.key.rpartition("_")[2]]
    return frozenset(map(int, numbers))


def _row_of(paragraph: Paragraph, matter: Matter) -> str:
    """Return the row of a point in a paragraph's table, each cell by its heading; "" if it has none."""
    headings = paragraph.rows[0] if paragraph.rows else ()
    row = next((row for row in paragraph.rows[1:] if re.match(rf"{matter.number}\b", row[0])), ())
    return "\n".join(f"{name}: {cell}" for name, cell in zip(headings, row, strict=bool(row)) if cell.strip())
