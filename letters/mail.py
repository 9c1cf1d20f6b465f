"""Make the mail of a signed letter: one recipient, threaded to their own mail, the same bytes at every try."""

import hashlib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from letters.mail_headers import clean_name, clean_numbers, require_whole
from letters.post_errors import PostRefusedError
from letters.signed import SignedLetter

DOCX: Final = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
POLICY: Final = SMTP.clone(max_line_length=200)
# The library meets an address that is none with any of these; the last is a slip of its own.
ODD: Final = (ValueError, IndexError, TypeError, MessageError, AttributeError)
MALFORMED: Final = "the letter cannot be put into a mail: an address or a header line is malformed"


def mail_bytes(letter: SignedLetter) -> bytes:
    """Return the very bytes that ``send`` hands over; the same letter gives the same bytes, today and later.

    Raises: PostRefusedError if an address or a header cannot stand in a mail.
    """
    mail = build_mail(letter)
    try:
        content = mail.as_bytes(policy=POLICY)
    except ODD as error:
        raise PostRefusedError(MALFORMED) from error
    require_whole(content, recipient=letter.recipient_email)
    return content


def build_mail(letter: SignedLetter) -> EmailMessage:
    """Return the mail of a signed letter.

    Raises: PostRefusedError if an address or a header cannot stand in a mail; nothing has left then.
    """
    if not (letter.recipient_email.isascii() and letter.sender_email.isascii()):
        raise PostRefusedError("an address has letters that mail servers do not agree on")
    mail = EmailMessage(policy=POLICY)
    try:
        mail["From"] = Address(display_name=clean_name(_one_line(letter.sender_name)), addr_spec=letter.sender_email)
        mail["To"] = Address(
            display_name=clean_name(_one_line(letter.recipient_name)), addr_spec=letter.recipient_email
        )
        mail["Subject"] = letter.subject_line
        mail["Date"] = format_datetime(letter.signed_at)
        mail["Message-ID"] = letter.message_id
        if answered := clean_numbers([letter.in_reply_to]):
            mail["In-Reply-To"] = answered[0]
        if thread := clean_numbers([*letter.references, letter.in_reply_to]):
            mail["References"] = " ".join(thread)
        mail.set_content(letter.body_text, cte="quoted-printable")
        if letter.body_html:
            mail.add_alternative(letter.body_html, subtype="html", cte="quoted-printable")
        name = _one_line(letter.filename)
        if letter.pdf:
            mail.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=f"{_stem(name)}.pdf")
        if letter.docx:
            mail.add_attachment(letter.docx, maintype=DOCX[0], subtype=DOCX[1], filename=name)
    except ODD as error:
        # The words of the error may hold the address, which must not reach a log.
        raise PostRefusedError(MALFORMED) from error
    _refuse_other_recipients(mail, letter)
    _name_boundaries(mail, letter.message_id)
    return mail


def _name_boundaries(mail: EmailMessage, message_id: str) -> None:
    """Give the parts the same boundaries at every try, so that the copy in the Sent folder is what was sent.

    A line of quoted-printable or base64 can never hold ``=_``.
    """
    name = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")


def _one_line(text: str) -> str:
    if any(mark in text for mark in "\r\n\0"):
        raise ValueError("a name or a file name has a line break in it")
    return text


def _stem(filename: str) -> str:
    return filename.removesuffix(".docx")


def _refuse_other_recipients(mail: EmailMessage, letter: SignedLetter) -> None:
    """Make sure of the main hazard once more: exactly one recipient, and no header that adds another."""
    addresses = [one.addr_spec for one in mail["To"].addresses]
    for name in ("To", "From", "Subject", "Message-ID"):
        if len(mail.get_all(name, [])) != 1:
            message = f"the mail has not exactly one {name} line"
            raise PostRefusedError(message)
    if addresses != [letter.recipient_email] or mail["Cc"] or mail["Bcc"]:
        raise PostRefusedError("the mail does not go to exactly one address")
