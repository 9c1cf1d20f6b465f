"""Lay out what a person changed in the words Putright drafted, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from letters.draft import Draft
from letters.typed import typed
from review.pages.letter import title_of
from review.words import count

WORD = re.compile(r"\S+\s*|\s+")
SAME, ADDED, DELETED = "same", "ins", "del"
SHORT_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Hold one stretch of words: same, ins (put in) or del (taken out)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedParagraph:
    """Hold one paragraph that was changed."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Hold all that was changed, its count in words, and how much is as drafted."""

    paragraphs: tuple[ChangedParagraph, ...]
    count: str
    same: str


def lay_out_changes(drafted: Draft, draft: Draft) -> Changes:
    """Return every paragraph that differs from the words drafted."""
    before = {paragraph.key: paragraph for paragraph in drafted.paragraphs}
    now = {paragraph.key: paragraph for paragraph in draft.paragraphs}
    gone = [paragraph for key, paragraph in before.items() if key not in now]
    pairs = [(before.get(key), paragraph) for key, paragraph in now.items()] + [(p, None) for p in gone]
    changed = []
    for old, new in pairs:
        words = compare(typed(old) if old else "", typed(new) if new else "")
        if any(change.kind != SAME for change in words):
            named = old or new
            changed.append(ChangedParagraph(title=title_of(named) if named else "", changes=words))
    number = sum(_groups(paragraph.changes) for paragraph in changed)
    same = len(pairs) - len(changed)
    return Changes(
        paragraphs=tuple(changed),
        count=f"{count(number, 'change')} from the words Putright drafted.",
        same=f"{count(same, 'paragraph')} {'is' if same == 1 else 'are'} exactly as drafted." if same else "",
    )


def compare(old: str, new: str) -> tuple[Change, ...]:
    """Return the words of two texts in one line, each stretch marked.

    >>> [(c.kind, c.text) for c in compare("We are sorry.", "We are very sorry.")]
    [('same', 'We are '), ('ins', 'very '), ('same', 'sorry.')]
    """
    return tuple(_joined(_stretches(WORD.findall(old.strip()), WORD.findall(new.strip()))))


def _stretches(old: list[str], new: list[str]) -> Iterator[Change]:
    # Words are compared without the space after them: a line that only breaks elsewhere is no change.
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Change(kind=SAME, text="".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Change(kind=DELETED, text="".join(old[i1:i2]))
        if j2 > j1:
            yield Change(kind=ADDED, text="".join(new[j1:j2]))


def _joined(stretches: Iterator[Change]) -> Iterator[Change]:
    """Join changes that only a word or two keep apart: a sentence written anew is easier to read in one piece."""
    found = list(stretches)
    deleted = added = ""
    for at, change in enumerate(found):
        is_inside = 0 < at < len(found) - 1
        if change.kind == SAME and not (is_inside and len(change.text.split()) <= SHORT_WORDS and (deleted or added)):
            yield from _pair(deleted, added)
            deleted = added = ""
            yield change
            continue
        deleted = _followed(deleted, change.text) if change.kind != ADDED else deleted
        added = _followed(added, change.text) if change.kind != DELETED else added
    yield from _pair(deleted, added)


def _followed(before: str, text: str) -> str:
    # The last word of a text has no space after it, and may be followed here by words of the other.
    return f"{before} {text}" if before and not before[-1].isspace() else before + text


def _pair(deleted: str, added: str) -> Iterator[Change]:
    if deleted:
        yield Change(kind=DELETED, text=deleted)
    if added:
        yield Change(kind=ADDED, text=added)


def _groups(changes: tuple[Change, ...]) -> int:
    """Count changes as a person does: words taken out and those put in their place are one."""
    kinds = [change.kind for change in changes]
    return sum(kind != SAME and (at == 0 or kinds[at - 1] == SAME) for at, kind in enumerate(kinds))
