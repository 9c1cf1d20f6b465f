"""Bring a case to where its matters have come: back to the team, waiting for somebody outside, or ready to close."""

from django.utils import timezone

from cases import events
from cases.matters import open_matters
from cases.models import Case, Parking, StageRequest
from cases.services.matters.due import end_of_today
from cases.services.matters.steps import Cause, take_step
from cases.services.tasks.raising import raise_task
from cases.states import CASE_MOVES, MATTER_WAITS, WHICH_CASE_OPEN, CaseState, MailState, MatterState, check_move
from classify.labels import COMPLAINTS, Reason, Route

RESTING = frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING, CaseState.FILED})
ALL_ENDED = "Every matter has ended. Write to the person if they have not heard, then close the case."
BARS_THAT_END = frozenset(
    {
        Reason.COURT_PROCEEDINGS,
        Reason.DISCIPLINARY_PROCEEDINGS,
        Reason.CRIMINAL_INVESTIGATION,
        Reason.DECISION_NOT_MADE,
    }
)
"""Reasons that may lift: such a matter is not over when the person was told "not now", and somebody asks again."""


def settle(case: Case, *, wakes: str = "") -> None:
    """Move a locked case to where its matters are; ``wakes`` says what the team must do now, "" for nothing.

    A case waits only when nothing of it waits for us: not before its acknowledgement has left, and not while a reply is
    unread or a question open. The caller saves the case.
    """
    if case.kind not in COMPLAINTS:
        return
    found = open_matters(case)
    if not found and case.matters.exists():
        _come_back(case, ALL_ENDED, frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING}))
    elif all(MatterState(matter.state) in MATTER_WAITS for matter in found) and found and may_wait(case):
        _move(case, CaseState.WAITING)
    elif wakes or (found and case.state in {CaseState.WAITING, CaseState.FILED}):
        _come_back(case, wakes or case.waiting_for, RESTING)


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

    A matter that was turned away only for now stays open, so that somebody says when to ask again.
    """
    away = [
        matter
        for matter in open_matters(case)
        if matter.route == Route.OUT_OF_SCOPE
        and matter.reason not in BARS_THAT_END
        and MatterState(matter.state) not in MATTER_WAITS
    ]
    for matter in away:
        take_step(matter, "not_taken", Cause(on=timezone.localdate()), state=MatterState.NOT_TAKEN)
    if away:
        events.record_for_case("matters_not_taken", case, facts={"matters": [matter.number for matter in away]})
    for number in unasked_bars(case):
        words = f"Matter {number} was turned away only for now. Park it, with the day on which somebody asks again."
        raise_task(case, "park", key=f"park:{number}", words=words, matter=number, due_at=end_of_today())
    before = case.state
    settle(case)
    if case.state != before:
        case.version += 1
    case.save()


def unasked_bars(case: Case) -> list[int]:
    """Return the numbers of open matters turned away only for now for which nobody has said when to ask again."""
    return [
        matter.number
        for matter in open_matters(case)
        if matter.reason in BARS_THAT_END and matter.state != MatterState.PARKED
    ]


def _come_back(case: Case, words: str, out_of: frozenset[CaseState]) -> None:
    if case.state in out_of:
        _move(case, CaseState.TRIAGE)
    case.waiting_for = words


def _move(case: Case, state: CaseState) -> None:
    if case.state != state:
        check_move(CASE_MOVES, CaseState(case.state), state)
        case.state = state
        case.waiting_for = ""
