"""Fetch one mail in pieces, so that a very large one is never held in memory: beyond a size it goes to the disk."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imapclient import IMAPClient

from config.limits import Limits
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble


class TooLargeError(Exception):
    """The mail is larger than anything Putright keeps; it must be opened in the mailbox."""


class Pieces:
    """Gather a mail's pieces: in memory while they are few, then in a file of its own in ``folder``.

    ``in_file`` is that file, which belongs to the caller from then on, None while all is in ``content``.
    """

    def __init__(self, limits: Limits, folder: Path | None) -> None:
        self._limits, self._folder = limits, folder
        self.content = bytearray()
        self.in_file: Path | None = None
        self.size_bytes = 0

    def add(self, piece: bytes) -> None:
        """Add the next piece.

        Raises: TooLargeError; MailboxError when the disk does not take it.
        """
        self.size_bytes += len(piece)
        if self.size_bytes > self._limits.kept_mail_bytes:
            raise TooLargeError
        if self.in_file is None and self.size_bytes <= self._limits.fetch_bytes:
            self.content += piece
            return
        try:
            self._write(piece)
        except OSError as error:
            # Not a fault of the connection, though it comes while the server is talking.
            words = f"A large mail could not be laid on this machine's disk ({error.strerror}). It is fetched again."
            raise MailboxError(MailboxTrouble.DISK, words) from None

    def _write(self, piece: bytes) -> None:
        if self.in_file is None:
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".fetched-")
            os.close(descriptor)
            self.in_file = Path(name)
            piece, self.content = bytes(self.content) + piece, bytearray()
        with self.in_file.open("ab") as file:
            file.write(piece)

    def drop(self) -> None:
        """Throw the file away, if there is one."""
        if self.in_file is not None:
            with suppress(OSError):
                self.in_file.unlink()
            self.in_file = None


def pieces_of(client: IMAPClient, uid: int, *, piece_bytes: int, named_bytes: int) -> Iterator[bytes]:
    """Yield a mail piece by piece; nothing at all if the server does not give it.

    The size a server names may be an estimate (Exchange), and a server may give shorter pieces than were asked for: a
    short piece ends the mail only if the named size is reached or the next piece is empty.
    """
    at = 0
    while True:
        answer = client.fetch([uid], [f"BODY.PEEK[]<{at}.{piece_bytes}>"]).get(uid, {})
        piece = next((value for key, value in answer.items() if key in {b"BODY[]", b"BODY[]<%d>" % at}), None)
        if not isinstance(piece, bytes) or (at and not piece):
            return
        yield piece
        at += len(piece)
        if len(piece) < piece_bytes and at >= named_bytes:
            return
        if not piece:
            return
