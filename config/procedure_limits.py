"""Read one time limit of a procedure pack, and keep in mind which limits a pack leaves open or gets wrong."""

from dataclasses import dataclass, field
from typing import Final

from config.procedure import Anchor, Confidence, Limit, Milestone, Unit
from config.toml_tables import NOT_STATED, Table

NO_LIMIT: Final = "no such limit"
"""What a pack writes where there is nothing to state: nobody asks for a stage after the last."""
MILESTONES: Final = ("panel_meets", "panel_reports", "reply_after_panel")
SECOND_HAND: Final = " (read second-hand)"
"""What the source of a value says that was not read in its own text."""
STAND_IN: Final = Limit(n=1, unit=Unit.WORKING_DAYS, anchor=Anchor.RECEIPT, source="")
"""Stands where a limit is still open or faulty; never used, since such a pack is filled or refused."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Collect the names of limits a pack leaves open, and of those that cannot be read, as "stage 2 limit"."""

    open: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


def read_limit(table: Table, key: str, name: str, notes: Notes) -> Limit | None:
    """Return the limit under a key, None if it is open, faulty, or there is none; ``name`` is what it is called by."""
    if not table.has(key):
        table.fault(key, "is missing", f'write a limit, "{NOT_STATED}" or "{NO_LIMIT}"')
    elif table.is_not_stated(key):
        notes.open.add(name)
        return None
    elif table.says(key, NO_LIMIT) and name != "acknowledgement":
        return None
    elif inner := table.table(key):
        limit = _limit_table(inner)
        if inner.faulty_keys:
            notes.broken.add(name)
        return limit
    notes.broken.add(name)
    return None


def _limit_table(table: Table) -> Limit:
    source, confidence = read_source(table)
    limit = Limit(
        n=table.number("n"),
        unit=table.choice("unit_used", Unit),
        anchor=table.choice("from", Anchor),
        source=source,
        stated_unit=table.stated_choice("unit_stated", Unit) or "",
        stated_anchor=table.stated_choice("from_stated", Anchor),
        condition=table.text("condition", default=""),
        firmness=table.text("firmness", default=""),
        milestone=table.text("milestone", default=""),
        as_printed=table.text("as_printed", default=""),
        is_anomaly=table.flag("anomaly"),
        confidence=confidence,
        is_default=table.flag("is_default"),
    )
    table.finish()
    return limit


def read_source(table: Table) -> tuple[str, Confidence]:
    """Return where a value is written and how it came to be known; what is only recalled is refused."""
    source, confidence = table.text("source"), table.choice("confidence", Confidence, default=None)
    if confidence is Confidence.RECALLED and table.is_sound("confidence"):
        cure = "write T (text read), 2 (second-hand) or project; what is only recalled stands under [[recalled]]"
        table.fault("confidence", f"is {confidence.value!r}", cure)
    return source + (SECOND_HAND if confidence is Confidence.SECOND_HAND else ""), confidence


def read_milestones(table: Table, stage: str, notes: Notes) -> tuple[Milestone, ...]:
    """Return the milestones of a stage, empty if they are open, faulty, or there are none."""
    if table.is_not_stated("milestones"):
        notes.open.add(f"{stage} milestones")
        return ()
    found = []
    for item in table.tables("milestones"):
        what = item.text("what")
        if item.is_sound("what") and what not in MILESTONES:
            item.fault("what", f"is {what!r}", f"write one of {', '.join(MILESTONES)}")
        limit = item.table("limit")
        if limit is None and item.is_sound("limit"):
            item.fault("limit", "is missing", "write the milestone's limit")
        found.append(Milestone(what=what, limit=_limit_table(limit) if limit else STAND_IN))
        if not item.is_sound("what"):
            notes.broken.update(f"{stage} {known}" for known in MILESTONES)
        item.finish()
    if not table.is_sound("milestones"):
        notes.broken.update(f"{stage} {known}" for known in MILESTONES)
    return tuple(found)
