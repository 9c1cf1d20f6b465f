"""Note that the council's reply to a stage has left, that a matter is over, or that it was turned away."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.case_clocks import BY_POST
from cases.errors import IncompleteError, NotNowError
from cases.matters import say_numbers
from cases.models import Case, Matter, PauseRow, StageRun, TeamMember
from cases.services.judgement.needed import check_judgements
from cases.services.matters.acting import (
    find_matters,
    finish,
    numbers_of,
    open_for,
    require_past_day,
    require_words,
)
from cases.services.matters.parking import end_parking_of
from cases.services.matters.steps import Cause, is_out_of_scope, take_step
from cases.stage_runs import ANSWERED, AT_STAGE, run_of
from cases.states import MatterState
from classify.labels import Stage
from routing.clocks.extensions import say_day
from routing.deadlines import What

REPLIES = (What.REPLY.value, What.REPLY_AT_LATEST.value, What.REPLY_AFTER_PANEL.value)
CHANNELS = ("email", "post", "hand")


@transaction.atomic
def answer_stage(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    stage: int,
    sent_on: date,
    channel: str = "email",
) -> Case:
    """Note that the council's reply of a stage has left about these matters; their reply dates are met that day.

    Raises:
        IncompleteError: if one has no outcome of that stage yet, or on a day that cannot be.
        NotNowError: if one is not at that stage, or its clock stands still.

    """
    case = open_for(case_id, version, member)
    found = find_matters(case, matters)
    require_past_day(case, "sent_on", sent_on)
    if channel not in CHANNELS:
        raise IncompleteError({"channel": "Say how the reply was sent."})
    _require_at(case, found, stage)
    _refuse_paused(case, found, stage)
    _require_outcomes(found, str(stage))
    run = run_of(case, stage)
    if run and run.requested_on and sent_on < run.requested_on:
        raise IncompleteError({"sent_on": "That day is before the stage was asked for. Check the date."})
    for matter in found:
        take_step(matter, "answered", Cause(on=sent_on, member=member), state=ANSWERED[stage])
    if run:
        _note_reply(run, sent_on, channel)
    rows = case.deadlines.filter(what__in=REPLIES, matter__in=numbers_of(found), stage=stage, met_on=None)
    rows.update(met_on=sent_on)
    facts = {"matters": numbers_of(found), "stage": stage, "channel": channel}
    return finish(case, "stage_answered", member, facts)


@transaction.atomic
def finish_matters(*, case_id: int, version: int, member: TeamMember, matters: Sequence[int], why: str) -> Case:
    """Note that nothing is left to do about these matters; each can be taken up again.

    Raises:
        IncompleteError: without a reason, or if one has no outcome of where it has come to.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why nothing is left to do.")})
    found = find_matters(case, matters)
    for matter in found:
        at = Stage.OMBUDSMAN.value if matter.state == MatterState.OMBUDSMAN else str(matter.stage)
        _require_outcomes([matter], at)
        cause = Cause(on=timezone.localdate(), member=member, why=why)
        take_step(matter, "finished", cause, state=MatterState.FINISHED)
    return finish(case, "matters_finished", member, {"matters": numbers_of(found)})


@transaction.atomic
def not_take(*, case_id: int, version: int, member: TeamMember, matters: Sequence[int], why: str) -> Case:
    """Note that these matters, which no procedure takes, are over for us; the letter that says so does this by itself.

    Raises:
        JudgementNeededError: if somebody must first write down what was considered about one of them.
        NotNowError: if one of them is in a procedure: its route is decided first; or while a sign of danger is open.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why the matter is not taken.")})
    if case.has_open_alert:
        raise NotNowError("Deal with the safeguarding alert first. Then the matter can be turned away.")
    found = find_matters(case, matters)
    inside = [matter for matter in found if not is_out_of_scope(matter)]
    if inside:
        raise NotNowError(f"A procedure takes {say_numbers(inside)}. Send it out of scope first, with the reason.")
    check_judgements(case, matters=numbers_of(found))
    for matter in found:
        cause = Cause(on=timezone.localdate(), member=member, why=why)
        end_parking_of(case, matter, cause)
        take_step(matter, "not_taken", cause, state=MatterState.NOT_TAKEN)
    return finish(case, "matters_not_taken", member, {"matters": numbers_of(found)})


def _note_reply(run: StageRun, sent_on: date, channel: str) -> None:
    """Write down when the newest reply of a stage left; one that is noted late moves no date of the others."""
    if run.reply_sent_on and (sent_on, channel == BY_POST) <= (run.reply_sent_on, run.reply_channel == BY_POST):
        return
    run.reply_sent_on, run.reply_channel = sent_on, channel
    if run.reply_arrived_on and run.reply_arrived_on < sent_on:
        run.reply_arrived_on = None
    run.save(update_fields=["reply_sent_on", "reply_channel", "reply_arrived_on"])


def _require_at(case: Case, found: Sequence[Matter], stage: int) -> None:
    elsewhere = [matter for matter in found if matter.state != AT_STAGE.get(stage)]
    if elsewhere:
        raise NotNowError(f"In {case.reference} {say_numbers(elsewhere)} wait for no reply at stage {stage}.")


def _refuse_paused(case: Case, found: Sequence[Matter], stage: int) -> None:
    """Let nobody answer while a clock stands still: whether the reply was in time could never be said."""
    others_wait = case.matters.filter(state=AT_STAGE[stage]).exclude(pk__in=[matter.pk for matter in found]).exists()
    # A pause of the whole stage goes on as long as one of its matters waits.
    ending = {*numbers_of(found)} | (set() if others_wait else {0})
    row = PauseRow.objects.filter(case=case, stage=stage, until_on=None, taken_back=False, matter__in=ending).first()
    if row:
        since = f"The clock stands still since {say_day(row.from_on)}. Let it go on first, on the page Dates"
        raise NotNowError(f"{since}, with the last day that did not count.")


def _require_outcomes(found: Sequence[Matter], stage: str) -> None:
    missing = [matter for matter in found if not matter.outcomes.filter(stage=stage).exists()]
    if missing:
        raise IncompleteError({"matters": f"Say first what was found about {say_numbers(missing)}: its outcome."})
