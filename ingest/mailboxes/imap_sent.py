"""Put a copy of a letter that left into the mailbox's folder of sent mail: once, as read, and never another mail."""

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
    name = client.find_special_folder(SENT) if folder == THE_SENT_FOLDER else folder
    if not name:
        words = 'The mail server marks no folder as the one for sent mail. Give its name: sent_folder = "…".'
        raise MailboxError(MailboxTrouble.NO_FOLDER, words)
    # Opened for reading only: nothing that lies there is changed.
    client.select_folder(name, readonly=True)
    if client.search(["HEADER", "Message-ID", message_id]):
        return False
    client.append(name, content, flags=[SEEN], msg_time=at)
    return True
