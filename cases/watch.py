"""Look into the mailboxes: fetch what is new, keep it, and leave every mailbox as it was."""

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Event

from django.conf import settings

from cases.models import Mailbox
from cases.services import mail as mails
from config.mailboxes import MailboxKind, MailboxSettings, read_mailboxes
from ingest.imap_connection import ImapAccount, Security
from ingest.mailbox import MailboxError, MailSource, RawMail
from ingest.mailbox_folder import FolderMailbox
from ingest.mailbox_imap import ImapMailbox

BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """Hold what one look into a mailbox brought: the ids of new mails, or why it failed ("" if it did not)."""

    name: str
    new: tuple[int, ...]
    trouble: str = ""


def poll_all(*, stop: Event | None = None) -> list[Polled]:
    """Look into every folder of every mailbox once. A mailbox that fails says so and keeps no other waiting.

    Raises:
        MailboxSettingsError: if the administrator's file has faults.

    """
    polled: list[Polled] = []
    for box in read_mailboxes(settings.PUTRIGHT_MAILBOXES, os.environ):
        for folder in box.folders if box.kind is MailboxKind.IMAP else ("",):
            if stop and stop.is_set():
                return polled
            polled.append(poll_one(box, folder))
    return polled


def poll_one(box: MailboxSettings, folder: str) -> Polled:
    """Look into one folder: list what is there, fetch what the ledger does not know, keep each batch."""
    row, _ = Mailbox.objects.get_or_create(name=box.name, folder=folder)
    new: list[int] = []
    seen = mails.Seen(uid_validity=row.uid_validity or 0, last_uid=row.last_uid)
    trouble = ""
    try:
        with open_source(box, folder) as source:
            seen, unknown = _unknown(row, source)
            for batch in _batches(source.fetch(unknown)):
                new += [mail.pk for mail in mails.store(row, batch)]
            trouble = " ".join(refusal.words for refusal in source.refusals)
    except MailboxError as error:
        trouble = error.words
    except OSError as error:
        trouble = f"The mails could not be kept on this machine's disk ({error.strerror}). They are fetched again."
    mails.note_poll(row, seen=seen, trouble=trouble)
    return Polled(name=f"{box.name} {folder}".strip(), new=tuple(new), trouble=trouble)


def _unknown(row: Mailbox, source: MailSource) -> tuple[mails.Seen, list[int]]:
    """Return how far the folder reaches, and the numbers of its mails that the ledger does not hold.

    Only what came since the last look without any trouble is listed; in a folder with a new state, everything.
    """
    validity = source.uid_validity()
    after = row.last_uid if row.uid_validity == validity else 0
    listed = source.list_uids(after_uid=after)
    known = mails.known_uids(row, validity, listed)
    return mails.Seen(uid_validity=validity, last_uid=max(listed, default=after)), [u for u in listed if u not in known]


def _batches(found: Iterable[RawMail]) -> Iterator[list[RawMail]]:
    rows = iter(found)
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def open_source(box: MailboxSettings, folder: str) -> MailSource:
    """Return a mailbox's folder, to be opened with ``with``."""
    if box.kind is MailboxKind.FOLDER:
        return FolderMailbox(box.path, box.name)
    account = ImapAccount(
        host=box.host,
        port=box.port,
        username=box.username,
        password=box.password,
        ca_file=box.ca_file,
        security=Security(box.security),
    )
    return ImapMailbox(box.name, account, folder)
