"""Lay the lines of a letter beside those of a Word file, so that each line of one finds its own in the other.

What stands around a letter's paragraphs is known from the file as it was given out: whatever layout it was made with,
and whichever way the letter goes, those lines are in it already.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from letters.draft import Draft, Paragraph

LIKE: Final = 0.55
"""From this likeness on (0 to 1) a line counts as a changed one, and not as another."""
FIXED_LIKE: Final = 0.8
POINT: Final = re.compile(r"^\s*(?:(?:\d{1,2}|[a-z]|[ivxl]{1,4})[.)]|[A-Z]\)|[-*\u2022\u2013\u00b7])\s+")
"""How the reader of Word files shows the mark of a list: ours has numbers, a council's own may have letters or dots."""
_MARK_ALONE: Final = re.compile(r"(?:(?:\d{1,2}|[a-z]|[ivxl]{1,4})[.)]|[-*\u2022\u2013\u00b7])")
_UNSIGNED: Final = re.compile(r"^DRAFT - not signed")
_PAGE: Final = re.compile(r"\b(page|of) \d+", re.IGNORECASE)

_ENDS: Final = (".", "!", "?", ":", ",", ";")
LONGEST_TITLE: Final = 90

Pairs = Sequence[tuple["Line | None", str | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line: the key of its paragraph ("" around the letter), and what it is.

    ``kind`` is text, point, title, row or frame.
    """

    key: str
    kind: str
    text: str


def lines_in(words: str) -> list[str]:
    """Return the lines of a Word file as they are compared: no blank ones, and not the mark of a draft.

    A list's mark without words is what is left of a point that somebody took out with changes tracked.
    """
    lines = (" ".join(raw.split()) for raw in words.split("\n"))
    return [line for line in lines if line and not _UNSIGNED.match(line) and not _MARK_ALONE.fullmatch(line)]


def lines_of(draft: Draft, before: str) -> list[Line]:
    """Return the lines of a letter's file in order; ``before`` are the words of the file that nobody has changed."""
    own = [line for p in (*draft.before_signature, *draft.enclosed) for line in _lines_of_one(p)]
    pairs = align(own, lines_in(before))
    return [our or Line("", "frame", line or "") for our, line in pairs]


def body_of(paragraph: Paragraph) -> Iterator[Line]:
    """Yield the lines of a paragraph that can be changed in Word."""
    for line in paragraph.text.split("\n"):
        if line.strip():
            yield Line(paragraph.key, "text", " ".join(line.split()))
    for point in paragraph.points:
        yield Line(paragraph.key, "point", " ".join(point.split()))


def is_same(our: Line, line: str) -> bool:
    """Say whether a line says what it said before, whatever page Word has counted it to be on."""
    return our.text == line or (our.kind == "frame" and _PAGE.sub("", our.text) == _PAGE.sub("", line))


def align(ours: Sequence[Line], given: Sequence[str]) -> Pairs:
    """Lay two lists of lines beside each other in order, so that they are as alike as can be (Needleman-Wunsch)."""
    best = [[0.0] * (len(given) + 1) for _ in range(len(ours) + 1)]
    likeness = [[_likeness(our, line) for line in given] for our in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(given) - 1, -1, -1):
            both = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else -1.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[Line | None, str | None]] = []
    i = j = 0
    while i < len(ours) or j < len(given):
        both = likeness[i][j] if i < len(ours) and j < len(given) else 0.0
        if both and best[i][j] == both + best[i + 1][j + 1]:
            pairs.append((ours[i], given[j]))
            i, j = i + 1, j + 1
        elif j < len(given) and (i == len(ours) or best[i][j] == best[i][j + 1]):
            pairs.append((None, given[j]))
            j += 1
        else:
            pairs.append((ours[i], None))
            i += 1
    return pairs


def with_rewritten(pairs: Pairs, moved: Container[str]) -> Pairs:
    """Return the pairs with what was written anew, in quite other words, beside what stood in that place before.

    Between two lines that were found again, each new line takes the place of the first old one of its kind; ``moved``
    are lines that come from elsewhere.
    """
    found: list[tuple[Line | None, str | None]] = []
    for is_gap, group in groupby(pairs, key=lambda pair: pair[0] is None or pair[1] is None):
        each = list(group)
        found += _fill(each, moved) if is_gap else each
    return found


def _fill(gap: Pairs, moved: Container[str]) -> Iterator[tuple[Line | None, str | None]]:
    old = [our for our, _ in gap if our]
    for line in (line for _, line in gap if line):
        our = None if line in moved else next((one for one in old if _fits(one, line, old)), None)
        if our:
            yield from ((one, None) for one in old[: old.index(our)])
            old = old[old.index(our) + 1 :]
        yield our, line
    yield from ((our, None) for our in old)


def _fits(our: Line, line: str, old: Sequence[Line]) -> bool:
    """Say whether a new line may stand where an old one stood: a point for a point, a heading for a heading.

    What stood under a heading that was taken out is no place any more.
    """
    if our.kind == "row" or " | " in line:
        return our.kind == "row" and " | " in line
    if our.kind == "point" or POINT.match(line):
        return our.kind == "point" and bool(POINT.match(line))
    titles = {one.key for one in old if one.kind == "title"}
    if titles and len(line) <= LONGEST_TITLE and not line.endswith(_ENDS):
        return our.kind == "title"
    return our.kind == "text" and our.key not in titles


def _lines_of_one(paragraph: Paragraph) -> Iterator[Line]:
    if paragraph.title:
        yield Line(paragraph.key, "title", " ".join(paragraph.title.split()))
    yield from body_of(paragraph)
    for row in paragraph.rows:
        # The reader of Word files gives a table row by row, its cells parted by a stroke.
        yield Line(paragraph.key, "row", " ".join(" | ".join(filter(None, row)).split()))


def _likeness(our: Line, line: str) -> float:
    """Return how alike two lines are, 0 if they are not the same line: the same words count most."""
    plain = POINT.sub("", line) if our.kind == "point" else line
    if our.text == plain:
        return 2.0
    matcher = SequenceMatcher(None, our.text, plain, autojunk=False)
    needed = LIKE if our.kind in {"text", "point"} else FIXED_LIKE
    if matcher.real_quick_ratio() < needed or matcher.quick_ratio() < needed:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= needed else 0.0
