"""Raise one sign of danger in a mail, however often the mail is read: none is lost, and none is shown twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cases.models import Alert, Mail
from cases.states import AlertState


def raise_alert(mail: Mail, flag: str, evidence: Sequence[Mapping[str, Any]]) -> None:
    """Raise one sign of danger in a locked mail.

    Words that are known already change nothing. New words join an alert that is still open; where somebody has dealt
    with it, they are raised anew, because nobody has dealt with these.
    """
    rows = list(mail.alerts.filter(flag=flag).order_by("round"))
    known = {word.get("quote") for row in rows for word in row.words}
    new = [dict(word) for word in evidence if word.get("quote") not in known]
    if rows and not new:
        return
    if rows and rows[-1].state == AlertState.OPEN:
        rows[-1].words = [*rows[-1].words, *new]
        rows[-1].save(update_fields=["words"])
        return
    number = rows[-1].round + 1 if rows else 0
    Alert.objects.create(mail=mail, case=mail.case, flag=flag, words=new, raised_at=timezone.now(), round=number)
