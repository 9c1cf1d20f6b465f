"""Write who may not handle a case: said by a person, lifted or confirmed by a manager, kept to by every service."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import events
from cases.conflicts import ASKED, LIFTED, OPEN, check_no_conflict, has_conflict
from cases.desk import desk_tasks
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, Conflict, Role, Task, TeamMember
from cases.services.common import require_decider
from cases.services.tasks.following import due_of
from cases.services.tasks.raising import end_if_untouched, end_locked, open_locked, raise_task
from cases.states import TaskState

AGAIN = "They were let in before messages of a case that is shut to them were put with this one."


@transaction.atomic
def add_conflict(*, case_id: int, member: TeamMember, about_id: int, why: str) -> Conflict:
    """Shut a case to a colleague, or to oneself ("I know this family"), with the reason a person gives.

    What its messages were put with is taken from them too.

    Raises:
        IncompleteError: without a colleague or a reason.
        NotAllowedError: if this person may not handle the case.
        NotNowError: if its messages are just being put with another case.

    """
    require_decider(member)
    case, others = _lock_family(case_id)
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
    _shut_others(row, others, member)
    return row


@transaction.atomic
def lift_conflict(*, conflict_id: int, member: TeamMember, why: str) -> Conflict:
    """Open a case to a colleague again, because a manager who is not that colleague says why.

    Raises:
        NotAllowedError: for anybody else.
        IncompleteError: without a reason.
        NotNowError: if it was lifted before.

    """
    row, _ = _locked(conflict_id, member)
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
    row, others = _locked(conflict_id, member)
    if row.state != ASKED:
        raise NotNowError("Somebody answered this before. See below how it stands.")
    open_conflict(row, member)
    _end_question(row, member)
    _shut_others(row, others, member)
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


def ask_about(row: Conflict, by: TeamMember | None, *, why: str, **facts: object) -> None:
    """Ask a manager whether a colleague may handle a locked case, whatever was asked about them before."""
    row.state = ASKED
    row.save()
    record_conflict("conflict_asked", row, by, **facts)
    kind, due_at = desk_tasks()["conflict"], due_of(row.case, desk_tasks()["conflict"])
    words = f"A manager says whether {row.member.full_name} may handle this case. {why}"[:300]
    task = raise_task(row.case, "conflict", key=key_of(row), words=words, due_at=due_at, source=kind.source)
    if task.state != TaskState.OPEN:
        # What a person answered was asked before this came to light.
        task.words, task.due_at = words, due_at
        open_locked(task)


def let_in_again(holder: Case, by: TeamMember) -> None:
    """Let those into a locked case again about whom it was only asked because of messages that have left it since.

    A question that somebody has taken up stays one.
    """
    for row in holder.conflicts.filter(state=ASKED, lifted_by__isnull=False).select_related("member").order_by("pk"):
        row.case = holder
        if not has_conflict(holder.pk, row.member) and end_if_untouched(holder, key_of(row)):
            row.state = LIFTED
            row.save()
            record_conflict("conflict_lifted", row, by, again=True)


def take_from_shut(case: Case, by: TeamMember | None) -> None:
    """Take a locked case and its tasks from those to whom it has become shut by messages that were put with it."""
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN)
    holders = TeamMember.objects.filter(Q(pk=case.assignee_id) | Q(pk__in=tasks.values("assignee")))
    for member in holders.order_by("pk"):
        if has_conflict(case.pk, member):
            _take_away(case, member, by)


def _ask_again(holder: Case, members: Iterable[int], by: TeamMember) -> None:
    for row in holder.conflicts.filter(state=LIFTED, member__in=members).select_related("member").order_by("pk"):
        row.case = holder
        ask_about(row, by, why=AGAIN, again=True)


def ask_of_joined(case: Case, holder: Case, by: TeamMember) -> None:
    """Ask anew about those to whom a locked case is shut and who were once let into the one that holds its messages.

    A lift answers what was known when it was said, and nothing that came later.
    """
    _ask_again(holder, case.conflicts.filter(state=OPEN).values_list("member", flat=True), by)


def _shut_others(row: Conflict, others: Iterable[Case], by: TeamMember) -> None:
    """Take from a colleague the other locked cases that a new conflict shuts, their messages being put together."""
    for other in others:
        if other.pk == row.case.joined_to_id:
            _ask_again(other, [row.member_id], by)
        take_from_shut(other, by)


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


def _lock_family(case_id: int) -> tuple[Case, list[Case]]:
    """Lock a case, the one that holds its messages and those whose it holds, by number; return it, and the others."""
    ids = Case.objects.filter(Q(pk=case_id) | Q(absorbed=case_id) | Q(joined_to=case_id)).values("pk")
    found = {case.pk: case for case in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    case = found.pop(case_id)
    if case.joined_to_id and case.joined_to_id not in found:
        # Somebody put it there while we waited for the lock; to take the other's now would break the order.
        raise NotNowError("The messages of this case were put with another just now. Look at both, then say it again.")
    return case, list(found.values())


def _locked(conflict_id: int, member: TeamMember) -> tuple[Conflict, list[Case]]:
    case_id = Conflict.objects.values_list("case_id", flat=True).get(pk=conflict_id)
    case, others = _lock_family(case_id)
    row = Conflict.objects.select_for_update().select_related("member").get(pk=conflict_id)
    row.case = case
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager may say whether a colleague may handle a case.")
    if row.member_id == member.pk:
        raise NotAllowedError("This is about you, so another manager must say.")
    check_no_conflict(case, member)
    return row, others


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
