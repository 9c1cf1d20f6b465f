"""Take matters to the next stage, to the Ombudsman and back; a late wish is never refused by the machine.

Source: statutory_default and the councils' packs (a person accepted at stage 1 is entitled to stages 2 and 3; a missed
limit lets them go on); LGSCO Complaint Handling Code 5.7 (no refusal to go on without a valid reason).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.case_clocks import clocks_of, count_run
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotNowError
from cases.matters import has_gate, procedure_of, say_numbers
from cases.models import Case, Matter, TeamMember
from cases.services.matters.acting import (
    find_mail,
    find_matters,
    finish,
    numbers_of,
    open_for,
    require_past_day,
    require_words,
)
from cases.services.matters.answering import REPLIES
from cases.services.matters.parking import end_parking_of
from cases.services.matters.requests import Request, hold_request
from cases.services.matters.steps import Cause, take_step
from cases.stage_runs import ANSWERED, AT_STAGE, begin_run
from cases.states import MatterState
from classify.labels import Stage
from routing.deadlines import What

ACKNOWLEDGE = "Stage {} was asked for. Acknowledge it."
TO_OMBUDSMAN = frozenset(MatterState) - {MatterState.SPLIT, MatterState.MERGED, MatterState.OMBUDSMAN}


@transaction.atomic
def escalate(
    *, case_id: int, version: int, member: TeamMember, matters: Sequence[int], stage: int, request: Request
) -> Case:
    """Take matters to the next stage, on the day it was asked for; its clocks and its acknowledgement begin.

    Where the procedure has a gate (never a statutory one), or a late wish is to be decided first, it waits for a
    manager's decision; the others go on at once.

    Raises:
        IncompleteError: without a reason where one is needed: a gate, or a stage that is neither answered nor late.
        NotNowError: if that is not the next stage of one of them; the words say what is.

    """
    case = open_for(case_id, version, member)
    require_past_day(case, "requested_on", request.requested_on)
    found, mail = find_matters(case, matters), find_mail(case, request.mail_id)
    for matter in found:
        _require_next(case, matter, stage, request)
    held = {matter.number: why for matter in found if (why := _why_held(case, matter, stage, request))}
    if held:
        ask = "Say what they ask for and why: somebody must decide about it before the stage begins."
        require_words({"words": (request.words, ask)})
    going = [matter for matter in found if matter.number not in held]
    for matter in found:
        if matter.number in held:
            hold_request(case, matter, stage, request, why=held[matter.number], member=member)
    _go_on(case, going, stage, request, Cause(on=request.requested_on, member=member, why=request.words, mail=mail))
    facts = {"matters": numbers_of(going), "held": sorted(held), "stage": stage, "late": request.after_missed_limit}
    return finish(case, "matters_escalated", member, facts, wakes=ACKNOWLEDGE.format(stage) if going else "")


@transaction.atomic
def go_to_ombudsman(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    on: date,
    why: str = "",
    mail_id: int | None = None,
) -> Case:
    """Note that the Ombudsman has these matters since a day; allowed at any time, and for what had ended too."""
    case = open_for(case_id, version, member)
    require_past_day(case, "on", on)
    found = find_matters(case, matters)
    cause = Cause(on=on, member=member, why=why, mail=find_mail(case, mail_id))
    for matter in found:
        if MatterState(matter.state) not in TO_OMBUDSMAN:
            raise NotNowError(f"Matter {matter.number} is with the Ombudsman already.")
        end_parking_of(case, matter, cause)
        take_step(matter, "to_ombudsman", cause, state=MatterState.OMBUDSMAN)
    wakes = "The Ombudsman has asked about this case." if case.state == "filed" else ""
    return finish(case, "matters_to_ombudsman", member, {"matters": numbers_of(found)}, wakes=wakes)


@transaction.atomic
def come_back(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    stage: int,
    on: date,
    why: str,
    mail_id: int | None = None,
) -> Case:
    """Take matters back that the Ombudsman sends back to a stage; its clocks begin on that day.

    Raises:
        IncompleteError: without what the Ombudsman asks for.
        NotNowError: if one is not with the Ombudsman, or its procedure has no such stage.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say what the Ombudsman asks us to do.")})
    require_past_day(case, "on", on)
    found = find_matters(case, matters)
    for matter in found:
        if matter.state != MatterState.OMBUDSMAN:
            raise NotNowError(f"Matter {matter.number} is not with the Ombudsman.")
        _require_stage(case, matter, stage)
    cause = Cause(on=on, member=member, why=why, mail=find_mail(case, mail_id))
    for matter in found:
        take_step(matter, "came_back", cause, state=AT_STAGE[stage], stage=stage)
    begin_run(case, stage, requested_on=on, mail=cause.mail, anew=True, going=found)
    facts = {"matters": numbers_of(found), "stage": stage}
    return finish(case, "matters_came_back", member, facts, wakes=ACKNOWLEDGE.format(stage))


def is_late_wish(case: Case, matter: Matter, requested_on: date) -> bool:
    """Say whether a wish for the next stage came after the person's own time; that never refuses it."""
    if matter.state not in {*ANSWERED.values(), MatterState.FINISHED}:
        return False
    last = _last_day_to_ask(case, matter)
    return last is not None and last < requested_on


def _last_day_to_ask(case: Case, matter: Matter) -> date | None:
    """Return the last day of the person's own time; of a matter that is finished no row is kept, so it is counted."""
    rows = case.deadlines.filter(what=What.ASK_FOR_NEXT_STAGE, matter=matter.number)
    if kept := rows.exclude(due_on=None).first():
        return kept.due_on
    counted = [each for clock in clocks_of(case, desk_procedures()) for each in count_run(clock, desk_council())]
    own = (each for each in counted if each.matter == matter.number and each.what is What.ASK_FOR_NEXT_STAGE)
    return next((each.due_on for each in own), None)


def _go_on(case: Case, going: Sequence[Matter], stage: int, request: Request, cause: Cause) -> None:
    for matter in going:
        take_step(matter, "escalated", cause, state=AT_STAGE[stage], stage=stage)
    if going:
        begin_run(
            case,
            stage,
            requested_on=request.requested_on,
            mail=cause.mail,
            after_missed_limit=request.after_missed_limit,
            is_spoken=request.is_spoken,
            going=going,
        )


def _require_next(case: Case, matter: Matter, stage: int, request: Request) -> None:
    state = MatterState(matter.state)
    if state == MatterState.PARKED:
        raise NotNowError(f"Matter {matter.number} is parked. End that first: it goes on where it was.")
    if state in {MatterState.WITHDRAWN, MatterState.NOT_TAKEN}:
        raise NotNowError(f"Matter {matter.number} has ended. Take it up again first.")
    if state == MatterState.OMBUDSMAN:
        raise NotNowError(f"Matter {matter.number} is with the Ombudsman, who may send it back.")
    if stage != matter.stage + 1:
        raise NotNowError(f"Matter {matter.number} is at stage {matter.stage}, so the next is {matter.stage + 1}.")
    _require_stage(case, matter, stage)
    if state == AT_STAGE[matter.stage] and not (request.words.strip() or _missed(case, matter, request)):
        words = (
            f"Stage {matter.stage} has not answered {say_numbers([matter])}, and its time is not over. Say why it goes "
            "on all the same: for example, that both sides agreed to."
        )
        raise IncompleteError({"words": words})


def _require_stage(case: Case, matter: Matter, stage: int) -> None:
    procedure = procedure_of(matter, case)
    if procedure is None:
        raise NotNowError(f"No procedure takes matter {matter.number}. Choose its route first.")
    if not 1 <= stage <= len(procedure.stages):
        last = len(procedure.stages)
        raise NotNowError(f"{procedure.title} ends with stage {last}. What comes after it is the {Stage.OMBUDSMAN}.")


def _missed(case: Case, matter: Matter, request: Request) -> bool:
    late = case.deadlines.filter(what__in=REPLIES, matter=matter.number, met_on=None, due_on__lt=request.requested_on)
    return request.after_missed_limit or late.exists()


def _why_held(case: Case, matter: Matter, stage: int, request: Request) -> str:
    """Return why a wish must be decided about first: "gate", "late", or "" if it need not."""
    if has_gate(matter, case, stage):
        return "gate"
    is_late = request.ask_first and is_late_wish(case, matter, request.requested_on)
    return "late" if is_late else ""
