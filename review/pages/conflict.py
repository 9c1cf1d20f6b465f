"""Lay out a clash of two people's choices: where they differ, side by side; nothing of either is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.models import Decision
from review.pages.decision_words import say_value, title_of
from review.words import say_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Hold one decision that both made, differently."""

    key: str
    id: str
    title: str
    mine: str
    mine_words: str
    theirs: str
    theirs_words: str
    theirs_name: str
    theirs_hint: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Hold all clashes of one save. ``kept`` are the choices nobody disputes; they go along with the answer."""

    clashes: tuple[Clash, ...]
    kept: tuple[tuple[str, str], ...]
    same: str
    who: str
    note: str


def lay_out_conflict(
    decisions: Sequence[Decision], mine: Mapping[str, str], *, note: str, member_id: int, unanswered: Sequence[str] = ()
) -> Conflict:
    """Return where these choices differ from what somebody else has saved meanwhile."""
    rows = {row.key: row for row in decisions}
    clashes = [
        _clash(rows[key], value, is_missing=key in unanswered)
        for key, value in mine.items()
        if key in rows and rows[key].chosen and rows[key].chosen != value
    ]
    disputed = {clash.key for clash in clashes}
    same = [title_of(key) for key, value in mine.items() if key in rows and rows[key].chosen == value]
    others = [row for row in decisions if row.chosen_by_id not in {None, member_id}]
    latest = max(others, key=lambda row: row.chosen_at.timestamp() if row.chosen_at else 0, default=None)
    return Conflict(
        clashes=tuple(clashes),
        kept=tuple((key, value) for key, value in mine.items() if key not in disputed),
        same=", ".join(words.lower() for words in same),
        who=latest.chosen_by.full_name if latest and latest.chosen_by else "Somebody else",
        note=note,
    )


def _clash(row: Decision, value: str, *, is_missing: bool) -> Clash:
    name = row.chosen_by.full_name if row.chosen_by else "Somebody else"
    return Clash(
        key=row.key,
        id=f"keep-{row.key.replace(':', '-')}",
        title=title_of(row.key),
        mine=value,
        mine_words=say_value(row.key, value),
        theirs=row.chosen,
        theirs_words=say_value(row.key, row.chosen),
        theirs_name=name,
        theirs_hint=f"Chosen at {say_time(row.chosen_at)}" if row.chosen_at else "",
        error="Choose which to keep" if is_missing else "",
    )
