"""Turn the bytes of a mail into a Message: for ANY bytes, in time that grows only with their number."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from config.limits import Limits, default_limits
from ingest.charset import clean_text
from ingest.documents.document import DocumentText
from ingest.documents.read import read_document
from ingest.mail.addresses import NOBODY, read_addresses
from ingest.mail.assemble import EMPTY, MAX_SUBJECT, assemble_message
from ingest.mail.automatic import find_automatic_sign
from ingest.mail.headers import Headers
from ingest.mail.mime import split_mail
from ingest.mail.nested_mail import readers_for
from ingest.mail.structure import arrange, filename_of
from ingest.message import Message
from ingest.thread.marks import is_reply_subject
from ingest.thread.segment import segment_body

ReadDocument = Callable[[str, str, bytes, Limits | None], DocumentText]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentBytes:
    """Hold one attachment as it was sent; ``filename`` is a name and never a path."""

    filename: str
    media_type: str
    content: bytes

    @property
    def data(self) -> bytes:
        """Return the content."""
        return self.content


def parse_message(raw: bytes, *, read_document: ReadDocument = read_document, limits: Limits | None = None) -> Message:
    """Return everything a person could read in a mail; what could not be read stands in its problems.

    Never raises, as long as ``read_document`` does not. Attachments are numbered as in ``attachment_bytes``.
    """
    limits = limits or default_limits()

    def document(filename: str, media_type: str, data: bytes) -> DocumentText:
        return read_document(filename, media_type, data, limits)

    return assemble_message(raw, readers_for(document, limits, nesting=0), limits)


def message_of_text(*, subject: str, sender: str, body: str) -> Message:
    """Return the Message of words that did not come as a mail: a form, a letter typed in, a row of a file."""
    from_whom = next(iter(read_addresses(sender.encode("utf-8", "replace"))), NOBODY)
    subject = " ".join(clean_text(subject).split())[:MAX_SUBJECT]
    body = clean_text(body).strip("\n")
    return Message(
        digest=hashlib.sha256(f"{sender}\n{subject}\n\n{body}".encode("utf-8", "replace")).hexdigest(),
        sender=from_whom,
        subject=subject,
        body=body,
        segments=segment_body(body, subject=subject, is_reply=is_reply_subject(subject)),
        automatic=find_automatic_sign(Headers(), subject=subject, sender=from_whom.address),
        problems=() if body.strip() else (EMPTY,),
    )


def attachment_bytes(raw: bytes, index: int, *, limits: Limits | None = None) -> AttachmentBytes:
    """Return the attachment with this index of ``Message.attachments`` as it was sent.

    Raises: LookupError if the mail has no attachment with this index.
    """
    found = arrange(split_mail(raw, limits or default_limits())).attachments
    if not 0 <= index < len(found):
        raise LookupError(f"the mail has {len(found)} attachments, none of them has the index {index}")
    part = found[index]
    return AttachmentBytes(filename=filename_of(part, index), media_type=part.media_type, content=part.content()[0])
