"""Read one procedure pack: a council's page turned into data, every value with where it is written.

Every limit is written out as ``{ n, unit_stated, unit_used, from_stated, from, source, confidence }``: ``unit_stated``
and ``from_stated`` are what the page prints ("unspecified" if it leaves them open), ``unit_used`` and ``from`` what is
counted, ``confidence`` T (text read), 2 (second-hand) or project. Where the page is silent the pack says "not stated",
and the pack named under ``default`` fills the gap (``config.procedure_gaps``); where there is nothing to state it says
"no such limit". Nothing may simply be left out.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from config.procedure import (
    SLOTS,
    EntryKind,
    EntryRule,
    Family,
    Limit,
    PrintedContact,
    Procedure,
    ProcedureStage,
    Recalled,
    Since,
    Span,
    TimeToComplain,
    WorkedExample,
)
from config.procedure_limits import STAND_IN, Notes, read_limit, read_milestones, read_source
from config.toml_tables import NOT_STATED, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Hold one pack as read: the procedure with its gaps, and the names of what is open and of what is faulty.

    ``broken`` holds the faulty keys of the pack and the names of its faulty limits: what refers to one of those is not
    a second fault. A pack with a fault is never used.
    """

    procedure: Procedure
    file: str
    open_slots: frozenset[str]
    broken: frozenset[str]


def read_procedure(table: Table) -> Pack:
    """Return the pack in a table, its gaps still open; faults are kept in the table."""
    notes = Notes()
    family = table.choice("family", Family)
    has_right = family is Family.STATUTORY and table.is_sound("family")
    acknowledgement = read_limit(table, "acknowledgement", "acknowledgement", notes)
    stages = tuple(
        _stage(item, position, notes, has_right=has_right)
        for position, item in enumerate(table.tables("stages"), start=1)
    )
    if not stages and table.is_sound("stages"):
        table.fault("stages", "are missing", "write each stage under [[stages]]")
    procedure = Procedure(
        id=table.text("id"),
        title=table.text("title"),
        publisher=table.text("publisher"),
        family=family,
        version=table.text("version"),
        source=table.text("source"),
        confidence=read_source(table)[1],
        applies_to=table.stated_text("applies_to"),
        valid_from=table.day("valid_from"),
        valid_to=table.optional_day("valid_to"),
        default=table.text("default", default=""),
        acknowledgement=acknowledgement or STAND_IN,
        acknowledgement_says=table.texts("acknowledgement_says"),
        time_to_complain=_time_to_complain(table, notes),
        stages=stages,
        ombudsman_as_printed=_printed(table, "ombudsman", notes),
        advocacy_as_printed=_printed(table, "advocacy", notes),
        entry_rules=tuple(_entry_rule(item, len(stages)) for item in table.tables("entry_rules")),
        peculiarities=table.texts("peculiarities"),
        recalled=tuple(_recalled(item) for item in table.tables("recalled")),
        examples=tuple(_example(item) for item in table.tables("examples")),
    )
    _check_dates(table, procedure)
    table.finish()
    broken = frozenset(notes.broken) | table.faulty_keys
    return Pack(procedure=procedure, file=table.file, open_slots=frozenset(notes.open), broken=broken)


def _check_dates(table: Table, procedure: Procedure) -> None:
    has_dates = table.is_sound("valid_from", "valid_to")
    if has_dates and procedure.valid_to and procedure.valid_to < procedure.valid_from:
        table.fault("valid_to", "lies before valid_from", "correct one of the two dates")


def _stage(table: Table, position: int, notes: Notes, *, has_right: bool) -> ProcedureStage:
    """Return one stage; ``has_right`` says that the law gives the person the next stage, whatever the council thinks.

    Source: Children Act 1989 s 26; LGSCO decisions 21 007 738 and 21 018 463: refusing a later stage is fault.
    """
    number = table.number("number")
    if number != position and table.is_sound("number"):
        table.fault("number", f"is {number} where {position} is next", "number them 1, 2, 3 in order")
    name = f"stage {position}"
    slots = {}
    for slot in SLOTS:
        # The first stage is acknowledged by the procedure's own limit, so only later stages state theirs.
        is_needless = slot == "acknowledgement" and position == 1 and not table.has(slot)
        slots[slot] = None if is_needless else read_limit(table, slot, f"{name} {slot}", notes)
    has_target = table.has("inner_target")
    gate = table.text("gate", default="")
    if gate and has_right and table.is_sound("gate"):
        table.fault("gate", f"is {gate!r}", "take it out: who was heard at stage 1 has a right to the next stages")
    _check_maximum(table, slots["limit"], slots["maximum"], notes.broken & {f"{name} limit", f"{name} maximum"})
    stage = ProcedureStage(
        number=position,
        name=table.text("name"),
        responder=table.text("responder"),
        limit=slots["limit"],
        maximum=slots["maximum"],
        acknowledgement=slots["acknowledgement"],
        inner_target=read_limit(table, "inner_target", f"{name} inner_target", notes) if has_target else None,
        next_stage_request=slots["next_stage_request"],
        gate=gate,
        if_missed=table.text("if_missed", default=""),
        milestones=read_milestones(table, name, notes),
    )
    table.finish()
    return stage


def _check_maximum(table: Table, limit: Limit | None, maximum: Limit | None, broken: AbstractSet[str]) -> None:
    """Keep a fault if the longest time is shorter than the time itself: one of the two dates would be wrong."""
    if limit is None or maximum is None or broken:
        return
    if (limit.unit, limit.anchor) == (maximum.unit, maximum.anchor) and maximum.n < limit.n:
        problem = f"is {maximum.n}, less than the {limit.n} of the limit it extends"
        table.fault("maximum.n", problem, f"write {limit.n} or more, or correct the limit")


def _time_to_complain(table: Table, notes: Notes) -> TimeToComplain | None:
    inner = _block(table, "time_to_complain", notes)
    if inner is None:
        return None
    source, confidence = read_source(inner)
    found = TimeToComplain(
        n=inner.number("n"),
        span=inner.choice("unit", Span),
        since=inner.choice("from", Since),
        discretion=inner.stated_text("discretion"),
        source=source,
        confidence=confidence,
    )
    inner.finish()
    return found


def _printed(table: Table, key: str, notes: Notes) -> PrintedContact | None:
    inner = _block(table, key, notes)
    if inner is None:
        return None
    source, confidence = read_source(inner)
    contact = PrintedContact(
        name=inner.stated_text("name"),
        post=inner.stated_text("post"),
        phone=inner.stated_text("phone"),
        hours=inner.stated_text("hours"),
        text=inner.stated_text("text"),
        website=inner.stated_text("website"),
        when=inner.stated_text("when"),
        is_stale=inner.flag("stale"),
        source=source,
        confidence=confidence,
    )
    inner.finish()
    return contact


def _block(table: Table, key: str, notes: Notes) -> Table | None:
    if table.is_not_stated(key):
        notes.open.add(key)
        return None
    inner = table.table(key)
    if inner is None and table.is_sound(key):
        table.fault(key, "is missing", f'write it out, or "{NOT_STATED}"')
    return inner


def _entry_rule(table: Table, last: int) -> EntryRule:
    rule = EntryRule(
        when=table.choice("when", EntryKind),
        words=table.text("words"),
        enters=table.number("enters"),
        source=table.text("source"),
    )
    if last and rule.enters > last:
        table.fault("enters", f"is {rule.enters}, and there are {last} stages", f"write a stage from 1 to {last}")
    table.finish()
    return rule


def _recalled(table: Table) -> Recalled:
    found = Recalled(what=table.text("what"), words=table.text("words"), source=table.text("source"))
    table.finish()
    return found


def _example(table: Table) -> WorkedExample:
    example = WorkedExample(what=table.text("what"), anchor_on=table.day("anchor_on"), due_on=table.day("due_on"))
    table.finish()
    return example
