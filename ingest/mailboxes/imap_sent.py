"""Put a copy of a letter that left into the mailbox's folder of sent mail: once, as read, and never another mail."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from imapclient import SEEN, IMAPClient
from imapclient.imapclient import SENT

from ingest.mailboxes.imap_answers import ANSWER_FAULTS, CONNECTION_FAULTS, asked_to_wait
from ingest.mailboxes.imap_connection import ImapAccount, connect, leave
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble

THE_SENT_FOLDER = "\\Sent"
r"""Asks for the folder the server marks as the one for sent mail, whatever it is called there.

Source: RFC 6154 section 2.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFolder:
    """Hold which folder keeps the copies, by the name the server knows, and how many mails lie there."""

    name: str
    mails: int


def look_into(account: ImapAccount, folder: str) -> SentFolder:
    """Open a folder for sent mail as ``keep_copy`` does, and put nothing there.

    Raises: MailboxError, which names the folder the server itself marks for sent mail if it is another one.
    """
    client = connect(account)
    is_whole = False
    try:
        name = _name_of(client, folder)
        answer = client.select_folder(name, readonly=True)
        is_whole = True
    except CONNECTION_FAULTS:
        words = f"The connection to the mail server {account.host} broke off while the Sent folder was opened."
        raise MailboxError(MailboxTrouble.BROKEN_OFF, words) from None
    except ANSWER_FAULTS as error:
        words = f"The mailbox has no folder named {folder.strip(chr(92))!r} that can be opened for copies of letters. "
        words += f"Check the spelling of sent_folder.{_say_marked(client)}"
        raise asked_to_wait(account.host, error) or MailboxError(MailboxTrouble.NO_FOLDER, words) from None
    finally:
        leave(client, says_goodbye=is_whole)
    return SentFolder(name=name, mails=int(answer.get(b"EXISTS", 0)))


def keep_copy(account: ImapAccount, folder: str, *, message_id: str, content: bytes, at: datetime) -> bool:
    """Put a mail into a folder unless one of the same Message-ID is there; say whether it had to be put there.

    Servers that keep what they send themselves (Microsoft 365, Gmail) have it there already.

    Raises: MailboxError.
    """
    client = connect(account)
    is_whole = False
    try:
        is_new = _put(client, folder, message_id, content, at)
        is_whole = True
    except CONNECTION_FAULTS:
        words = f"The connection to the mail server {account.host} broke off before the copy stood in its folder."
        raise MailboxError(MailboxTrouble.BROKEN_OFF, words) from None
    except ANSWER_FAULTS as error:
        words = f"The mail server {account.host} did not take a copy into {folder.strip(chr(92))!r}. Check that the "
        words += "folder is there, may be written to, and is not full."
        raise asked_to_wait(account.host, error) or MailboxError(MailboxTrouble.NO_FOLDER, words) from None
    finally:
        leave(client, says_goodbye=is_whole)
    return is_new


def _put(client: IMAPClient, folder: str, message_id: str, content: bytes, at: datetime) -> bool:
    name = _name_of(client, folder)
    # Opened for reading only: nothing that lies there is changed.
    client.select_folder(name, readonly=True)
    if client.search(["HEADER", "Message-ID", message_id]):
        return False
    client.append(name, content, flags=[SEEN], msg_time=at)
    return True


def _name_of(client: IMAPClient, folder: str) -> str:
    name = _marked(client) if folder == THE_SENT_FOLDER else folder
    if not name:
        words = 'The mail server marks no folder as the one for sent mail. Give its name: sent_folder = "…".'
        raise MailboxError(MailboxTrouble.NO_FOLDER, words)
    return name


def _marked(client: IMAPClient) -> str:
    return str(client.find_special_folder(SENT) or "")


def _say_marked(client: IMAPClient) -> str:
    """Say which folder the server marks for sent mail, "" if it marks none or does not answer any more."""
    with contextlib.suppress(*CONNECTION_FAULTS, *ANSWER_FAULTS):
        if name := _marked(client):
            return f" The mail server keeps sent mail in {name!r}: sent_folder = true takes that one."
    return ""
