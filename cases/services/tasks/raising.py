"""Write what somebody must do for a case: raise it once, hand it to somebody, end it with its result, open it again.

A task's ``key`` names its cause, so that the same cause raises it once. What Putright raised and nobody touched is its
own to end when the cause goes; what a person has touched is theirs.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import NotNowError
from cases.models import Case, Task, TeamMember
from cases.services.common import require_decider
from cases.states import TASK_MOVES, TaskState, check_move

ENDS = frozenset({TaskState.DONE, TaskState.NOT_NEEDED})


def raise_task(
    case: Case,
    kind: str,
    *,
    key: str,
    words: str,
    matter: int = 0,
    due_at: datetime | None = None,
    source: str = "",
    by: TeamMember | None = None,
) -> Task:
    """Say that something must be done for a locked case, inside the caller's transaction; the same key raises it once.

    One that is open takes the new words and day; one that somebody has put off keeps its own day. One that Putright
    itself had ended as not needed is opened again; one that a person ended stays ended. ``by`` is None for Putright.
    """
    said = {"words": words[:300], "source": source[:300], "due_at": due_at}
    task, is_new = Task.objects.get_or_create(
        case=case,
        key=key[:60],
        defaults=said | {"kind": kind, "matter": matter, "raised_by": by, "raised_at": timezone.now()},
    )
    if is_new:
        _record("task_raised", task, by)
        return task
    if task.state == TaskState.NOT_NEEDED and task.ended_by_id is None:
        _set(task, said)
        _open(task)
        _record("task_raised", task, by)
        return task
    if task.note:
        # Whoever put it off said why, and has promised another day.
        del said["due_at"]
    if task.state == TaskState.OPEN and any(getattr(task, name) != value for name, value in said.items()):
        _set(task, said)
        task.save()
        _record("task_changed", task, by)
    return task


@transaction.atomic
def end_task(
    *,
    task_id: int,
    member: TeamMember,
    state: TaskState = TaskState.DONE,
    result: str = "",
    note: str = "",
) -> Task:
    """End a task as done or as not needed, with its result and what there is to say; by a named person.

    ``cases.services.tasks.results.record_result`` is the door for people: it also asks for what a result needs.

    Raises:
        NotAllowedError: if this person may not handle the case.
        MoveError: if it was ended before.

    """
    task = locked_task(task_id, member)
    end_locked(task, state=state, result=result, note=note, by=member)
    return task


def end_locked(task: Task, *, state: TaskState, result: str = "", note: str = "", by: TeamMember | None = None) -> None:
    """End a task of a locked case, inside the caller's transaction; ``by`` is None for Putright.

    Raises:
        MoveError: if it was ended before.

    """
    check_move(TASK_MOVES, TaskState(task.state), state)
    task.state, task.result, task.note = state, result[:30], note.strip() or task.note
    task.ended_by, task.ended_at = by, timezone.now()
    task.save()
    _record("task_done" if state == TaskState.DONE else "task_not_needed", task, by, result=task.result)


@transaction.atomic
def reopen_task(*, task_id: int, member: TeamMember) -> Task:
    """Open an ended task again; whoever does has it from now on, so that Putright does not end it behind their back.

    Raises:
        MoveError: if it is open.

    """
    task = locked_task(task_id, member)
    check_move(TASK_MOVES, TaskState(task.state), TaskState.OPEN)
    task.assignee = member
    _open(task)
    _record("task_reopened", task, member)
    return task


@transaction.atomic
def hand_task(*, task_id: int, member: TeamMember, to: TeamMember | None) -> Task:
    """Hand an open task to somebody, or to nobody.

    Raises:
        NotAllowedError: if either of the two may not handle the case.
        NotNowError: if it was ended before.

    """
    task = locked_task(task_id, member)
    if task.state != TaskState.OPEN:
        raise NotNowError("This was ended before. Open it again first.")
    if to:
        require_decider(to)
        check_no_conflict(task.case, to)
    task.assignee = to
    task.save(update_fields=["assignee"])
    _record("task_handed", task, member, to=to.pk if to else None)
    return task


def end_if_untouched(case: Case, key: str) -> Task | None:
    """End a task of a locked case whose cause has gone, if Putright raised it and nobody has touched it since."""
    task = Task.objects.filter(case=case, key=key, state=TaskState.OPEN).first()
    if task is None or not is_untouched(task):
        return None
    end_locked(task, state=TaskState.NOT_NEEDED)
    return task


def open_locked(task: Task) -> None:
    """Open an ended task of a locked case again, inside the caller's transaction, because what it is about is back."""
    check_move(TASK_MOVES, TaskState(task.state), TaskState.OPEN)
    _open(task)
    _record("task_reopened", task, None)


def end_answered(tasks: Iterable[Task], *, by: TeamMember) -> None:
    """End tasks of a locked case that a person's own step has answered; what somebody has touched, as done by them."""
    for task in tasks:
        if is_untouched(task):
            end_locked(task, state=TaskState.NOT_NEEDED)
        else:
            end_locked(task, state=TaskState.DONE, by=by)


def is_untouched(task: Task) -> bool:
    """Say whether a task is still just as Putright raised it."""
    return task.raised_by_id is None and task.assignee_id is None and not task.note


def locked_task(task_id: int, member: TeamMember) -> Task:
    """Return a task whose case is locked, for somebody who may handle it.

    Raises:
        NotAllowedError: for anybody else.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=Task.objects.values_list("case_id", flat=True).get(pk=task_id))
    check_no_conflict(case, member)
    task = Task.objects.select_for_update().get(pk=task_id)
    task.case = case
    return task


def _set(task: Task, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(task, name, value)


def _open(task: Task) -> None:
    task.state, task.result, task.ended_by, task.ended_at = TaskState.OPEN, "", None, None
    task.save()


def _record(verb: str, task: Task, by: TeamMember | None, **facts: object) -> None:
    told = {"task": task.pk, "kind": task.kind, "matter": task.matter} | facts
    events.record_for_case(verb, task.case, actor=by, facts=told)
