"""Read which mailboxes are watched, from the administrator's ``mailboxes.toml``; secrets stay outside the file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from config.mailbox_login import SIGN_IN_KEYS, SignIn, read_sign_in
from config.mailbox_rows import Row


class MailboxKind(StrEnum):
    """Where the mails are: on an IMAP server, or in a folder of this machine."""

    IMAP = "imap"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSettings:
    r"""Hold one watched mailbox. ``folders`` are IMAP folder names; ``path`` is the folder's, for kind "folder".

    ``junk`` is the folder the server puts spam into, "" if it is not watched; ``\Junk`` asks the server which one it
    is. Mails that came before ``since`` are not ours. ``sent_folder`` is where a copy of each letter that left is put,
    "" for nowhere; ``\Sent`` asks the server which folder that is.
    """

    name: str
    kind: MailboxKind
    host: str = ""
    port: int = 993
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    sign_in: SignIn | None = None
    folders: tuple[str, ...] = ("INBOX",)
    junk: str = ""
    sent_folder: str = ""
    since: date | None = None
    secret_expires: date | None = None
    ca_file: str = ""
    security: str = "tls"
    path: str = ""


class MailboxSettingsError(Exception):
    """The file of mailboxes has faults; all of them are in the message, each with its cure."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path, self.faults = path, faults
        super().__init__("\n".join(f"{path.name}: {fault}" for fault in faults))


ANY_JUNK, ANY_SENT = "\\Junk", "\\Sent"
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_KEYS = frozenset(
    {
        "name",
        "kind",
        "host",
        "port",
        "username",
        "password_env",
        "password_file",
        "folders",
        "junk",
        "sent_folder",
        "since",
        "secret_expires",
        "ca_file",
        "security",
        "path",
        *SIGN_IN_KEYS,
    }
)
_NEEDED = {MailboxKind.IMAP: ("name", "host", "username"), MailboxKind.FOLDER: ("name", "path")}
LONGEST_NAME, LONGEST_FOLDER = 100, 200


def read_mailboxes(path: Path, environment: Mapping[str, str]) -> tuple[MailboxSettings, ...]:
    """Return the watched mailboxes; none if the file is not there.

    Raises:
        MailboxSettingsError: with every fault of the file at once.

    """
    if not path.exists():
        return ()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MailboxSettingsError(path, [f"cannot be read ({error.strerror}). Check its rights."]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MailboxSettingsError(path, [f"is not TOML: {error}."]) from error
    rows = table.get("mailbox", [])
    faults = [f"unknown key {key!r}. Each mailbox begins with [[mailbox]]." for key in set(table) - {"mailbox"}]
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise MailboxSettingsError(path, [*faults, "mailbox must be written as [[mailbox]], once for each."])
    boxes = tuple(_mailbox(Row(row, faults), environment) for row in rows)
    names = [box.name for box in boxes]
    faults += [
        f"[[mailbox]] {name}: the name is used twice. Give each its own."
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    if len([box for box in boxes if box.sent_folder]) > 1:
        faults.append("sent_folder stands in more than one mailbox. Letters leave from one address: name it once.")
    if faults:
        raise MailboxSettingsError(path, faults)
    return boxes


def _mailbox(row: Row, environment: Mapping[str, str]) -> MailboxSettings:
    row.know_only(_KEYS)
    name = row.text("name")
    if len(name) > LONGEST_NAME:
        row.fault(f"the name may have {LONGEST_NAME} letters at most.")
    kind = row.text("kind")
    if kind not in set(MailboxKind):
        row.fault('kind must be "imap" or "folder".')
        return MailboxSettings(name=name, kind=MailboxKind.FOLDER)
    row.need(_NEEDED[MailboxKind(kind)])
    if kind == MailboxKind.FOLDER:
        row.know_only(frozenset({"name", "kind", "path"}), "is not for a folder of this machine.")
        return MailboxSettings(name=name, kind=MailboxKind.FOLDER, path=row.text("path"))
    return _imap(row, name, environment)


def _imap(row: Row, name: str, environment: Mapping[str, str]) -> MailboxSettings:
    security = row.text("security", "tls")
    if security not in _PORTS:
        row.fault(f"security must be one of {', '.join(_PORTS)} (none: only to this machine itself).")
    folders, junk, sent = row.texts("folders", ("INBOX",)), _named(row, "junk", ANY_JUNK), _sent(row)
    if any(len(folder) > LONGEST_FOLDER for folder in (*folders, junk, sent)):
        row.fault(f"a folder's name may have {LONGEST_FOLDER} letters at most.")
    if junk in folders:
        row.fault("a folder stands both in folders and in junk. Take it out of one.")
    if sent and sent in {*folders, junk}:
        row.fault("sent_folder is also a folder that is read. Our own letters are not read as mail: name another.")
    sign_in = read_sign_in(row, environment)
    named_end = row.day("secret_expires")
    ends = [day for day in (named_end, sign_in.ends_on if sign_in else None) if day]
    return MailboxSettings(
        name=name,
        kind=MailboxKind.IMAP,
        security=security,
        host=row.text("host"),
        port=row.number("port", _PORTS.get(security, 993)),
        username=row.text("username"),
        password="" if sign_in else row.secret("password", environment, needed=True),
        sign_in=sign_in,
        folders=folders,
        junk=junk,
        sent_folder=sent,
        since=row.day("since"),
        secret_expires=min(ends, default=None),
        ca_file=row.text("ca_file"),
    )


def _sent(row: Row) -> str:
    return _named(row, "sent_folder", ANY_SENT)


def _named(row: Row, key: str, special: str) -> str:
    """Return a folder: its name, or what asks the server for it if the row only says true; "" if it is off."""
    value: Any = row.values.get(key, "")
    if isinstance(value, bool):
        return special if value else ""
    return row.text(key)
