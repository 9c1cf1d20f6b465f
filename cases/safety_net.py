"""Say who must be called about danger by now: from the rows alone, so that nothing is lost with a process.

An alert asks for calls by the steps of ``config/safety.toml``; so do its referrals. A call's name is its step's, with
the repeat's number or the referral's behind it ("hour", "hour_2", "unanswered_lado").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from cases.conflicts import FAMILY, members_shut_out
from cases.desk import desk_calendar, desk_council, desk_safety
from cases.models import Alert, Call, Referral
from cases.states import AlertState
from config.council import Reach, SafetyContacts
from config.safety import ABOUT_ALERTS, CallStep, Channel, SafetyRules, Since, Tells, Until
from config.working_days import Calendar, CalendarEndsError
from routing.clock import LONDON

DUTY: Final = "duty"
EMERGENCY_DUTY: Final = "emergency_duty"
MANAGER: Final = "manager"
ADMINISTRATOR: Final = "administrator"
ON_DUTY: Final = frozenset({DUTY, EMERGENCY_DUTY})
UNSCREENED: Final = "unscreened"
SHORT: Final[Mapping[str, str]] = {"front_door": "fd", "emergency_duty": "edt", "lado": "lado"}
"""How a referral's place is named behind a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold one call that is due: which step asks for it, whom it reaches, by what, and from when."""

    step: str
    contact: str
    channel: str
    due_at: datetime


def is_office_open(at: datetime, contacts: SafetyContacts, calendar: Calendar) -> bool:
    """Say whether the duty desk is there at a moment; a day beyond the calendar is taken as closed."""
    local = timezone.localtime(at)
    try:
        is_working_day = calendar.is_working_day(local.date())
    except CalendarEndsError:
        # The emergency duty team is there whenever the desk may not be.
        return False
    return is_working_day and contacts.opens <= local.time() < contacts.closes


def on_duty(at: datetime) -> str:
    """Return which of the two desks is called at a moment; the other one where a council names but one."""
    contacts = desk_council().safety
    is_open = is_office_open(at, contacts, desk_calendar())
    first, other = (DUTY, EMERGENCY_DUTY) if is_open else (EMERGENCY_DUTY, DUTY)
    return first if reach_of(first).is_known or not reach_of(other).is_known else other


def reach_of(contact: str) -> Reach:
    """Return how a contact is called today; empty if the council's file does not say."""
    council = desk_council()
    if contact == ADMINISTRATOR:
        return Reach(name="The administrator", email=settings.PUTRIGHT_ADMINISTRATOR)
    if contact == DUTY and not council.safety.duty.is_known:
        desk = council.duty
        return Reach(name=desk.name, phone=desk.phone, email=desk.email)
    found: Reach = getattr(council.safety, contact)
    return found


def watched_alerts() -> list[Alert]:
    """Return the alerts about which somebody may have to be called, the oldest first."""
    states = [AlertState.OPEN, AlertState.ESCALATED, AlertState.CONFIRMED]
    found = Alert.objects.filter(state__in=states).exclude(flag=UNSCREENED, state__in=states[1:])
    waiting = found.exclude(state=AlertState.CONFIRMED) | found.filter(
        referrals__ended_at=None, referrals__isnull=False
    )
    rows = (
        waiting.distinct()
        .select_related("mail", "case")
        .prefetch_related("calls", "referrals__accused", *(f"case__{path}" for path in FAMILY))
    )
    return list(rows.order_by("raised_at", "pk"))


def wanted_calls(alert: Alert, now: datetime, *, rules: SafetyRules | None = None) -> list[Wanted]:
    """Return the calls that an alert and its referrals ask for by now; those that have a row already are among them."""
    rules = rules or desk_safety()
    quiet = rules.unscreened if alert.flag == UNSCREENED else None
    found: list[Wanted] = []
    for step, key, since in _due_steps(alert, rules, now):
        if quiet and step.id not in quiet.steps:
            continue
        channels = quiet.channels if quiet else tuple(Channel)
        contacts = [contact for tells in step.tells for contact in _contacts(tells, key, alert, now)]
        found += [
            Wanted(step=key, contact=contact, channel=channel, due_at=since)
            for contact in dict.fromkeys(contacts)
            for channel in channels
            if has_channel(contact, channel)
        ]
    return found


def has_channel(contact: str, channel: str) -> bool:
    """Say whether a contact can be called by a channel at all."""
    reach = reach_of(contact)
    return (
        bool(reach.email) if channel == Channel.MAIL else bool(reach.text) and settings.PUTRIGHT_TEXT_GATEWAY.exists()
    )


def is_needed(call: Call, alert: Alert, *, rules: SafetyRules | None = None) -> bool:
    """Say whether what a call waits for has still not happened, and it reaches nobody whom the danger is about.

    One of a step that is gone is needed no more.
    """
    step = step_of(call.step, rules or desk_safety())
    if step is None or _is_barred(call.contact, alert):
        return False
    if step.since in ABOUT_ALERTS:
        return not _has_happened(step.until, alert)
    named = next((r for r in alert.referrals.all() if call.step.endswith(f"_{SHORT[r.to]}")), None)
    return named is not None and not _is_settled(step.until, named)


def step_of(key: str, rules: SafetyRules) -> CallStep | None:
    """Return the step that a call's name belongs to."""
    if found := rules.step(key):
        return found
    return rules.step(key.rpartition("_")[0])


def _due_steps(alert: Alert, rules: SafetyRules, now: datetime) -> Iterator[tuple[CallStep, str, datetime]]:
    """Yield each step whose time has come and whose end has not: the step, the call's name, and since when."""
    for step in rules.steps:
        if step.since in ABOUT_ALERTS:
            start = alert.raised_at if step.since is Since.RAISED else alert.escalated_at or alert.done_at
            if start and not _has_happened(step.until, alert):
                if alert.flag == UNSCREENED:
                    start += timedelta(minutes=rules.unscreened.wait_minutes)
                yield from _repeats(step, start, now)
            continue
        for referral in alert.referrals.all():
            since = _time_of(referral, step.since)
            if since and since <= now and not _is_settled(step.until, referral):
                yield step, f"{step.id}_{SHORT[referral.to]}", since


def _repeats(step: CallStep, start: datetime, now: datetime) -> Iterator[tuple[CallStep, str, datetime]]:
    """Yield the newest repeat of a step that is due: those that were slept through are not all made at once."""
    first = start + timedelta(minutes=step.minutes)
    if first > now:
        return
    again = timedelta(minutes=step.again_minutes)
    number = min(step.times, 1 + (now - first) // again) if again else 1
    yield step, step.id if number == 1 else f"{step.id}_{number}", first + (number - 1) * again


def _contacts(tells: Tells, key: str, alert: Alert, now: datetime) -> Sequence[str]:
    if tells is not Tells.ON_DUTY:
        # A manager who is accused is not the one to be told: the administrator is, who learns no more than a number.
        return (ADMINISTRATOR if _is_barred(tells.value, alert) else tells.value,)
    calls = [call for call in alert.calls.all() if call.step == key and call.contact in ON_DUTY]
    if any(call.reached_at for call in calls):
        return ()
    # While neither was reached, whoever is there now is called: the office may have closed in between.
    return (on_duty(now),)


def _is_barred(contact: str, alert: Alert) -> bool:
    """Say whether a contact is somebody of the team who is accused, or to whom the case is shut."""
    address = reach_of(contact).email.casefold()
    if not address or contact in ON_DUTY or contact == ADMINISTRATOR:
        return False
    barred = {r.accused for r in alert.referrals.all() if r.accused and not r.ended_at}
    barred |= members_shut_out(alert.case) if alert.case else frozenset()
    return address in {member.email.casefold() for member in barred}


def _has_happened(until: Until, alert: Alert) -> bool:
    if until is Until.CONFIRMED:
        return alert.state != AlertState.ESCALATED
    is_dealt_with = alert.state != AlertState.OPEN or (alert.flag == UNSCREENED and alert.opened_at is not None)
    return is_dealt_with or (until is Until.OPENED and alert.opened_at is not None)


def _time_of(referral: Referral, since: Since) -> datetime | None:
    if referral.ended_at:
        return None
    if since is Since.REFER_BY:
        return referral.due_at
    if since is Since.WRITE_BY:
        return referral.write_by if referral.told_at else None
    return end_of_day(referral.answer_due_on) if referral.answer_due_on else None


def _is_settled(until: Until, referral: Referral) -> bool:
    done = {Until.TOLD: referral.told_at, Until.WRITTEN: referral.written_at, Until.ANSWERED: referral.answered_at}
    return bool(done[until] or referral.ended_at)


def end_of_day(day: date) -> datetime:
    """Return when the office closes on a day: by then what is due that day is done."""
    return datetime.combine(day, desk_council().safety.closes, tzinfo=LONDON)
