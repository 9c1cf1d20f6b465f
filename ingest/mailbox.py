"""Say what a mailbox gives: raw mails under numbers that stay theirs, and trouble in plain words.

``ingest.mailbox_imap`` and ``ingest.mailbox_folder`` are the two kinds. Both only ever read: no flag, no file and no
folder is changed. Who polls asks for ``uid_validity``, lists the numbers, leaves out those its ledger holds under that
validity, and fetches the rest; so a mail that could not be fetched today is asked for again tomorrow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """Hold one mail as the mailbox had it; the bytes never change.

    ``uid`` is its number, ``uid_validity`` the state of the mailbox under which that number is its own; together with
    mailbox and folder they are the ledger's key. ``internal_at`` is when the server took it in (UTC), None if the
    mailbox does not know.
    """

    mailbox: str
    folder: str
    uid_validity: int
    uid: int
    internal_at: datetime | None
    content: bytes


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
    NO_FOLDER = "no_folder"
    BROKEN_OFF = "broken_off"
    ODD_ANSWER = "odd_answer"


class MailboxError(Exception):
    """A mailbox could not be read; the message says what to do. Mails given before it was raised are whole.

    Neither login nor password is ever in the message, nor in what caused it: servers repeat both in their answers.
    """

    def __init__(self, trouble: MailboxTrouble, words: str) -> None:
        super().__init__(words)
        self.trouble = trouble
        self.words = words


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

    def list_uids(self, *, after_uid: int = 0) -> tuple[int, ...]:
        """Return the numbers of all mails above one, rising; a folder, whose numbers have no order, gives all."""
        ...

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Give these mails in the order asked for; one the mailbox will not give stands in ``refusals`` afterwards."""
        ...

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return what was not given since the mailbox was opened."""
        ...


def new_mails(source: MailSource, *, after_uid: int, known_uid_validity: int | None) -> Iterator[RawMail]:
    """Give the mails above a number, or all of them again if the mailbox has a new state (the ledger stops doubles)."""
    is_same = known_uid_validity == source.uid_validity()
    yield from source.fetch(source.list_uids(after_uid=after_uid if is_same else 0))
