"""Say at which stage the points of a case are, by when they are due, and what each stage consists of."""

import re
from datetime import date
from typing import Final

from classify.labels import Kind, Stage
from config.procedure import Anchor, EntryKind, Family, Limit, Procedure, ProcedureStage
from letters.dates import london_day
from letters.draft import LetterCase
from routing.assessment import Matter
from routing.clocks.anchors import WAITING
from routing.deadlines import Deadline, What

AIMS: Final = ("aim", "usually", "generally")
OUTSIDE: Final = re.compile(r"\bexternal\b|independent (?:of the council|reviewers)|outside the council", re.IGNORECASE)
REQUESTED: Final = frozenset({Anchor.STAGE2_REQUEST_RECEIVED, Anchor.STAGE3_REQUEST_RECEIVED})
TWO: Final = 2


def stage_number(case: LetterCase) -> int:
    """Return the procedure's stage this letter speaks of; 1 for what goes to the Ombudsman, who is no stage."""
    return int(case.stage) if case.stage in (Stage.ONE, Stage.TWO, Stage.THREE) else 1


def begun_on(case: LetterCase) -> date:
    """Return the day on which what this letter answers came to us: the wish for a later stage, or the complaint."""
    return case.stage_requested_on or london_day(case.received_at)


def is_gone_on(case: LetterCase) -> bool:
    """Say whether what this letter answers is a wish to go further, and no first complaint.

    A case keeps the kind of its first mail: one that went on is known by its stage, and where its procedure lets some
    complaints begin at that stage, by the day on which it was asked for.
    """
    if case.kind is Kind.ESCALATION:
        return True
    is_later = any(number > 1 for number in stages_of(case))
    return is_later and (was_asked_later(case) or not any(_may_begin_here(case, m) for m in case.assessment.matters))


def _may_begin_here(case: LetterCase, matter: Matter) -> bool:
    procedure, stage = procedure_of(case, matter), stage_of_point(case, matter)
    return bool(procedure and stage and any(r.enters == stage.number > 1 for r in procedure.entry_rules))


def was_asked_later(case: LetterCase) -> bool:
    """Say whether the stage was asked for after the case was received, so that its start was decided here."""
    return case.stage_requested_on is not None and case.stage_requested_on != london_day(case.received_at)


def number_of_point(case: LetterCase, matter: Matter) -> int:
    """Return the stage a point is at: that of its own dates, since two points of a case may be at different stages."""
    stages = {d.stage for d in case.deadlines if d.matter == matter.number}
    return stages.pop() if len(stages) == 1 else stage_number(case)


def procedure_of(case: LetterCase, matter: Matter) -> Procedure | None:
    """Return the procedure of a point, None if it is out of scope or its procedure was not handed over."""
    return next((p for p in case.procedures if p.id == matter.procedure), None)


def stage_of_point(case: LetterCase, matter: Matter) -> ProcedureStage | None:
    """Return the stage of the point's own procedure, None without a procedure.

    A stage beyond its last one is its last one, as in ``routing.clock``: no letter names a stage that is not there.
    """
    procedure = procedure_of(case, matter)
    return procedure.stages[min(number_of_point(case, matter), len(procedure.stages)) - 1] if procedure else None


def stages_of(case: LetterCase) -> frozenset[int]:
    """Return the stages that the points are at, each once; what no procedure takes is at none."""
    return frozenset(s.number for m in case.assessment.matters if (s := stage_of_point(case, m)))


def has_stage_asked(case: LetterCase) -> bool:
    """Say whether a procedure of this case has the stage that was asked for; where none has it, all stages are over."""
    own = [p for m in case.assessment.matters if (p := procedure_of(case, m))]
    return not own or stage_number(case) <= max(len(p.stages) for p in own)


def deadline_of(case: LetterCase, matter: Matter, what: What) -> Deadline | None:
    """Return one deadline of a point."""
    return next((d for d in case.deadlines if d.matter == matter.number and d.what is what), None)


def reply_of(case: LetterCase, matter: Matter) -> Deadline | None:
    """Return by when the reply to a point is due, None if no date is set yet."""
    return deadline_of(case, matter, What.REPLY)


def is_aimed_at(case: LetterCase, matter: Matter) -> bool:
    """Say whether the page calls the date of the reply an aim, or usual, and promises it to nobody."""
    stage = stage_of_point(case, matter)
    return stage is not None and stage.limit is not None and stage.limit.firmness in AIMS


def latest_of(case: LetterCase, matter: Matter) -> Deadline | None:
    """Return the latest date of the reply to a point, None if it is no later than the reply's own date."""
    reply, latest = reply_of(case, matter), deadline_of(case, matter, What.REPLY_AT_LATEST)
    # A paused clock has no date to name.
    is_later = latest and reply and latest.due_on and reply.due_on and latest.due_on > reply.due_on
    return latest if is_later else None


def waits_for(case: LetterCase, matter: Matter, anchor: Anchor) -> bool:
    """Say whether the reply counts from an event that has not happened and has no day of its own yet."""
    reply = reply_of(case, matter)
    return reply is not None and reply.anchor is anchor and WAITING[anchor] in reply.condition


def is_counted(case: LetterCase, matter: Matter) -> bool:
    """Say whether the day that the reply counts from is known."""
    reply = reply_of(case, matter)
    waits = any(waits_for(case, matter, anchor) for anchor in WAITING)
    return reply is not None and not waits and not reply.is_latest_possible


def is_from_request(case: LetterCase, matter: Matter) -> bool:
    """Say whether the reply counts from the day on which the stage was asked for."""
    reply = reply_of(case, matter)
    return reply is not None and reply.anchor in REQUESTED and reply.anchor_on == begun_on(case)


def waits_at_gate(case: LetterCase, matter: Matter) -> bool:
    """Say whether somebody must still agree to the stage a point has asked for.

    A stage that was begun later was agreed to; one that the first mail of a case asks for was not yet.
    """
    stage = stage_of_point(case, matter)
    return is_gone_on(case) and not was_asked_later(case) and stage is not None and bool(stage.gate)


def is_after_allegations(case: LetterCase, matter: Matter) -> bool:
    """Say whether a point begins at a later stage because it is about the outcome of concerns or allegations."""
    procedure, stage = procedure_of(case, matter), stage_of_point(case, matter)
    rules = procedure.entry_rules if procedure else ()
    entered = (r.enters for r in rules if r.when is EntryKind.AFTER_ALLEGATIONS_OUTCOME)
    return not is_gone_on(case) and stage is not None and stage.number > 1 and stage.number in entered


def has_panel(case: LetterCase, matter: Matter) -> bool:
    """Say whether a point is at a stage that a panel of three deals with."""
    stage = stage_of_point(case, matter)
    return stage is not None and any(m.what == What.PANEL_MEETS for m in stage.milestones)


def milestone(case: LetterCase, matter: Matter, what: What) -> Limit | None:
    """Return the limit of a step inside the stage of a point, None if its stage has no such step."""
    stage = stage_of_point(case, matter)
    return next((m.limit for m in (stage.milestones if stage else ()) if m.what == what), None)


def is_investigated(case: LetterCase, matter: Matter) -> bool:
    """Say whether a point is at the statutory stage 2: an Investigating Officer and an Independent Person.

    Source: SI 2006/1738 reg 17.
    """
    procedure, stage = procedure_of(case, matter), stage_of_point(case, matter)
    return bool(procedure and stage and procedure.family is Family.STATUTORY and stage.number == TWO)


def is_reviewed(case: LetterCase, matter: Matter) -> bool:
    """Say whether a point is at a second stage that looks again at the first: corporate, or English fluency."""
    procedure, stage = procedure_of(case, matter), stage_of_point(case, matter)
    families = (Family.CORPORATE, Family.ENGLISH_FLUENCY)
    return bool(procedure and stage and procedure.family in families and stage.number == TWO)


def has_more_stages(case: LetterCase) -> bool:
    """Say whether a point can still go further in its own procedure."""
    return any(
        (p := procedure_of(case, m)) and any(s.number > number_of_point(case, m) for s in p.stages)
        for m in case.assessment.matters
    )


def has_statutory_point(case: LetterCase) -> bool:
    """Say whether a point is handled under a Children Act procedure."""
    return any((p := procedure_of(case, m)) and p.family is Family.STATUTORY for m in case.assessment.matters)


def asked_limit(case: LetterCase) -> Limit | None:
    """Return how long a person usually has to ask for the stage their points are at, None if no page says so."""
    for matter in case.assessment.matters if is_gone_on(case) else ():
        procedure, stage = procedure_of(case, matter), stage_of_point(case, matter)
        if (
            procedure
            and stage
            and stage.number > 1
            and (limit := procedure.stages[stage.number - 2].next_stage_request)
        ):
            return limit
    return None


def is_officer_from_outside(case: LetterCase) -> bool:
    """Say whether the page has everybody who looks into stage 2 come from outside the council."""
    stages = (stage_of_point(case, m) for m in case.assessment.matters if is_investigated(case, m))
    return any(stage and OUTSIDE.search(stage.responder) for stage in stages)
