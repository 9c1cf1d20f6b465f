"""Gather the mails that no machine could finish, those that were set aside, and how the reading goes; reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from cases.conflicts import shut_to
from cases.desk import desk_calendar, desk_council
from cases.models import Alert, Mail, Mailbox, TeamMember, TypedDraft
from cases.records.mail import DUE, Again
from cases.selectors.buckets import UNREAD, unread_mails
from cases.states import MailState
from config.working_days import CalendarEndsError
from routing.clock import CaseClock
from routing.deadlines import What, deadlines_for

LATE_AFTER = timedelta(minutes=10)
"""A step that has not been taken after so long is shown: whatever holds it up, the mail is not hidden by it."""
MOST_WORKING = 200
SET_ASIDE = (MailState.AUTOMATIC, MailState.DUPLICATE)
STEPS = (MailState.STORED, MailState.PART_READ, MailState.READ, MailState.SORTED)
"""The steps a mail waits for, by the state it is in: to be read, read to its end, sorted, have its letter drafted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """Count the mails before one step: those waiting for it, the oldest of them, and those that stopped there."""

    state: MailState
    waiting: int
    oldest_at: datetime | None
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxLoad:
    """Hold one mailbox, the mails found in it in all and today, those not finished, and the oldest of them."""

    mailbox: Mailbox
    found: int
    today: int
    waiting: int
    oldest_at: datetime | None


def list_unread(member: TeamMember | None = None) -> list[Mail]:
    """Return the mails a person must read themselves: first those of which nothing was read, then the oldest.

    With a member, as every list of mails here: none of a case that is shut to them.
    """
    rows = unread_mails(member).select_related("case")
    return sorted(rows, key=lambda mail: (mail.text is not None, not mail.stuck, mail.received_at, mail.pk))


def list_working(now: datetime, member: TeamMember | None = None) -> list[Mail]:
    """Return the mails that are still under way and not in a moment: long scans, what failed and is tried again, late.

    What a person must read is not among them. No mail is ever in neither list and in no case.
    """
    slow = Q(state=MailState.PART_READ) | Q(again=Again.READ)
    late = Q(state__in=STEPS) & (Q(tries__gt=0) | Q(state_since__lt=now - LATE_AFTER))
    rows = Mail.objects.filter(slow | late, stuck=False).exclude(UNREAD)
    rows = rows.exclude(case__in=shut_to(member)) if member else rows
    return list(rows.select_related("case").order_by("received_at", "pk")[:MOST_WORKING])


def find_draft(mail: Mail, part: int, member: TeamMember) -> TypedDraft | None:
    """Return what somebody has begun to type in for a part, None if nothing."""
    return TypedDraft.objects.filter(mail=mail, part=part, member=member).first()


def list_set_aside(state: MailState | None = None, member: TeamMember | None = None) -> QuerySet[Mail]:
    """Return the mails that were set aside as automatic or as copies, newest first."""
    states = [state] if state else list(SET_ASIDE)
    rows = Mail.objects.filter(state__in=states).select_related("case", "same_as").order_by("-received_at", "-pk")
    return rows.exclude(case__in=shut_to(member)) if member else rows


def count_set_aside() -> Mapping[MailState, int]:
    """Count the mails that were set aside, by why."""
    rows = Mail.objects.filter(state__in=SET_ASIDE).values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in SET_ASIDE}


def find_mail(mail_id: int) -> Mail | None:
    """Return one mail with its case, None if there is none."""
    return Mail.objects.select_related("case", "same_as").filter(pk=mail_id).first()


def alerts_of(mail: Mail) -> list[Alert]:
    """Return the signs of danger in a mail, in the order they were raised."""
    return list(mail.alerts.select_related("done_by", "mail").order_by("raised_at", "pk"))


def acknowledge_by(received_at: datetime) -> date | None:
    """Return by when a mail that is no case yet must be acknowledged if it is a complaint: the safe assumption."""
    received = received_at.astimezone(timezone.get_default_timezone())
    clock = CaseClock(received_at=received, matters=(), needs_acknowledgement=True)
    try:
        counted = deadlines_for(clock, calendar=desk_calendar(), council=desk_council())
    except CalendarEndsError:
        # A mail with a time far from the calendar's years is still shown, only without a date.
        return None
    return next((deadline.due_on for deadline in counted if deadline.what is What.ACKNOWLEDGE), None)


def load_of_mailboxes(today_from: datetime) -> list[MailboxLoad]:
    """Say for each mailbox what came from it and what of that is not finished."""
    unfinished = Q(entries__mail__stuck=False, entries__mail__state__in=STEPS)
    boxes = Mailbox.objects.order_by("name", "folder").annotate(
        found=Count("entries__mail", distinct=True),
        today=Count("entries__mail", distinct=True, filter=Q(entries__found_at__gte=today_from)),
        waiting=Count("entries__mail", distinct=True, filter=unfinished),
        oldest_at=Min("entries__mail__received_at", filter=unfinished),
    )
    return [
        MailboxLoad(mailbox=box, found=box.found, today=box.today, waiting=box.waiting, oldest_at=box.oldest_at)
        for box in boxes
    ]


def load_of_steps() -> list[StepFacts]:
    """Count what waits before each step, and what stopped there until a person looks."""
    waiting, stopped = Mail.objects.filter(DUE), Mail.objects.filter(stuck=True)
    return [
        StepFacts(
            state=state,
            waiting=waiting.filter(state=state).count(),
            oldest_at=waiting.filter(state=state).aggregate(at=Min("received_at"))["at"],
            stopped=stopped.filter(state=state).count(),
        )
        for state in STEPS
    ]
