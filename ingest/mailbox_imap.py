"""Read one folder of a mailbox on an IMAP server, leaving every flag as it is.

The folder is opened with EXAMINE and mails are taken with BODY.PEEK, so the server itself would refuse a change.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient

from config.limits import Limits, default_limits
from ingest.imap_connection import ANSWER_FAULTS, CONNECTION_FAULTS, ImapAccount, broken_off, connect, examine
from ingest.mailbox import MailboxError, MailboxTrouble, RawMail, Refusal


class ImapMailbox:
    """Give the mails of one IMAP folder; see MailSource."""

    def __init__(self, name: str, account: ImapAccount, folder: str = "INBOX", limits: Limits | None = None) -> None:
        self.name, self.folder = name, folder
        self._account, self._limits = account, limits or default_limits()
        self._client: IMAPClient | None = None
        self._uid_validity = 0
        self._refusals: list[Refusal] = []

    def __enter__(self) -> Self:
        self._refusals = []
        self._client = connect(self._account)
        try:
            self._uid_validity = examine(self._client, self._account, self.folder)
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

    def list_uids(self, *, after_uid: int = 0) -> tuple[int, ...]:
        """Return the numbers of the folder's mails above one, rising."""
        with self._plain_words():
            found = self._open_client().search(["UID", f"{after_uid + 1}:*"])
        # "n:*" names at least the last mail, even when its number is below n.
        return tuple(sorted({uid for uid in found if uid > after_uid}))

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Give these mails in order, so many at a time that little is held in memory."""
        for start in range(0, len(uids), self._limits.fetch_mails):
            asked = uids[start : start + self._limits.fetch_mails]
            sizes = self._sizes(asked)
            for batch in self._batches(asked, sizes):
                yield from self._fetch_batch(batch, sizes)

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        with self._plain_words():
            rows = self._open_client().fetch(uids, ["RFC822.SIZE"])
        return {uid: int(row.get(b"RFC822.SIZE", 0)) for uid, row in rows.items()}

    def _batches(self, uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
        batch: list[int] = []
        total = 0
        for uid in uids:
            size = sizes.get(uid, 0)
            if batch and total + size > self._limits.fetch_bytes:
                yield batch
                batch, total = [], 0
            batch.append(uid)
            total += size
        if batch:
            yield batch

    def _fetch_batch(self, uids: list[int], sizes: dict[int, int]) -> Iterator[RawMail]:
        rows: dict[int, dict[bytes, Any]] = {}
        if sum(sizes.get(uid, 0) for uid in uids) <= self._limits.fetch_bytes:
            try:
                rows = self._open_client().fetch(uids, ["INTERNALDATE", "BODY.PEEK[]"])
            except CONNECTION_FAULTS:
                raise broken_off(self._account) from None
            except ANSWER_FAULTS:
                # One mail the server stumbles over must not hide the others: each is asked for alone below.
                rows = {}
        for uid in uids:
            row = rows.get(uid, {})
            content = row.get(b"BODY[]")
            if isinstance(content, bytes):
                yield self._mail(uid, row.get(b"INTERNALDATE"), content)
            elif (mail := self._fetch_alone(uid)) is not None:
                yield mail

    def _fetch_alone(self, uid: int) -> RawMail | None:
        """Return one mail fetched in pieces; None, with a refusal noted, if the server does not give it."""
        client, size_bytes = self._open_client(), self._limits.fetch_piece_bytes
        content = bytearray()
        try:
            while True:
                answer = client.fetch([uid], [f"BODY.PEEK[]<{len(content)}.{size_bytes}>"]).get(uid, {})
                piece = next((value for key, value in answer.items() if key.startswith(b"BODY[]")), None)
                if not isinstance(piece, bytes):
                    self._refuse(uid)
                    return None
                content += piece
                # The size a server names may be an estimate (Exchange): the mail ends where a piece is short.
                if len(piece) < size_bytes:
                    break
        except CONNECTION_FAULTS:
            raise broken_off(self._account) from None
        except ANSWER_FAULTS:
            self._refuse(uid)
            return None
        return self._mail(uid, self._internal_date(uid), bytes(content))

    def _internal_date(self, uid: int) -> Any:
        try:
            return self._open_client().fetch([uid], ["INTERNALDATE"]).get(uid, {}).get(b"INTERNALDATE")
        except CONNECTION_FAULTS:
            raise broken_off(self._account) from None
        except ANSWER_FAULTS:
            return None

    def _mail(self, uid: int, arrived: Any, content: bytes) -> RawMail:
        internal_at = arrived.astimezone(UTC) if isinstance(arrived, datetime) and arrived.tzinfo else None
        return RawMail(
            mailbox=self.name,
            folder=self.folder,
            uid_validity=self._uid_validity,
            uid=uid,
            internal_at=internal_at,
            content=content,
        )

    def _refuse(self, uid: int) -> None:
        words = (
            f"Mail number {uid} of folder {self.folder!r} is listed by the mail server but was not given out. If it is "
            "still in the mailbox, open it there; it is asked for again at the next look."
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
            raise broken_off(self._account) from None
        except ANSWER_FAULTS:
            words = f"The mail server {self._account.host} gave an answer that makes no sense. Ask those who run it."
            raise MailboxError(MailboxTrouble.ODD_ANSWER, words) from None

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        # Leaving is a courtesy: the server has nothing to keep, and a broken connection is closed already.
        with contextlib.suppress(*CONNECTION_FAULTS, *ANSWER_FAULTS):
            client.logout()
        with contextlib.suppress(OSError):
            client.shutdown()
