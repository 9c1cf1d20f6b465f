"""Sign in to an IMAP server: by password, or by an OAuth token in the form the server takes."""

from collections.abc import Callable, Mapping

from imapclient import IMAPClient

from ingest.mailboxes.imap_answers import ANSWER_FAULTS, CONNECTION_FAULTS, asked_to_wait, broken_off, login_refused
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from ingest.mailboxes.oauth import TokenSource


def log_in(
    client: IMAPClient,
    *,
    host: str,
    username: str,
    password: str,
    tokens: TokenSource | None,
    fresh_token: bool = False,
) -> None:
    """Sign in; a client that is not let in is closed.

    Raises: MailboxError.
    """
    try:
        if tokens is None:
            client.login(username, password)
        else:
            _by_token(client, host, username, tokens.token(fresh=fresh_token))
    except MailboxError:
        client.shutdown()
        raise
    except (*CONNECTION_FAULTS, *ANSWER_FAULTS) as error:
        client.shutdown()
        # The library calls every failed login refused, also one whose connection broke.
        if isinstance(error, CONNECTION_FAULTS) or isinstance(error.__context__, CONNECTION_FAULTS):
            raise broken_off(host) from None
        # The server's answer may repeat what was sent to it, and so must not travel with this error.
        raise asked_to_wait(host, error) or login_refused(host, error) from None


def _by_token(client: IMAPClient, host: str, username: str, token: str) -> None:
    for mechanism, answer in _MECHANISMS.items():
        if client.has_capability(f"AUTH={mechanism}"):
            client.sasl_login(mechanism, _once(answer(username, token)))
            return
    words = (
        f"The mail server {host} offers no sign-in by token (neither XOAUTH2 nor OAUTHBEARER). Check its name, or give "
        "a password instead."
    )
    raise MailboxError(MailboxTrouble.LOGIN_REFUSED, words)


def _xoauth2(username: str, token: str) -> bytes:
    """Return the one answer of XOAUTH2.

    Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth", SASL XOAUTH2.
    """
    return f"user={username}\1auth=Bearer {token}\1\1".encode()


def _oauthbearer(username: str, token: str) -> bytes:
    """Return the one answer of OAUTHBEARER.

    Source: RFC 7628 section 3.1; RFC 5801 section 4 for the name's form.
    """
    name = username.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\1auth=Bearer {token}\1\1".encode()


# XOAUTH2 first: a server that takes both takes this one longer, and Microsoft takes no other.
_MECHANISMS: Mapping[str, Callable[[str, str], bytes]] = {"XOAUTH2": _xoauth2, "OAUTHBEARER": _oauthbearer}


def _once(answer: bytes) -> Callable[[bytes], bytes]:
    """Answer the server's first question; a second one only tells why it refuses, and wants an empty line."""
    answers = iter((answer,))
    return lambda _: next(answers, b"")
