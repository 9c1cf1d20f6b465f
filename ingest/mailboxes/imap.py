"""Read one folder of a mailbox on an IMAP server, leaving every flag as it is.

The folder is opened with EXAMINE and mails are taken with BODY.PEEK, so the server itself would refuse a change.
"""

import contextlib
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient

from config.limits import Limits, default_limits
from ingest.mailboxes.imap_answers import ANSWER_FAULTS, CONNECTION_FAULTS, asked_to_wait, broken_off, odd_answer
from ingest.mailboxes.imap_connection import ImapAccount, connect, examine, leave
from ingest.mailboxes.imap_idle import MOST_SECONDS, has_idle, wait_for_news
from ingest.mailboxes.imap_pieces import Pieces, TooLargeError, pieces_of
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble, RawMail, Refusal

_NOT_TOLD = 2**62


class ImapMailbox:
    """Give the mails of one IMAP folder; see MailSource. ``spool`` is where a mail too large for memory lies."""

    def __init__(
        self,
        name: str,
        account: ImapAccount,
        folder: str = "INBOX",
        limits: Limits | None = None,
        spool: Path | None = None,
    ) -> None:
        self.name, self.folder = name, folder
        self._account, self._limits, self._spool = account, limits or default_limits(), spool
        self._client: IMAPClient | None = None
        self._uid_validity = 0
        self._refusals: list[Refusal] = []
        self._has_idle = False
        self._is_hung_up = False

    def __enter__(self) -> Self:
        self._client = connect(self._account)
        try:
            self.look_again()
            self._has_idle = has_idle(self._client)
        except MailboxError:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return the mails the server listed and did not give."""
        return tuple(self._refusals)

    def uid_validity(self) -> int:
        """Return the server's UIDVALIDITY of the folder."""
        return self._uid_validity

    def look_again(self) -> None:
        """Open the folder anew, so that its state and its numbers are those of now."""
        self._refusals = []
        self._uid_validity = examine(self._open_client(), self._account, self.folder)

    def list_uids(self, *, after_uid: int = 0, since: date | None = None) -> tuple[int, ...]:
        """Return the numbers of the folder's mails above one, rising; ``since`` is judged by the day of arrival."""
        asked = ["UID", f"{after_uid + 1}:*", *(["SINCE", since] if since else [])]
        with self._plain_words():
            found = self._open_client().search(asked)
        # "n:*" names at least the last mail, even when its number is below n.
        return tuple(sorted({uid for uid in found if uid > after_uid}))

    def still_listed(self, uids: Sequence[int]) -> frozenset[int]:
        """Return which of these numbers are still in the folder."""
        found: set[int] = set()
        for start in range(0, len(uids), self._limits.fetch_mails):
            asked = uids[start : start + self._limits.fetch_mails]
            with self._plain_words():
                found |= set(self._open_client().search(["UID", ",".join(map(str, asked))]))
        return frozenset(found & set(uids))

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Give these mails in order, so many at a time that little is held in memory."""
        for start in range(0, len(uids), self._limits.fetch_mails):
            asked = uids[start : start + self._limits.fetch_mails]
            sizes = self._sizes(asked)
            for batch in self._batches(asked, sizes):
                yield from self._fetch_batch(batch, sizes)

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return how large each mail is; one whose size is not told is taken for large, and so fetched alone."""
        try:
            rows = self._open_client().fetch(uids, ["RFC822.SIZE"])
            told = {uid: int(row.get(b"RFC822.SIZE", _NOT_TOLD)) for uid, row in rows.items()}
        except CONNECTION_FAULTS:
            raise broken_off(self._account.host) from None
        except ANSWER_FAULTS as error:
            self._heed(error)
            told = {}
        return {uid: told.get(uid, _NOT_TOLD) for uid in uids}

    def wait_for_news(self, seconds: float, stop: Event) -> bool:
        """Return as soon as the server tells of a new mail; a server without IDLE is waited for in silence."""
        if self._has_idle:
            try:
                return wait_for_news(self._open_client(), seconds, stop)
            except CONNECTION_FAULTS:
                raise broken_off(self._account.host) from None
            except ANSWER_FAULTS:
                # It said that it knows IDLE and does not: what state the connection is in now is anybody's guess.
                raise broken_off(self._account.host) from None
        stop.wait(min(seconds, MOST_SECONDS))
        return False

    def hang_up(self) -> None:
        """Close the connection under whatever waits for it; called from another thread."""
        self._is_hung_up = True
        if client := self._client:
            with contextlib.suppress(OSError, AttributeError):
                client.socket().shutdown(socket.SHUT_RDWR)

    def _batches(self, uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
        batch: list[int] = []
        total = 0
        for uid in uids:
            size = sizes[uid]
            if batch and total + size > self._limits.fetch_bytes:
                yield batch
                batch, total = [], 0
            batch.append(uid)
            total += size
        if batch:
            yield batch

    def _fetch_batch(self, uids: list[int], sizes: dict[int, int]) -> Iterator[RawMail]:
        rows: dict[int, dict[bytes, Any]] = {}
        if sum(sizes[uid] for uid in uids) <= self._limits.fetch_bytes:
            try:
                rows = self._open_client().fetch(uids, ["INTERNALDATE", "BODY.PEEK[]"])
            except CONNECTION_FAULTS:
                raise broken_off(self._account.host) from None
            except ANSWER_FAULTS as error:
                self._heed(error)
                # One mail the server stumbles over must not hide the others: each is asked for alone below.
                rows = {}
        for uid in uids:
            row = rows.get(uid, {})
            content = row.get(b"BODY[]")
            if isinstance(content, bytes):
                yield self._mail(uid, row.get(b"INTERNALDATE"), content)
            else:
                yield from self._fetch_alone(uid, sizes[uid])

    def _fetch_alone(self, uid: int, named_bytes: int) -> Iterator[RawMail]:
        """Yield one mail fetched in pieces; nothing, with a refusal noted, if the server does not give it."""
        gathered, size_bytes = Pieces(self._limits, self._spool), self._limits.fetch_piece_bytes
        is_given = False
        try:
            for piece in pieces_of(self._open_client(), uid, piece_bytes=size_bytes, named_bytes=named_bytes):
                gathered.add(piece)
                is_given = True
        except TooLargeError:
            gathered.drop()
            self._refuse(uid, f"is larger than {self._limits.kept_mail_bytes // 1_048_576:,} MB and was not fetched")
            return
        except MailboxError:
            gathered.drop()
            raise
        except CONNECTION_FAULTS:
            gathered.drop()
            raise broken_off(self._account.host) from None
        except ANSWER_FAULTS as error:
            gathered.drop()
            self._heed(error)
            is_given = False
        if not is_given:
            self._refuse(uid, "is listed by the mail server but was not given out")
            return
        try:
            yield self._mail(uid, self._internal_date(uid), bytes(gathered.content), gathered.in_file)
        finally:
            gathered.drop()

    def _internal_date(self, uid: int) -> Any:
        try:
            return self._open_client().fetch([uid], ["INTERNALDATE"]).get(uid, {}).get(b"INTERNALDATE")
        except CONNECTION_FAULTS:
            raise broken_off(self._account.host) from None
        except ANSWER_FAULTS as error:
            self._heed(error)
            return None

    def _mail(self, uid: int, arrived: Any, content: bytes, file: Path | None = None) -> RawMail:
        internal_at = arrived.astimezone(UTC) if isinstance(arrived, datetime) and arrived.tzinfo else None
        return RawMail(
            mailbox=self.name,
            folder=self.folder,
            uid_validity=self._uid_validity,
            uid=uid,
            internal_at=internal_at,
            content=content,
            file=file,
        )

    def _heed(self, error: BaseException) -> None:
        """Stop at once if the server asks to be left alone: asking on, mail by mail, would only make it worse."""
        if waiting := asked_to_wait(self._account.host, error):
            raise waiting from None

    def _refuse(self, uid: int, why: str) -> None:
        words = (
            f"Mail number {uid} of folder {self.folder!r} {why}. If it is still in the mailbox, open it there; it is "
            "asked for again at the next look."
        )
        self._refusals.append(Refusal(uid=uid, words=words))

    def _open_client(self) -> IMAPClient:
        if self._client is None:
            raise MailboxError(MailboxTrouble.UNREACHABLE, "The mailbox is not open: use it inside a with block.")
        return self._client

    @contextlib.contextmanager
    def _plain_words(self) -> Iterator[None]:
        try:
            yield
        except CONNECTION_FAULTS:
            raise broken_off(self._account.host) from None
        except ANSWER_FAULTS as error:
            self._heed(error)
            raise odd_answer(self._account.host) from None

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            leave(client, says_goodbye=not self._is_hung_up)
