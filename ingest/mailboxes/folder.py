"""Read a folder of mails on this machine: .eml files, a Maildir, or an mbox file. Nothing in it is changed.

A mail's number is made from its name (and, for files that can be overwritten, its size and time), so it is the same at
every look and another when the file is another. The numbers have no order; a folder offers all its mails each time and
the ledger leaves out the known ones.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from config.limits import default_limits
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble, RawMail, Refusal

# A folder has no UIDVALIDITY; its numbers hold for good.
_UID_VALIDITY = 1
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAILDIR_FLAGS = re.compile(r":2,[^:]*$")


class FolderKind(StrEnum):
    """How a folder keeps its mails."""

    EML = "eml"
    MAILDIR = "maildir"
    MBOX = "mbox"


class FolderMailbox:
    """Give the mails of one folder or file; see MailSource. Arrival is unknown: a file's own time is not the mail's."""

    def __init__(self, path: Path | str, name: str = "") -> None:
        self._path = Path(path)
        self.name, self.folder = name or self._path.name, ""
        self._refusals: list[Refusal] = []
        self._files: dict[int, Path] = {}
        self._mails: dict[int, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        self._refusals = []
        self.kind()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files, self._mails = {}, {}

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return the files that were listed and could not be read."""
        return tuple(self._refusals)

    def kind(self) -> FolderKind:
        """Return how the mails are kept.

        Raises: MailboxError when there is nothing that holds mails at the path.
        """
        try:
            if self._path.is_dir():
                is_maildir = all((self._path / part).is_dir() for part in ("cur", "new"))
                return FolderKind.MAILDIR if is_maildir else FolderKind.EML
            with self._path.open("rb") as file:
                return FolderKind.MBOX if file.read(5) == b"From " else FolderKind.EML
        except OSError as error:
            words = f"The folder of mails {self._path} cannot be read ({error.strerror}). Check its path and rights."
            raise MailboxError(MailboxTrouble.NO_FOLDER, words) from error

    def uid_validity(self) -> int:
        """Return 1: a folder's numbers hold for good."""
        return _UID_VALIDITY

    def look_again(self) -> None:
        """Forget what could not be read at the last look."""
        self._refusals, self._files, self._mails = [], {}, {}

    def wait_for_news(self, seconds: float, stop: Event) -> bool:
        """Return when the time is over or ``stop`` is set: a folder tells nobody of a new file."""
        stop.wait(seconds)
        return False

    def hang_up(self) -> None:
        """Do nothing: reading a folder waits for nobody."""

    def still_listed(self, uids: Sequence[int]) -> frozenset[int]:
        """Return which of these numbers are still in the folder."""
        return frozenset(self.list_uids()) & frozenset(uids)

    def list_uids(self, *, after_uid: int = 0, since: date | None = None) -> tuple[int, ...]:  # noqa: ARG002
        """Return the numbers of all mails, in the order of their names: they have no order and no day of arrival."""
        try:
            if self.kind() is FolderKind.MBOX:
                self._mails = dict(self._mbox_mails())
                return tuple(self._mails)
            is_maildir = self.kind() is FolderKind.MAILDIR
            self._files = {self._uid_of(path, is_maildir=is_maildir): path for path in self._mail_files()}
        except OSError as error:
            words = f"The folder of mails {self._path} cannot be listed ({error.strerror}). Check its rights."
            raise MailboxError(MailboxTrouble.NO_FOLDER, words) from error
        return tuple(self._files)

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Give these mails in the order asked for; one that cannot be read is noted among the refusals."""
        if not self._files and not self._mails:
            self.list_uids()
        for uid in uids:
            try:
                large = self._large_file(uid)
                content = b"" if large else self._content(uid)
            except (OSError, KeyError):
                where = f"File {self._files[uid].name!r}" if uid in self._files else "A mail"
                words = f"{where} of the folder was listed but could not be read: open it by hand and check its rights."
                self._refusals.append(Refusal(uid=uid, words=words))
                continue
            yield RawMail(
                mailbox=self.name,
                folder=self.folder,
                uid_validity=_UID_VALIDITY,
                uid=uid,
                internal_at=None,
                content=content,
                file=large,
            )

    def _mail_files(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        if self.kind() is FolderKind.MAILDIR:
            boxes = (self._path / part for part in ("new", "cur"))
            return sorted((path for box in boxes for path in box.iterdir() if path.is_file()), key=lambda p: p.name)
        return sorted(path for path in self._path.rglob("*") if path.suffix.lower() == ".eml" and path.is_file())

    def _uid_of(self, path: Path, *, is_maildir: bool) -> int:
        if is_maildir:
            # A mail program moves a read mail from new to cur and writes its flags behind the name.
            return _number(_MAILDIR_FLAGS.sub("", path.name))
        state = path.stat()
        name = path.name if path == self._path else str(path.relative_to(self._path))
        return _number(f"{name}\0{state.st_size}\0{state.st_mtime_ns}")

    def _large_file(self, uid: int) -> Path | None:
        """Return the file of a mail that should not be held in memory; a mail of an mbox is always read."""
        path = self._files.get(uid)
        return path if path and path.stat().st_size > default_limits().fetch_bytes else None

    def _content(self, uid: int) -> bytes:
        if uid in self._files:
            return self._files[uid].read_bytes()
        start, end = self._mails[uid]
        with self._path.open("rb") as file:
            file.seek(start)
            return _without_mbox_marks(file.read(end - start))

    def _mbox_mails(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each mail's number and where it stands in the file; equal bytes are one mail."""
        for start, end in self._mbox_places():
            with self._path.open("rb") as file:
                file.seek(start)
                yield _number(file.read(end - start).hex()), (start, end)

    def _mbox_places(self) -> Iterator[tuple[int, int]]:
        start: int | None = None
        position, is_after_blank = 0, True
        with self._path.open("rb") as file:
            for line in file:
                if is_after_blank and line.startswith(b"From "):
                    if start is not None:
                        yield start, position
                    start = position + len(line)
                position += len(line)
                is_after_blank = line in {b"\n", b"\r\n"}
        if start is not None:
            yield start, position


def _without_mbox_marks(mail: bytes) -> bytes:
    """Return the mail as it was before it was put in the mbox: the blank line behind it and the > before From go."""
    for ending in (b"\r\n\r\n", b"\n\n"):
        if mail.endswith(ending):
            mail = mail[: -len(ending) // 2]
            break
    return _QUOTED_FROM.sub(rb"\1", mail)


def _number(name: str) -> int:
    """Return a lasting positive number of 63 bits; two of a million mails share one with odds of 1 in 18 million."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:8], "big") >> 1 or 1
