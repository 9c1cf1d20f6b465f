"""Gather what the page of a case's matters and stages shows; reads only, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from cases.conflicts import shut_to
from cases.findings import RecommendationState, RequestState
from cases.models import (
    Case,
    DeadlineRow,
    Joining,
    Mail,
    Matter,
    MatterStep,
    MaybeSame,
    Outcome,
    Parking,
    Recommendation,
    StageRequest,
    Task,
    TeamMember,
)
from cases.records.case import BY_DAY
from cases.selectors.which_case import pairs_of, raised_in
from cases.states import MailState
from classify.labels import Flag

FREEZING = "freezing"
RowT = TypeVar("RowT", MatterStep, Outcome)
NOT_SAID = (MailState.AUTOMATIC, MailState.DUPLICATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFile:
    """Hold one matter with all that became of it; ``lives_on`` are the numbers of the matters it went into."""

    matter: Matter
    steps: tuple[MatterStep, ...]
    outcomes: tuple[Outcome, ...]
    deadlines: tuple[DeadlineRow, ...]
    parking: Parking | None
    request: StageRequest | None
    lives_on: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeFile:
    """Hold one case with its matters, what will be done, linked cases and messages; ``raised`` is what new ones ask."""

    case: Case
    matters: tuple[MatterFile, ...]
    recommendations: tuple[Recommendation, ...]
    links: tuple[MaybeSame, ...]
    mails: tuple[Mail, ...]
    is_urgent: bool
    freezing: tuple[Task, ...]
    raised: tuple[Joining, ...]


def open_life(case_id: int, member: TeamMember | None = None) -> LifeFile | None:
    """Return one case with the life of its matters, None if there is none.

    With a member, without linked cases that are shut to them.
    """
    case = Case.objects.select_related("joined_to").filter(pk=case_id).first()
    if case is None:
        return None
    flag = case.decisions.filter(key=f"flag:{Flag.URGENT_DECISION}").first()
    return LifeFile(
        case=case,
        matters=_matters(case),
        recommendations=tuple(_recommendations().filter(case=case)),
        links=tuple(pair for pair in pairs_of(case, member) if pair.answer == "linked"),
        mails=tuple(case.mails.exclude(state__in=NOT_SAID).order_by("-received_at", "-pk")),
        is_urgent=flag is not None and flag.value == "yes",
        raised=tuple(raised_in(case)),
        freezing=tuple(Task.objects.filter(case=case, kind=FREEZING).order_by("-pk")),
    )


def list_recommendations(
    member: TeamMember, *, state: str = RecommendationState.OPEN, owner: str = "", overdue_on: date | None = None
) -> QuerySet[Recommendation]:
    """Return what the council said it will do, over all cases, what is due first at the top; ``state`` "" is all.

    With ``overdue_on`` only what should have been done before that day. None of a case that is shut to this member.
    """
    rows = _recommendations().select_related("case").exclude(case__in=shut_to(member))
    if overdue_on:
        return rows.filter(state=RecommendationState.OPEN, due_on__lt=overdue_on, owner__icontains=owner)
    return rows.filter(Q(state=state) if state else Q(), owner__icontains=owner)


def find_recommendation(recommendation_id: int) -> Recommendation | None:
    """Return one thing the council said it will do, None if there is none."""
    return _recommendations().select_related("case").filter(pk=recommendation_id).first()


def _recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.select_related("made_by", "ended_by").order_by("due_on", "pk")


def _matters(case: Case) -> tuple[MatterFile, ...]:
    matters = list(case.matters.select_related("merged_into", "split_from").order_by("number"))
    steps = _by_matter(MatterStep.objects.filter(matter__case=case).select_related("by", "mail").order_by("pk"))
    outcomes = _by_matter(Outcome.objects.filter(matter__case=case).select_related("decided_by").order_by("stage"))
    requests = StageRequest.objects.filter(matter__case=case, state=RequestState.PENDING).select_related("asked_by")
    pending = {row.matter_id: row for row in requests}
    parked = {row.matter: row for row in Parking.objects.filter(case=case, ended_on=None).select_related("parked_by")}
    dates: dict[int, list[DeadlineRow]] = defaultdict(list)
    for row in case.deadlines.order_by(*BY_DAY):
        dates[row.matter].append(row)
    return tuple(
        MatterFile(
            matter=matter,
            steps=tuple(steps[matter.pk]),
            outcomes=tuple(outcomes[matter.pk]),
            deadlines=tuple(dates[matter.number]),
            parking=parked.get(matter.number),
            request=pending.get(matter.pk),
            lives_on=_lives_on(matter, matters),
        )
        for matter in matters
    )


def _by_matter(rows: Iterable[RowT]) -> dict[int, list[RowT]]:
    found: dict[int, list[RowT]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def _lives_on(matter: Matter, matters: Sequence[Matter]) -> tuple[int, ...]:
    if matter.merged_into:
        return (matter.merged_into.number,)
    return (
        tuple(other.number for other in matters if other.split_from_id == matter.pk) if matter.state == "split" else ()
    )
