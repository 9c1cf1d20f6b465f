"""Write the referrals of an alert: to the front door, the emergency duty team or the LADO, until an answer is noted.

Source: Working Together to Safeguard Children (a referral by telephone is confirmed in writing, and answered within one
working day; an allegation against somebody who works with children goes to the designated officer within one).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.desk import desk_calendar, desk_council
from cases.errors import IncompleteError, NotNowError
from cases.models import Alert, Referral, TeamMember
from cases.safety_net import is_office_open
from cases.services.danger.again import is_needless, reopen
from cases.services.danger.days import answer_by, lado_by, refer_by
from cases.services.danger.lado import LADO
from cases.services.danger.rows import locked_alert, record

FRONT_DOOR, EMERGENCY_DUTY = "front_door", "emergency_duty"


def refer_on_escalation(alert: Alert, member: TeamMember, *, now: datetime, taken_by: str) -> Referral:
    """Write the referral that an escalation is: a locked alert was told by telephone, in hours or out of them."""
    is_open = is_office_open(now, desk_council().safety, desk_calendar())
    to = FRONT_DOOR if is_open else EMERGENCY_DUTY
    row, _ = Referral.objects.get_or_create(alert=alert, to=to, defaults={"due_at": refer_by(alert.raised_at)})
    row.alert = alert
    _tell(row, member, now, taken_by)
    return row


@transaction.atomic
def refer_elsewhere(*, alert_id: int, member: TeamMember, to: str) -> Referral:
    """Write that an alert goes to another place too: the front door in the morning after the emergency duty team.

    Raises:
        IncompleteError: for a place that is none.

    """
    alert = locked_alert(alert_id, member)
    if to not in {FRONT_DOOR, EMERGENCY_DUTY}:
        raise IncompleteError({"to": "Choose where it goes."})
    due_at = refer_by(timezone.now())
    row, is_new = Referral.objects.get_or_create(alert=alert, to=to, defaults={"due_at": due_at})
    row.alert = alert
    if is_needless(row):
        reopen(row, member, due_at=due_at)
    elif is_new:
        record("referral_due", alert, actor=member, facts={"to": to, "referral": row.pk})
    return row


@transaction.atomic
def note_told(*, referral_id: int, member: TeamMember, taken_by: str) -> Referral:
    """Write that the place was told by telephone, and who took it there.

    Raises:
        IncompleteError: without the name of who took it.

    """
    if not taken_by.strip():
        raise IncompleteError({"taken_by": "Say who you spoke to there."})
    row = _locked(referral_id, member)
    _tell(row, member, timezone.now(), taken_by)
    return row


@transaction.atomic
def note_written(*, referral_id: int, member: TeamMember) -> Referral:
    """Write that the referral was confirmed in writing.

    Raises:
        NotNowError: before anybody was told.

    """
    row = _locked(referral_id, member)
    if row.told_at is None:
        raise NotNowError("Note first who you told. A referral is made by telephone, then confirmed in writing.")
    row.written_at = row.written_at or timezone.now()
    _save(row, "referral_written", member)
    return row


@transaction.atomic
def note_answered(*, referral_id: int, member: TeamMember, answer: str) -> Referral:
    """Write what the place answered.

    Raises:
        IncompleteError: without their answer.
        NotNowError: before anybody was told.

    """
    if not answer.strip():
        raise IncompleteError({"answer": "Say what they decided."})
    row = _locked(referral_id, member)
    if row.told_at is None:
        raise NotNowError("Note first who you told.")
    row.answered_at, row.answer = timezone.now(), answer.strip()
    _save(row, "referral_answered", member)
    return row


@transaction.atomic
def end_referral(*, referral_id: int, member: TeamMember, why_not: str) -> Referral:
    """Write that a referral is not needed after all, and why.

    Raises:
        IncompleteError: without a reason.

    """
    if not why_not.strip():
        raise IncompleteError({"why_not": "Say why this referral is not needed."})
    row = _locked(referral_id, member)
    row.ended_at, row.why_not = timezone.now(), why_not.strip()
    row.save(update_fields=["ended_at", "why_not"])
    record("referral_not_needed", row.alert, actor=member, facts={"to": row.to, "referral": row.pk})
    return row


def end_untold(alert: Alert, *, why_not: str) -> None:
    """End the referrals of a locked alert that nobody was told of: it was found to be none."""
    alert.referrals.filter(told_at=None, ended_at=None).update(ended_at=timezone.now(), why_not=why_not)


def reopen_untold(alert: Alert, member: TeamMember, *, why_not: str, now: datetime) -> None:
    """Open the referrals of a locked alert again that ended with it: it is danger after all."""
    for row in alert.referrals.filter(told_at=None, ended_at__isnull=False, why_not=why_not):
        row.alert = alert
        reopen(row, member, due_at=lado_by(now) if row.to == LADO else refer_by(now))


def _tell(row: Referral, member: TeamMember, now: datetime, taken_by: str) -> None:
    if is_needless(row):
        reopen(row, member, due_at=row.due_at)
    row.told_at, row.told_by, row.taken_by = row.told_at or now, member, taken_by.strip()[:120] or row.taken_by
    row.write_by = row.write_by or refer_by(row.told_at)
    row.answer_due_on = row.answer_due_on or answer_by(row.told_at)
    _save(row, "referral_told", member)


def _save(row: Referral, verb: str, member: TeamMember) -> None:
    if row.told_at and row.written_at and row.answered_at:
        row.ended_at = row.ended_at or timezone.now()
    row.save()
    record(verb, row.alert, actor=member, facts={"to": row.to, "referral": row.pk})


def _locked(referral_id: int, member: TeamMember) -> Referral:
    alert = locked_alert(Referral.objects.values_list("alert_id", flat=True).get(pk=referral_id), member)
    row = Referral.objects.select_for_update().get(pk=referral_id)
    row.alert = alert
    return row
