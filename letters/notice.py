"""Tell the administrator by mail that a mailbox is in trouble. It can write to nobody else.

A mail from here has no letter in it, no file, and no word of any case: it is not signed, because it decides nothing and
goes to one address that the administrator set themselves. Letters go through ``letters.post`` and nothing else does.
"""

import smtplib
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from letters.errors import LetterError
from letters.post import POLICY, Post, PostError, PostUnreachableError, connect

LONGEST_TEXT = 5_000


class NoticeError(LetterError):
    """The notice cannot be put into a mail; the administrator's or the sender's address is malformed."""


def send_notice(subject_line: str, text: str, *, administrator: str, sender: str, at: datetime, post: Post) -> None:
    """Send one notice to the administrator; returning means that the server took it.

    Raises: NoticeError if an address cannot stand in a mail; PostError if the mail did not leave.
    """
    mail = build_notice(subject_line, text, administrator=administrator, sender=sender, at=at)
    with connect(post) as server:
        try:
            server.send_message(mail, from_addr=sender, to_addrs=[administrator])
        except smtplib.SMTPException as error:
            raise PostError("the mail server did not take the notice", type(error).__name__) from error
        except OSError as error:
            raise PostUnreachableError("the connection broke over the notice", type(error).__name__) from error


def build_notice(subject_line: str, text: str, *, administrator: str, sender: str, at: datetime) -> EmailMessage:
    """Return the mail: plain text, to the administrator alone, marked so that no machine answers it.

    Raises: NoticeError.

    Source: RFC 3834 section 5 (Auto-Submitted); Microsoft's X-Auto-Response-Suppress.
    """
    mail = EmailMessage(policy=POLICY)
    try:
        mail["From"] = Address(display_name="Putright", addr_spec=sender)
        mail["To"] = Address(addr_spec=administrator)
        mail["Subject"] = " ".join(subject_line.split())[:200]
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(text[:LONGEST_TEXT], cte="quoted-printable")
    except (ValueError, IndexError, TypeError, MessageError) as error:
        raise NoticeError("the notice cannot be put into a mail: check PUTRIGHT_ADMINISTRATOR") from error
    return mail
