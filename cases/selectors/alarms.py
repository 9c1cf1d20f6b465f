"""Say what needs somebody: mailboxes not read, mails not accounted for, dates that would move, what did not leave.

Read from the rows alone, so that a page can say it while the clock that should write them is down.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from cases.models import Digest, Letter, Mail, Mailbox, NotGiven, Notice, Reconciliation
from cases.selectors import safety
from cases.states import LetterState
from ingest.mailboxes.mailbox import MailboxTrouble
from letters.draft import Channel


class AlarmKind(StrEnum):
    """What is wrong."""

    CALLS = "calls"
    VIRUS_SCAN = "virus_scan"
    SETTINGS = "settings"
    REFUSED = "refused"
    BROKEN = "broken"
    NOT_READ = "not_read"
    SECRET_ENDED = "secret_ended"  # noqa: S105 - a word, not a secret
    NOT_ACCOUNTED = "not_accounted"
    NOT_GIVEN = "not_given"
    MISSED = "missed"
    SECRET_ENDS = "secret_ends"  # noqa: S105 - a word, not a secret
    DATES_MOVE = "dates_move"
    OLD_FILES = "old_files"
    DIGEST = "digest"
    LETTERS = "letters"


NOTED = frozenset({AlarmKind.SETTINGS, AlarmKind.DATES_MOVE, AlarmKind.OLD_FILES})
"""Whoever finds these writes them down, and takes them back: they cannot be read off other rows."""
WARNINGS = frozenset(
    {
        AlarmKind.SECRET_ENDS,
        AlarmKind.MISSED,
        AlarmKind.NOT_GIVEN,
        AlarmKind.DATES_MOVE,
        AlarmKind.OLD_FILES,
        AlarmKind.DIGEST,
        AlarmKind.CALLS,
        AlarmKind.LETTERS,
    }
)
"""These stop no mail from coming in now."""
ONCE = frozenset({AlarmKind.SECRET_ENDS, AlarmKind.MISSED})
"""The administrator is told of these at the start only: a secret's end has steps of its own."""
SECRET_STEPS_DAYS = (7, 14, 30)
NOT_GIVEN_AFTER = timedelta(minutes=10)
SCAN_AWAITED_AFTER = timedelta(minutes=5)
LETTER_LATE_AFTER = timedelta(minutes=30)
DIGEST_TRIES = 3
"""After so many tries a morning's mail that has not left is an alarm."""

# Nothing but somebody's hand mends these, so nobody needs to wait for the half hour.
AT_ONCE: Mapping[str, AlarmKind] = {
    MailboxTrouble.LOGIN_REFUSED: AlarmKind.REFUSED,
    MailboxTrouble.TOKEN_REFUSED: AlarmKind.REFUSED,
    MailboxTrouble.NOT_TRUSTED: AlarmKind.BROKEN,
    MailboxTrouble.NO_FOLDER: AlarmKind.BROKEN,
    MailboxTrouble.DISK: AlarmKind.BROKEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Hold one alarm about one mailbox ("" for all): its folders, since when, and what the last look said.

    ``key`` is the same as long as it is the same alarm.
    """

    kind: AlarmKind
    mailbox: str = ""
    folders: tuple[str, ...] = ()
    since: datetime | None = None
    trouble: str = ""
    ends_on: date | None = None
    number: int = 0
    step: int = 0

    @property
    def key(self) -> str:
        """Return what the alarm is known by."""
        return f"{self.kind}:{self.step}:{self.mailbox}"[:120]

    @property
    def is_warning(self) -> bool:
        """Say whether mail still comes in."""
        return self.kind in WARNINGS


def list_alarms(now: datetime) -> list[Alarm]:
    """Return every alarm, the gravest first."""
    boxes = list(Mailbox.objects.filter(watched=True).order_by("name", "folder"))
    found: list[Alarm] = list(_noted())
    for name, rows in groupby(boxes, key=lambda box: box.name):
        folders = list(rows)
        found += [*_silence(name, folders, now), *_secrets(name, folders, timezone.localdate(now))]
    found += [*_counts(boxes), *_not_given(now), *_virus_scan(now), *_digests(now), *_calls(now), *_letters(now)]
    return sorted(found, key=lambda alarm: (list(AlarmKind).index(alarm.kind), alarm.mailbox))


def _noted() -> Iterator[Alarm]:
    for row in Notice.objects.filter(kind__in=list(NOTED), over_at=None):
        kind = AlarmKind(row.kind)
        words = row.words if kind is AlarmKind.SETTINGS else row.words.partition("\n")[0].rstrip(".")
        yield Alarm(kind=kind, since=row.began_at, trouble=words)


def _calls(now: datetime) -> Iterator[Alarm]:
    """Yield that nobody could be called about signs of danger that nobody has opened either."""
    waiting = safety.unreached(now)
    if oldest := waiting.first():
        trouble = safety.last_trouble()
        said = f"{trouble[:1].upper()}{trouble[1:].rstrip('.')}." if trouble else ""
        yield Alarm(kind=AlarmKind.CALLS, since=oldest.raised_at, number=waiting.count(), trouble=said)


def _digests(now: datetime) -> Iterator[Alarm]:
    """Yield that the morning's mail of today did not leave for some of the team."""
    today = timezone.localdate(now)
    number = Digest.objects.filter(on=today, sent_at=None, tries__gte=DIGEST_TRIES).count()
    if number:
        yield Alarm(kind=AlarmKind.DIGEST, number=number)


def _letters(now: datetime) -> Iterator[Alarm]:
    """Yield that signed letters have not left: whoever signed them believes that they have.

    One that waits for somebody to deal with a sign of danger is shown with that.
    """
    late = now - timedelta(seconds=settings.PUTRIGHT_SEND_DELAY_SECONDS) - LETTER_LATE_AFTER
    rows = Letter.objects.filter(state=LetterState.APPROVED, channel=Channel.EMAIL, case__has_open_alert=False)
    rows = rows.filter(Q(released_at=None) | Q(released_at__lt=now - LETTER_LATE_AFTER), signed_at__lt=late)
    if oldest := rows.order_by("signed_at").first():
        # What the mail server said stays with the letter: it may name whom it goes to.
        yield Alarm(kind=AlarmKind.LETTERS, since=oldest.signed_at, number=rows.count())


def _silence(name: str, folders: list[Mailbox], now: datetime) -> Iterator[Alarm]:
    """Yield one alarm for all folders of a mailbox that are silent for the same reason."""
    silent_before = now - timedelta(minutes=settings.PUTRIGHT_MAILBOX_ALARM_MINUTES)
    kinds: dict[AlarmKind, list[Mailbox]] = {}
    for box in folders:
        read_at = box.polled_at or box.watched_from
        kind = AT_ONCE.get(box.trouble_kind)
        if kind is None and (read_at is None or read_at < silent_before):
            kind = AlarmKind.NOT_READ
        if kind:
            kinds.setdefault(kind, []).append(box)
    for kind, boxes in kinds.items():
        read = [box.polled_at for box in boxes if box.polled_at]
        yield Alarm(
            kind=kind,
            mailbox=name,
            folders=tuple(box.folder for box in boxes),
            since=min(read) if len(read) == len(boxes) else None,
            trouble=next((box.trouble for box in boxes if box.trouble), ""),
        )


def _secrets(name: str, folders: list[Mailbox], today: date) -> Iterator[Alarm]:
    ends_on = min((box.secret_ends_on for box in folders if box.secret_ends_on), default=None)
    if ends_on is None:
        return
    left_days = (ends_on - today).days
    if left_days < 0:
        yield Alarm(kind=AlarmKind.SECRET_ENDED, mailbox=name, ends_on=ends_on)
    elif step := next((days for days in SECRET_STEPS_DAYS if left_days <= days), 0):
        yield Alarm(kind=AlarmKind.SECRET_ENDS, mailbox=name, ends_on=ends_on, number=left_days, step=step)


def _counts(boxes: list[Mailbox]) -> Iterator[Alarm]:
    """Yield what the last count of each folder left open, and what it had to fetch."""
    for box in boxes:
        last = Reconciliation.objects.filter(mailbox=box, trouble="").order_by("-done_at").first()
        if last and last.open_uids:
            number = len(last.open_uids)
            yield Alarm(
                kind=AlarmKind.NOT_ACCOUNTED, mailbox=box.name, folders=(box.folder,), since=last.done_at, number=number
            )
        if last and last.fetched:
            number = len(last.fetched)
            yield Alarm(
                kind=AlarmKind.MISSED,
                mailbox=box.name,
                folders=(box.folder,),
                since=last.done_at,
                number=number,
                step=last.pk,
            )


def _not_given(now: datetime) -> Iterator[Alarm]:
    rows = NotGiven.objects.filter(gone_at=None, mailbox__watched=True, first_at__lt=now - NOT_GIVEN_AFTER)
    for name, number, first_at in rows.values_list("mailbox__name").annotate(Count("pk"), Min("first_at")):
        yield Alarm(kind=AlarmKind.NOT_GIVEN, mailbox=name, number=number, since=first_at)


def _virus_scan(now: datetime) -> Iterator[Alarm]:
    """Yield that mails wait unopened for the virus scan."""
    waiting = Mail.objects.filter(scan_awaited_from__isnull=False).order_by("scan_awaited_from")
    first = waiting.first()
    if first and first.scan_awaited_from and first.scan_awaited_from < now - SCAN_AWAITED_AFTER:
        yield Alarm(
            kind=AlarmKind.VIRUS_SCAN, since=first.scan_awaited_from, trouble=first.trouble, number=waiting.count()
        )
