"""Raise signs of danger in a mail, however often it is read: none is lost, and none is shown twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cases.models import Case, Mail, TeamMember
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
    """Keep the open alert about what nobody could look into in step with what that is now."""
    last = mail.alerts.filter(flag=UNSCREENED).order_by("-round").first()
    is_open = last is not None and last.state == AlertState.OPEN
    if last is not None and is_open and lines:
        last.words = [{"quote": line} for line in lines]
        last.save(update_fields=["words"])
    elif last is not None and is_open:
        check_move(ALERT_MOVES, AlertState.OPEN, AlertState.DISMISSED)
        last.state, last.done_at, last.done_by = AlertState.DISMISSED, timezone.now(), by
        last.reason = TYPED_IN if by else READ_LATER
        last.save(update_fields=["state", "done_at", "done_by", "reason"])
    elif lines:
        raise_alert(mail, UNSCREENED, [{"quote": line} for line in lines])
