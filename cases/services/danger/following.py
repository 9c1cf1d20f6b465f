"""Write what follows from signs of danger by the rows alone: a referral to the LADO, a case shut, a call to the writer.

All follow within seconds of their cause, whoever or whatever wrote it, and each once.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases.desk import desk_tasks
from cases.models import Alert, Case, Task
from cases.services.danger.calls import Each, do_plainly
from cases.services.danger.lado import UNDER_WAY, accused_alerts, refer_to_lado, shut_to_accused, unshut
from cases.services.danger.rows import locked_alert
from cases.services.tasks.raising import end_if_untouched, raise_task
from cases.states import AlertState, TaskState
from classify.labels import Flag

RING = "ring_writer"
WITHIN = timedelta(hours=1)


def follow(*, each: Each = do_plainly) -> int:
    """Write what is missing; return how many alerts and cases had something. ``each`` does the work of one of them."""
    done = sum(each(_refer, alert_id) for alert_id in accused_alerts())
    done += sum(each(_shut, case_id) for case_id in sorted(set(unshut().values_list("alert__case", flat=True))))
    return done + sum(each(_ask_to_ring, alert_id) for alert_id in _to_ring())


def end_ring(alert: Alert) -> None:
    """End the call to the writer of a locked alert that was found to be none, if nobody has begun it."""
    if alert.case:
        end_if_untouched(alert.case, _key(alert))


def _refer(alert_id: int) -> int:
    refer_to_lado(alert_id=alert_id)
    return 1


@transaction.atomic
def _shut(case_id: int) -> int:
    shut_to_accused(Case.objects.select_for_update().get(pk=case_id))
    return 1


def _to_ring() -> list[int]:
    rows = Alert.objects.filter(flag=Flag.SELF_HARM, state__in=UNDER_WAY[:2], case__isnull=False)
    tasks = Task.objects.filter(kind=RING, case__in=rows.values("case"))
    # What Putright itself ended, because somebody found no danger, is asked again when it is danger after all.
    tasks = tasks.exclude(state=TaskState.NOT_NEEDED, ended_by=None)
    asked = set(tasks.values_list("case_id", "key"))
    return [alert.pk for alert in rows.order_by("pk") if (alert.case_id, _key(alert)) not in asked]


@transaction.atomic
def _ask_to_ring(alert_id: int) -> int:
    alert = locked_alert(alert_id)
    if alert.case is None or alert.state == AlertState.DISMISSED:
        return 0
    kind = desk_tasks()[RING]
    is_again = Task.objects.filter(case=alert.case, key=_key(alert)).exists()
    due_at = (timezone.now() if is_again else alert.raised_at) + WITHIN
    raise_task(alert.case, RING, key=_key(alert), words=kind.words, due_at=due_at, source=kind.source)
    return 1


def _key(alert: Alert) -> str:
    return f"{RING}:{alert.pk}"
