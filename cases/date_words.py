"""Say in plain words which date moves, from when to when, and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases.moved_dates import Move, Why
from cases.redating import Moved
from config.procedure import Unit
from routing.clocks.extensions import say_day
from routing.clocks.words import DUE, say_limit
from routing.deadlines import What


def say_what(move: Move) -> str:
    """Say which date it is: "Reply (matter 1, stage 1)"."""
    words = DUE[What(move.what)]
    where = f"matter {move.matter}, stage {move.stage}" if move.matter else f"stage {move.stage}"
    return f"{words} ({where})"


def say_why(move: Move) -> str:
    """Say why it moves."""
    if move.day and move.why is Why.CLOSED:
        return f"{say_day(move.day)} no longer counts{f': {move.name}' if move.name else ''}"
    if move.day and move.why is Why.COUNTS:
        return f"{say_day(move.day)} counts now"
    if move.why is Why.LIMIT:
        old, new = (say_limit(n, Unit(unit)) for n, unit in (move.old_limit, move.new_limit))
        return f"the limit is {new} now, and was {old}"
    return _PLAIN[move.why]


def say_notes(moved: Moved) -> tuple[str, ...]:
    """Return what a person must know of a move: that it makes something late, or that somebody was told otherwise."""
    notes = []
    if moved.becomes_late:
        notes.append("becomes late")
    if moved.told_on:
        notes.append(f"the person was told {say_day(moved.move.old_on)}, in our letter of {say_day(moved.told_on)}")
    if moved.is_in_letter:
        notes.append(f"a letter that is signed or waits to be names {say_day(moved.move.old_on)}")
    return tuple(notes)


def is_told(moved: Moved) -> bool:
    """Say whether somebody was told the old date, or is about to be."""
    return bool(moved.told_on or moved.is_in_letter)


_PLAIN = {
    Why.CLOSED: "a day no longer counts",
    Why.COUNTS: "a day counts now",
    Why.LIMIT: "the procedure's limit has changed",
    Why.ANCHOR: "it is counted from another event now",
    Why.RECEIPT: "the day on which a mail counts as received is another one now",
    Why.FOLLOWS: "it waits for another date, which moves",
    Why.OTHER: "it is counted otherwise than before",
}


def say_moves(moves: Sequence[Mapping[str, Any]]) -> str:
    """Say the moves that an event holds: "Reply: from Monday 2 March 2026 to Tuesday 3 March 2026."."""
    said = []
    for move in moves:
        old, new = (say_day(date.fromisoformat(str(move[end]))) for end in ("old", "new"))
        said.append(f"{DUE[What(str(move['what']))]}: from {old} to {new}.")
    return " ".join(said)
