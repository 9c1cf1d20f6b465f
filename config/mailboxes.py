"""Read which mailboxes are watched, from the administrator's ``mailboxes.toml``; passwords stay outside the file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class MailboxKind(StrEnum):
    """Where the mails are: on an IMAP server, or in a folder of this machine."""

    IMAP = "imap"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSettings:
    """Hold one watched mailbox. ``folders`` are IMAP folder names; ``path`` is the folder's, for kind "folder"."""

    name: str
    kind: MailboxKind
    host: str = ""
    port: int = 993
    username: str = ""
    password: str = ""
    folders: tuple[str, ...] = ("INBOX",)
    ca_file: str = ""
    security: str = "tls"
    path: str = ""


class MailboxSettingsError(Exception):
    """The file of mailboxes has faults; all of them are in the message, each with its cure."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path, self.faults = path, faults
        super().__init__("\n".join(f"{path.name}: {fault}" for fault in faults))


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
        "ca_file",
        "security",
        "path",
    }
)


def read_mailboxes(path: Path, environment: Mapping[str, str]) -> tuple[MailboxSettings, ...]:
    """Return the watched mailboxes; none if the file is not there.

    Raises:
        MailboxSettingsError: with every fault of the file at once.

    """
    if not path.exists():
        return ()
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("mailbox", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MailboxSettingsError(path, [f"is not TOML: {error}."]) from error
    faults: list[str] = []
    boxes = tuple(_mailbox(row, environment, faults) for row in rows)
    names = [box.name for box in boxes]
    faults += [
        f"[[mailbox]] {name}: the name is used twice. Give each its own."
        for name in set(names)
        if names.count(name) > 1
    ]
    if faults:
        raise MailboxSettingsError(path, faults)
    return boxes


def _mailbox(row: Mapping[str, Any], environment: Mapping[str, str], faults: list[str]) -> MailboxSettings:
    where = f"[[mailbox]] {row.get('name', '(no name)')}"
    faults += [f"{where}: unknown key {key!r}. Known are {', '.join(sorted(_KEYS))}." for key in set(row) - _KEYS]
    needed = {"imap": ("name", "host", "username"), "folder": ("name", "path")}.get(row.get("kind", ""))
    if needed is None:
        faults.append(f'{where}: kind must be "imap" or "folder".')
        return MailboxSettings(name=str(row.get("name", "")), kind=MailboxKind.FOLDER)
    faults += [f"{where}: {key} is missing." for key in needed if not row.get(key)]
    security = str(row.get("security", "tls"))
    if security not in _PORTS:
        faults.append(f"{where}: security must be one of {', '.join(_PORTS)} (none: only to this machine itself).")
    return MailboxSettings(
        name=str(row.get("name", "")),
        kind=MailboxKind(row["kind"]),
        security=security,
        host=str(row.get("host", "")),
        port=int(row.get("port", _PORTS.get(security, 993))),
        username=str(row.get("username", "")),
        password=_password(row, environment, where, faults) if row["kind"] == MailboxKind.IMAP else "",
        folders=tuple(row.get("folders", ("INBOX",))),
        ca_file=str(row.get("ca_file", "")),
        path=str(row.get("path", "")),
    )


def _password(row: Mapping[str, Any], environment: Mapping[str, str], where: str, faults: list[str]) -> str:
    """Return the password from the variable or the file the row names; never from the row itself."""
    if file := row.get("password_file"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            faults.append(f"{where}: password_file cannot be read ({error.strerror}).")
            return ""
    name = row.get("password_env", "")
    if not name or not environment.get(name):
        faults.append(f"{where}: no password. Name a variable (password_env) or a file (password_file) that holds it.")
    return environment.get(name, "")
