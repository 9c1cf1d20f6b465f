"""Say who is away on a day and who covers for them; reads only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cases.conflicts import LIFTED, OPEN
from cases.models import Absence, Conflict, TeamMember


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Hold one member who is away on a day.

    ``cover`` is who has their cases meanwhile, None if nobody has: then they stand on every manager's list. ``named``
    is who was asked to; where that one is away too, their own cover stands in, once.
    """

    member: TeamMember
    from_on: date
    until_on: date
    cover: TeamMember | None
    named: TeamMember | None


def absences_on(day: date) -> QuerySet[Absence]:
    """Return the absences in force on a day."""
    found = Absence.objects.filter(from_on__lte=day, until_on__gte=day, ended_at=None)
    return found.select_related("member", "cover").order_by("from_on", "pk")


def absences_between(from_on: date, until_on: date) -> QuerySet[Absence]:
    """Return the absences that share a day with a stretch."""
    found = Absence.objects.filter(from_on__lte=until_on, until_on__gte=from_on, ended_at=None)
    return found.select_related("member", "cover").order_by("from_on", "pk")


def coming_absences(today: date) -> QuerySet[Absence]:
    """Return the absences that are not over, with who said so."""
    found = Absence.objects.filter(until_on__gte=today, ended_at=None)
    return found.select_related("member", "cover", "said_by").order_by("from_on", "pk")


def away_on(day: date) -> Mapping[int, Away]:
    """Return who is away on a day, by the member's id, in one query."""
    rows = {row.member_id: row for row in absences_on(day)}
    return {id_: _away(row, rows) for id_, row in rows.items()}


def covered_by(member: TeamMember, away: Mapping[int, Away]) -> tuple[Away, ...]:
    """Return those of the absent whose cases a member has meanwhile."""
    return tuple(one for one in away.values() if one.cover and one.cover.pk == member.pk)


def shut_cases() -> Mapping[int, frozenset[int]]:
    """Return the ids of the cases that members may not handle, by the member's id, in one query.

    A case is shut by what is known of its own, or of one that its messages were put with, but where that was lifted.
    """
    found: dict[int, set[int]] = defaultdict(set)
    lifted: dict[int, set[int]] = defaultdict(set)
    fields = ("member_id", "state", "case_id", "case__joined_to", "case__absorbed")
    for member_id, state, case_id, *others in Conflict.objects.values_list(*fields):
        if state == OPEN:
            found[member_id].update([case_id, *filter(None, others)])
        elif state == LIFTED:
            lifted[member_id].add(case_id)
    return {member_id: frozenset(cases - lifted[member_id]) for member_id, cases in found.items()}


def people(*, but: int = 0) -> QuerySet[TeamMember]:
    """Return who decides about cases, so who can be away and who can cover, by name."""
    able = TeamMember.objects.filter(is_active=True).filter(Q(role="officer") | Q(role="manager"))
    return able.exclude(pk=but).order_by("first_name", "last_name", "pk")


def _away(row: Absence, rows: Mapping[int, Absence]) -> Away:
    return Away(
        member=row.member,
        from_on=row.from_on,
        until_on=row.until_on,
        cover=_in_force(row, rows),
        named=row.cover,
    )


def _in_force(row: Absence, rows: Mapping[int, Absence]) -> TeamMember | None:
    """Return who covers in fact: who was named, or if they are away, who covers for them; never a third."""
    cover = row.cover
    if cover and cover.pk in rows:
        cover = rows[cover.pk].cover
    able = cover and cover.is_active and cover.may_decide and cover.pk not in rows and cover.pk != row.member_id
    return cover if able else None
