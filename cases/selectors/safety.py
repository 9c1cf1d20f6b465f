"""Say how danger is dealt with: what is open, whom nobody could reach, and how long each step took; reads only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.conflicts import shut_to
from cases.models import Alert, Call, Referral, TeamMember
from cases.safety_net import UNSCREENED
from cases.states import AlertState
from classify.labels import RISK_FLAGS

REACH_WITHIN = timedelta(minutes=2)
"""After so long without anybody reached, everybody signed in is told."""
RISKS = [flag.value for flag in RISK_FLAGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Hold one month's figures; minutes and hours are medians, None where nothing was measured.

    ``found`` is what Putright saw, ``by_hand`` what a person raised, ``missed`` those of them that Putright should have
    seen. ``false_alarms`` are signs that Putright saw and a person found to be none. ``unopened_late``,
    ``unconfirmed_late`` and ``unanswered_late`` count those beyond 15 minutes, 30 minutes and the day of the answer.
    """

    month: date
    found: int = 0
    by_hand: int = 0
    missed: int = 0
    false_alarms: int = 0
    unscreened: int = 0
    minutes_to_alert: float | None = None
    minutes_to_called: float | None = None
    minutes_to_opened: float | None = None
    minutes_to_escalated: float | None = None
    minutes_to_confirmed: float | None = None
    hours_to_referral: float | None = None
    unopened_late: int = 0
    unconfirmed_late: int = 0
    unanswered_late: int = 0
    failed_calls: int = 0


def list_open(member: TeamMember | None = None) -> list[Alert]:
    """Return what is not dealt with to its end: open, waiting for the desk, or for an answer; the oldest first.

    With a member, nothing of a case that is shut to them.
    """
    rows = Alert.objects.filter(flag__in=RISKS)
    rows = rows.exclude(case__in=shut_to(member)) if member else rows
    waiting = rows.filter(state__in=[AlertState.OPEN, AlertState.ESCALATED])
    referred = rows.exclude(state=AlertState.DISMISSED).filter(referrals__isnull=False, referrals__ended_at=None)
    return _whole((waiting | referred).distinct().order_by("raised_at", "pk"))


def alerts_of_case(case_id: int) -> list[Alert]:
    """Return every alert of a case, the oldest first."""
    return _whole(Alert.objects.filter(case=case_id).order_by("raised_at", "pk"))


def unreached(now: datetime) -> QuerySet[Alert]:
    """Return open signs of danger about which nobody could be called for two minutes, whatever stands in the way.

    Whoever raises one by hand has it before them; the desk knows nothing of it all the same.
    """
    open_ = Alert.objects.filter(flag__in=RISKS, state=AlertState.OPEN, raised_at__lt=now - REACH_WITHIN)
    reached = Call.objects.filter(reached_at__isnull=False).values("alert")
    alone = Q(opened_at=None) | Q(raised_by__isnull=False)
    return open_.exclude(pk__in=reached).filter(alone).order_by("raised_at")


def last_trouble() -> str:
    """Return why the newest call that nobody took was not, "" if none failed."""
    rows = Call.objects.filter(reached_at=None, ended_at=None).exclude(trouble="")
    return rows.order_by("-due_at").values_list("trouble", flat=True).first() or ""


def measure_months(*, months: int, now: datetime) -> list[Measure]:
    """Return the figures of the last months, this one first; by the month in which an alert was raised."""
    first = month_before(timezone.localdate(now), months - 1)
    since = datetime(first.year, first.month, 1, tzinfo=timezone.get_default_timezone())
    rows = _whole(Alert.objects.filter(raised_at__gte=since).order_by("raised_at", "pk"))
    by_month = {
        month: list(found) for month, found in groupby(rows, lambda alert: _month(timezone.localdate(alert.raised_at)))
    }
    wanted = [month_before(timezone.localdate(now), n) for n in range(months)]
    return [_measure(month, by_month.get(month, [])) for month in wanted]


def month_before(day: date, number: int) -> date:
    """Return the first day of the month that lies so many months before a day's own."""
    years, month = divmod(day.year * 12 + day.month - 1 - number, 12)
    return date(years, month + 1, 1)


def as_plain(measure: Measure) -> dict[str, object]:
    """Return the figures for JSON."""
    plain: dict[str, object] = {field.name: getattr(measure, field.name) for field in fields(measure)}
    return plain | {"month": f"{measure.month:%Y-%m}"}


def _month(day: date) -> date:
    return day.replace(day=1)


def _whole(rows: QuerySet[Alert]) -> list[Alert]:
    related = rows.select_related("mail", "case", "done_by", "opened_by", "raised_by")
    return list(related.prefetch_related("calls", "referrals", "referrals__told_by", "referrals__accused"))


def _measure(month: date, rows: list[Alert]) -> Measure:
    risks = [alert for alert in rows if alert.flag != UNSCREENED]
    seen = [alert for alert in risks if alert.raised_by_id is None]
    false = [alert for alert in seen if alert.state == AlertState.DISMISSED and alert.done_by_id]
    referrals = [referral for alert in risks for referral in alert.referrals.all()]
    return Measure(
        month=month,
        found=len(seen),
        by_hand=len(risks) - len(seen),
        missed=sum(alert.is_miss for alert in risks),
        false_alarms=len(false),
        unscreened=len(rows) - len(risks),
        minutes_to_alert=_minutes((alert.mail.received_at, alert.raised_at) for alert in seen),
        minutes_to_called=_minutes((alert.raised_at, _first_reached(alert)) for alert in risks),
        minutes_to_opened=_minutes((alert.raised_at, alert.opened_at) for alert in seen),
        minutes_to_escalated=_minutes((alert.raised_at, alert.escalated_at) for alert in risks),
        minutes_to_confirmed=_minutes((alert.escalated_at, alert.confirmed_at) for alert in risks),
        hours_to_referral=_hours((r.alert.mail.received_at, r.told_at) for r in _with_alerts(risks)),
        unopened_late=_late((alert.raised_at, alert.opened_at) for alert in seen),
        unconfirmed_late=_late(((alert.escalated_at, alert.confirmed_at) for alert in risks), minutes=30),
        unanswered_late=sum(_is_answered_late(referral) for referral in referrals),
        failed_calls=sum(bool(call.trouble) for alert in rows for call in alert.calls.all()),
    )


def _with_alerts(alerts: Iterable[Alert]) -> Iterator[Referral]:
    for alert in alerts:
        for referral in alert.referrals.all():
            referral.alert = alert
            yield referral


def _first_reached(alert: Alert) -> datetime | None:
    return min((call.reached_at for call in alert.calls.all() if call.reached_at), default=None)


def _seconds(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> list[float]:
    return [max(0.0, (end - start).total_seconds()) for start, end in pairs if start and end]


def _minutes(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    found = _seconds(pairs)
    return round(median(found) / 60, 1) if found else None


def _hours(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    found = _seconds(pairs)
    return round(median(found) / 3600, 1) if found else None


def _late(pairs: Iterable[tuple[datetime | None, datetime | None]], *, minutes: int = 15) -> int:
    """Count what took longer than so many minutes, or has waited longer."""
    limit, now = timedelta(minutes=minutes), timezone.now()
    return sum((end or now) - start > limit for start, end in pairs if start)


def _is_answered_late(referral: Referral) -> bool:
    if referral.answer_due_on is None or (referral.ended_at and not referral.answered_at):
        return False
    return timezone.localdate(referral.answered_at or timezone.now()) > referral.answer_due_on
