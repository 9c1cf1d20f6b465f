"""Say which cases and mails wait in which bucket, and one fact about each; reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, Q, QuerySet

from cases.conflicts import shut_to
from cases.models import Alert, Case, Letter, Mail, Mailbox, TeamMember
from cases.records.mail import DUE
from cases.states import CaseState, LetterState, MailState
from classify.labels import RISK_FLAGS
from letters.draft import Channel


class Bucket(StrEnum):
    """Where a case stands, as the strip at the top of the queue shows it."""

    SAFETY = "safety"
    TRIAGE = "triage"
    SIGN = "sign"
    WAITING = "waiting"
    UNREAD = "unread"


NEEDS_ACTION = (Bucket.SAFETY, Bucket.TRIAGE, Bucket.SIGN)

LETTERS_IN_TROUBLE = (LetterState.UNCERTAIN, LetterState.REFUSED, LetterState.HELD)
# A letter that may not have left needs a person as much as one to sign, though its case is "going out".
# So does one that a person must print and post: no machine sends it.
_TO_POST = Q(letters__state=LetterState.APPROVED, letters__channel=Channel.POST)
# One that was tried for half an hour in vain would otherwise wait among those in which nothing is to be done.
LATE_TRIES = 6
_LATE = Q(letters__state=LetterState.APPROVED, letters__channel=Channel.EMAIL, letters__tries__gte=LATE_TRIES)
_STUCK = Q(letters__state__in=LETTERS_IN_TROUBLE) | _TO_POST | _LATE
_LETTER_TROUBLE = Q(state=CaseState.GOING_OUT, pk__in=Case.objects.filter(_STUCK).values("pk"))
_TRIAGE = Q(state__in=[CaseState.TRIAGE, CaseState.LETTER])
# A letter that a person began moves no case, so a case at rest comes back for it; one to be sorted is seen anyway.
_FURTHER = ~_TRIAGE & Q(
    pk__in=Case.objects.filter(Q(letters__state=LetterState.TO_SIGN) | _STUCK, letters__is_further=True).values("pk")
)
_SIGN = Q(state=CaseState.SIGNING) | _LETTER_TROUBLE | _FURTHER
# One that was given back, or is not finished, is written on where acknowledgements are: nobody else would see it.
LETTERS_TO_WRITE = (LetterState.DRAFT, LetterState.RETURNED)
_TO_WRITE = ~_SIGN & Q(
    pk__in=Case.objects.filter(letters__state__in=LETTERS_TO_WRITE, letters__is_further=True).values("pk")
)
_WAITING = (
    Q(state__in=[CaseState.WAITING, CaseState.ACKNOWLEDGED, CaseState.GOING_OUT])
    & ~_LETTER_TROUBLE
    & ~_FURTHER
    & ~_TO_WRITE
)
_SAFE = Q(has_open_alert=False)

CASES_IN: dict[Bucket, Q] = {
    # Danger outranks every state: a filed case with an open alert is still shown first.
    Bucket.SAFETY: Q(has_open_alert=True),
    Bucket.TRIAGE: (_TRIAGE | _TO_WRITE) & _SAFE,
    Bucket.SIGN: _SIGN & _SAFE,
    Bucket.WAITING: _WAITING & _SAFE,
}

UNREAD = (
    Q(stuck=True)
    | Q(scan_awaited_from__isnull=False)
    | (Q(unread_parts__gt=0) & Q(looked_at__isnull=True) & ~Q(state=MailState.PART_READ))
)
"""Which mails need a person: a step kept failing, the virus scan is away, or a part could not be read.

A long scan that is still being read is not among them until the machine has come to its end.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketFacts:
    """Hold one bucket's count and what its one fact is made of."""

    bucket: Bucket
    number: int
    oldest_at: datetime | None = None
    late: int = 0
    today: int = 0
    replies: int = 0
    next_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFacts:
    """Hold how reading the mailboxes goes: the last good look, and how many mails are still being read."""

    last_read_at: datetime | None
    being_read: int


def cases_in(bucket: Bucket, member: TeamMember | None = None) -> QuerySet[Case]:
    """Return the cases of one bucket; with a member, without those that are shut to them."""
    return _open_to(member, Case.objects.filter(CASES_IN[bucket]))


def cases_needing_action(member: TeamMember | None = None) -> QuerySet[Case]:
    """Return the cases of the first three buckets; with a member, without those that are shut to them."""
    wanted = CASES_IN[Bucket.SAFETY] | CASES_IN[Bucket.TRIAGE] | CASES_IN[Bucket.SIGN]
    return _open_to(member, Case.objects.filter(wanted))


def caseless_alerts() -> QuerySet[Alert]:
    """Return open signs of danger in mails that have no case yet: nobody would see them in a list of cases."""
    return _risks().filter(case=None, state="open").select_related("mail").order_by("raised_at")


def open_alerts(raised_before: datetime) -> QuerySet[Alert]:
    """Return signs of danger that nobody has dealt with since a moment, oldest first."""
    return _risks().filter(state="open", raised_at__lt=raised_before).order_by("raised_at")


def unconfirmed_alerts(escalated_before: datetime) -> QuerySet[Alert]:
    """Return signs of danger passed to the duty desk that it has not confirmed since a moment, oldest first."""
    found = _risks().filter(state="escalated", done_at__lt=escalated_before)
    return found.select_related("case").order_by("done_at")


def unread_mails(member: TeamMember | None = None) -> QuerySet[Mail]:
    """Return the mails a person must read themselves, oldest first; with a member, of no case that is shut to them."""
    rows = Mail.objects.filter(UNREAD).order_by("received_at", "pk")
    return rows.exclude(case__in=shut_to(member)) if member else rows


def new_replies() -> QuerySet[Mail]:
    """Return the mails that were joined to a case and that nobody has looked at."""
    return Mail.objects.filter(state=MailState.JOINED, looked_at__isnull=True, case__isnull=False)


def is_late(letter: Letter) -> bool:
    """Say whether a signed letter was tried so often in vain that somebody must look."""
    is_leaving = letter.state == LetterState.APPROVED and letter.channel == Channel.EMAIL
    return is_leaving and letter.tries >= LATE_TRIES


def _open_to(member: TeamMember | None, cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.exclude(pk__in=shut_to(member)) if member else cases


def newest_case() -> int:
    """Return the id of the newest case, 0 if there is none."""
    return Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def count_newer_than(case_id: int, member: TeamMember | None = None) -> int:
    """Count the cases needing action that came in after a case; with a member, those that are open to them."""
    return cases_needing_action(member).filter(pk__gt=case_id).count()


def list_buckets(today: date, member: TeamMember | None = None) -> tuple[BucketFacts, ...]:
    """Count the five buckets, in the order of the strip; with a member, without the cases that are shut to them."""
    return (
        _safety(member),
        _due(Bucket.TRIAGE, today, member),
        _due(Bucket.SIGN, today, member),
        _waiting(member),
        _unread(member),
    )


def read_mailboxes() -> MailboxFacts:
    """Say when mail was last read, and how many mails are still being read."""
    return MailboxFacts(
        last_read_at=Mailbox.objects.filter(watched=True).aggregate(at=Max("polled_at"))["at"],
        being_read=Mail.objects.filter(DUE).filter(case=None).count(),
    )


def _risks() -> QuerySet[Alert]:
    return Alert.objects.filter(flag__in=[flag.value for flag in RISK_FLAGS])


def _safety(member: TeamMember | None) -> BucketFacts:
    risks = _risks().exclude(case__in=shut_to(member)) if member else _risks()
    oldest = risks.filter(state="open").select_related("mail").order_by("raised_at").first()
    number = cases_in(Bucket.SAFETY, member).count() + caseless_alerts().values("mail").distinct().count()
    return BucketFacts(bucket=Bucket.SAFETY, number=number, oldest_at=oldest.mail.received_at if oldest else None)


def _due(bucket: Bucket, today: date, member: TeamMember | None) -> BucketFacts:
    cases = cases_in(bucket, member)
    return BucketFacts(
        bucket=bucket,
        number=cases.count(),
        late=cases.filter(next_due_on__lt=today).count(),
        today=cases.filter(next_due_on=today).count(),
    )


def _waiting(member: TeamMember | None) -> BucketFacts:
    cases = cases_in(Bucket.WAITING, member)
    due = cases.filter(next_due_on__isnull=False).order_by("next_due_on").first()
    replies = new_replies().filter(case__in=cases).values("case").distinct().count()
    return BucketFacts(
        bucket=Bucket.WAITING, number=cases.count(), replies=replies, next_due_on=due.next_due_on if due else None
    )


def _unread(member: TeamMember | None) -> BucketFacts:
    mails = unread_mails(member)
    oldest = mails.first()
    return BucketFacts(bucket=Bucket.UNREAD, number=mails.count(), oldest_at=oldest.received_at if oldest else None)
