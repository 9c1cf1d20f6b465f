"""Tell from a mail server's answer what it wants: to be left alone for a while, another password, other rights.

Only markers that servers agree on are looked for. The answer itself is never passed on: it may repeat a password.
"""

import imaplib
import re

from imapclient.exceptions import IMAPClientError

from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble

CONNECTION_FAULTS = (OSError, imaplib.IMAP4.abort, EOFError)
# A server's answer that makes no sense to the library ends in one of these.
ANSWER_FAULTS = (IMAPClientError, ValueError, LookupError, TypeError, AttributeError)

USUAL_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 3600.0
_BACK_OFF = re.compile(r"back-?off time:?\s*(\d{1,10})\s*(milliseconds|ms|seconds|s)?", re.IGNORECASE)
_ASKED_TO_WAIT = re.compile(
    r"\[(?:unavailable|limit|inuse|throttled|overquota)\]|throttl|too many (?:simultaneous )?connections"
    r"|server (?:is )?busy|server unavailable|try again later|exceeded command or bandwidth limits",
    re.IGNORECASE,
)
_WHY_REFUSED = (
    (
        re.compile(r"\[expired\]", re.IGNORECASE),
        "The password has run out. Set a new one, and give it to Putright.",
    ),
    (
        re.compile(r"\[privacyrequired\]", re.IGNORECASE),
        "It wants a protected connection for this login. Set security to tls.",
    ),
    (
        re.compile(r"authenticated but not connected", re.IGNORECASE),
        "It knows the login, but does not open this mailbox. Check the mailbox's address (username) and that the app "  # noqa: ISC004
        "was given the right to it (Add-MailboxPermission, and the permission IMAP.AccessAsApp).",
    ),
    (
        re.compile(r"application-specific password", re.IGNORECASE),
        "It wants an app password for this account, not the usual one.",
    ),
    (
        re.compile(r"imap (?:access )?(?:is )?(?:disabled|not enabled)|not enabled for imap", re.IGNORECASE),
        "IMAP is switched off for this mailbox. Have it switched on.",
    ),
)
_USUALLY_REFUSED = (
    "Check the user name and the password or token: passwords run out, and an account may need leave to use IMAP."
)


def broken_off(host: str) -> MailboxError:
    """Return the error for a connection that ended in the middle."""
    words = f"The connection to the mail server {host} broke off. The rest is fetched at the next look."
    return MailboxError(MailboxTrouble.BROKEN_OFF, words)


def seconds_to_wait(answer: str) -> float:
    """Return how long a server's answer asks to be left alone, 0 if it does not.

    >>> seconds_to_wait("NO Request is throttled. Suggested Backoff Time: 92415 milliseconds")
    92.415
    >>> seconds_to_wait("NO [UNAVAILABLE] Temporary authentication failure")
    60.0
    >>> seconds_to_wait("NO [AUTHENTICATIONFAILED] Authentication failed.")
    0.0

    Source: RFC 5530 section 3 (UNAVAILABLE, INUSE, LIMIT); Microsoft's throttling answer, as its IMAP service gives it.
    """
    if named := _BACK_OFF.search(answer):
        number, unit = int(named[1]), (named[2] or "ms").lower()
        seconds = number if unit.startswith("s") else number / 1000
        return min(max(seconds, 1.0), LONGEST_WAIT_SECONDS)
    return USUAL_WAIT_SECONDS if _ASKED_TO_WAIT.search(answer) else 0.0


def asked_to_wait(host: str, error: BaseException) -> MailboxError | None:
    """Return the error for a server that wants to be left alone for a while, None if its answer says no such thing."""
    seconds = seconds_to_wait(str(error))
    if not seconds:
        return None
    words = (
        f"The mail server {host} is busy and asks to be left alone for {_say_seconds(seconds)}. No mail is lost: "
        "Putright waits, and reads the mailbox afterwards. If this happens often, ask those who run the server."
    )
    return MailboxError(MailboxTrouble.ASKED_TO_WAIT, words, seconds)


def login_refused(host: str, error: BaseException) -> MailboxError:
    """Return the error for a login that was refused, with the cure if the server's answer tells it."""
    answer = str(error)
    why = next((words for pattern, words in _WHY_REFUSED if pattern.search(answer)), _USUALLY_REFUSED)
    return MailboxError(MailboxTrouble.LOGIN_REFUSED, f"The mail server {host} refused the login. {why}")


def odd_answer(host: str) -> MailboxError:
    """Return the error for an answer that cannot be understood."""
    words = f"The mail server {host} gave an answer that makes no sense. Ask those who run it."
    return MailboxError(MailboxTrouble.ODD_ANSWER, words)


def _say_seconds(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / 60)} minutes"
