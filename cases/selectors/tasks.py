"""Find what somebody must still do: of one case with who may not handle it, and of all cases; reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from cases.conflicts import LIFTED, known_of, members_left, shut_to
from cases.models import Case, Conflict, Role, Task, TeamMember
from cases.states import TaskState

WEEK = timedelta(days=7)


class Who(StrEnum):
    """Whose tasks a list shows. A task that nobody has is that of whoever has its case."""

    MINE = "mine"
    NOBODY = "nobody"
    ALL = "all"


class When(StrEnum):
    """Which of them, by their last day."""

    ANY = "any"
    LATE = "late"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTasks:
    """Hold one case with its tasks, open ones first due first, ended ones newest first, and who may not handle it.

    ``conflicts`` are its own, and those of cases its messages were put with that are not shut to the reader. ``able``
    are those who may handle it, ``team`` all who might.
    """

    case: Case
    open: tuple[Task, ...]
    ended: tuple[Task, ...]
    conflicts: tuple[Conflict, ...]
    able: tuple[TeamMember, ...]
    team: tuple[TeamMember, ...]


def open_tasks_of(case_id: int, reader: TeamMember) -> CaseTasks | None:
    """Return one case with all that is to do in it, for whoever reads it; None if there is no such case."""
    case = Case.objects.select_related("assignee").filter(pk=case_id).first()
    if case is None:
        return None
    rows = case.tasks.select_related("assignee", "raised_by", "ended_by")
    return CaseTasks(
        case=case,
        open=tuple(rows.filter(state=TaskState.OPEN).order_by(F("due_at").asc(nulls_last=True), "pk")),
        ended=tuple(rows.exclude(state=TaskState.OPEN).order_by("-ended_at", "-pk")),
        conflicts=tuple(_conflicts(case, reader)),
        able=tuple(members_left(case)),
        team=tuple(team_members()),
    )


def team_members() -> QuerySet[TeamMember]:
    """Return who may handle cases at all."""
    able = TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER])
    return able.order_by("first_name", "last_name", "pk")


def list_tasks(member: TeamMember, *, who: Who, when: When, kind: str, now: datetime, end: datetime) -> QuerySet[Task]:
    """Return open tasks over all cases, first due first, none of a case that is shut to this member.

    ``end`` is the last moment of the present day.
    """
    rows = Task.objects.filter(state=TaskState.OPEN).exclude(case__in=shut_to(member))
    rows = rows.filter(_whose(member)[who], _until(now, end)[when])
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.select_related("case", "case__assignee", "assignee")
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def kinds_open() -> tuple[str, ...]:
    """Return the kinds of all tasks that are open."""
    kinds = Task.objects.filter(state=TaskState.OPEN).order_by("kind").values_list("kind", flat=True)
    return tuple(kinds.distinct())


def count_open(case_id: int) -> int:
    """Return how many tasks of a case are open."""
    return Task.objects.filter(case=case_id, state=TaskState.OPEN).count()


def staff_named(case_id: int) -> tuple[str, ...]:
    """Return the colleagues who are named in a case, or know its people, and whom no manager has let in."""
    rows = known_of(case_id).exclude(state=LIFTED).select_related("member").order_by("pk")
    return tuple(dict.fromkeys(row.member.full_name for row in rows))


def _conflicts(case: Case, reader: TeamMember) -> list[Conflict]:
    """Return what is known of a case, its own first; no row names a case that is shut to the reader."""
    rows = known_of(case.pk).filter(Q(case=case) | ~Q(case__in=shut_to(reader)))
    rows = rows.select_related("case", "member", "said_by", "lifted_by").order_by("pk")
    return sorted(rows, key=lambda row: row.case_id != case.pk)


def _whose(member: TeamMember) -> dict[Who, Q]:
    return {
        Who.MINE: Q(assignee=member) | Q(assignee=None, case__assignee=member),
        Who.NOBODY: Q(assignee=None, case__assignee=None),
        Who.ALL: Q(),
    }


def _until(now: datetime, end: datetime) -> dict[When, Q]:
    return {
        When.ANY: Q(),
        When.LATE: Q(due_at__lt=now),
        When.TODAY: Q(due_at__lte=end),
        When.WEEK: Q(due_at__lte=end + WEEK),
    }
