"""Raise a sign of danger by hand: a person read what Putright did not see, or heard it on the telephone."""

from django.db import transaction
from django.utils import timezone

from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError
from cases.models import Alert, Case, Mail, TeamMember
from cases.services.common import note_open_alerts, require_decider
from cases.services.danger.lado import refer_to_lado
from cases.services.danger.rows import record
from classify.labels import RISK_FLAGS

LONGEST_WORDS = 1_000


@transaction.atomic
def raise_by_hand(
    *,
    member: TeamMember,
    flag: str,
    words: str,
    case_id: int | None = None,
    mail_id: int | None = None,
    is_miss: bool = False,
    is_worker_accused: bool = False,
    accused_id: int | None = None,
) -> Alert:
    """Raise a sign of danger in a case or a mail in a person's own words; ``is_miss``: Putright should have seen it.

    It stands beside any other: a person who raises one has seen something that nobody has dealt with.

    Raises: IncompleteError without words, or of what kind of danger it is; NotAllowedError for somebody who may not
        decide, or is named in the case.
    """
    require_decider(member)
    _require_complete(flag, words)
    mail = _mail(case_id, mail_id)
    case = Case.objects.select_for_update().get(pk=mail.case_id) if mail.case_id else None
    if case:
        check_no_conflict(case, member)
    last = mail.alerts.filter(flag=flag).order_by("-round").values_list("round", flat=True).first()
    now = timezone.now()
    alert = Alert.objects.create(
        mail=mail,
        case=case,
        flag=flag,
        words=[{"quote": words.strip()[:LONGEST_WORDS]}],
        raised_at=now,
        round=0 if last is None else last + 1,
        raised_by=member,
        is_miss=is_miss,
        opened_at=now,
        opened_by=member,
    )
    record("alert_raised", alert, actor=member, facts={"is_miss": is_miss})
    if case:
        note_open_alerts(case)
    if is_worker_accused or accused_id:
        _refer(alert, member, accused_id)
    return alert


def _refer(alert: Alert, member: TeamMember, accused_id: int | None) -> None:
    accused = TeamMember.objects.filter(pk=accused_id).first() if accused_id else None
    refer_to_lado(alert_id=alert.pk, member=member, accused=accused)


def _require_complete(flag: str, words: str) -> None:
    missing = {}
    if flag not in {risk.value for risk in RISK_FLAGS}:
        missing["flag"] = "Say what kind of danger it is."
    if not words.strip():
        missing["words"] = "Say in a few words what the danger is."
    if missing:
        raise IncompleteError(missing)


def _mail(case_id: int | None, mail_id: int | None) -> Mail:
    """Return the locked mail that the alert is kept with: the one named, or the first of the case."""
    if mail_id is None:
        ids = Mail.objects.filter(case=case_id).order_by("received_at", "pk").values_list("pk", flat=True)
        mail_id = ids.first()
    if mail_id is None:
        raise IncompleteError({"": "This case has no message to keep the sign of danger with. Type the call in first."})
    return Mail.objects.select_for_update().get(pk=mail_id)
