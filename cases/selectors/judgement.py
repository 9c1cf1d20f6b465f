"""Gather what a case's page on refusals and behaviour shows; reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from cases.conflicts import shut_cases, shut_to
from cases.contacts import Counted, count_contacts
from cases.judging import NOT_TAKE, Need, needs_of
from cases.models import Behaviour, Case, Discretion, Letter, Matter, TeamMember
from cases.services.judgement.behaviour import WARNING_LETTER, flags_in_force
from cases.services.judgement.ladder import ENDED
from cases.states import BehaviourState

LIMITING = (BehaviourState.RESTRICTED, BehaviourState.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementFile:
    """Hold a case with all that was judged of it, and how its person's behaviour is dealt with over all their cases.

    ``ladders`` are the newest first, ``flags`` those that a person found right here, ``warnings`` the letters that warn
    this person. ``names`` gives the name for a person's id.
    """

    case: Case
    matters: tuple[Matter, ...]
    needs: tuple[Need, ...]
    written: tuple[Discretion, ...]
    ladders: tuple[Behaviour, ...]
    counted: Counted
    flags: frozenset[str]
    warnings: tuple[Letter, ...]
    names: dict[int, str]


def open_judgements(case_id: int) -> JudgementFile | None:
    """Return all of it for one case, None if there is no such case."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    return JudgementFile(
        case=case,
        matters=tuple(case.matters.all()),
        needs=needs_of(case),
        written=tuple(case.discretions.select_related("decided_by").order_by("-pk")),
        ladders=tuple(ladders_of(case)),
        counted=count_contacts(case.person_address),
        flags=frozenset(flags_in_force(case)),
        warnings=tuple(_warnings(case.person_address)),
        names={member.pk: member.full_name for member in TeamMember.objects.all()},
    )


def without_shut(file: JudgementFile, member: TeamMember) -> JudgementFile:
    """Return the page's facts without what stands in other cases of the person that are shut to this member.

    How much was counted stays: it is how often the person wrote, and names no case.
    """
    ladders, warnings = {row.case_id for row in file.ladders}, {row.case_id for row in file.warnings}
    ids = {*file.counted.references, *ladders, *warnings} - {file.case.pk}
    shut = {found.pk for found in shut_cases(ids, member)}
    references = {pk: words for pk, words in file.counted.references.items() if pk not in shut}
    return replace(
        file,
        ladders=tuple(row for row in file.ladders if row.case_id not in shut),
        warnings=tuple(row for row in file.warnings if row.case_id not in shut),
        counted=replace(
            file.counted,
            references=references,
            contacts=tuple(one for one in file.counted.contacts if one.issue not in shut),
        ),
    )


def ladders_of(case: Case) -> Sequence[Behaviour]:
    """Return how the behaviour of a case's person was dealt with, in whichever of their cases, the newest first."""
    whose = Q(case=case) | (Q(person_address=case.person_address) if case.person_address else Q(pk=None))
    rows = Behaviour.objects.filter(whose).select_related("case", "confirmed_by", "restricted_by", "warning")
    return list(rows.order_by("-pk"))


def arrangement_of(case: Case) -> Behaviour | None:
    """Return the limit on contact that is in force for a case's person today, None if there is none."""
    today = timezone.localdate()
    rows = (row for row in ladders_of(case) if row.state in LIMITING)
    return next((row for row in rows if row.until_on and row.until_on >= today), None)


def judged(case: Case) -> list[Discretion]:
    """Return the judgements in force with which a case's refusals are signed: the newest of each matter's question."""
    newest: dict[tuple[int, str], Discretion] = {}
    for row in case.discretions.select_related("decided_by").order_by("pk"):
        newest[row.matter, row.question] = row
    return [row for row in newest.values() if row.decision == NOT_TAKE]


def open_ladders(member: TeamMember) -> Sequence[Behaviour]:
    """Return every ladder that is open, what is to be reviewed first at the top; none of a case shut to this member."""
    rows = Behaviour.objects.exclude(state__in=ENDED).exclude(case__in=shut_to(member)).select_related("case")
    return list(rows.order_by(F("review_on").asc(nulls_last=True), "raised_at", "pk"))


def is_due(row: Behaviour, today: date) -> bool:
    """Say whether a limit on contact is to be reviewed: its day has come, or its time is over."""
    days = [day for day in (row.review_on, row.until_on) if day]
    return row.state in LIMITING and any(day <= today for day in days)


def _warnings(address: str) -> Sequence[Letter]:
    if not address:
        return []
    return list(Letter.objects.filter(case__person_address=address, letter=WARNING_LETTER).order_by("-pk"))
