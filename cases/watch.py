"""Look into the mailboxes: fetch what is new, keep it, and leave every mailbox as it was."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from threading import Event

from django.conf import settings
from django.utils import timezone

from cases import blobs
from cases.models import Mailbox
from cases.services import mail as mails
from cases.services import mailboxes
from config.limits import default_limits
from config.mailbox_login import SignIn
from config.mailboxes import MailboxKind, MailboxSettings, MailboxSettingsError, read_mailboxes
from config.once import once
from ingest.mailboxes.folder import FolderMailbox
from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.imap_connection import ImapAccount, Security
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble, MailSource, RawMail
from ingest.mailboxes.oauth import AppLogin, AppTokens, CommandTokens, TokenSource

BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Name one folder of one mailbox."""

    box: MailboxSettings
    folder: str = ""
    is_junk: bool = False

    @property
    def name(self) -> str:
        """Return the name people know it by."""
        return f"{self.box.name} {self.folder.lstrip(chr(92))}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """Hold what one look into a mailbox brought: the ids of new mails, or why it failed ("" if it did not)."""

    name: str
    new: tuple[int, ...]
    trouble: str = ""
    kind: MailboxTrouble | None = None
    wait_seconds: float = 0.0


def places_of(boxes: Iterable[MailboxSettings]) -> tuple[Place, ...]:
    """Return every folder that is to be looked into, those of the same mailbox one after the other."""
    found: list[Place] = []
    for box in boxes:
        if box.kind is MailboxKind.FOLDER:
            found.append(Place(box=box))
            continue
        found += [Place(box=box, folder=folder) for folder in box.folders]
        found += [Place(box=box, folder=box.junk, is_junk=True)] if box.junk else []
    return tuple(found)


def named_places() -> tuple[Place, ...]:
    """Return the folders that the administrator's file names, and note that they are watched.

    Raises:
        MailboxSettingsError: if the file has faults.

    """
    path = settings.PUTRIGHT_MAILBOXES
    if not path.exists() and Mailbox.objects.filter(watched=True).exists():
        # An empty file says that nothing is watched any more; a file that vanished says nothing.
        raise MailboxSettingsError(
            path, ["is not there any more. Put it back, or write an empty one to watch nothing."]
        )
    places = places_of(read_mailboxes(path, os.environ))
    mailboxes.name_watched(
        [
            mailboxes.Watched(
                name=place.box.name,
                folder=place.folder,
                is_junk=place.is_junk,
                ours_from=place.box.since,
                secret_ends_on=place.box.secret_expires,
            )
            for place in places
        ]
    )
    return places


def poll_all(*, stop: Event | None = None) -> list[Polled]:
    """Look into every folder of every mailbox once. A mailbox that fails says so and keeps no other waiting.

    Raises:
        MailboxSettingsError: if the administrator's file has faults.

    """
    polled: list[Polled] = []
    for place in named_places():
        if stop and stop.is_set():
            break
        polled.append(poll_one(place.box, place.folder))
    return polled


def poll_one(box: MailboxSettings, folder: str) -> Polled:
    """Open one folder, look into it once, and close it again."""
    row, _ = Mailbox.objects.get_or_create(name=box.name, folder=folder)
    place = Place(box=box, folder=folder)
    if row.wait_until and row.wait_until > timezone.now():
        return Polled(name=place.name, new=(), trouble=row.trouble, kind=MailboxTrouble.ASKED_TO_WAIT)
    try:
        with open_source(box, folder) as source:
            return look_into(place, source, row)
    except MailboxError as error:
        return note_trouble(place, row, error)


def note_trouble(place: Place, row: Mailbox, error: MailboxError) -> Polled:
    """Write down that a folder could not be opened or read, and return it."""
    mailboxes.note_trouble(row, kind=error.trouble, words=error.words, wait_seconds=error.wait_seconds)
    return Polled(name=place.name, new=(), trouble=error.words, kind=error.trouble, wait_seconds=error.wait_seconds)


def look_into(place: Place, source: MailSource, row: Mailbox, *, alive: Callable[[], bool] = lambda: True) -> Polled:
    """Look into an open folder: list what is there, fetch what the ledger does not know, keep each batch.

    ``alive`` is asked after each batch; when it says no, what was kept stays and the rest is for the next look.
    """
    new: list[int] = []
    try:
        seen, unknown, again = _unknown(row, source)
        for batch in batches_of(source.fetch([*again, *unknown])):
            new += [mail.pk for mail in mails.store(row, batch)]
            if not alive():
                return Polled(name=place.name, new=tuple(new))
        refused = [(refusal.uid, refusal.words) for refusal in source.refusals]
        mailboxes.note_not_given(row, seen.uid_validity, refused)
        if asked := [*again, *(uid for uid, _ in refused)]:
            listed = source.still_listed(asked)
            mailboxes.settle_not_given(row, seen.uid_validity, listed=listed, asked=asked)
    except MailboxError as error:
        return replace(note_trouble(place, row, error), new=tuple(new))
    except (OSError, blobs.BlobError) as error:
        why = error.strerror if isinstance(error, OSError) else "kept bytes are not whole"
        words = f"The mails could not be kept on this machine's disk ({why}). They are fetched again."
        mailboxes.note_trouble(row, kind=MailboxTrouble.DISK, words=words)
        return Polled(name=place.name, new=tuple(new), trouble=words, kind=MailboxTrouble.DISK)
    mailboxes.note_read(row, seen=seen)
    return Polled(name=place.name, new=tuple(new), trouble=" ".join(words for _, words in refused))


def _unknown(row: Mailbox, source: MailSource) -> tuple[mailboxes.Seen, list[int], list[int]]:
    """Return how far the folder reaches, its mails that the ledger does not hold, and those to be asked for again.

    Only what came since the last look without trouble is listed; in a folder with a new state, everything. The oldest
    comes first: when more wait than one look can fetch, none is overtaken for ever.
    """
    validity = source.uid_validity()
    after = row.last_uid if row.uid_validity == validity else 0
    listed = source.list_uids(after_uid=after, since=row.ours_from)
    again = mailboxes.due_again(row, validity, now=timezone.now())
    known = mailboxes.known_uids(row, validity, listed) | set(again)
    seen = mailboxes.Seen(uid_validity=validity, last_uid=max(listed, default=after))
    return seen, [uid for uid in listed if uid not in known], again


def batches_of(found: Iterable[RawMail]) -> Iterator[list[RawMail]]:
    """Yield the mails some at a time, and so many bytes; one whose bytes lie in a file, which is soon gone, ends it."""
    most_bytes = default_limits().fetch_bytes
    batch: list[RawMail] = []
    size_bytes = 0
    for raw in found:
        batch.append(raw)
        size_bytes += len(raw.content)
        if len(batch) >= BATCH or size_bytes >= most_bytes or raw.file:
            yield batch
            batch, size_bytes = [], 0
    if batch:
        yield batch


def open_source(box: MailboxSettings, folder: str) -> MailSource:
    """Return a mailbox's folder, to be opened with ``with``."""
    if box.kind is MailboxKind.FOLDER:
        return FolderMailbox(box.path, box.name)
    return ImapMailbox(box.name, account_of(box), folder, spool=blobs.spool())


def account_of(box: MailboxSettings) -> ImapAccount:
    """Return how an IMAP mailbox is got into."""
    return ImapAccount(
        host=box.host,
        port=box.port,
        username=box.username,
        password=box.password,
        tokens=tokens_of(box.sign_in) if box.sign_in else None,
        ca_file=box.ca_file,
        security=Security(box.security),
    )


@once(keep=None)
def tokens_of(sign_in: SignIn) -> TokenSource:
    """Return where a mailbox's tokens come from; the same for all its folders, which then share each token."""
    if sign_in.command:
        return CommandTokens(sign_in.command)
    return AppTokens(
        AppLogin(
            tenant=sign_in.tenant,
            client_id=sign_in.client_id,
            secret=sign_in.secret,
            certificate=sign_in.certificate,
            authority=sign_in.authority,
            scope=sign_in.scope,
            ca_file=sign_in.authority_ca_file,
        )
    )
