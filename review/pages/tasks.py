"""Lay out what somebody must do for one case, and who may not handle it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.conflicts import ASKED, LIFTED, OPEN
from cases.desk import desk_tasks
from cases.models import Case, Conflict, Task, TeamMember
from cases.selectors.tasks import CaseTasks
from cases.states import TaskState
from config.tasks import NOT_NEEDED, TaskKind, TaskResult
from review.pages.rows import TONE_ICONS, Desk
from review.pages.task_list import name_of, say_when, title_of
from review.words import Due, say_moment

DONE = TaskResult(code="done", words="Done")
"""How a task ends whose kind another part of the program made."""
STANDS = {
    OPEN: "May not handle this case",
    ASKED: "May be named: a manager says",
    LIFTED: "May handle this case: a manager has looked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Hold what was typed into one form of the page that was refused; ``form`` names it ("task-12", "add")."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """Hold one way to end a task, as a radio; ``hint`` is what must be said with it."""

    value: str
    words: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """Hold one open task with its form; ``typed`` is what was refused in it."""

    id: int
    anchor: str
    title: str
    words: str
    source: str
    due: Due
    icon: str
    due_sub: str
    about: str
    note: str
    assignee_id: int | None
    results: tuple[ResultView, ...]
    ends_itself: bool
    typed: Mapping[str, str]
    off_note: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedView:
    """Hold one task that was ended."""

    id: int
    title: str
    result: str
    note: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """Hold one colleague who is named in a case, or knows its people, and what a manager may say of it.

    ``there`` is the case that knows it, where that is another one whose messages are with this one's; it is answered
    there.
    """

    id: int
    anchor: str
    name: str
    state: str
    tone: str
    why: str
    by: str
    lifted: str
    there: Case | None
    may_lift: bool
    may_shut: bool
    error: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoView:
    """Hold the page of one case's tasks."""

    open: tuple[TaskView, ...]
    ended: tuple[EndedView, ...]
    conflicts: tuple[ConflictView, ...]
    able: tuple[TeamMember, ...]
    team: tuple[TeamMember, ...]
    kinds: tuple[TaskKind, ...]
    typed: Typed


def lay_out_todo(file: CaseTasks, desk: Desk, typed: Typed = NOTHING_TYPED) -> TodoView:
    """Return the page of one case's tasks; ``typed`` keeps what was refused where it was typed."""
    return TodoView(
        open=tuple(_task(task, desk, typed) for task in file.open),
        ended=tuple(_ended(task) for task in file.ended),
        conflicts=tuple(_conflict(row, file.case, desk, typed) for row in file.conflicts),
        able=file.able,
        team=file.team,
        kinds=tuple(kind for kind in desk_tasks().values() if kind.by_hand),
        typed=typed,
    )


def _task(task: Task, desk: Desk, typed: Typed) -> TaskView:
    anchor = f"task-{task.pk}"
    mine = typed if typed.form == anchor else NOTHING_TYPED
    due, sub = say_when(task, desk)
    known, name = desk_tasks().get(task.kind), name_of(task)
    raised = f"raised {say_moment(task.raised_at)} by {task.raised_by.full_name if task.raised_by else 'Putright'}"
    return TaskView(
        id=task.pk,
        anchor=anchor,
        title=name + (f", matter {task.matter}" if task.matter else ""),
        words="" if task.words.rstrip(".") == name else task.words,
        source=task.source,
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        about=f"With {task.assignee.full_name if task.assignee else 'nobody of its own'}, {raised}.",
        note=task.note,
        assignee_id=task.assignee_id,
        ends_itself=bool(known and known.ends_itself),
        results=_results(task, mine.values.get("result", "")),
        typed=mine.values,
        off_note=mine.values.get("off-note", ""),
        errors=mine.errors,
    )


def _results(task: Task, chosen: str) -> tuple[ResultView, ...]:
    known = desk_tasks().get(task.kind)
    own = known.results if known else (DONE,)
    shown = (*own, TaskResult(code=NOT_NEEDED, words="It need not be done", note="Why not"))
    return tuple(
        ResultView(value=found.code, words=found.words, hint=_hint(found), is_chosen=found.code == chosen)
        for found in shown
    )


def _hint(result: TaskResult) -> str:
    say = f"Say: {result.note[0].lower()}{result.note[1:]}." if result.note else ""
    follows = f"Then: {_first_lower(title_of(result.raises))}." if result.raises else ""
    return " ".join(filter(None, [say, follows]))


def _ended(task: Task) -> EndedView:
    known = desk_tasks().get(task.kind)
    found = known.result(task.result) if known else None
    words = "Not needed" if task.state == TaskState.NOT_NEEDED else found.words if found else "Done"
    by = task.ended_by.full_name if task.ended_by else "Putright: what asked for it has gone"
    at = f", {say_moment(task.ended_at)}" if task.ended_at else ""
    return EndedView(id=task.pk, title=name_of(task), result=words, note=task.note, by=f"{by}{at}")


def _conflict(row: Conflict, case: Case, desk: Desk, typed: Typed) -> ConflictView:
    anchor = f"conflict-{row.pk}"
    mine = typed if typed.form == anchor else NOTHING_TYPED
    is_here = row.case_id == case.pk
    may_say = is_here and desk.member.may_sign and desk.member.pk != row.member_id
    lifted = f"{row.lifted_by.full_name}: {row.lifted_why}" if row.lifted_by else ""
    return ConflictView(
        id=row.pk,
        anchor=anchor,
        name=row.member.full_name,
        state=STANDS[row.state],
        tone="ok" if row.state == LIFTED else "bad" if row.state == OPEN else "warn",
        why=row.why,
        by=f"{row.said_by.full_name if row.said_by else 'Found by Putright'}, {say_moment(row.at)}",
        lifted=lifted,
        there=None if is_here else row.case,
        may_lift=may_say and row.state != LIFTED,
        may_shut=may_say and row.state == ASKED,
        error=mine.errors.get("why", ""),
        typed=mine.values.get("why", ""),
    )


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]
