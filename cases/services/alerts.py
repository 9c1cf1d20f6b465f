"""Raise signs of danger in a mail, however often it is read: none is lost, and none is shown twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cases.models import Alert, Case, Mail, TeamMember
from cases.services.alert_rows import raise_alert
from cases.services.common import note_open_alerts, plain_evidence
from cases.states import ALERT_MOVES, AlertState, check_move
from classify.screen import Screening

UNSCREENED = "unscreened"
READ_LATER = "Read later, and screened."
TYPED_IN = "Typed in by a person, and screened."


def raise_screened(mail: Mail, screening: Screening, *, by: TeamMember | None = None) -> None:
    """Raise what the safety screen found in a locked mail, and say what of it is not screened, or no longer.

    ``by`` is the person who typed in what could not be read, None where a machine has read it.
    """
    words: dict[str, list[Mapping[str, Any]]] = {}
    for finding in screening.flags:
        words.setdefault(finding.label, []).extend(plain_evidence(finding.evidence))
    for flag, evidence in words.items():
        raise_alert(mail, flag, evidence)
    _say_unscreened(mail, screening.unscreened, by)
    if mail.case_id:
        note_open_alerts(Case.objects.select_for_update().get(pk=mail.case_id))


def _say_unscreened(mail: Mail, lines: Sequence[str], by: TeamMember | None) -> None:
    """Keep the open alerts about what nobody could look into in step with what that is now.

    What is new stands beside one that somebody has opened: they have not seen it.
    """
    still = [{"quote": line} for line in lines]
    for alert in mail.alerts.filter(flag=UNSCREENED, state=AlertState.OPEN).order_by("round"):
        if alert.opened_at is None:
            words, still = still, []
        else:
            words = [word for word in alert.words if word in still]
            still = [word for word in still if word not in words]
        _keep_words(alert, words, by)
    if still:
        raise_alert(mail, UNSCREENED, still)


def _keep_words(alert: Alert, words: Sequence[Mapping[str, Any]], by: TeamMember | None) -> None:
    """Let an alert say these words from now on; without any it is dealt with."""
    if words:
        alert.words = list(words)
        alert.save(update_fields=["words"])
        return
    check_move(ALERT_MOVES, AlertState.OPEN, AlertState.DISMISSED)
    alert.state, alert.done_at, alert.done_by = AlertState.DISMISSED, timezone.now(), by
    alert.reason = TYPED_IN if by else READ_LATER
    alert.save(update_fields=["state", "done_at", "done_by", "reason"])
