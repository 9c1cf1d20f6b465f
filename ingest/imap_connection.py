"""Connect to an IMAP server: certificates always checked, login and password in no message."""

import imaplib
import ipaddress
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from ingest.mailbox import MailboxError, MailboxTrouble

# One line of an answer may hold the numbers of every mail there is; imaplib's own limit breaks at about 150,000.
imaplib._MAXLINE = max(imaplib._MAXLINE, 20_000_000)  # type: ignore[attr-defined]  # noqa: SLF001

CONNECTION_FAULTS = (OSError, imaplib.IMAP4.abort, EOFError)
# A server's answer that makes no sense to the library ends in one of these.
ANSWER_FAULTS = (IMAPClientError, ValueError, LookupError, TypeError, AttributeError)


class Security(StrEnum):
    """How the connection is protected; NONE is allowed to this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Say where a mailbox is and how to get in: with a password, or with an OAuth token (Microsoft 365).

    ``ca_file`` is the council's own certificate authority, "" for the machine's list. Certificates are always checked.
    """

    host: str
    username: str = field(repr=False)
    password: str = field(default="", repr=False)
    oauth_token: str = field(default="", repr=False)
    port: int = 993
    security: Security = Security.TLS
    ca_file: str = ""
    connect_seconds: float = 15.0
    read_seconds: float = 60.0


def connect(account: ImapAccount) -> IMAPClient:
    """Return a client that is logged in.

    Raises: MailboxError.
    """
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
    except (*CONNECTION_FAULTS, IMAPClientError):
        words = f"The mail server {where} cannot be reached. Check its name and port and the network between."
        raise MailboxError(MailboxTrouble.UNREACHABLE, words) from None
    # Arrival times stay in the zone the server names; made naive they would be this machine's local time.
    client.normalise_times = False
    _log_in(client, account)
    return client


def examine(client: IMAPClient, account: ImapAccount, folder: str) -> int:
    """Open a folder for reading only and return its UIDVALIDITY.

    Raises: MailboxError.
    """
    try:
        state = client.select_folder(folder, readonly=True)
    except CONNECTION_FAULTS:
        raise broken_off(account) from None
    except ANSWER_FAULTS:
        words = f"The mailbox has no folder named {folder!r} that may be read. Check its spelling and rights."
        raise MailboxError(MailboxTrouble.NO_FOLDER, words) from None
    uid_validity = int(state.get(b"UIDVALIDITY", 0))
    if uid_validity <= 0:
        words = "The mail server does not number its mails lastingly (no UIDVALIDITY): it cannot be read safely."
        raise MailboxError(MailboxTrouble.ODD_ANSWER, words)
    return uid_validity


def broken_off(account: ImapAccount) -> MailboxError:
    """Return the error for a connection that ended in the middle."""
    words = f"The connection to the mail server {account.host} broke off. The rest is fetched at the next look."
    return MailboxError(MailboxTrouble.BROKEN_OFF, words)


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


def _log_in(client: IMAPClient, account: ImapAccount) -> None:
    try:
        if account.oauth_token:
            client.oauth2_login(account.username, account.oauth_token)
        else:
            client.login(account.username, account.password)
    except (*CONNECTION_FAULTS, *ANSWER_FAULTS) as error:
        client.shutdown()
        # The library calls every failed login refused, also one whose connection broke.
        if isinstance(error, CONNECTION_FAULTS) or isinstance(error.__context__, CONNECTION_FAULTS):
            raise broken_off(account) from None
        words = (
            f"The mail server {account.host} refused the login. Check the user name and the password or token: "
            "passwords run out, and an account may need leave to use IMAP."
        )
        # The server's answer may repeat what was sent to it, and so must not travel with this error.
        raise MailboxError(MailboxTrouble.LOGIN_REFUSED, words) from None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
