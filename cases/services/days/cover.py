"""Write down who is away and who covers for them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Absence, TeamMember
from cases.selectors.cover import absences_between
from routing.clocks.extensions import say_day

LONGEST_DAYS = 366


@transaction.atomic
def say_away(
    *, member_id: int, by: TeamMember, from_on: date, until_on: date, cover_id: int | None, today: date
) -> Absence:
    """Say that somebody is away on a stretch of days, both included, and who has their cases meanwhile.

    Without a cover their cases stand on every manager's list.

    Raises:
        NotAllowedError: for anybody but themselves and managers.
        IncompleteError: if the days or the cover cannot be.

    """
    people = _locked(member_id, cover_id)
    member = people[member_id]
    _require_own(member, by)
    missing = _wrong_days(member, from_on, until_on, today)
    if cover_id is not None and (words := _wrong_cover(member, people[cover_id], from_on, until_on)):
        missing["cover"] = words
    if missing:
        raise IncompleteError(missing)
    cover = people[cover_id] if cover_id is not None else None
    row = Absence.objects.create(member=member, cover=cover, from_on=from_on, until_on=until_on, said_by=by)
    _tell("absence_said", row, by)
    return row


@transaction.atomic
def set_cover(*, absence_id: int, by: TeamMember, cover_id: int | None) -> Absence:
    """Give an absence another cover, or none.

    Raises:
        NotAllowedError: for anybody but themselves and managers.
        IncompleteError: if that person cannot cover.
        NotNowError: if they are back.

    """
    row = _open(absence_id)
    people = _locked(row.member_id, cover_id)
    _require_own(people[row.member_id], by)
    if cover_id is not None:
        words = _wrong_cover(people[row.member_id], people[cover_id], row.from_on, row.until_on)
        if words:
            raise IncompleteError({f"cover-{absence_id}": words})
    row.cover = people[cover_id] if cover_id is not None else None
    row.save(update_fields=["cover"])
    _tell("absence_cover_set", row, by)
    return row


@transaction.atomic
def end_absence(*, absence_id: int, by: TeamMember) -> Absence:
    """Say that somebody is back, or is not going away after all.

    Raises:
        NotAllowedError: for anybody but themselves and managers.
        NotNowError: if that was said before.

    """
    row = _open(absence_id)
    _require_own(row.member, by)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _tell("absence_ended", row, by)
    return row


def _open(absence_id: int) -> Absence:
    row = Absence.objects.select_for_update().get(pk=absence_id)
    if row.ended_at:
        raise NotNowError("That was taken back already. See below how it stands.")
    return row


def _locked(member_id: int, cover_id: int | None) -> dict[int, TeamMember]:
    """Hold both people, so that neither goes away as the other's cover at the same moment."""
    wanted = [member_id] if cover_id is None else [member_id, cover_id]
    return {
        one.pk: one for one in TeamMember.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    }


def _require_own(member: TeamMember, by: TeamMember) -> None:
    if not (by.is_active and by.may_decide) or (by.pk != member.pk and not by.may_sign):
        raise NotAllowedError("Only they themselves, or a manager, may say when somebody is away.")


def _wrong_days(member: TeamMember, from_on: date, until_on: date, today: date) -> dict[str, str]:
    if not (member.is_active and member.may_decide):
        return {"member": f"{member.full_name} has no cases. Choose somebody of the team."}
    if until_on < from_on:
        return {"until": "The last day is before the first. Correct one of them."}
    if until_on < today:
        return {"until": "The last day has passed. Give a day from today on."}
    if (until_on - from_on).days > LONGEST_DAYS:
        return {"until": "That is longer than a year. Correct the last day."}
    if other := absences_between(from_on, until_on).filter(member=member).first():
        return {"from": f"{member.full_name} is away {_stretch(other)} already. Take that back first."}
    return {}


def _wrong_cover(member: TeamMember, cover: TeamMember, from_on: date, until_on: date) -> str:
    if cover.pk == member.pk:
        return "Nobody can cover for themselves. Choose somebody else."
    if not (cover.is_active and cover.may_decide):
        return f"{cover.full_name} may not decide about cases. Choose somebody else."
    if other := absences_between(from_on, until_on).filter(member=cover).first():
        return f"{cover.full_name} is away too, {_stretch(other)}. Choose somebody else."
    return ""


def _stretch(row: Absence) -> str:
    return f"from {say_day(row.from_on)} to {say_day(row.until_on)}"


def _tell(verb: str, row: Absence, by: TeamMember) -> None:
    facts = {
        "absence": row.pk,
        "cover": row.cover_id,
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat(),
    }
    events.record(verb, chain=f"member:{row.member_id}", actor=by, facts=facts)
