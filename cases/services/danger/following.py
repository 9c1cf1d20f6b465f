"""Write what follows from signs of danger by the rows alone: a referral to the LADO, a case shut, a call to the writer.

All follow within seconds of their cause, whoever or whatever wrote it, and each once.
"""

from datetime import timedelta

from django.db import transaction

from cases.desk import desk_tasks
from cases.models import Alert, Case, Task
from cases.services.danger.lado import UNDER_WAY, accused_alerts, refer_to_lado, shut_to_accused, unshut
from cases.services.danger.rows import locked_alert
from cases.services.tasks.raising import end_if_untouched, raise_task
from cases.states import AlertState
from classify.labels import Flag

RING = "ring_writer"
WITHIN = timedelta(hours=1)


def follow() -> int:
    """Write what is missing; return how many alerts and cases had something."""
    accused = accused_alerts()
    for alert_id in accused:
        refer_to_lado(alert_id=alert_id)
    cases = sorted(set(unshut().values_list("alert__case", flat=True)))
    for case_id in cases:
        _shut(case_id)
    waiting = _to_ring()
    for alert_id in waiting:
        _ask_to_ring(alert_id)
    return len(accused) + len(cases) + len(waiting)


def end_ring(alert: Alert) -> None:
    """End the call to the writer of a locked alert that was found to be none, if nobody has begun it."""
    if alert.case:
        end_if_untouched(alert.case, _key(alert))


@transaction.atomic
def _shut(case_id: int) -> None:
    shut_to_accused(Case.objects.select_for_update().get(pk=case_id))


def _to_ring() -> list[int]:
    rows = Alert.objects.filter(flag=Flag.SELF_HARM, state__in=UNDER_WAY[:2], case__isnull=False)
    asked = set(Task.objects.filter(kind=RING, case__in=rows.values("case")).values_list("case_id", "key"))
    return [alert.pk for alert in rows.order_by("pk") if (alert.case_id, _key(alert)) not in asked]


@transaction.atomic
def _ask_to_ring(alert_id: int) -> None:
    alert = locked_alert(alert_id)
    if alert.case is None or alert.state == AlertState.DISMISSED:
        return
    kind = desk_tasks()[RING]
    due_at = alert.raised_at + WITHIN
    raise_task(alert.case, RING, key=_key(alert), words=kind.words, due_at=due_at, source=kind.source)


def _key(alert: Alert) -> str:
    return f"{RING}:{alert.pk}"
