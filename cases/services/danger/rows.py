"""Lock an alert the way its mail's own steps do, and write its events where its case or its mail keeps them."""

from collections.abc import Mapping
from typing import Any

from cases import events
from cases.conflicts import check_no_conflict
from cases.models import Alert, Case, Mail, TeamMember
from cases.services.common import require_decider


def locked_alert(alert_id: int, member: TeamMember | None = None) -> Alert:
    """Return an alert locked with its mail and its case; for a person, only if they may handle it.

    The mail is locked first, as its steps do: a mail being sorted must not tie the alert to a case behind our back.

    Raises:
        NotAllowedError: for somebody who may not decide, or is named in the case.

    """
    if member:
        require_decider(member)
    Mail.objects.select_for_update().get(pk=Alert.objects.values_list("mail_id", flat=True).get(pk=alert_id))
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.case_id:
        alert.case = Case.objects.select_for_update().get(pk=alert.case_id)
        if member:
            check_no_conflict(alert.case, member)
    return alert


def record(verb: str, alert: Alert, *, actor: TeamMember | None = None, facts: Mapping[str, Any] | None = None) -> None:
    """Write one event about a locked alert on its case's chain, or its mail's while it has no case."""
    chain = f"case:{alert.case_id}" if alert.case_id else f"mail:{alert.mail_id}"
    told = {"alert": alert.pk, "flag": alert.flag} | dict(facts or {})
    events.record(verb, chain=chain, case=alert.case, actor=actor, facts=told)
