"""Find what somebody changed in a letter's Word file: which of its paragraphs say something else now.

The file is read as plain lines (in the sandbox, by whoever calls this); they are laid beside the lines the letter had,
so it does not matter which program it was edited in. Nothing is taken over that cannot be told apart for certain:
headings, tables and what stands around the letter come from the case, and a change there is only told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph

LIKE: Final = 0.55
"""From this likeness on (0 to 1) a line counts as a changed one, and not as another."""
HEADING_LIKE: Final = 0.8
SAME_LETTER: Final = 2 / 3
"""So much of a letter must be found again: two letters of one case have up to 0.58 of their lines in common."""
MOST_LINES: Final = 600
"""More lines than any letter has: whatever was handed in, it is not this one."""
_POINT: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[-\u2022\u2013*])\s+")
_PAGE: Final = re.compile(r"^Reference .{1,40}\sPage .{1,10}$|^Page \d+ of \d+$|^DRAFT - not signed")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBack:
    """Hold what a Word file says instead: each changed paragraph's words by its key, as its box shows them.

    ``left`` are changes that are not taken over, in words. ``is_this_letter`` is False if the file is another one.
    """

    texts: dict[str, str]
    left: tuple[str, ...]
    is_this_letter: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    kind: str
    text: str


def read_back(draft: Draft, words: str) -> WordBack:
    """Return what the words of an edited Word file change in a draft."""
    given = [line for line in (" ".join(raw.split()) for raw in words.split("\n")) if line and not _PAGE.match(line)]
    ours = list(_lines_of(draft))
    if len(given) > MOST_LINES or draft.reference not in words:
        return WordBack(texts={}, left=(), is_this_letter=False)
    pairs = _align(ours, given)
    if not _is_of(pairs):
        return WordBack(texts={}, left=(), is_this_letter=False)
    left: list[str] = []
    said: dict[str, list[_Line]] = {paragraph.key: [] for paragraph in draft.paragraphs}
    key = ""
    for our, line in pairs:
        key = our.key if our else key
        if our and line and our.kind in FIXED and our.text != line:
            left.append(f"“{our.text}” stands as it was: {FIXED[our.kind]}")
        if line and (our is None or our.kind in {"text", "point"}):
            if not key:
                left.append(f"“{_shown(line)}” stands outside the letter's paragraphs, so it is left out.")
                continue
            said[key].append(_Line(key, "point" if _is_point(our, line, draft, key) else "text", line))
    texts = {p.key: _typed(said[p.key]) for p in draft.paragraphs}
    changed = {p.key: texts[p.key] for p in draft.paragraphs if texts[p.key] != _typed(list(_body_of(p)))}
    return WordBack(texts=changed, left=tuple(dict.fromkeys(left)))


def _is_of(pairs: Sequence[tuple[_Line | None, str | None]]) -> bool:
    """Say whether a file is this letter: another one of the same case shares its frame, its help and its contacts."""
    own = [line is not None for our, line in pairs if our and our.kind != "frame"]
    return sum(own) >= SAME_LETTER * len(own)


FIXED: Final = {
    "title": "a heading is changed in the letter's own page.",
    "row": "a table comes from the case, so it is right when the case is.",
    "frame": "names, dates and addresses come from the case.",
}
"""What cannot be changed in Word, and where it is changed instead."""


def _lines_of(draft: Draft) -> Iterator[_Line]:
    head = (f"{draft.council_name} {say_date(draft.written_on)}", *draft.sender_block, draft.recipient.name)
    for text in (*head, f"By email: {draft.recipient.email}", draft.subject_line, f"{greet_with(draft)},"):
        yield _Line("", "frame", " ".join(text.split()))
    for paragraph in draft.before_signature:
        yield from _lines_of_one(paragraph)
    yield _Line("", "frame", close_with(draft))
    for paragraph in draft.enclosed:
        yield from _lines_of_one(paragraph)


def _lines_of_one(paragraph: Paragraph) -> Iterator[_Line]:
    if paragraph.title:
        yield _Line(paragraph.key, "title", " ".join(paragraph.title.split()))
    yield from _body_of(paragraph)
    for row in paragraph.rows:
        # The reader of Word files gives a table row by row, its cells parted by a stroke.
        yield _Line(paragraph.key, "row", " ".join(" | ".join(filter(None, row)).split()))


def _body_of(paragraph: Paragraph) -> Iterator[_Line]:
    for line in paragraph.text.split("\n"):
        if line.strip():
            yield _Line(paragraph.key, "text", " ".join(line.split()))
    for point in paragraph.points:
        yield _Line(paragraph.key, "point", " ".join(point.split()))


def _align(ours: Sequence[_Line], given: Sequence[str]) -> list[tuple[_Line | None, str | None]]:
    """Lay two lists of lines beside each other in order, so that they are as alike as can be (Needleman-Wunsch)."""
    best = [[0.0] * (len(given) + 1) for _ in range(len(ours) + 1)]
    likeness = [[_likeness(our, line) for line in given] for our in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(given) - 1, -1, -1):
            both = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else -1.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[_Line | None, str | None]] = []
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


def _likeness(our: _Line, line: str) -> float:
    """Return how alike two lines are, 0 if they are not the same line: the same words count most."""
    plain = _POINT.sub("", line) if our.kind == "point" else line
    if our.text == plain:
        return 2.0
    matcher = SequenceMatcher(None, our.text, plain, autojunk=False)
    needed = LIKE if our.kind in {"text", "point"} else HEADING_LIKE
    if matcher.real_quick_ratio() < needed or matcher.quick_ratio() < needed:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= needed else 0.0


def _is_point(our: _Line | None, line: str, draft: Draft, key: str) -> bool:
    if our is not None:
        return our.kind == "point"
    has_points = any(p.key == key and p.points for p in draft.paragraphs)
    return has_points and bool(_POINT.match(line))


def _typed(lines: Sequence[_Line]) -> str:
    """Return lines as the box of their paragraph shows them: each block apart, each point after a dash."""
    text = "\n\n".join(line.text for line in lines if line.kind == "text")
    points = (f"- {_POINT.sub('', line.text)}" for line in lines if line.kind == "point")
    return "\n".join(filter(None, [text, *points]))


def _shown(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:77]}..."
