"""Bring a case to where its matters have come: back to the team, waiting for somebody outside, or ready to close."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from cases import events
from cases.findings import ParkReason
from cases.matters import letter_matters, open_matters
from cases.models import Case, Matter, Parking, StageRequest
from cases.services.matters.due import end_of_today
from cases.services.matters.steps import Cause, take_step
from cases.services.tasks.raising import raise_task
from cases.states import (
    CASE_MOVES,
    MATTER_ENDED,
    MATTER_WAITS,
    WHICH_CASE_OPEN,
    CaseState,
    MailState,
    MatterState,
    check_move,
)
from classify.labels import COMPLAINTS, Reason, Route

RESTING = frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING, CaseState.FILED})
ALL_ENDED = "Every matter has ended. Write to the person if they have not heard, then close the case."
WAITS_FOR: Mapping[Reason, ParkReason] = {
    Reason.COURT_PROCEEDINGS: ParkReason.COURT,
    Reason.DISCIPLINARY_PROCEEDINGS: ParkReason.DISCIPLINARY,
    Reason.CRIMINAL_INVESTIGATION: ParkReason.CRIMINAL,
    Reason.DECISION_NOT_MADE: ParkReason.DECISION_TO_COME,
}
BARS_THAT_END = frozenset(WAITS_FOR)
"""Reasons that may lift: such a matter is not over when the person was told "not now", and somebody asks again."""


def settle(case: Case, *, wakes: str = "") -> None:
    """Move a locked case to where its matters are; ``wakes`` says what the team must do now, "" for nothing.

    A case waits only when nothing of it waits for us: not before its acknowledgement has left, and not while a reply is
    unread or a question open. The caller saves the case.
    """
    if case.kind not in COMPLAINTS:
        return
    found = open_matters(case)
    if wakes:
        _come_back(case, wakes, RESTING)
    elif not found and case.matters.exists():
        _come_back(case, ALL_ENDED, frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING}))
    elif all(MatterState(matter.state) in MATTER_WAITS for matter in found) and found and may_wait(case):
        _move(case, CaseState.WAITING)
    elif found and case.state in {CaseState.WAITING, CaseState.FILED}:
        _come_back(case, case.waiting_for, RESTING)


def may_wait(case: Case) -> bool:
    """Say whether nothing of a locked case waits for the team itself."""
    if case.state not in {CaseState.TRIAGE, CaseState.ACKNOWLEDGED, CaseState.WAITING}:
        return False
    if case.acknowledged_on is None or case.which_case == WHICH_CASE_OPEN:
        return False
    asked = Parking.objects.filter(case=case, ended_on=None, asked_on__isnull=False)
    pending = StageRequest.objects.filter(matter__case=case, state="pending")
    unread = case.mails.filter(state=MailState.JOINED, looked_at=None)
    return not (asked.exists() or pending.exists() or unread.exists())


def note_told(case: Case) -> None:
    """Take the matters that a letter has just turned away as not taken, and let the locked case wait if it now can.

    Only those the letter speaks of: nobody has been told of another. A matter that was turned away only for now stays
    open, so that somebody says when to ask again.
    """
    told = [matter for matter in letter_matters(case) if MatterState(matter.state) not in MATTER_ENDED]
    away = [
        matter
        for matter in told
        if matter.route == Route.OUT_OF_SCOPE
        and matter.reason not in BARS_THAT_END
        and MatterState(matter.state) not in MATTER_WAITS
    ]
    for matter in away:
        take_step(matter, "not_taken", Cause(on=timezone.localdate()), state=MatterState.NOT_TAKEN)
    if away:
        events.record_for_case("matters_not_taken", case, facts={"matters": [matter.number for matter in away]})
    for matter in _only_for_now(told):
        _let_wait(case, matter)
    before = case.state
    settle(case)
    if case.state != before:
        case.version += 1
    case.save()


def _only_for_now(told: Sequence[Matter]) -> list[Matter]:
    return [m for m in told if m.reason in BARS_THAT_END and MatterState(m.state) not in MATTER_WAITS]


def _let_wait(case: Case, matter: Matter) -> None:
    """Park a matter that the person was told "not now" about, on the day its judgement names; else ask for the day."""
    judged = case.discretions.filter(matter=matter.number, ask_again_on__isnull=False).order_by("-pk").first()
    if judged is None or judged.ask_again_on is None or judged.decision != "not_take":
        words = f"Matter {matter.number} was turned away only for now. Park it, with the day to ask again."
        key = f"park:{matter.number}"
        raise_task(case, "park", key=key, words=words, matter=matter.number, due_at=end_of_today())
        return
    today = timezone.localdate()
    cause = Cause(on=today, member=judged.decided_by, why=judged.why)
    take_step(matter, "parked", cause, state=MatterState.PARKED)
    Parking.objects.create(
        case=case,
        matter=matter.number,
        reason=WAITS_FOR[Reason(matter.reason)],
        why=judged.why,
        parked_on=today,
        ask_again_on=judged.ask_again_on,
        parked_by=judged.decided_by,
    )
    facts = {"matters": [matter.number], "ask_again_on": judged.ask_again_on.isoformat()}
    events.record_for_case("matters_parked", case, facts=facts)


def _come_back(case: Case, words: str, out_of: frozenset[CaseState]) -> None:
    if case.state in out_of:
        _move(case, CaseState.TRIAGE)
    if case.state != CaseState.FILED:
        case.waiting_for = words


def _move(case: Case, state: CaseState) -> None:
    if case.state != state:
        check_move(CASE_MOVES, CaseState(case.state), state)
        case.state = state
        case.waiting_for = ""
