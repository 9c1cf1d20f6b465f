"""Hide stretches of a message from everybody, in place: no offset moves, nothing is cut, and it can be undone.

What is hidden is kept with the mail as places and a print of each, never as words. A hidden character is a full block,
spaces and line ends stay. So every page, letter, comparison and model that reads the message gets it hidden.
Source: docs/equalities.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from classify.reading import ATTACHMENT, BODY, SUBJECT_LINE
from ingest.message import Message

BLOCK: Final = "\u2588"
SAID_INSTEAD: Final = "Taken out: monitoring answers"
FEWEST_WORDS: Final = 3
"""So many words in a row from a hidden stretch are a repetition of it."""
SHORTEST_LINE: Final = 6
"""A line shorter than this ("Female") is hidden where it was found, not wherever else it stands."""
_RUN: Final = re.compile(rf"{BLOCK}(?:[{BLOCK}\s]*{BLOCK})?")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hold one hidden stretch of one part of a message; ``trace`` is the print by which it is known."""

    where: str
    start: int
    end: int
    trace: str


def stretches_of(row: Any) -> tuple[Stretch, ...]:
    """Return what is hidden of a mail, from what its row keeps; nothing while it was turned back."""
    if not isinstance(row, dict) or row.get("back"):
        return ()
    return tuple(Stretch(*item) for item in row.get("stretches", ()))


def hide(message: Message, stretches: Sequence[Stretch]) -> Message:
    """Return the message with these stretches hidden; where the words of one are not in its place, its whole part is.

    Where they are looked for, and their places corrected, is ``cases.monitoring.moving``: once, when a mail is read
    again, and not on every page.
    """
    if not stretches:
        return message
    return replace(
        message,
        subject=_hide_in(message.subject, SUBJECT_LINE, stretches),
        body=_hide_in(message.body, BODY, stretches),
        attachments=tuple(
            replace(found, text=_hide_in(found.text, f"{ATTACHMENT}{found.index}", stretches))
            for found in message.attachments
        ),
    )


def texts_of(message: Message) -> dict[str, str]:
    """Return every part of a message that may hold words to hide, by its name."""
    files = {f"{ATTACHMENT}{found.index}": found.text for found in message.attachments if found.text}
    return {SUBJECT_LINE: message.subject, BODY: message.body} | files


def stretch(where: str, text: str, start: int, end: int) -> Stretch:
    """Return one stretch of a text, with its print."""
    return Stretch(where, start, end, _trace(text[start:end]))


def find_everywhere(message: Message, words: Iterable[str]) -> list[Stretch]:
    """Return every place of a message at which one of these lines stands, in whatever part; short ones are left out."""
    found = []
    for line in {part.strip() for each in words for part in each.splitlines()}:
        if len(line) >= SHORTEST_LINE:
            for where, text in texts_of(message).items():
                places = re.finditer(re.escape(line), text)
                found += [stretch(where, text, match.start(), match.end()) for match in places]
    return found


def merge(stretches: Iterable[Stretch], message: Message) -> list[Stretch]:
    """Return the stretches in order, those that touch or overlap as one."""
    texts, merged = texts_of(message), list[Stretch]()
    for each in sorted(stretches, key=lambda found: (found.where, found.start, found.end)):
        last = merged[-1] if merged else None
        if last and last.where == each.where and each.start <= last.end:
            merged[-1] = stretch(last.where, texts[last.where], last.start, max(last.end, each.end))
        elif each.start < each.end:
            merged.append(each)
    return merged


def words_of(message: Message, stretches: Iterable[Stretch]) -> tuple[str, ...]:
    """Return what the stretches of a message say; only who counts the answers asks."""
    texts = texts_of(message)
    return tuple(texts[each.where][each.start : each.end] for each in stretches if each.where in texts)


def overlaps(item: Any, stretches: Sequence[Stretch]) -> bool:
    """Say whether a piece of kept evidence lies in a hidden stretch, were it by one character."""
    if not isinstance(item, dict):
        return False
    where, start, end = item.get("where"), item.get("start"), item.get("end")
    if not (isinstance(start, int) and isinstance(end, int)):
        return False
    return overlaps_place(str(where), start, end, stretches)


def overlaps_place(where: str, start: int, end: int, stretches: Sequence[Stretch]) -> bool:
    """Say whether a place of a message lies in a hidden stretch, were it by one character."""
    return any(each.where == where and each.start < end and each.end > start for each in stretches)


def without(line: str, hidden: Sequence[str]) -> str:
    """Return a line of our own (a gist) without what it repeats of hidden words."""
    said = [tuple(_WORD.findall(words.lower())) for words in hidden]
    runs = {words[at : at + FEWEST_WORDS] for words in said for at in range(len(words) - FEWEST_WORDS + 1)}
    runs |= {words for words in said if len(words) < FEWEST_WORDS}
    found, cut = list(_WORD.finditer(line)), set[int]()
    tokens = tuple(match.group().lower() for match in found)
    for size in {len(run) for run in runs if run}:
        for at in range(len(tokens) - size + 1):
            if tokens[at : at + size] in runs:
                cut.update(range(at, at + size))
    return _cut_words(line, found, cut) if cut else line


def collapse(text: str) -> str:
    """Return a text in which each hidden stretch is said in words."""
    return _RUN.sub(f"[{SAID_INSTEAD}]", text)


def hidden_runs(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each hidden run of a text."""
    return [match.span() for match in _RUN.finditer(text)]


def _cut_words(line: str, found: Sequence[re.Match[str]], cut: set[int]) -> str:
    kept, at = "", 0
    for number, match in enumerate(found):
        if number in cut:
            kept += line[at : match.start()] if number - 1 not in cut else ""
            kept += "\u2026" if number - 1 not in cut else ""
            at = match.end()
    return " ".join(f"{kept}{line[at:]}".split())


def _hide_in(text: str, where: str, stretches: Sequence[Stretch]) -> str:
    here = [each for each in stretches if each.where == where]
    places = [(each.start, each.end) if is_there(each, text) else (0, len(text)) for each in here]
    for start, end in places:
        hidden = re.sub(r"\S", BLOCK, text[start:end])
        text = f"{text[:start]}{hidden}{text[end:]}"
    return text


def is_there(each: Stretch, text: str) -> bool:
    """Say whether the words of a stretch stand in its place of this text."""
    return _trace(text[each.start : each.end]) == each.trace


def _trace(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:16]
