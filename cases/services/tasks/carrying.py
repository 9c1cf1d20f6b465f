"""Take what is to be done along when messages go from one case to another, and back; and ask what a reply asks for.

Nothing that is due in hours stays behind in a case that nobody opens any more.
"""

from collections.abc import Sequence

from cases.conflicts import has_conflict
from cases.desk import desk_tasks
from cases.models import Case, Mail, Task, TeamMember
from cases.services.tasks.asked_too import note_asked_too
from cases.services.tasks.following import ASKED, REPLIES, follow_case
from cases.services.tasks.raising import end_locked, is_untouched, open_locked, raise_task
from cases.services.tasks.replies import ask_one, hand_on
from cases.states import TaskState
from classify.labels import Flag, Kind
from classify.reading import Finding
from config.tasks import TaskKind
from routing.task_case import TaskCase
from routing.tasks import tasks_for

CARRIED = (ASKED, "person:", "after:", REPLIES)
"""How the keys of tasks begin that go along; one that hangs on a row of its own case (a pause, a wish) stays there."""


def carry_tasks(case: Case, other: Case, *, member: TeamMember) -> None:
    """Raise in the other of two locked cases what is still to be done of the one whose messages go there."""
    for task in case.tasks.filter(state=TaskState.OPEN).select_related("assignee"):
        if not task.key.startswith(CARRIED):
            continue
        if not _is_asked_there(task, other):
            _copy(task, other, member)
        elif task.key.startswith(REPLIES):
            note_asked_too(int(task.key.split(":")[1]), other, task.kind, task.matter)
        end_locked(task, state=TaskState.NOT_NEEDED)


def bring_tasks_back(case: Case, other: Case) -> None:
    """Give a case its tasks back with its messages, each as far as somebody has come with it in the other case."""
    for task in list(case.tasks.all()):
        copy = other.tasks.filter(key=_key(task)).first()
        if copy is None or task.state == TaskState.OPEN:
            continue
        task.assignee, task.due_at, task.note = copy.assignee, copy.due_at, copy.note
        open_locked(task)
        if copy.state == TaskState.OPEN:
            end_locked(copy, state=TaskState.NOT_NEEDED)
            hand_on(copy, other, words=task.words)
        else:
            end_locked(task, state=TaskState(copy.state), result=copy.result, note=copy.note, by=copy.ended_by)
    follow_case(case)


def ask_at_once(mail: Mail, case: Case, flags: Sequence[Finding[Flag]]) -> None:
    """Raise in a locked case what a reply that has joined it asks for within hours, counted from that reply."""
    found = frozenset(one.label for one in flags)
    known = tasks_for(TaskCase(kind=Kind(case.kind)))
    for asked in tasks_for(TaskCase(kind=Kind(case.kind), flags=found)):
        if desk_tasks()[asked.kind].at_once and asked not in known:
            ask_one(mail, case, asked, because="A reply asks for it.")


def _copy(task: Task, other: Case, member: TeamMember) -> None:
    by = None if task.raised_by_id is None else member
    words = f"{task.case.reference}: {task.words}"
    copy = raise_task(other, task.kind, key=_key(task), words=words, due_at=task.due_at, source=task.source, by=by)
    if copy.state != TaskState.OPEN:
        open_locked(copy)
    is_shut = task.assignee is not None and has_conflict(other.pk, task.assignee)
    copy.assignee, copy.note, copy.due_at = None if is_shut else task.assignee, task.note, task.due_at
    copy.save()


def _is_asked_there(task: Task, other: Case) -> bool:
    """Say whether the other case asks for the same, of what can wait and nobody has touched."""
    kind: TaskKind | None = desk_tasks().get(task.kind)
    if (kind and kind.at_once) or not is_untouched(task):
        return False
    return other.tasks.filter(kind=task.kind, state=TaskState.OPEN).exists()


def _key(task: Task) -> str:
    return f"from:{task.pk}"
