"""Say which dates of a case moved because the calendar, a procedure or the receipt convention changed, and why.

A date also moves when something happens in the case: a letter leaves, a clock is paused, a matter is sent another way.
Those moves are told of by their own events. Here are only the others, which nobody in the case has done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone

from cases import events
from cases.desk import desk_calendar
from cases.models import Case, DeadlineRow, TeamMember
from config.council import ReceiptConvention
from config.procedure import Anchor, Unit
from routing.clock import receipt_day
from routing.clocks.pauses import PAUSED

Key = tuple[str, int, int]
_STATEMENT = frozenset({Anchor.STAGE2_REQUEST_RECEIVED.value, Anchor.STATEMENT_AGREED.value})
"""Between these a clock goes when a spoken complaint is written down: something that happened in the case."""


class Why(StrEnum):
    """What moved a date."""

    CLOSED = "closed"
    COUNTS = "counts"
    LIMIT = "limit"
    ANCHOR = "anchor"
    RECEIPT = "receipt"
    FOLLOWS = "follows"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hold one date that moves, and why.

    ``day`` is the day that counts no longer (``CLOSED``, with its name in ``name``) or counts again (``COUNTS``).
    ``old_limit`` and ``new_limit`` are (n, unit) where the procedure's value changed.
    """

    what: str
    matter: int
    stage: int
    old_on: date
    new_on: date
    why: Why
    day: date | None = None
    name: str = ""
    old_limit: tuple[int, str] = (0, "")
    new_limit: tuple[int, str] = (0, "")

    def facts(self) -> dict[str, Any]:
        """Return what the event keeps: codes, numbers and days."""
        told = {
            "what": self.what,
            "matter": self.matter,
            "old": self.old_on.isoformat(),
            "new": self.new_on.isoformat(),
            "why": self.why.value,
        }
        return told | ({"day": self.day.isoformat()} if self.day else {})


def note_moves(
    case: Case, old_rows: Sequence[DeadlineRow], new_rows: Sequence[DeadlineRow], *, by: TeamMember | None = None
) -> list[DeadlineRow]:
    """Return the rows to keep of a locked case, and write one event if dates move that nobody in the case has moved.

    A date that was met keeps the count by which it was met. The caller holds the transaction.
    """
    moves = {(move.what, move.matter, move.stage): move for move in find_moves(case, old_rows, new_rows)}
    before = {_key(row): row for row in old_rows}
    met = {key for key, row in before.items() if row.met_on and key in moves}
    if told := [move.facts() for key, move in moves.items() if key not in met]:
        events.record_for_case("dates_moved", case, actor=by, facts={"moves": told})
    return [_as_it_was(before[_key(row)], row) if _key(row) in met else row for row in new_rows]


def find_moves(
    case: Case, old_rows: Iterable[DeadlineRow], new_rows: Iterable[DeadlineRow], *, nothing_happened: bool = False
) -> tuple[Move, ...]:
    """Return the dates that calendar, procedure or convention move, in the order of the new rows.

    With ``nothing_happened`` in the case since the old rows were counted, a move that cannot be explained is told too.
    """
    before = {_key(row): row for row in old_rows}
    pairs = [(before[_key(row)], row) for row in new_rows if _key(row) in before]
    moved = [(old, new) for old, new in pairs if old.due_on and new.due_on and old.due_on != new.due_on]
    found = {_key(new): move for old, new in moved if (move := _move(case, old, new))}
    for old, new in moved:
        # A date that waits for another one follows it, as often as one waits for the next.
        if _key(new) not in found and _follows(old, new, tuple(found.values())):
            found[_key(new)] = _told(old, new, Why.FOLLOWS)
    if nothing_happened:
        found = {_key(new): found.get(_key(new)) or _told(old, new, Why.OTHER) for old, new in moved}
    return tuple(found[_key(new)] for _, new in moved if _key(new) in found)


def _move(case: Case, old: DeadlineRow, new: DeadlineRow) -> Move | None:
    """Return the move if it was none of the case's own doing, else None."""
    if old.procedure != new.procedure or _paused_days(old) != _paused_days(new):
        return None
    if old.anchor != new.anchor:
        return None if {old.anchor, new.anchor} == _STATEMENT else _told(old, new, Why.ANCHOR)
    if (old.limit, old.unit) != (new.limit, new.unit):
        limits = {"old_limit": (old.limit, old.unit), "new_limit": (new.limit, new.unit)}
        return _told(old, new, Why.LIMIT, **limits)
    if old.anchor_on == new.anchor_on:
        return _by_calendar(old, new)
    return _told(old, new, Why.RECEIPT) if {old.anchor_on, new.anchor_on} <= _receipt_days(case) else None


def _by_calendar(old: DeadlineRow, new: DeadlineRow) -> Move | None:
    """Return the move if one and the same day counts in one of the receipts and not in the other."""
    counted = {day["on"]: day["number"] is not None for day in old.days}
    for day in new.days:
        counts = day["number"] is not None
        if counted.get(day["on"], counts) != counts:
            on = date.fromisoformat(day["on"])
            return _told(old, new, Why.COUNTS if counts else Why.CLOSED, day=on, name=day["why"])
    first, then = old.first_due_on or old.due_on, new.first_due_on or new.due_on
    if old.unit != Unit.WORKING_DAYS and first and then and first != then:
        # Calendar days and months all count; only the last day moves on from a day that does not.
        return _told(old, new, Why.CLOSED if then > first else Why.COUNTS, day=min(first, then))
    return None


def _follows(old: DeadlineRow, new: DeadlineRow, moves: Sequence[Move]) -> bool:
    if not (old.is_latest_possible and new.is_latest_possible) or old.procedure != new.procedure:
        return False
    return any((move.old_on, move.new_on) == (old.anchor_on, new.anchor_on) for move in moves)


def _receipt_days(case: Case) -> set[date]:
    calendar, at = desk_calendar(), case.received_at.astimezone(timezone.get_default_timezone())
    return {receipt_day(at, calendar=calendar, convention=convention) for convention in ReceiptConvention}


def _paused_days(row: DeadlineRow) -> set[str]:
    return {str(day["on"]) for day in row.days if str(day["why"]).startswith(PAUSED)}


def _told(old: DeadlineRow, new: DeadlineRow, why: Why, **more: Any) -> Move:
    assert old.due_on
    assert new.due_on
    return Move(
        what=new.what, matter=new.matter, stage=new.stage, old_on=old.due_on, new_on=new.due_on, why=why, **more
    )


_COUNTED = (
    "due_on", "paused_since", "first_due_on", "limit", "unit", "anchor", "anchor_on",
    "source", "condition", "is_latest_possible", "is_default", "days",
)  # fmt: skip
"""What a count writes into a row."""


def _as_it_was(old: DeadlineRow, new: DeadlineRow) -> DeadlineRow:
    """Return the new row with the old one's count."""
    for name in _COUNTED:
        setattr(new, name, getattr(old, name))
    return new


def _key(row: DeadlineRow) -> Key:
    return row.what, row.matter, row.stage
