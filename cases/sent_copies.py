"""Put a copy of each letter that left into the mailbox's Sent folder, if the administrator has named one."""

import logging
import os
import time
from threading import Event
from typing import Final

from django.conf import settings

from cases import blobs, leases
from cases.back_off import BackOff
from cases.models import Letter
from cases.services import sent_copy
from cases.watch import account_of
from config.mailboxes import MailboxSettings, MailboxSettingsError, read_mailboxes
from ingest.mailboxes.imap_sent import SentFolder, keep_copy, look_into
from ingest.mailboxes.mailbox import MailboxError

log = logging.getLogger("putright.workers")
LEASE: Final = "sent-copies"
LEASE_SECONDS: Final = 600.0


class SentCopies:
    """Hold how long the mail server is left alone after a failure, and which letters it did not take, the last last."""

    def __init__(self) -> None:
        self._back_off = BackOff()
        self._not_before = 0.0
        self._refused: dict[int, int] = {}

    def keep(self, stop: Event) -> int:
        """Put the copies that are due where they belong; return how many stand there now.

        Of several processes one does it. A failure is written to the letter, shown with it, and tried again.
        """
        box = sent_box()
        if box is None or time.monotonic() < self._not_before:
            return 0
        # One that the server never takes holds up no other: whatever failed goes to the end of the line.
        letters = sorted(sent_copy.due(), key=lambda letter: self._refused.get(letter.pk, 0))
        if not letters or not leases.take(LEASE, seconds=LEASE_SECONDS):
            return 0
        done = 0
        try:
            for letter in letters:
                if stop.is_set() or not self._copy(box, letter):
                    break
                done += 1
        finally:
            leases.give_back(LEASE)
        return done

    def _copy(self, box: MailboxSettings, letter: Letter) -> bool:
        try:
            put_copy(box, letter)
        except MailboxError as error:
            wait = self._back_off.seconds_after(error.trouble, asked_seconds=error.wait_seconds)
            self._not_before = time.monotonic() + wait
            self._refused[letter.pk] = max(self._refused.values(), default=0) + 1
            sent_copy.note_no_copy(letter_id=letter.pk, words=error.words)
            log.error("letter=%d outcome=not_copied trouble=%s", letter.pk, error.trouble)  # noqa: TRY400 - words stay out
            return False
        except blobs.BlobError:
            sent_copy.note_no_copy(letter_id=letter.pk, words="The kept bytes of this letter could not be read.")
            return True
        self._back_off.worked()
        self._refused.pop(letter.pk, None)
        sent_copy.note_copied(letter_id=letter.pk)
        return True


def put_copy(box: MailboxSettings, letter: Letter) -> bool:
    """Put the very bytes that were sent into the Sent folder; say whether they were not there already.

    Raises:
        MailboxError: if the mail server does not take them.
        BlobError: if they are not where they were kept.

    """
    content = blobs.get(letter.made_with["mail"])
    at = letter.sent_at or letter.made_at
    return keep_copy(account_of(box), box.sent_folder, message_id=letter.message_id, content=content, at=at)


def look_into_sent(box: MailboxSettings) -> SentFolder:
    """Open the Sent folder as a copy would find it, for reading only, and return which one it is.

    Raises:
        MailboxError: if there is none of that name, or it cannot be opened; with the cure.

    """
    return look_into(account_of(box), box.sent_folder)


def sent_box() -> MailboxSettings | None:
    """Return the mailbox that keeps the copies, None if none is named; a fault in the file is an alarm elsewhere."""
    try:
        boxes = read_mailboxes(settings.PUTRIGHT_MAILBOXES, os.environ)
    except MailboxSettingsError:
        return None
    return next((box for box in boxes if box.sent_folder), None)
