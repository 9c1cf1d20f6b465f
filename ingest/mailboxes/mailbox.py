"""Say what a mailbox gives: raw mails under numbers that stay theirs, and trouble in plain words.

``ingest.mailboxes.imap`` and ``ingest.mailboxes.folder`` are the two kinds. Both only ever read: no flag, no file and
no folder is changed. Who polls asks for ``uid_validity``, lists the numbers, leaves out those its ledger holds under
that validity, and fetches the rest; so a mail that could not be fetched today is asked for again tomorrow. Between
two looks it may stay on the line and wait for news.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Protocol, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """Hold one mail as the mailbox had it; the bytes never change.

    ``uid`` is its number, ``uid_validity`` the state of the mailbox under which that number is its own; together with
    mailbox and folder they are the ledger's key. ``internal_at`` is when the server took it in (UTC), None if the
    mailbox does not know. The bytes of a mail too large to be held in memory lie in ``file``, which is there until the
    next mail is asked for; ``content`` is then empty.
    """

    mailbox: str
    folder: str
    uid_validity: int
    uid: int
    internal_at: datetime | None
    content: bytes
    file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Name a mail the mailbox listed and did not give, and say why in plain words. It must be shown to a person."""

    uid: int
    words: str


class MailboxTrouble(StrEnum):
    """Why a mailbox could not be read."""

    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    LOGIN_REFUSED = "login_refused"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a word, not a token
    ASKED_TO_WAIT = "asked_to_wait"
    NO_FOLDER = "no_folder"
    BROKEN_OFF = "broken_off"
    ODD_ANSWER = "odd_answer"
    DISK = "disk"


class MailboxError(Exception):
    """A mailbox could not be read; the message says what to do. Mails given before it was raised are whole.

    Neither login, password nor token is ever in the message, nor in what caused it: servers repeat them in their
    answers. ``wait_seconds`` is how long the server asks to be left alone, 0 if it did not.
    """

    def __init__(self, trouble: MailboxTrouble, words: str, wait_seconds: float = 0.0) -> None:
        super().__init__(words)
        self.trouble = trouble
        self.words = words
        self.wait_seconds = wait_seconds


class MailSource(Protocol):
    """Be a mailbox that can be read; used inside a ``with`` block, by one thread.

    Every method raises MailboxError.
    """

    name: str
    folder: str

    def __enter__(self) -> Self:
        """Open the mailbox."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the mailbox as it was."""
        ...

    def uid_validity(self) -> int:
        """Return the state under which the numbers hold; with a new one, every mail is to be looked at again."""
        ...

    def list_uids(self, *, after_uid: int = 0, since: date | None = None) -> tuple[int, ...]:
        """Return the numbers of all mails above one, rising, of those that came on a day or later if one is given.

        A folder, whose numbers have no order and whose mails no arrival, gives all.
        """
        ...

    def still_listed(self, uids: Sequence[int]) -> frozenset[int]:
        """Return which of these numbers are still in the mailbox."""
        ...

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Give these mails in the order asked for; one the mailbox will not give stands in ``refusals`` afterwards."""
        ...

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return what was not given since the mailbox was opened or looked at again."""
        ...

    def wait_for_news(self, seconds: float, stop: Event) -> bool:
        """Return as soon as something came in (True), the time is over, or ``stop`` is set."""
        ...

    def look_again(self) -> None:
        """Get ready for another look on the same connection; ``uid_validity`` may be another afterwards."""
        ...

    def hang_up(self) -> None:
        """Break off, from another thread, whatever the mailbox is waiting for."""
        ...


def new_mails(source: MailSource, *, after_uid: int, known_uid_validity: int | None) -> Iterator[RawMail]:
    """Give the mails above a number, or all of them again if the mailbox has a new state (the ledger stops doubles)."""
    is_same = known_uid_validity == source.uid_validity()
    yield from source.fetch(source.list_uids(after_uid=after_uid if is_same else 0))
