"""Say of each mailbox what the last count found, what its server does not give, and what went before it was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.models import LedgerEntry, Mail, Mailbox, NotGiven, Reconciliation

GONE_UNREAD_SHOWN = timedelta(days=30)
GONE_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxNotes:
    """Hold what is known of one folder beside how it is read now.

    ``count`` is the last count that came to its end, ``failed`` a later one that did not. ``fetched`` and ``gone`` are
    the mails the count had to fetch, and those that are no longer in the mailbox.
    """

    mailbox: Mailbox
    count: Reconciliation | None
    failed: Reconciliation | None
    fetched: tuple[Mail, ...]
    gone: tuple[Mail, ...]
    not_given: tuple[NotGiven, ...]
    gone_unread: tuple[NotGiven, ...]


def list_notes(now: datetime) -> list[MailboxNotes]:
    """Return the notes of every watched folder."""
    return [_notes(box, now) for box in Mailbox.objects.filter(watched=True).order_by("name", "folder")]


def count_unwatched() -> int:
    """Count the folders that were read once, or are no longer named."""
    return Mailbox.objects.filter(watched=False).count()


def came_as_junk(mail: Mail) -> bool:
    """Say whether a mail was found in a junk folder, and in no other."""
    where = set(LedgerEntry.objects.filter(mail=mail).values_list("mailbox__is_junk", flat=True))
    return where == {True}


def _notes(box: Mailbox, now: datetime) -> MailboxNotes:
    counts = Reconciliation.objects.filter(mailbox=box).order_by("-done_at", "-pk")
    last, whole = counts.first(), counts.filter(trouble="").first()
    rows = box.not_given.order_by("uid")
    return MailboxNotes(
        mailbox=box,
        count=whole,
        failed=last if last and last.trouble else None,
        fetched=_mails(whole.fetched) if whole else (),
        gone=_mails(whole.gone_mails) if whole else (),
        not_given=tuple(rows.filter(gone_at=None)),
        gone_unread=tuple(rows.filter(gone_at__gte=now - GONE_UNREAD_SHOWN)),
    )


def _mails(ids: list[int]) -> tuple[Mail, ...]:
    rows = Mail.objects.filter(pk__in=ids).select_related("case").order_by("-received_at", "-pk")
    return tuple(rows[:GONE_SHOWN])
