"""Find what somebody changed in a letter's Word file: which of its paragraphs say something else now.

The file is read as plain lines (in the sandbox, by whoever calls this); they are laid beside the lines the letter had,
so it does not matter which program it was edited in. Nothing is taken over that cannot be told apart for certain:
headings, tables and what stands around the letter come from the case, and a change there is only told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft
from letters.word_lines import POINT, Line, Pairs, align, body_of, is_same, lines_in, lines_of, with_rewritten

SAME_LETTER: Final = 2 / 3
"""So much of a letter must be found again: two letters of one case have up to 0.58 of their lines in common."""
MOST_LINES: Final = 600
"""More lines than any letter has: whatever was handed in, it is not this one."""
COMMENT: Final = re.compile(r"Comment by [^:]{1,200}:")
"""How the reader of Word files begins a remark in the margin; it gives them all after the letter."""
FIXED: Final[Mapping[str, str]] = {
    "title": "a heading is changed in the letter's own page.",
    "row": "a table comes from the case, so it is right when the case is.",
    "frame": "names, dates and addresses come from the case.",
}
"""What cannot be changed in Word, and where it is changed instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBack:
    """Hold what a Word file says instead: each changed paragraph's words by its key, as its box shows them.

    ``left`` are changes that are not taken over, in words. ``is_this_letter`` is False if the file is another one.
    """

    texts: dict[str, str]
    left: tuple[str, ...]
    is_this_letter: bool = True


@dataclass(slots=True)
class _Placed:
    """Hold the lines of a file by the paragraphs they belong to, and what is told of the others."""

    said: dict[str, list[Line]]
    left: list[str] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)


def read_back(draft: Draft, words: str, *, before: str) -> WordBack:
    """Return what the words of an edited Word file change in a draft.

    ``before`` are the words of the same letter's file that nobody has changed, read by the same reader.
    """
    given = lines_in(words)
    if len(given) > MOST_LINES or draft.reference not in words:
        return WordBack(texts={}, left=(), is_this_letter=False)
    pairs = align(lines_of(draft, before), given)
    if not _is_of(pairs):
        return WordBack(texts={}, left=(), is_this_letter=False)
    remarks = _remarks_in(pairs)
    moved = {our.text: our.key for our, line in pairs if our and line is None and our.kind == "title"}
    letter = [(our, line) for our, line in pairs if our or line not in remarks]
    pairs = with_rewritten(letter, moved)
    placed = _place(draft, pairs, moved)
    placed.left += [_remark(line) for line in remarks]
    texts = {p.key: _typed(placed.said[p.key]) for p in draft.paragraphs}
    changed = {p.key: texts[p.key] for p in draft.paragraphs if texts[p.key] != _typed(list(body_of(p)))}
    left = dict.fromkeys([*placed.left, *_taken_out(draft, pairs, texts, placed.moved)])
    return WordBack(texts=changed, left=tuple(left))


def _is_of(pairs: Pairs) -> bool:
    """Say whether a file is this letter: another one of the same case shares its frame, its help and its contacts."""
    own = [line is not None for our, line in pairs if our and our.kind != "frame"]
    return sum(own) >= SAME_LETTER * len(own)


def _place(draft: Draft, pairs: Pairs, titles: Mapping[str, str]) -> _Placed:
    """Return which paragraph each line of the file belongs to: its own, else that of the line before it.

    ``titles`` are the headings that do not stand where they stood, with their paragraphs' keys.
    """
    placed = _Placed(said={paragraph.key: [] for paragraph in draft.paragraphs})
    greeting, first = " ".join(f"{greet_with(draft)},".split()), next(iter(placed.said), "")
    key = ""
    for our, line in pairs:
        if our:
            # What is put in between the greeting and the first paragraph is said before that one.
            key = first if our.kind == "frame" and our.text == greeting else our.key
        if line is None:
            continue
        if our and our.kind in FIXED:
            placed.left += [] if is_same(our, line) else [_stands(our, line)]
        elif our is None and line in titles:
            key = titles[line]
            placed.moved.add(key)
            placed.left.append(f"“{_shown(line)}” was moved. Paragraphs keep their order; its words are taken over.")
        elif our is None and (why := _why_left_out(draft, key, line)):
            placed.left.append(why)
        else:
            placed.said[key].append(Line(key, "point" if _is_point(our, line, draft, key) else "text", line))
    return placed


def _remarks_in(pairs: Pairs) -> list[str]:
    """Return the lines of the remarks in the file's margin: they come last, behind all of the letter."""
    last = max((at for at, (our, line) in enumerate(pairs) if our and line), default=-1)
    behind = [line for our, line in pairs[last + 1 :] if our is None and line]
    first = next((at for at, line in enumerate(behind) if COMMENT.match(line)), len(behind))
    return behind[first:]


def _remark(line: str) -> str:
    return f"“{_shown(line)}” is a remark in the margin. Answer it, or type it where it belongs."


def _why_left_out(draft: Draft, key: str, line: str) -> str:
    """Say why a line that was put in is not taken over, "" if it is."""
    if not key:
        return f"“{_shown(line)}” stands outside the letter's paragraphs, so it is left out."
    if " | " in line and any(p.key == key and p.rows for p in draft.paragraphs):
        return f"“{_shown(line)}” is left out: {FIXED['row']}"
    return ""


def _taken_out(draft: Draft, pairs: Pairs, texts: Mapping[str, str], moved: set[str]) -> Iterator[str]:
    """Yield what was taken out of the file and cannot be: a heading goes only with the words under it."""
    frame = {" ".join(line.split()) for line in _frame_of(draft)}
    for our, line in pairs:
        if our is None or line is not None or our.key in moved:
            continue
        if our.kind == "row" or (our.kind == "title" and texts[our.key]) or our.text in frame:
            yield _stands(our)


def _frame_of(draft: Draft) -> tuple[str, ...]:
    head = (say_date(draft.written_on), draft.recipient.name, *address_lines(draft), draft.subject_line)
    return (*head, f"{greet_with(draft)},", close_with(draft))


def _stands(our: Line, line: str = "") -> str:
    instead = f", and not “{_shown(line)}”" if line else ""
    return f"“{_shown(our.text)}” stands as it was{instead}: {FIXED[our.kind]}"


def _is_point(our: Line | None, line: str, draft: Draft, key: str) -> bool:
    if our is not None:
        return our.kind == "point"
    has_points = any(p.key == key and p.points for p in draft.paragraphs)
    return has_points and bool(POINT.match(line))


def _typed(lines: Sequence[Line]) -> str:
    """Return lines as the box of their paragraph shows them: each block apart, each point after a dash."""
    text = "\n\n".join(line.text for line in lines if line.kind == "text")
    points = (f"- {POINT.sub('', line.text)}" for line in lines if line.kind == "point")
    return "\n".join(filter(None, [text, *points]))


def _shown(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:77]}..."
