"""Gather once a morning what each of the team must see today: their own cases, and those they cover for; reads only.

References, days and counts only: nothing here is of a person outside the team.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.case_clocks import desk_clocks
from cases.findings import RecommendationState
from cases.models import Behaviour, Case, Letter, Parking, Recommendation, Task, TeamMember
from cases.selectors.beside import UrgentBeside, urgent_beside
from cases.selectors.buckets import cases_needing_action
from cases.selectors.cover import Away, away_on, shut_cases
from cases.selectors.judgement import LIMITING, is_due
from cases.selectors.targets import AtTarget, Urgent, cases_at_targets, urgent_dates
from cases.states import CaseState, LetterState, TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Hold one thing of one case with its day: a task, a look-again date, a recommendation, a letter to sign."""

    case_id: int
    reference: str
    assignee_id: int | None
    on: date
    number: int = 1
    writer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Hold what stands this morning, for the whole team.

    Each row names who was given the case; ``owner`` says who has it in fact. ``now`` are cases with an
    open sign of danger, ``waiting`` those that need action, as (case, who has it). ``beside`` are dates by other law,
    ``reviews`` limits on contact whose review is due. ``managers_target`` is the last of the team's own days, of which
    the manager is told. ``unmailed`` are those of the team to whom no morning's mail goes at all.
    """

    today: date
    urgent: tuple[Urgent, ...]
    at_targets: tuple[AtTarget, ...]
    look_again: tuple[Dated, ...]
    tasks: tuple[Dated, ...]
    overdue: tuple[Dated, ...]
    to_sign: tuple[Dated, ...]
    now: tuple[int, ...]
    waiting: tuple[tuple[int, int | None], ...]
    away: Mapping[int, Away]
    able: frozenset[int]
    beside: tuple[UrgentBeside, ...] = ()
    reviews: tuple[Dated, ...] = ()
    managers_target: str = ""
    unmailed: frozenset[int] = frozenset()
    shut: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def owner(self, case_id: int, assignee_id: int | None) -> int | None:
        """Return who has a case today: who it was given to, or their cover; None if nobody may or can."""
        if assignee_id is None:
            return None
        away = self.away.get(assignee_id)
        has = (away.cover.pk if away.cover else None) if away else assignee_id
        is_able = has in self.able and case_id not in self.shut.get(has, frozenset()) if has else False
        return has if is_able else None


def read_morning(today: date) -> Morning:
    """Return what stands this morning, in a fixed number of queries however many cases there are."""
    targets, members = desk_clocks().targets, tuple(team())
    return Morning(
        today=today,
        urgent=urgent_dates(today),
        at_targets=cases_at_targets(today),
        look_again=_look_again(today),
        tasks=_tasks(today),
        overdue=_overdue(today),
        to_sign=_to_sign(),
        now=tuple(Case.objects.filter(has_open_alert=True).values_list("pk", flat=True)),
        waiting=tuple(cases_needing_action().order_by("pk").values_list("pk", "assignee_id")),
        away=away_on(today),
        beside=urgent_beside(timezone.now(), today),
        reviews=_reviews(today),
        managers_target=targets[-1].id if targets else "",
        able=frozenset(one.pk for one in members),
        unmailed=frozenset(one.pk for one in members if not (one.email and is_sent_to(one))),
        shut=shut_cases(),
    )


def team() -> QuerySet[TeamMember]:
    """Return who is written to in the morning: everybody who decides about cases."""
    return TeamMember.objects.filter(Q(role="officer") | Q(role="manager"), is_active=True).order_by("pk")


def is_sent_to(member: TeamMember) -> bool:
    """Say whether a morning's mail goes to a member: they want it, or danger and delay must reach them."""
    return member.digest_on or member.may_sign


def _look_again(today: date) -> tuple[Dated, ...]:
    rows = Parking.objects.filter(ended_on=None, ask_again_on__lte=today, case__joined_to=None)
    rows = rows.exclude(case__state=CaseState.FILED).order_by("ask_again_on", "pk")
    return tuple(
        Dated(case_id=case_id, reference=reference, assignee_id=assignee, on=on)
        for case_id, reference, assignee, on in rows.values_list(
            "case_id", "case__reference", "case__assignee_id", "ask_again_on"
        )
    )


def _tasks(today: date) -> tuple[Dated, ...]:
    """Return the tasks due by the end of today, those of one case and person as one."""
    ends_at = datetime.combine(today + timedelta(days=1), time(), timezone.get_default_timezone())
    rows = Task.objects.filter(state=TaskState.OPEN, due_at__lt=ends_at).order_by("due_at", "pk")
    found: dict[tuple[int, int | None], list[tuple[str, datetime]]] = defaultdict(list)
    fields = ("case_id", "case__reference", "assignee_id", "case__assignee_id", "due_at")
    for case_id, reference, assignee, handler, due_at in rows.values_list(*fields):
        found[(case_id, assignee or handler)].append((reference, due_at))
    return tuple(
        Dated(
            case_id=case_id,
            reference=tasks[0][0],
            assignee_id=assignee,
            on=timezone.localdate(tasks[0][1]),
            number=len(tasks),
        )
        for (case_id, assignee), tasks in found.items()
    )


def _overdue(today: date) -> tuple[Dated, ...]:
    rows = Recommendation.objects.filter(state=RecommendationState.OPEN, due_on__lt=today).order_by("due_on", "pk")
    fields = ("case_id", "case__reference", "case__assignee_id", "due_on")
    return tuple(
        Dated(case_id=case_id, reference=reference, assignee_id=assignee, on=on)
        for case_id, reference, assignee, on in rows.values_list(*fields)
    )


def _reviews(today: date) -> tuple[Dated, ...]:
    """Return the limits on a person's contact that are to be reviewed, or whose time is over, the oldest first."""
    rows = Behaviour.objects.filter(state__in=LIMITING).select_related("case").order_by("review_on", "pk")
    return tuple(
        Dated(
            case_id=row.case_id,
            reference=row.case.reference,
            assignee_id=row.case.assignee_id,
            on=min(day for day in (row.review_on, row.until_on) if day),
        )
        for row in rows
        if is_due(row, today)
    )


def _to_sign() -> tuple[Dated, ...]:
    rows = Letter.objects.filter(state=LetterState.TO_SIGN).order_by("asked_at", "pk")
    fields = ("case_id", "case__reference", "case__assignee_id", "asked_at", "made_at", "writer_id")
    return tuple(
        Dated(
            case_id=case_id,
            reference=reference,
            assignee_id=assignee,
            on=timezone.localdate(asked_at or made_at),
            writer_id=writer,
        )
        for case_id, reference, assignee, asked_at, made_at, writer in rows.values_list(*fields)
    )
