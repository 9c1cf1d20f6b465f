"""Say a procedure in lines for a person: every value with its source, and openly what its page does not say."""

from collections.abc import Iterator
from typing import Final

from config.procedure import (
    Anchor,
    Confidence,
    Limit,
    PrintedContact,
    Procedure,
    ProcedureStage,
    Since,
    TimeToComplain,
    Unit,
)

UNITS: Final = {Unit.WORKING_DAYS: "working day", Unit.CALENDAR_DAYS: "calendar day", Unit.MONTHS: "month"}
EVENTS: Final = {
    Anchor.RECEIPT: "the day it was received",
    Anchor.ACK_SENT: "the day the acknowledgement was sent",
    Anchor.STAGE_START: "the day the stage began",
    Anchor.STAGE2_REQUEST_RECEIVED: "the day stage 2 was asked for",
    Anchor.STATEMENT_AGREED: "the day the written statement was agreed",
    Anchor.STAGE3_REQUEST_RECEIVED: "the day stage 3 was asked for",
    Anchor.RESPONSE_RECEIVED: "the day the person got the reply",
    Anchor.PANEL_MEETING: "the day the panel met",
    Anchor.PANEL_REPORT_RECEIVED: "the day the panel's report came",
}
SINCE: Final = {
    Since.GROUNDS_AROSE: "when the grounds arose",
    Since.AWARE: "when the person became aware",
    Since.EVENT_OR_AWARE: "the event, or from becoming aware of it",
}
KNOWN_BY: Final = {
    Confidence.READ: "read in its own text",
    Confidence.SECOND_HAND: "read second-hand",
    Confidence.RECALLED: "only recalled",
    Confidence.PROJECT: "the project's own",
}
SLOT_WORDS: Final = {
    "acknowledgement": "Acknowledge",
    "inner_target": "Aim at a reply",
    "limit": "Reply",
    "maximum": "Reply at the latest",
    "next_stage_request": "To ask for the next stage",
}
MILESTONE_WORDS: Final = {
    "panel_meets": "The panel meets",
    "panel_reports": "The panel reports",
    "reply_after_panel": "The council replies",
}


def procedure_lines(procedure: Procedure) -> tuple[str, ...]:
    """Return a procedure as lines for a person; what stands in for silence, is open or only recalled says so."""
    return tuple(_lines(procedure))


def limit_words(limit: Limit) -> str:
    """Return a limit in words: what is counted, what the page leaves open, the condition, and where it is written."""
    plural = "" if limit.n == 1 else "s"
    open_parts = [] if limit.stated_unit else ["of which kind of day"]
    open_parts += [] if limit.stated_anchor else ["from when"]
    said = [f"{limit.n} {UNITS[limit.unit]}{plural} from {EVENTS[limit.anchor]}"]
    said += [f"the page does not say {' or '.join(open_parts)}"] if open_parts else []
    said += [part for part in (limit.firmness, limit.condition) if part]
    said += [f"printed for {limit.as_printed!r}, which does not fit the law"] if limit.is_anomaly else []
    return f"{'; '.join(said)}. {_source(limit)}"


def _source(found: Limit | TimeToComplain) -> str:
    words = f"[{found.source.removesuffix(' (read second-hand)')}; {KNOWN_BY[found.confidence]}]"
    if not found.is_default:
        return words
    return f"NOT ON THE PAGE, {found.default_of or 'a standard value'} stands in: {words}"


def _lines(procedure: Procedure) -> Iterator[str]:
    until = f" to {procedure.valid_to.isoformat()}" if procedure.valid_to else ", still in force"
    yield f"{procedure.id}: {procedure.title}, {procedure.publisher}"
    yield f"  {procedure.version}, from {procedure.valid_from.isoformat()}{until}"
    yield f"  Source: {procedure.source}; {KNOWN_BY[procedure.confidence]}"
    yield f"  For: {procedure.applies_to or 'not stated'}"
    yield f"  Acknowledge: {limit_words(procedure.acknowledgement)}"
    yield from (f"    It tells {said}." for said in procedure.acknowledgement_says)
    if complain := procedure.time_to_complain:
        span = complain.span.removesuffix("s") if complain.n == 1 else complain.span
        discretion = complain.discretion or "whether later ones are heard is not stated"
        words = f"{complain.n} {span} from {SINCE[complain.since]}; {discretion}"
        yield f"  Time to complain: {words}. {_source(complain)}"
    yield from (f"  {rule.words} Enters at stage {rule.enters}. [{rule.source}]" for rule in procedure.entry_rules)
    for stage in procedure.stages:
        yield from _stage_lines(stage)
    yield from _contact_lines("The Ombudsman", procedure.ombudsman_as_printed)
    yield from _contact_lines("An advocate", procedure.advocacy_as_printed)
    yield from (f"  Note: {note}" for note in procedure.peculiarities)
    yield from (f"  Not stated anywhere: {name}" for name in procedure.not_stated)
    yield from (f"  ONLY RECALLED, not in force: {one.what}: {one.words} [{one.source}]" for one in procedure.recalled)


def _stage_lines(stage: ProcedureStage) -> Iterator[str]:
    yield f"  Stage {stage.number}, {stage.name}: {stage.responder}"
    yield from (f"    Before it begins: {gate}" for gate in [stage.gate] if gate)
    for slot, words in SLOT_WORDS.items():
        if limit := getattr(stage, slot):
            due = f"{words} ({limit.milestone})" if limit.milestone else words
            yield f"    {due}: {limit_words(limit)}"
    yield from (f"    {MILESTONE_WORDS[m.what]}: {limit_words(m.limit)}" for m in stage.milestones)
    yield from (f"    If it is not answered in time: {words}" for words in [stage.if_missed] if words)


def _contact_lines(who: str, contact: PrintedContact | None) -> Iterator[str]:
    if contact is None:
        return
    parts = (contact.name, contact.post, contact.phone, contact.hours, contact.text, contact.website)
    printed = "; ".join(part for part in parts if part) or "no contact"
    stale = " OUT OF DATE." if contact.is_stale else ""
    yield f"  {who}, as printed and never used in letters: {printed}. When: {contact.when}.{stale} [{contact.source}]"
