"""Lay out the list of what somebody must do over all cases, and what every page says of a task."""

# ruff: noqa: RUF001 - the words on screen have proper apostrophes

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.desk import desk_tasks
from cases.models import Task
from cases.selectors.tasks import When, Who
from config.tasks import OTHER
from review.pages.rows import TONE_ICONS, Desk
from review.words import Due, count, local_day, say_day, say_due

WHOSE = {Who.MINE: "Mine", Who.NOBODY: "Nobody’s", Who.ALL: "All"}
WHENS = {When.ANY: "Any day", When.LATE: "Late", When.TODAY: "Due today or late", When.WEEK: "Due within a week"}
PAGE_SIZE = 50
LINE = 110
"""So many signs of somebody's own words still make a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """Hold one task of the list over all cases."""

    case_id: int
    anchor: str
    reference: str
    gist: str
    title: str
    due: Due
    icon: str
    due_sub: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Hold one choice of a filter."""

    value: str
    words: str
    is_on: bool


def lay_out_rows(tasks: Iterable[Task], desk: Desk) -> tuple[TaskRow, ...]:
    """Return the tasks of a list over all cases."""
    return tuple(_row(task, desk) for task in tasks)


def lay_out_choices(who: Who, when: When, kind: str, kinds: Sequence[str]) -> dict[str, tuple[Option, ...]]:
    """Return the filters of the list, each with what is on."""
    listed = sorted(((code, title_of(code)) for code in {*kinds, *filter(None, [kind])}), key=lambda pair: pair[1])
    return {
        "whose": tuple(Option(value=code, words=words, is_on=code is who) for code, words in WHOSE.items()),
        "whens": tuple(Option(value=code, words=words, is_on=code is when) for code, words in WHENS.items()),
        "kinds": tuple(Option(value=code, words=words, is_on=code == kind) for code, words in listed),
    }


def say_number(number: int) -> str:
    """Say how many tasks a list holds."""
    return count(number, "thing to do", "things to do")


def title_of(kind: str) -> str:
    """Say what a kind of task is in a few words."""
    known = desk_tasks().get(kind)
    return known.title if known else kind.replace("_", " ").capitalize()


def name_of(task: Task) -> str:
    """Say what a task is: its kind, or the words of whoever added something else, if they fit into a line."""
    if task.kind == OTHER and 0 < len(task.words) <= LINE:
        return task.words.rstrip(".")
    return title_of(task.kind)


def say_when(task: Task, desk: Desk) -> tuple[Due, str]:
    """Say how near a task's last day is, and which day it is."""
    if task.due_at is None:
        return Due(words="No day set", tone="ok"), ""
    day = local_day(task.due_at)
    due = say_due(day, desk.today, desk.is_working_day)
    was = f"was due {say_day(day, desk.today)}" if due.tone == "late" else f"by {say_day(day, desk.today)}"
    return due, "" if due.tone == "today" else was


def _row(task: Task, desk: Desk) -> TaskRow:
    case = task.case
    due, sub = say_when(task, desk)
    who = task.assignee.full_name if task.assignee else case.assignee.full_name if case.assignee else "Nobody"
    return TaskRow(
        case_id=case.pk,
        anchor=f"task-{task.pk}",
        reference=case.reference,
        gist=case.gist,
        title=name_of(task),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        who=who,
    )
