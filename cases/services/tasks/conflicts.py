"""Write who may not handle a case: said by a person, lifted or confirmed by a manager, kept to by every service."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import events
from cases.conflicts import ASKED, LIFTED, OPEN, check_no_conflict, has_conflict
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, Conflict, Role, Task, TeamMember
from cases.services.common import require_decider
from cases.services.tasks.raising import end_locked
from cases.states import TaskState


@transaction.atomic
def add_conflict(*, case_id: int, member: TeamMember, about_id: int, why: str) -> Conflict:
    """Shut a case to a colleague, or to oneself ("I know this family"), with the reason a person gives.

    Raises:
        IncompleteError: without a colleague or a reason.
        NotAllowedError: if this person may not handle the case.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    about = TeamMember.objects.filter(pk=about_id, role__in=[Role.OFFICER, Role.MANAGER]).first()
    missing = {} if about else {"about": "Choose whom it is about."}
    if not why.strip():
        missing["why"] = "Say why they may not handle this case."
    if missing or about is None:
        raise IncompleteError(missing)
    check_no_conflict(case, member)
    row = Conflict.objects.filter(case=case, member=about).first() or Conflict(case=case, member=about)
    row.why, row.said_by, row.at = why.strip()[:300], member, timezone.now()
    open_conflict(row, member)
    _end_question(row, member)
    return row


@transaction.atomic
def lift_conflict(*, conflict_id: int, member: TeamMember, why: str) -> Conflict:
    """Open a case to a colleague again, because a manager who is not that colleague says why.

    Raises:
        NotAllowedError: for anybody else.
        IncompleteError: without a reason.
        NotNowError: if it was lifted before.

    """
    row = _locked(conflict_id, member)
    if not why.strip():
        raise IncompleteError({"why": "Say why they may handle this case."})
    if row.state == LIFTED:
        raise NotNowError("Somebody lifted this before. See below how it stands.")
    row.state, row.lifted_by, row.lifted_why = LIFTED, member, why.strip()
    row.save()
    record_conflict("conflict_lifted", row, member)
    _end_question(row, member)
    return row


@transaction.atomic
def confirm_conflict(*, conflict_id: int, member: TeamMember) -> Conflict:
    """Shut a case to a colleague about whom it was only asked, because a manager who is not that colleague says so.

    Raises:
        NotAllowedError: for anybody else.
        NotNowError: if it was answered before.

    """
    row = _locked(conflict_id, member)
    if row.state != ASKED:
        raise NotNowError("Somebody answered this before. See below how it stands.")
    open_conflict(row, member)
    _end_question(row, member)
    return row


@transaction.atomic
def note_refused(*, case_id: int, member: TeamMember, what: str) -> None:
    """Write down that somebody asked for a page of a case that is shut to them."""
    case = Case.objects.select_for_update().get(pk=case_id)
    events.record_for_case("case_refused", case, actor=member, facts={"what": what})


def open_conflict(row: Conflict, by: TeamMember | None, **facts: object) -> None:
    """Shut a locked case to a colleague, and take it and its tasks from them."""
    row.state, row.lifted_by, row.lifted_why = OPEN, None, ""
    row.save()
    record_conflict("conflict_opened", row, by, **facts)
    _take_away(row.case, row.member, by)


def take_from_shut(case: Case, by: TeamMember | None) -> None:
    """Take a locked case and its tasks from those to whom it has become shut by messages that were put with it."""
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN)
    holders = TeamMember.objects.filter(Q(pk=case.assignee_id) | Q(pk__in=tasks.values("assignee")))
    for member in holders.order_by("pk"):
        if has_conflict(case.pk, member):
            _take_away(case, member, by)


def _take_away(case: Case, member: TeamMember, by: TeamMember | None) -> None:
    """Take a case and its tasks from whoever may not handle it any more: they go back to all."""
    for task in Task.objects.filter(case=case, assignee=member, state=TaskState.OPEN):
        task.assignee = None
        task.save(update_fields=["assignee"])
        facts = {"task": task.pk, "kind": task.kind, "matter": task.matter, "to": None}
        events.record_for_case("task_handed", case, actor=by, facts=facts)
    if case.assignee_id == member.pk:
        case.assignee = None
        case.save(update_fields=["assignee"])
        events.record_for_case("case_assigned", case, actor=by, facts={"to": None})


def _locked(conflict_id: int, member: TeamMember) -> Conflict:
    case_id = Conflict.objects.values_list("case_id", flat=True).get(pk=conflict_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    row = Conflict.objects.select_for_update().select_related("member").get(pk=conflict_id)
    row.case = case
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager may say whether a colleague may handle a case.")
    if row.member_id == member.pk:
        raise NotAllowedError("This is about you, so another manager must say.")
    check_no_conflict(case, member)
    return row


def key_of(row: Conflict) -> str:
    """Return the key of the task in which a manager is asked about a colleague."""
    return f"conflict:{row.member_id}"


def _end_question(row: Conflict, by: TeamMember) -> None:
    task = Task.objects.filter(case=row.case, key=key_of(row), state=TaskState.OPEN).first()
    if task:
        task.case = row.case
        end_locked(task, state=TaskState.DONE, result="decided", by=by)


def record_conflict(verb: str, row: Conflict, by: TeamMember | None, **facts: object) -> None:
    """Write one event about a colleague's conflict onto the case's chain."""
    events.record_for_case(verb, row.case, actor=by, facts={"conflict": row.pk, "member": row.member_id} | facts)
