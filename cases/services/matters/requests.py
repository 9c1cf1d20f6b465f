"""Keep a wish for a later stage that must first be decided about, and carry out what a manager decides.

Source: LGSCO Complaint Handling Code 5.7 (no refusal to go on without a valid reason); the gate is the pack's own.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.findings import RequestState
from cases.models import Case, Discretion, Matter, StageRequest, Task, TeamMember
from cases.services.matters.acting import find_mail, finish, open_for, require_words
from cases.services.matters.due import end_of_today
from cases.services.matters.steps import Cause, take_step
from cases.services.tasks.raising import end_locked, raise_task
from cases.stage_runs import AT_STAGE, begin_run
from cases.states import TaskState

JUDGED_AS = {"gate": "next_stage", "late": "late_request"}
"""The question of the judgement that must be written down before a wish is refused (``config/discretion.toml``)."""
WHY_HELD = {
    "gate": "the council must agree to this stage",
    "late": "it came after the person's own time to ask",
}
ACKNOWLEDGE = "Stage {} was asked for. Acknowledge it."
REFUSED = "Stage {} was refused. Write to the person, with the reasons and the Ombudsman."


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Hold a wish for a later stage: when and how it was said, and in which mail (its id).

    ``after_missed_limit``: they go on because the stage before is late. ``ask_first``: a person wants it decided first
    whether a late wish is taken. ``words`` say why, where a reason is needed.
    """

    requested_on: date
    mail_id: int | None = None
    is_spoken: bool = False
    after_missed_limit: bool = False
    ask_first: bool = False
    words: str = ""


def hold_request(
    case: Case, matter: Matter, stage: int, request: Request, *, why: str, member: TeamMember
) -> StageRequest:
    """Keep a wish of a locked case until a manager has decided, with a task that asks for it today.

    Raises:
        NotNowError: if the same wish waits already.

    """
    if matter.requests.filter(stage=stage, state=RequestState.PENDING).exists():
        raise NotNowError(f"Stage {stage} for matter {matter.number} waits for a manager's decision already.")
    mail = find_mail(case, request.mail_id)
    row = StageRequest.objects.create(
        matter=matter,
        stage=stage,
        why_asked=why,
        requested_on=request.requested_on,
        mail=mail,
        is_spoken=request.is_spoken,
        after_missed_limit=request.after_missed_limit,
        words=request.words.strip(),
        asked_by=member,
        at=timezone.now(),
    )
    words = f"Decide whether stage {stage} is taken for matter {matter.number}: {WHY_HELD[why]}."
    raise_task(case, "stage_request", key=f"request:{row.pk}", words=words, matter=matter.number, due_at=end_of_today())
    cause = Cause(on=request.requested_on, member=member, why=request.words, mail=mail)
    take_step(matter, "stage_asked_for", cause)
    return row


@transaction.atomic
def decide_request(*, request_id: int, version: int, member: TeamMember, agree: bool, why: str) -> Case:
    """Take or refuse a wish for a later stage; a stage that is taken counts from the day it was asked for.

    Raises:
        NotAllowedError: if this is no manager, or they may not handle the case.
        IncompleteError: without a reason; and a refusal without its written judgement.
        NotNowError: if somebody decided it first.

    """
    row, case = _locked(request_id, version, member)
    require_words({"why": (why, "Say why.")})
    if not agree:
        _require_judgement(case, row)
    row.state = RequestState.AGREED if agree else RequestState.REFUSED
    row.why, row.decided_by, row.decided_on = why.strip(), member, timezone.localdate()
    row.save()
    if agree:
        _begin(case, row, Cause(on=row.requested_on, member=member, why=why, mail=row.mail))
    else:
        take_step(row.matter, "stage_refused", Cause(on=timezone.localdate(), member=member, why=why))
    task = Task.objects.filter(case=case, key=f"request:{row.pk}", state=TaskState.OPEN).first()
    if task:
        end_locked(task, state=TaskState.DONE, result=row.state, by=member)
    facts = {"request": row.pk, "matter": row.matter.number, "stage": row.stage, "agreed": agree}
    wakes = (ACKNOWLEDGE if agree else REFUSED).format(row.stage)
    return finish(case, "stage_request_decided", member, facts, wakes=wakes)


def _locked(request_id: int, version: int, member: TeamMember) -> tuple[StageRequest, Case]:
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager decides whether a stage is taken.")
    case_id = StageRequest.objects.values_list("matter__case", flat=True).get(pk=request_id)
    case = open_for(case_id, version, member)
    row = StageRequest.objects.select_for_update().select_related("matter").get(pk=request_id)
    if row.state != RequestState.PENDING:
        raise NotNowError("This was decided before. See below how it stands.")
    return row, case


def _begin(case: Case, row: StageRequest, cause: Cause) -> None:
    if row.stage != row.matter.stage + 1:
        raise NotNowError(f"Matter {row.matter.number} has moved since. Ask for its next stage anew.")
    take_step(row.matter, "escalated", cause, state=AT_STAGE[row.stage], stage=row.stage)
    begin_run(
        case,
        row.stage,
        requested_on=row.requested_on,
        mail=row.mail,
        after_missed_limit=row.after_missed_limit,
        is_spoken=row.is_spoken,
        going=[row.matter],
    )


def _require_judgement(case: Case, row: StageRequest) -> None:
    """Let a refusal pass whose reasons stand in a judgement no older than the wish.

    Raises:
        IncompleteError: saying where to write it.

    """
    written = Discretion.objects.filter(case=case, matter=row.matter.number, question=JUDGED_AS[row.why_asked])
    newest = written.filter(decided_at__gte=row.at).order_by("-pk").first()
    if newest is None or newest.decision != "not_take":
        words = "Write down first what was considered: on this case's page of refusals, for this matter."
        raise IncompleteError({"judgement": words})
