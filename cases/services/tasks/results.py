"""Write what people do with a task: its result, that it is not needed or comes later, or that there is one more."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.desk import desk_tasks
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, Task, TeamMember
from cases.services.arrived import follow_result as follow_arrival
from cases.services.common import require_decider
from cases.services.judgement.needed import require_judgement
from cases.services.tasks.following import END_OF_DAY, due_of, follow_case
from cases.services.tasks.raising import end_locked, hand_task, locked_task, raise_task
from cases.services.tasks.raising import reopen_task as _reopen
from cases.states import TaskState
from config.tasks import OTHER, TaskResult

MOST_WORDS = 220


@transaction.atomic
def record_result(*, task_id: int, member: TeamMember, result: str, note: str = "") -> Task:
    """End a task with what came of it; what follows from that is raised at once.

    Raises:
        IncompleteError: without a result, or without what must be said with it or judged before it.
        NotAllowedError: if this person may not handle the case.
        NotNowError: if it ends by itself.
        MoveError: if it was ended before.

    """
    task = _locked(task_id, member)
    found = _result(task, result)
    if found and found.note and not note.strip():
        raise IncompleteError({"note": f"Say: {found.note[0].lower()}{found.note[1:]}."})
    if found and found.record:
        _require_record(task, found)
    end_locked(task, state=TaskState.DONE, result=result, note=note, by=member)
    follow_arrival(task, member, result=result, note=note)
    if found and found.raises:
        _raise_next(task, found.raises)
    follow_case(task.case)
    return task


@transaction.atomic
def set_not_needed(*, task_id: int, member: TeamMember, why: str) -> Task:
    """End a task that need not be done, with the reason a person gives.

    Raises:
        IncompleteError: without a reason.

    """
    task = _locked(task_id, member)
    if not why.strip():
        raise IncompleteError({"note": "Say why it need not be done."})
    end_locked(task, state=TaskState.NOT_NEEDED, note=why, by=member)
    return task


@transaction.atomic
def reopen(*, task_id: int, member: TeamMember) -> Task:
    """Open an ended task again: something was wrong, or has changed. Tasks that followed stay as they are."""
    task = _reopen(task_id=task_id, member=member)
    follow_case(task.case)
    return task


@transaction.atomic
def put_off(*, task_id: int, member: TeamMember, due_on: date | None, why: str) -> Task:
    """Give an open task another last day, with the reason; whoever does has it from now on.

    Raises:
        IncompleteError: without a day that is still to come, or without a reason.
        NotNowError: if it was ended before.

    """
    task = locked_task(task_id, member)
    if task.state != TaskState.OPEN:
        raise NotNowError("This was ended before. Open it again first.")
    missing = {}
    if due_on is None or due_on < timezone.localdate():
        missing["due"] = "Give a day that is still to come."
    if not why.strip():
        missing["note"] = "Say why it comes later."
    if missing or due_on is None:
        raise IncompleteError(missing)
    task.due_at, task.note = _end_of(due_on), "\n".join(filter(None, [task.note, why.strip()]))
    task.assignee = task.assignee or member
    task.save()
    facts = {"task": task.pk, "kind": task.kind, "due_on": due_on.isoformat()}
    events.record_for_case("task_put_off", task.case, actor=member, facts=facts)
    return task


@transaction.atomic
def add_task(
    *,
    case_id: int,
    member: TeamMember,
    kind: str,
    words: str = "",
    due_on: date | None = None,
    to: TeamMember | None = None,
) -> Task:
    """Add a task that Putright did not raise: one of those that people may add, or something else in their words.

    Raises:
        IncompleteError: without a kind, or something else without words.
        NotAllowedError: if this person, or whoever shall do it, may not handle the case.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    known, said = desk_tasks().get(kind), words.strip()
    missing = {}
    if known is None or not known.by_hand:
        missing["kind"] = "Choose what is to be done."
    if kind == OTHER and not said:
        missing["words"] = "Say what is to be done."
    if len(said) > MOST_WORDS:
        missing["words"] = f"Say it in at most {MOST_WORDS} letters: it has {len(said)}."
    if due_on and due_on < timezone.localdate():
        missing["due"] = "Give a day that is still to come."
    if missing or known is None:
        raise IncompleteError(missing)
    due_at = _end_of(due_on) if due_on else due_of(case, known)
    number = case.tasks.count() + 1
    text = said if kind == OTHER else " ".join(filter(None, [known.words, said]))[:300]
    task = raise_task(
        case, kind, key=f"person:{number}:{kind}", words=text, due_at=due_at, source=known.source, by=member
    )
    return hand_task(task_id=task.pk, member=member, to=to) if to else task


def _locked(task_id: int, member: TeamMember) -> Task:
    """Return a locked task that a person may end by hand."""
    task = locked_task(task_id, member)
    known = desk_tasks().get(task.kind)
    if known and known.ends_itself:
        raise NotNowError("This ends by itself, when what it asks for has been done.")
    return task


def _result(task: Task, code: str) -> TaskResult | None:
    """Return the result chosen; None for a kind that another part of the program raised, which is only done."""
    known = desk_tasks().get(task.kind)
    found = known.result(code) if known else None
    if known and found is None:
        raise IncompleteError({"result": "Choose what came of it."})
    return found


def _require_record(task: Task, found: TaskResult) -> None:
    try:
        require_judgement(task.case, question=found.record, matter=task.matter)
    except IncompleteError as error:
        raise IncompleteError({"result": str(error)}) from error


def _raise_next(task: Task, kind: str) -> None:
    known = desk_tasks()[kind]
    key = f"after:{task.pk}:{kind}"
    raise_task(
        task.case,
        kind,
        key=key,
        words=known.words,
        matter=task.matter,
        due_at=due_of(task.case, known, key=key),
        source=known.source,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, tzinfo=timezone.get_default_timezone())
