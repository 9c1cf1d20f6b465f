"""Write how the looks into the mailboxes go: how far they reached, what was not given, and why one failed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import LedgerEntry, Mailbox, NotGiven, Reconciliation

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
COUNTS_KEPT = 100
"""Three months of nights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Say how far a look into a mailbox reached: the mailbox's state, and the highest number listed under it."""

    uid_validity: int
    last_uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Name one folder that the administrator's file says to watch."""

    name: str
    folder: str
    is_junk: bool = False
    ours_from: date | None = None
    secret_ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Hold what the count of a folder found; see ``Reconciliation``."""

    listed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    fetched: tuple[int, ...] = ()
    open_uids: tuple[int, ...] = ()
    gone: int = 0
    gone_mails: tuple[int, ...] = ()
    trouble: str = ""


def known_uids(mailbox: Mailbox, uid_validity: int, listed: Sequence[int]) -> set[int]:
    """Return which of these mails of a mailbox are already in the ledger."""
    if not listed:
        return set()
    rows = mailbox.entries.filter(uid_validity=uid_validity, uid__range=(min(listed), max(listed)))
    return set(rows.values_list("uid", flat=True))


@transaction.atomic
def name_watched(named: Sequence[Watched]) -> Mapping[tuple[str, str], Mailbox]:
    """Write down which folders are watched; one that is no longer named keeps its ledger and gives no more alarms."""
    now, rows = timezone.now(), {}
    for one in named:
        row, is_new = Mailbox.objects.get_or_create(name=one.name, folder=one.folder)
        facts = (one.is_junk, one.ours_from, one.secret_ends_on)
        if is_new or not row.watched or facts != (row.is_junk, row.ours_from, row.secret_ends_on):
            row.watched_from = row.watched_from if row.watched else now
            row.watched = True
            row.is_junk, row.ours_from, row.secret_ends_on = facts
            row.save()
            events.record("mailbox_watched", chain=f"mailbox:{row.pk}")
        rows[one.name, one.folder] = row
    for row in Mailbox.objects.filter(watched=True).exclude(pk__in=[row.pk for row in rows.values()]):
        row.watched, row.watched_from, row.trouble, row.trouble_kind, row.failing_since = False, None, "", "", None
        row.save()
        events.record("mailbox_left", chain=f"mailbox:{row.pk}")
    return rows


@transaction.atomic
def note_read(mailbox: Mailbox, *, seen: Seen) -> None:
    """Write down that a mailbox was read, and how far; from there the next look lists.

    Mails that were listed and not given do not hold the mark back: each has a row of its own and is asked for again.
    """
    now = timezone.now()
    is_renumbered = mailbox.uid_validity is not None and mailbox.uid_validity != seen.uid_validity
    worked_before = not mailbox.trouble
    mailbox.polled_at = mailbox.looked_at = now
    mailbox.uid_validity, mailbox.last_uid = seen.uid_validity, seen.last_uid
    mailbox.trouble, mailbox.trouble_kind, mailbox.failing_since, mailbox.wait_until = "", "", None, None
    if is_renumbered:
        mailbox.renumbered_at = now
        events.record("mailbox_renumbered", chain=f"mailbox:{mailbox.pk}", facts={"validity": seen.uid_validity})
    mailbox.save(update_fields=_LOOKED)
    if not worked_before:
        events.record("mailbox_works_again", chain=f"mailbox:{mailbox.pk}")


@transaction.atomic
def note_trouble(mailbox: Mailbox, *, kind: str, words: str, wait_seconds: float = 0.0) -> None:
    """Write down why a mailbox could not be read, and how long its server asked to be left alone."""
    now = timezone.now()
    is_new = mailbox.trouble_kind != kind
    mailbox.looked_at = now
    mailbox.trouble, mailbox.trouble_kind = words, kind
    mailbox.failing_since = mailbox.failing_since or now
    mailbox.wait_until = now + timedelta(seconds=wait_seconds) if wait_seconds else None
    mailbox.save(update_fields=_LOOKED)
    if is_new:
        events.record("mailbox_failed", chain=f"mailbox:{mailbox.pk}", facts={"kind": kind})


_LOOKED = (
    "polled_at",
    "looked_at",
    "uid_validity",
    "last_uid",
    "trouble",
    "trouble_kind",
    "failing_since",
    "wait_until",
    "renumbered_at",
)


def due_again(mailbox: Mailbox, uid_validity: int, *, now: datetime) -> list[int]:
    """Return the mails that were not given and whose turn has come again."""
    rows = mailbox.not_given.filter(uid_validity=uid_validity, gone_at=None, next_try_at__lte=now)
    return list(rows.order_by("uid").values_list("uid", flat=True))


@transaction.atomic
def note_not_given(mailbox: Mailbox, uid_validity: int, refused: Iterable[tuple[int, str]]) -> None:
    """Write down each mail that was listed and not given, and when it is asked for again."""
    now = timezone.now()
    for uid, words in refused:
        row, is_new = NotGiven.objects.get_or_create(
            mailbox=mailbox,
            uid_validity=uid_validity,
            uid=uid,
            defaults={"words": words, "first_at": now, "next_try_at": now},
        )
        row.words, row.tries, row.gone_at = words, row.tries + 1, None
        row.next_try_at = now + min(FIRST_WAIT * 2 ** min(row.tries, 12), LONGEST_WAIT)
        row.save()
        if is_new:
            events.record("mail_not_given", chain=f"mailbox:{mailbox.pk}", facts={"uid": uid})


@transaction.atomic
def settle_not_given(mailbox: Mailbox, uid_validity: int, *, listed: Iterable[int], asked: Iterable[int]) -> None:
    """Close the rows of mails that were given after all, and mark those that are no longer in the mailbox."""
    rows = mailbox.not_given.filter(uid_validity=uid_validity, gone_at=None, uid__in=list(asked))
    given = set(
        LedgerEntry.objects.filter(
            mailbox=mailbox, uid_validity=uid_validity, uid__in=rows.values_list("uid", flat=True)
        ).values_list("uid", flat=True)
    )
    still = set(listed)
    for row in rows:
        if row.uid in given:
            row.delete()
            events.record("mail_given_after_all", chain=f"mailbox:{mailbox.pk}", facts={"uid": row.uid})
        elif row.uid not in still:
            row.gone_at = timezone.now()
            row.save(update_fields=["gone_at"])
            events.record("mail_gone_unread", chain=f"mailbox:{mailbox.pk}", facts={"uid": row.uid})


@transaction.atomic
def note_count(mailbox: Mailbox, count: Count) -> Reconciliation:
    """Keep the result of a count, and the last hundred before it."""
    found = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(count).items()}
    row = Reconciliation.objects.create(mailbox=mailbox, done_at=timezone.now(), **found)
    facts = {"listed": count.listed, "fetched": len(count.fetched), "open": len(count.open_uids), "gone": count.gone}
    events.record("mailbox_counted", chain=f"mailbox:{mailbox.pk}", facts=facts)
    kept = mailbox.reconciliations.order_by("-done_at", "-pk").values_list("pk", flat=True)[:COUNTS_KEPT]
    mailbox.reconciliations.exclude(pk__in=list(kept)).delete()
    return row
