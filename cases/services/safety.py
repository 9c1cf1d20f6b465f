"""Write what a named person did about a sign of danger."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cases.errors import IncompleteError, NotNowError
from cases.models import Alert, TeamMember
from cases.safety_net import UNSCREENED
from cases.services.common import note_open_alerts
from cases.services.danger.following import end_ring
from cases.services.danger.referrals import end_untold, refer_on_escalation, reopen_untold
from cases.services.danger.rows import locked_alert, record
from cases.states import ALERT_MOVES, AlertState, check_move

HOWS: Mapping[str, str] = {"telephone": "by telephone", "in_person": "in person", "other": "another way"}
"""How somebody passed a sign of danger on."""
RAISE_FIRST = "This says that a part could not be read. Raise what you saw as a sign of danger, on the page Safety."
NO_DANGER = "A person looked and found no danger."


@transaction.atomic
def escalate(*, alert_id: int, member: TeamMember, to: str = "", how: str = "telephone") -> Alert:
    """Note that this person passed the alert to the duty social worker; it stays shown until the desk confirms.

    ``to`` is who was rung, "" if they gave no name. What was told is a referral too, with its own times from now on.

    Raises:
        IncompleteError: for a way that is none.
        NotNowError: for a part that could not be read.

    """
    if how not in HOWS:
        raise IncompleteError({"how": "Choose how you told them."})
    alert = locked_alert(alert_id, member)
    if alert.flag == UNSCREENED:
        # It says that nobody has looked, not that somebody is in danger: passed on, it would leave every list.
        raise NotNowError(RAISE_FIRST)
    now = timezone.now()
    alert.escalated_at, alert.escalated_to, alert.escalated_how = now, to.strip()[:120], how
    _move(alert, member, AlertState.ESCALATED, facts={"how": how})
    reopen_untold(alert, member, why_not=NO_DANGER, now=now)
    refer_on_escalation(alert, member, now=now, taken_by=to)
    return alert


@transaction.atomic
def dismiss(*, alert_id: int, member: TeamMember, reason: str) -> Alert:
    """Note that this person looked and found no danger, and why.

    Raises:
        IncompleteError: without a reason.

    """
    if not reason.strip():
        raise IncompleteError({"reason": "Say why this is not a safeguarding matter."})
    alert = locked_alert(alert_id, member)
    alert.reason = reason.strip()
    _move(alert, member, AlertState.DISMISSED)
    end_untold(alert, why_not=NO_DANGER)
    end_ring(alert)
    return alert


@transaction.atomic
def confirm(*, alert_id: int, member: TeamMember, with_whom: str) -> Alert:
    """Note that the duty desk has confirmed that it has the alert, and who there.

    Raises:
        IncompleteError: without a name.

    """
    if not with_whom.strip():
        raise IncompleteError({"with_whom": "Say who at the duty desk has it."})
    alert = locked_alert(alert_id, member)
    alert.confirmed_at, alert.confirmed_with = timezone.now(), with_whom.strip()[:120]
    _move(alert, member, AlertState.CONFIRMED)
    alert.referrals.filter(told_at__isnull=False, taken_by="").exclude(to="lado").update(taken_by=alert.confirmed_with)
    return alert


def _move(alert: Alert, member: TeamMember, state: AlertState, *, facts: Mapping[str, object] | None = None) -> None:
    check_move(ALERT_MOVES, AlertState(alert.state), state)
    alert.state, alert.done_at, alert.done_by = state, timezone.now(), member
    if alert.opened_at is None:
        alert.opened_at, alert.opened_by = alert.done_at, member
    alert.save()
    if alert.case:
        note_open_alerts(alert.case)
    record(f"alert_{state}", alert, actor=member, facts=facts)
