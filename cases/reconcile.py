"""Count every folder against the ledger: each mail in it is accounted for, or is fetched at once and named.

Looks fetch what came since the last one; the count trusts no mark and lists everything. It finds what a look missed,
what was kept here and is gone from the disk, and what a person took out of the mailbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Event

from django.utils import timezone

from cases import blobs, leases
from cases.accounts import Account, account_of
from cases.models import Mailbox, Reconciliation
from cases.services import mail as mails
from cases.services import mailboxes
from cases.watch import Place, batches_of, named_places, note_trouble, open_source
from config.mailboxes import MailboxKind
from ingest.mailboxes.mailbox import MailboxError, MailSource

COUNTED_AT = time(2, 0)
"""At night: on the largest mailbox the count lists a hundred thousand numbers and looks for as many files."""
LEASE_SECONDS = 600.0
GONE_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """Hold what the ledger says of one mail of a folder."""

    mail_id: int
    account: Account
    is_kept: bool


class _Interrupted(Exception):  # noqa: N818 - nothing went wrong
    """Putright is being stopped; the count begins anew another time."""


def reconcile_all(*, stop: Event | None = None) -> list[Reconciliation]:
    """Count every folder that the administrator's file names.

    Raises:
        MailboxSettingsError: if the file has faults.

    """
    done = []
    for place in named_places():
        row, _ = Mailbox.objects.get_or_create(name=place.box.name, folder=place.folder)
        if (counted := reconcile_one(place, row, stop=stop)) is None:
            break
        done.append(counted)
    return done


def reconcile_when_due(stop: Event) -> list[Reconciliation]:
    """Count, once a night, every folder that has been read at all; another process may be at it already."""
    since = last_count_time(timezone.now())
    read = Mailbox.objects.filter(watched=True, polled_at__isnull=False)
    waiting = {(row.name, row.folder): row for row in read.exclude(reconciliations__done_at__gte=since)}
    if not waiting or not leases.take("reconcile", seconds=LEASE_SECONDS):
        return []
    done = []
    try:
        for place in named_places():
            if row := waiting.get((place.box.name, place.folder)):
                if (counted := reconcile_one(place, row, stop=stop)) is None:
                    break
                done.append(counted)
                leases.take("reconcile", seconds=LEASE_SECONDS)
    finally:
        leases.give_back("reconcile")
    return done


def last_count_time(now: datetime) -> datetime:
    """Return the last two o'clock in the morning."""
    today = datetime.combine(timezone.localdate(now), COUNTED_AT, timezone.get_default_timezone())
    return today if today <= now else today - timedelta(days=1)


def reconcile_one(place: Place, row: Mailbox, *, stop: Event | None = None) -> Reconciliation | None:
    """Count one folder; None if Putright is being stopped meanwhile."""
    try:
        with open_source(place.box, place.folder) as source:
            return _count(place, source, row, stop or Event())
    except _Interrupted:
        return None
    except MailboxError as error:
        note_trouble(place, row, error)
        return mailboxes.note_count(row, mailboxes.Count(trouble=error.words))
    except (OSError, blobs.BlobError) as error:
        words = "The mails could not be kept on this machine's disk"
        why = f" ({error.strerror})" if isinstance(error, OSError) else ""
        return mailboxes.note_count(row, mailboxes.Count(trouble=f"{words}{why}."))


def _count(place: Place, source: MailSource, row: Mailbox, stop: Event) -> Reconciliation:
    validity = source.uid_validity()
    listed = source.list_uids()
    ours = frozenset(source.list_uids(since=row.ours_from)) if row.ours_from else frozenset(listed)
    before = _entries(row, validity)
    wanting = [uid for uid in listed if uid in ours and (uid not in before or not before[uid].is_kept)]
    _fetch(source, row, wanting, stop)
    after = _entries(row, validity)
    lost = sorted(uid for uid in wanting if uid not in after or not after[uid].is_kept)
    lost_now = sorted(source.still_listed(lost)) if lost else []
    mailboxes.note_not_given(row, validity, [(refusal.uid, refusal.words) for refusal in source.refusals])
    if lost:
        mailboxes.settle_not_given(row, validity, listed=lost_now, asked=lost)
    gone = sorted(set(after) - set(listed))
    # Above the mark of the last look a mail is only new; below it, the look that should have fetched it did not. The
    # numbers of a folder on this machine have no order, so there nobody can tell.
    has_order = place.box.kind is MailboxKind.IMAP and row.uid_validity == validity
    marked = row.last_uid if has_order else 0
    missed = [after[uid].mail_id for uid in wanting if uid in after and (uid <= marked or uid in before)]
    count = mailboxes.Count(
        listed=len(listed),
        counts=_sums(listed, ours, after),
        fetched=tuple(missed),
        open_uids=tuple(lost_now),
        gone=len(gone),
        gone_mails=tuple(after[uid].mail_id for uid in gone[-GONE_SHOWN:]),
    )
    return mailboxes.note_count(row, count)


def _fetch(source: MailSource, row: Mailbox, uids: list[int], stop: Event) -> None:
    for batch in batches_of(source.fetch(uids)):
        mails.store(row, batch)
        if stop.is_set():
            raise _Interrupted


def _entries(row: Mailbox, validity: int) -> dict[int, _Entry]:
    """Return what the ledger holds of a folder, by number."""
    rows = row.entries.filter(uid_validity=validity).values_list(
        "uid", "mail_id", "mail__state", "mail__stuck", "mail__digest"
    )
    return {
        uid: _Entry(mail_id=mail_id, account=account_of(state, is_stuck=stuck), is_kept=blobs.is_kept(digest))
        for uid, mail_id, state, stuck, digest in rows.iterator(chunk_size=5_000)
    }


def _sums(listed: tuple[int, ...], ours: frozenset[int], after: Mapping[int, _Entry]) -> dict[str, int]:
    sums = dict.fromkeys((account.value for account in Account), 0)
    for uid in listed:
        if uid in after:
            sums[after[uid].account] += 1
        elif uid not in ours:
            sums[Account.NOT_OURS] += 1
    return sums
