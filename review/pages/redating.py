"""Lay out which dates would move, those apart whose person was told another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.date_words import is_told, say_notes, say_what, say_why
from cases.redating import Moved, Preview
from review.words import count, say_weekday

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """Hold one date that would move."""

    case_id: int
    reference: str
    what: str
    old: str
    new: str
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPage:
    """Hold the page: what would move, what the person was told otherwise, and what cannot be counted."""

    digest: str
    number: str
    told: tuple[MovedRow, ...]
    others: tuple[MovedRow, ...]
    not_shown: int
    failed: tuple[str, ...]
    is_old: bool

    @property
    def has_moves(self) -> bool:
        """Say whether anything would move."""
        return bool(self.told or self.others)


def lay_out_dates(found: Preview, *, is_old: bool) -> DatesPage:
    """Return the page; ``is_old``: this process counts by files that have changed since, so nothing can be applied."""
    told = [one for one in found.moved if is_told(one)]
    others = [one for one in found.moved if not is_told(one)]
    # Whoever was told another date is always shown: those are written to by hand.
    shown = others[: max(0, MOST_SHOWN - len(told))]
    return DatesPage(
        digest=found.digest,
        number=say_number(found.moved),
        told=tuple(_row(one) for one in told),
        others=tuple(_row(one) for one in shown),
        not_shown=len(others) - len(shown),
        failed=found.failed,
        is_old=is_old,
    )


def say_number(moved: Sequence[Moved]) -> str:
    """Say how many dates of how many cases."""
    return f"{count(len(moved), 'date')} of {count(len({one.case_id for one in moved}), 'open case')}"


def _row(one: Moved) -> MovedRow:
    why = say_why(one.move)
    return MovedRow(
        case_id=one.case_id,
        reference=one.reference,
        what=say_what(one.move),
        old=say_weekday(one.move.old_on),
        new=say_weekday(one.move.new_on),
        why=f"{why[:1].upper()}{why[1:]}",
        notes=say_notes(one),
    )
