"""Tell the administrator of trouble, and the team what waits for them this morning. It can write to nobody else.

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
from letters.mail import POLICY
from letters.post import Post, connect
from letters.post_errors import PostError, PostUnreachableError

LONGEST_TEXT = 5_000
LONGEST_DIGEST = 40_000


class NoticeError(LetterError):
    """The notice cannot be put into a mail; the administrator's or the sender's address is malformed."""


def send_notice(subject_line: str, text: str, *, administrator: str, sender: str, at: datetime, post: Post) -> None:
    """Send one notice to the administrator; returning means that the server took it.

    Raises: NoticeError if an address cannot stand in a mail; PostError if the mail did not leave.
    """
    mail = build_notice(subject_line, text, administrator=administrator, sender=sender, at=at)
    _hand_over(mail, sender, administrator, post)


def send_digest(subject_line: str, text: str, *, member: str, sender: str, at: datetime, key: str, post: Post) -> None:
    """Send one morning's mail to one member of the team; returning means that the server took it.

    ``key`` makes its Message-ID: a mail sent twice is known to be the same.

    Raises: NoticeError if an address cannot stand in a mail; PostError if the mail did not leave.
    """
    mail = _build(subject_line, text[:LONGEST_DIGEST], to=member, sender=sender, at=at, cure="the member's address")
    mail.replace_header("Message-ID", f"<{key}@{sender.rpartition('@')[2]}>")
    _hand_over(mail, sender, member, post)


def _hand_over(mail: EmailMessage, sender: str, to: str, post: Post) -> None:
    with connect(post) as server:
        try:
            server.send_message(mail, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPException as error:
            raise PostError("the mail server did not take the notice", type(error).__name__) from error
        except OSError as error:
            raise PostUnreachableError("the connection broke over the notice", type(error).__name__) from error


def build_notice(subject_line: str, text: str, *, administrator: str, sender: str, at: datetime) -> EmailMessage:
    """Return the mail: plain text, to the administrator alone, marked so that no machine answers it.

    Raises: NoticeError.

    Source: RFC 3834 section 5 (Auto-Submitted); Microsoft's X-Auto-Response-Suppress.
    """
    return _build(
        subject_line, text[:LONGEST_TEXT], to=administrator, sender=sender, at=at, cure="PUTRIGHT_ADMINISTRATOR"
    )


def _build(subject_line: str, text: str, *, to: str, sender: str, at: datetime, cure: str) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    try:
        mail["From"] = Address(display_name="Putright", addr_spec=sender)
        mail["To"] = Address(addr_spec=to)
        mail["Subject"] = " ".join(subject_line.split())[:200]
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(text, cte="quoted-printable")
    except (ValueError, IndexError, TypeError, MessageError) as error:
        message = f"the notice cannot be put into a mail: check {cure}"
        raise NoticeError(message) from error
    return mail
