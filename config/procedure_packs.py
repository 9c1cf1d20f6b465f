"""Read one procedure pack, and fill what its page leaves open from its default pack, marked as such.

A pack is a page turned into data. Every limit is written out as ``{ n, unit_stated, unit_used, from, source,
confidence }``: ``unit_stated`` is what the page prints, ``unit_used`` what is counted, ``from`` the event,
``confidence`` T (text read), 2 (second-hand) or project. Where the page is silent the pack says "not stated", and the
pack named under ``default`` fills the gap; where there is nothing to state it says "no such limit". Nothing may simply
be left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from config.procedure import (
    Anchor,
    EntryRule,
    Family,
    Limit,
    Milestone,
    Procedure,
    ProcedureStage,
    Unit,
    WorkedExample,
)
from config.toml_tables import NOT_STATED, Faults, Table

NO_LIMIT: Final = "no such limit"
"""What a pack writes where there is nothing to state: nobody asks for a stage after the last."""
MILESTONES: Final = ("panel_meets", "panel_reports", "reply_after_panel")
CONFIDENCE: Final[Mapping[str, str]] = {"T": "", "2": " (read second-hand)", "project": ""}
"""The marks a value may bear, and the words its source carries for each. A value only recalled is never in force."""
UNIT_WORDS: Final = ("unspecified", *Unit)
SLOTS: Final = ("acknowledgement", "limit", "maximum", "next_stage_request")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Hold one pack as read: the procedure with its gaps, its default's id, and the slots left open."""

    procedure: Procedure
    default: str
    file: str
    open_slots: frozenset[str]


class _Open(set[str]):
    """Collect the names of slots a pack leaves open, as "stage 2 limit"."""


def read_procedure(table: Table) -> Pack:
    """Return the pack in a table, its gaps still open; faults are kept in the table."""
    open_slots = _Open()
    acknowledgement = _limit(table, "acknowledgement", "acknowledgement", open_slots)
    stages = tuple(_stage(item, open_slots) for item in table.tables("stages"))
    if [stage.number for stage in stages] != list(range(1, len(stages) + 1)) or not stages:
        table.fault("stages", f"are numbered {[s.number for s in stages]}", "number them 1, 2, 3 in order")
    procedure = Procedure(
        id=table.text("id"),
        title=table.text("title"),
        publisher=table.text("publisher"),
        family=table.choice("family", Family),
        version=table.text("version"),
        source=table.text("source"),
        valid_from=table.day("valid_from"),
        valid_to=table.optional_day("valid_to"),
        # A gap is filled by the default; the stand-in below is never used, since an open gap without one is a fault.
        acknowledgement=acknowledgement or Limit(n=1, unit=Unit.WORKING_DAYS, anchor=Anchor.RECEIPT, source=""),
        stages=stages,
        entry_rules=tuple(_entry_rule(item) for item in table.tables("entry_rules")),
        peculiarities=table.texts("peculiarities"),
        examples=tuple(_example(item) for item in table.tables("examples")),
    )
    if procedure.valid_to and procedure.valid_to < procedure.valid_from:
        table.fault("valid_to", "lies before valid_from", "correct one of the two dates")
    default = table.text("default", default="")
    table.finish()
    return Pack(procedure=procedure, default=default, file=table.file, open_slots=frozenset(open_slots))


def fill_gaps(packs: Mapping[str, Pack], faults: Faults) -> dict[str, Procedure]:
    """Return every procedure with its gaps filled from its default pack, and what stays open in ``not_stated``."""
    return {id_: _filled(pack, packs, faults, ()) for id_, pack in packs.items()}


def named_limits(procedure: Procedure) -> dict[str, Limit]:
    """Return every limit of a procedure under the name its pack and its worked examples use ("stage 2 maximum")."""
    named: dict[str, Limit] = {"acknowledgement": procedure.acknowledgement}
    for stage in procedure.stages:
        for slot in (*SLOTS, "inner_target"):
            if limit := getattr(stage, slot):
                named[f"stage {stage.number} {slot}"] = limit
        named |= {f"stage {stage.number} {milestone.what}": milestone.limit for milestone in stage.milestones}
    return named


def _limit(table: Table, key: str, name: str, open_slots: _Open) -> Limit | None:
    if not table.has(key):
        table.fault(key, "is missing", f'write a limit, "{NOT_STATED}" or "{NO_LIMIT}"')
        return None
    if table.is_not_stated(key):
        open_slots.add(name)
        return None
    if table.says(key, NO_LIMIT):
        return None
    inner = table.table(key)
    return _limit_table(inner) if inner else None


def _limit_table(table: Table) -> Limit:
    source, confidence = table.text("source"), table.text("confidence")
    if confidence not in CONFIDENCE:
        cure = "write T (text read), 2 (second-hand) or project; a value only recalled cannot be in force"
        table.fault("confidence", f"is {confidence!r}", cure)
    stated = table.text("unit_stated")
    if stated not in UNIT_WORDS:
        table.fault("unit_stated", f"is {stated!r}", f"write one of {', '.join(UNIT_WORDS)}")
    # Kept for the reader of the pack: the page may not say from when a limit runs, the engine has to know.
    table.text("from_stated", default="")
    limit = Limit(
        n=table.number("n"),
        unit=table.choice("unit_used", Unit),
        anchor=table.choice("from", Anchor),
        source=source + CONFIDENCE.get(confidence, ""),
        stated_unit="" if stated == "unspecified" else stated,
        condition=table.text("condition", default=""),
        firmness=table.text("firmness", default=""),
        is_default=table.flag("is_default"),
    )
    table.finish()
    return limit


def _stage(table: Table, open_slots: _Open) -> ProcedureStage:
    number = table.number("number")
    slots = {}
    for slot in SLOTS:
        # The first stage is acknowledged by the procedure's own limit, so only later stages state theirs.
        is_needless = slot == "acknowledgement" and number == 1 and not table.has(slot)
        slots[slot] = None if is_needless else _limit(table, slot, f"stage {number} {slot}", open_slots)
    inner = table.table("inner_target")
    stage = ProcedureStage(
        number=number,
        name=table.text("name"),
        responder=table.text("responder"),
        limit=slots["limit"],
        maximum=slots["maximum"],
        acknowledgement=slots["acknowledgement"],
        inner_target=_limit_table(inner) if inner else None,
        next_stage_request=slots["next_stage_request"],
        gate=table.text("gate", default=""),
        milestones=_milestones(table, f"stage {number} milestones", open_slots),
    )
    table.finish()
    return stage


def _milestones(table: Table, name: str, open_slots: _Open) -> tuple[Milestone, ...]:
    if table.is_not_stated("milestones"):
        open_slots.add(name)
        return ()
    found = []
    for item in table.tables("milestones"):
        what = item.text("what")
        if what not in MILESTONES:
            item.fault("what", f"is {what!r}", f"write one of {', '.join(MILESTONES)}")
        if inner := item.table("limit"):
            found.append(Milestone(what=what, limit=_limit_table(inner)))
        else:
            item.fault("limit", "is missing", "write the milestone's limit")
        item.finish()
    return tuple(found)


def _entry_rule(table: Table) -> EntryRule:
    rule = EntryRule(
        when=table.text("when"), words=table.text("words"), enters=table.number("enters"), source=table.text("source")
    )
    table.finish()
    return rule


def _example(table: Table) -> WorkedExample:
    example = WorkedExample(what=table.text("what"), anchor_on=table.day("anchor_on"), due_on=table.day("due_on"))
    table.finish()
    return example


def _filled(pack: Pack, packs: Mapping[str, Pack], faults: Faults, above: tuple[str, ...]) -> Procedure:
    own = pack.procedure
    if pack.default and (pack.default not in packs or pack.default in (*above, own.id)):
        problem = f"is {pack.default!r}, which is no pack or leads back here"
        faults.add(pack.file, "default", problem, "name an existing pack")
        return own
    default = _filled(packs[pack.default], packs, faults, (*above, own.id)) if pack.default else None
    acknowledgement = own.acknowledgement
    if "acknowledgement" in pack.open_slots:
        if default is None:
            faults.add(pack.file, "acknowledgement", "is not stated and there is no default", "name a default pack")
        else:
            acknowledgement = replace(default.acknowledgement, is_default=True)
    stages = tuple(_filled_stage(stage, _same_stage(stage, default), pack.open_slots) for stage in own.stages)
    filled = replace(own, acknowledgement=acknowledgement, stages=stages)
    known = set(named_limits(filled)) | {f"stage {stage.number} milestones" for stage in stages if stage.milestones}
    procedure = replace(filled, not_stated=tuple(sorted(pack.open_slots - known)))
    _check_examples(procedure, pack.file, faults)
    return procedure


def _same_stage(stage: ProcedureStage, default: Procedure | None) -> ProcedureStage | None:
    return next((other for other in default.stages if other.number == stage.number), None) if default else None


def _filled_stage(stage: ProcedureStage, default: ProcedureStage | None, open_slots: frozenset[str]) -> ProcedureStage:
    if default is None:
        return stage

    def either(slot: str, own: Limit | None, other: Limit | None) -> Limit | None:
        is_open = f"stage {stage.number} {slot}" in open_slots
        return replace(other, is_default=True) if is_open and other else own

    stage = replace(
        stage,
        limit=either("limit", stage.limit, default.limit),
        acknowledgement=either("acknowledgement", stage.acknowledgement, default.acknowledgement),
        next_stage_request=either("next_stage_request", stage.next_stage_request, default.next_stage_request),
    )
    if default.maximum and _extends(default.maximum, stage):
        stage = replace(stage, maximum=either("maximum", stage.maximum, default.maximum))
    if f"stage {stage.number} milestones" in open_slots:
        marked = tuple(replace(m, limit=replace(m.limit, is_default=True)) for m in default.milestones)
        stage = replace(stage, milestones=marked)
    return stage


def _extends(maximum: Limit, stage: ProcedureStage) -> bool:
    # A default's maximum that counts from another event, or ends sooner, would contradict the page's own limit.
    own = stage.limit
    return own is not None and (own.anchor, own.unit) == (maximum.anchor, maximum.unit) and own.n <= maximum.n


def _check_examples(procedure: Procedure, file: str, faults: Faults) -> None:
    named = named_limits(procedure)
    for example in procedure.examples:
        if example.what not in named:
            faults.add(file, "examples", f"{example.what!r} names no limit", f"write one of {', '.join(named)}")
