"""Write what a named person did about a sign of danger."""

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError
from cases.models import Alert, Case, TeamMember
from cases.services.common import require_decider
from cases.states import ALERT_MOVES, AlertState, check_move
from classify.labels import RISK_FLAGS


def escalate(*, alert_id: int, member: TeamMember) -> Alert:
    """Note that this person passed the alert to the duty social worker; it stays shown until the desk confirms."""
    return _move(alert_id, member, AlertState.ESCALATED)


def dismiss(*, alert_id: int, member: TeamMember, reason: str) -> Alert:
    """Note that this person looked and found no danger, and why.

    Raises:
        IncompleteError: without a reason.

    """
    if not reason.strip():
        raise IncompleteError({"reason": "Say why this is not a safeguarding matter."})
    return _move(alert_id, member, AlertState.DISMISSED, reason.strip())


def confirm(*, alert_id: int, member: TeamMember) -> Alert:
    """Note that the duty desk has confirmed that it has the alert."""
    return _move(alert_id, member, AlertState.CONFIRMED)


@transaction.atomic
def _move(alert_id: int, member: TeamMember, state: AlertState, reason: str = "") -> Alert:
    require_decider(member)
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    check_move(ALERT_MOVES, AlertState(alert.state), state)
    alert.state, alert.done_at, alert.done_by, alert.reason = state, timezone.now(), member, reason
    alert.save()
    case = Case.objects.select_for_update().get(pk=alert.case_id) if alert.case_id else None
    if case:
        case.has_open_alert = case.alerts.filter(state="open", flag__in=[flag.value for flag in RISK_FLAGS]).exists()
        case.save(update_fields=["has_open_alert"])
    chain = f"case:{case.pk}" if case else f"mail:{alert.mail_id}"
    events.record(f"alert_{state}", chain=chain, case=case, actor=member, facts={"alert": alert.pk, "flag": alert.flag})
    return alert
