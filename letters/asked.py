"""Ask a person for what only they know of a letter: a new date and its reason, what to send us, where it was passed on.

The questions stand in each letter's own file, as ``[[ask]]``. What was said is kept as plain text by the question's
key: a day as YYYY-MM-DD, one of several as its code, a list as lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from letters.dates import say_date
from letters.errors import LetterError

LONGEST_TEXT: Final = 600
LONGEST_LINE: Final = 240
MOST_LINES: Final = 5
ASK_KEYS: Final = frozenset({"key", "label", "hint", "kind", "needed", "choices", "most"})


class AskKind(StrEnum):
    """What an answer is: some words, a list of them, a day, or one of several."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Hold one question. ``choices`` are codes with their words; ``most`` is the most lines of a list."""

    key: str
    label: str
    kind: AskKind = AskKind.TEXT
    hint: str = ""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    most: int = MOST_LINES


class SaidError(LetterError):
    """What was said for a letter cannot stand in it; ``faults`` are words by the question's key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Keep what is wrong with each answer."""
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def read_said(asks: Iterable[Ask], typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was said, tidied, by the questions' keys; an answer that was left empty is left out.

    Raises: SaidError naming every fault of every answer.
    """
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    for ask in asks:
        words = _tidy(typed.get(ask.key, ""))
        if fault := _fault(ask, words):
            faults[ask.key] = fault
        elif words:
            said[ask.key] = words
    if faults:
        raise SaidError(faults)
    return said


def say(ask: Ask, words: str) -> str:
    """Return an answer as a letter says it."""
    if ask.kind is AskKind.DAY and words:
        return say_date(date.fromisoformat(words))
    if ask.kind is AskKind.CHOICE:
        return dict(ask.choices).get(words, "")
    return words


def read_asks(table: Mapping[str, Any], where: str, faults: list[str]) -> Iterator[Ask]:
    """Yield the questions of a letter's file; what is wrong with one is added to the faults."""
    for row in table.get("ask", ()):
        key = str(row.get("key", "?"))
        faults.extend(f"{where}: ask {key}: {name}: is not known; correct it" for name in row.keys() - ASK_KEYS)
        faults.extend(f"{where}: ask {key}: {name}: is missing" for name in ("key", "label") if not row.get(name))
        if row.get("kind", AskKind.TEXT) not in set(AskKind):
            faults.append(f"{where}: ask {key}: kind {row['kind']!r} is not known; use one of {', '.join(AskKind)}")
            continue
        choices = tuple((str(one["code"]), str(one["words"])) for one in row.get("choices", ()))
        kind = AskKind(row.get("kind", AskKind.TEXT))
        if (kind is AskKind.CHOICE) is not bool(choices):
            faults.append(f"{where}: ask {key}: choices: belong to a choice, and to nothing else")
        yield Ask(
            key=key,
            label=str(row.get("label", "")),
            kind=kind,
            hint=str(row.get("hint", "")),
            needed=bool(row.get("needed", True)),
            choices=choices,
            most=int(row.get("most", MOST_LINES)),
        )


def _tidy(words: str) -> str:
    lines = (" ".join(line.split()).removeprefix("- ") for line in words.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _fault(ask: Ask, words: str) -> str:
    if not words:
        return f"{ask.label}: say this, the letter needs it." if ask.needed else ""
    return _FAULTS[ask.kind](ask, words)


def _fault_of_text(ask: Ask, words: str) -> str:
    return f"{ask.label}: at most {LONGEST_TEXT} characters; a letter is short." if len(words) > LONGEST_TEXT else ""


def _fault_of_lines(ask: Ask, words: str) -> str:
    lines = words.split("\n")
    if len(lines) > ask.most:
        return f"{ask.label}: at most {ask.most}; put what belongs together into one."
    too_long = any(len(line) > LONGEST_LINE for line in lines)
    return f"{ask.label}: at most {LONGEST_LINE} characters in each." if too_long else ""


def _fault_of_day(ask: Ask, words: str) -> str:
    try:
        date.fromisoformat(words)
    except ValueError:
        return f"{ask.label}: give a day that exists, with day, month and year."
    return ""


def _fault_of_choice(ask: Ask, words: str) -> str:
    return "" if words in dict(ask.choices) else f"{ask.label}: choose one."


_FAULTS: Final = {
    AskKind.TEXT: _fault_of_text,
    AskKind.LINES: _fault_of_lines,
    AskKind.DAY: _fault_of_day,
    AskKind.CHOICE: _fault_of_choice,
}
