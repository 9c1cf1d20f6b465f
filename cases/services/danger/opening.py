"""Write down that a person has the words of an alert before them: the first timer ends there."""

from django.db import transaction
from django.utils import timezone

from cases.conflicts import has_conflict
from cases.models import Alert, TeamMember
from cases.services.danger.rows import locked_alert, record


def note_opened(*, member: TeamMember, case_id: int | None = None, mail_id: int | None = None) -> int:
    """Write down that this person opened a page that shows the alerts of a case or a mail; return how many were new.

    Only who may deal with them counts: an administrator, or somebody named in the case, does not stop a timer.
    """
    if not member.may_decide or (case_id is None and mail_id is None):
        return 0
    if case_id is not None and has_conflict(case_id, member):
        return 0
    new = Alert.objects.filter(opened_at=None, state="open")
    new = new.filter(case=case_id) if case_id is not None else new.filter(mail=mail_id)
    ids = list(new.order_by("pk").values_list("pk", flat=True))
    return sum(_note(alert_id, member) for alert_id in ids)


@transaction.atomic
def _note(alert_id: int, member: TeamMember) -> bool:
    alert = locked_alert(alert_id, member)
    if alert.opened_at:
        return False
    alert.opened_at, alert.opened_by = timezone.now(), member
    alert.save(update_fields=["opened_at", "opened_by"])
    record("alert_opened", alert, actor=member)
    return True
