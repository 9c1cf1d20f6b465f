"""Connect to an IMAP server: certificates always checked, login and password in no message."""

import contextlib
import imaplib
import ipaddress
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError
from imapclient.imapclient import JUNK

from ingest.mailboxes.imap_answers import ANSWER_FAULTS, CONNECTION_FAULTS, asked_to_wait, broken_off
from ingest.mailboxes.imap_login import log_in
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from ingest.mailboxes.oauth import TokenSource

# One line of an answer may hold the numbers of every mail there is; imaplib's own limit breaks at about 150,000.
imaplib._MAXLINE = max(imaplib._MAXLINE, 20_000_000)  # type: ignore[attr-defined]  # noqa: SLF001

THE_JUNK_FOLDER = "\\Junk"
r"""Asks for the folder the server marks as the one for junk, whatever it is called there.

Source: RFC 6154 section 2.
"""


class Security(StrEnum):
    """How the connection is protected; NONE is allowed to this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Say where a mailbox is and how to get in: with a password, or with tokens (Microsoft 365).

    For a shared mailbox opened by an app, ``username`` is the shared mailbox's own address. ``ca_file`` is the
    council's own certificate authority, "" for the machine's list. Certificates are always checked.
    """

    host: str
    username: str = field(repr=False)
    password: str = field(default="", repr=False)
    tokens: TokenSource | None = field(default=None, repr=False)
    port: int = 993
    security: Security = Security.TLS
    ca_file: str = ""
    connect_seconds: float = 15.0
    read_seconds: float = 60.0


def connect(account: ImapAccount) -> IMAPClient:
    """Return a client that is logged in. A token that is refused is asked for anew, once.

    Raises: MailboxError.
    """
    try:
        return _logged_in(account)
    except MailboxError as error:
        if account.tokens is None or error.trouble is not MailboxTrouble.LOGIN_REFUSED:
            raise
    # The kept token may have been taken back since, or the rights of the app have changed.
    return _logged_in(account, fresh_token=True)


def examine(client: IMAPClient, account: ImapAccount, folder: str) -> int:
    """Open a folder for reading only and return its UIDVALIDITY.

    Raises: MailboxError.
    """
    try:
        name = client.find_special_folder(JUNK) if folder == THE_JUNK_FOLDER else folder
        state = client.select_folder(name, readonly=True) if name else {}
    except CONNECTION_FAULTS:
        raise broken_off(account.host) from None
    except ANSWER_FAULTS as error:
        raise _not_opened(account, folder, error) from None
    if not name:
        words = 'The mail server marks no folder as the one for junk. Give its name: junk = "…".'
        raise MailboxError(MailboxTrouble.NO_FOLDER, words)
    uid_validity = int(state.get(b"UIDVALIDITY", 0))
    if uid_validity <= 0:
        words = "The mail server does not number its mails lastingly (no UIDVALIDITY): it cannot be read safely."
        raise MailboxError(MailboxTrouble.ODD_ANSWER, words)
    return uid_validity


def leave(client: IMAPClient, *, says_goodbye: bool) -> None:
    """Close a connection; leaving is a courtesy, the server has nothing to keep, and a broken one is closed already."""
    if says_goodbye:
        with contextlib.suppress(*CONNECTION_FAULTS, *ANSWER_FAULTS):
            client.logout()
    with contextlib.suppress(OSError):
        client.shutdown()


def _not_opened(account: ImapAccount, folder: str, error: BaseException) -> MailboxError:
    if waiting := asked_to_wait(account.host, error):
        return waiting
    if "not connected" in str(error).lower():
        # Microsoft 365 lets an app in, and only says here that it has no right to the mailbox.
        words = (
            f"The mail server {account.host} lets us in, but does not open this mailbox. Check the mailbox's address "
            "(username) and that the app was given the right to it (Add-MailboxPermission)."
        )
        return MailboxError(MailboxTrouble.LOGIN_REFUSED, words)
    words = f"The mailbox has no folder named {folder!r} that may be read. Check its spelling and rights."
    return MailboxError(MailboxTrouble.NO_FOLDER, words)


def _logged_in(account: ImapAccount, *, fresh_token: bool = False) -> IMAPClient:
    client = _open(account)
    # Arrival times stay in the zone the server names; made naive they would be this machine's local time.
    client.normalise_times = False
    log_in(
        client,
        host=account.host,
        username=account.username,
        password=account.password,
        tokens=account.tokens,
        fresh_token=fresh_token,
    )
    return client


def _open(account: ImapAccount) -> IMAPClient:
    context = _tls_context(account)
    where = f"{account.host}:{account.port}"
    is_tls = account.security is Security.TLS
    timeout = SocketTimeout(connect=account.connect_seconds, read=account.read_seconds)
    try:
        client = IMAPClient(
            account.host, account.port, ssl=is_tls, ssl_context=context if is_tls else None, timeout=timeout
        )
        if account.security is Security.STARTTLS:
            client.starttls(context)
    except ssl.SSLCertVerificationError as error:
        words = (
            f"The certificate of the mail server {where} is not trusted ({error.verify_message}). Check the server's "
            "name, or give the council's own certificate authority as ca_file."
        )
        raise MailboxError(MailboxTrouble.NOT_TRUSTED, words) from None
    except ssl.SSLError:
        words = f"The mail server {where} does not speak TLS as expected. Check the port (993 for TLS)."
        raise MailboxError(MailboxTrouble.NOT_TRUSTED, words) from None
    except (*CONNECTION_FAULTS, IMAPClientError) as error:
        words = f"The mail server {where} cannot be reached. Check its name and port and the network between."
        raise asked_to_wait(account.host, error) or MailboxError(MailboxTrouble.UNREACHABLE, words) from None
    return client


def _tls_context(account: ImapAccount) -> ssl.SSLContext | None:
    if account.security is Security.NONE:
        if not _is_this_machine(account.host):
            words = f"The mail server {account.host} is not this machine: a connection without TLS is refused."
            raise MailboxError(MailboxTrouble.NOT_TRUSTED, words)
        return None
    try:
        context = ssl.create_default_context(cafile=account.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        words = "The file of the certificate authority (ca_file) cannot be read. Check its path and that it is PEM."
        raise MailboxError(MailboxTrouble.NOT_TRUSTED, words) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
