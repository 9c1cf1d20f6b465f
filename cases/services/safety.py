"""Write what a named person did about a sign of danger."""

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError
from cases.models import Alert, Case, Mail, TeamMember
from cases.services.common import note_open_alerts, require_decider
from cases.states import ALERT_MOVES, AlertState, check_move


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
    # The mail is locked first, as its steps do: a mail being sorted must not tie the alert to a case behind our back.
    Mail.objects.select_for_update().get(pk=Alert.objects.values_list("mail_id", flat=True).get(pk=alert_id))
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    check_move(ALERT_MOVES, AlertState(alert.state), state)
    alert.state, alert.done_at, alert.done_by, alert.reason = state, timezone.now(), member, reason
    alert.save()
    case = Case.objects.select_for_update().get(pk=alert.case_id) if alert.case_id else None
    if case:
        note_open_alerts(case)
    chain = f"case:{case.pk}" if case else f"mail:{alert.mail_id}"
    events.record(f"alert_{state}", chain=chain, case=case, actor=member, facts={"alert": alert.pk, "flag": alert.flag})
    return alert
