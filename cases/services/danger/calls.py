"""Write the calls about danger: which are due, who takes one to make it, and whether anybody was reached.

A call is taken by moving its next try on, in one statement that only one process can win; it is made outside any
transaction. A process that dies while it calls leaves the row as it is, so the call is made again: heard twice is
better than not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.calling import say_call
from cases.desk import desk_safety
from cases.models import Alert, Call
from cases.safety_net import Wanted, is_needed, step_of, wanted_calls, watched_alerts
from cases.services.danger.rows import locked_alert, record
from config.safety import Channel
from letters.call_words import CallWords

TAKEN_SECONDS = 60.0
"""How long a call is left to whoever took it: no call takes that long (``letters.call``)."""
Each = Callable[[Callable[[int], int], int], int]
"""How one piece of the work is done of many: the workers' way lets no failure of one reach the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Hold one call that this process makes now."""

    id: int
    step: str
    contact: str
    channel: str
    words: CallWords


def do_plainly(work: Callable[[int], int], row_id: int) -> int:
    """Do one piece of work and let its failure through."""
    return work(row_id)


def plan(*, now: datetime | None = None, each: Each = do_plainly) -> int:
    """Write a row for each call that is due and has none, and end those that nobody needs any more; return how many.

    Two processes that plan at the same moment write each row once. ``each`` does the work of one alert.
    """
    now = now or timezone.now()
    watched = watched_alerts()
    called = Alert.objects.filter(calls__reached_at=None, calls__ended_at=None, calls__isnull=False).distinct()
    called = called.exclude(pk__in=[alert.pk for alert in watched]).prefetch_related("calls", "referrals")
    alerts = {alert.pk: alert for alert in (*watched, *called)}

    def settle(alert_id: int) -> int:
        is_due = _missing(alerts[alert_id], now) or _needless(alerts[alert_id])
        return _settle(alert_id, now) if is_due else 0

    return sum(each(settle, alert_id) for alert_id in alerts)


def due(*, channel: Channel | None = None, now: datetime | None = None) -> list[int]:
    """Return the ids of the calls that are to be made now, those that nobody has tried yet first."""
    found = Call.objects.filter(reached_at=None, ended_at=None, due_at__lte=now or timezone.now())
    if channel:
        found = found.filter(channel=channel)
    return list(found.order_by("tries", "due_at", "pk").values_list("pk", flat=True)[:200])


def take(*, call_id: int, now: datetime | None = None) -> Taken | None:
    """Take a call to make it now; None if another process has it, or nobody needs to be reached any more."""
    now = now or timezone.now()
    call = Call.objects.select_related("alert__case").filter(pk=call_id).first()
    if call is None or call.reached_at or call.ended_at or call.due_at > now or not is_needed(call, call.alert):
        return None
    free = Call.objects.filter(pk=call_id, reached_at=None, ended_at=None, due_at=call.due_at, tries=call.tries)
    if not free.update(due_at=now + timedelta(seconds=TAKEN_SECONDS), tries=call.tries + 1):
        return None
    return Taken(id=call.pk, step=call.step, contact=call.contact, channel=call.channel, words=say_call(call))


@transaction.atomic
def note_reached(*, call_id: int, now: datetime | None = None) -> None:
    """Write down that the server or the gateway took a call."""
    call = _locked(call_id)
    call.reached_at, call.trouble = now or timezone.now(), ""
    call.save(update_fields=["reached_at", "trouble"])
    record("call_made", call.alert, facts=_facts(call))


@transaction.atomic
def note_not_reached(*, call_id: int, words: str, now: datetime | None = None) -> None:
    """Write down why a call was not taken, and when it is tried again; the first failure is an event too."""
    rules, call = desk_safety(), _locked(call_id)
    seconds = min(rules.first_seconds * 2 ** min(max(call.tries - 1, 0), 10), rules.longest_seconds)
    call.due_at = (now or timezone.now()) + timedelta(seconds=seconds)
    call.trouble = words[:200]
    call.save(update_fields=["due_at", "trouble"])
    if call.tries == 1:
        record("call_failed", call.alert, facts=_facts(call))


@transaction.atomic
def _settle(alert_id: int, now: datetime) -> int:
    """Write what is missing and end what is needless of one alert, looked at anew under its lock."""
    alert = locked_alert(alert_id)
    missing = _missing(alert, now)
    for want in missing:
        Call.objects.create(
            alert=alert, step=want.step, contact=want.contact, channel=want.channel, due_at=want.due_at, made_at=now
        )
    ended = _needless(alert)
    # Of a step that repeats, only the newest is still tried: a server that comes back is not told of each hour.
    newest = {want.step for want in missing}
    ended += [call for call in _unreached(alert) if _is_older(call.step, newest) and call not in ended]
    Call.objects.filter(pk__in=[call.pk for call in ended]).update(ended_at=now)
    for step in sorted(newest):
        contacts = sorted({want.contact for want in missing if want.step == step})
        record("calls_due", alert, facts={"step": step, "contacts": contacts})
    return len(missing) + len(ended)


def _missing(alert: Alert, now: datetime) -> list[Wanted]:
    known = {(call.step, call.contact, call.channel) for call in alert.calls.all()}
    return [want for want in wanted_calls(alert, now) if (want.step, want.contact, want.channel) not in known]


def _needless(alert: Alert) -> list[Call]:
    return [call for call in _unreached(alert) if not is_needed(call, alert)]


def _unreached(alert: Alert) -> list[Call]:
    return [call for call in alert.calls.all() if call.reached_at is None and call.ended_at is None]


def _is_older(step: str, newest: Iterable[str]) -> bool:
    found = step_of(step, desk_safety())
    if found is None or not found.again_minutes or step in newest:
        return False
    return any(step_of(one, desk_safety()) == found for one in newest)


def _locked(call_id: int) -> Call:
    alert = locked_alert(Call.objects.values_list("alert_id", flat=True).get(pk=call_id))
    call = Call.objects.select_for_update().get(pk=call_id)
    call.alert = alert
    return call


def _facts(call: Call) -> dict[str, object]:
    return {"call": call.pk, "step": call.step, "contact": call.contact, "channel": call.channel, "tries": call.tries}
