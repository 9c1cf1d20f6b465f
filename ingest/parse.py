"""Turn the bytes of a mail into a Message: for ANY bytes, in time that grows only with their number."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from config.limits import Limits, default_limits
from ingest.addresses import NOBODY, read_addresses
from ingest.attachments import Readers, read_attachment
from ingest.automatic import find_automatic_sign
from ingest.body import BodyText, read_body
from ingest.charset import clean_text
from ingest.documents.document import DocumentText
from ingest.documents.read import read_document
from ingest.headers import Headers, read_date, read_ids
from ingest.message import Attachment, Message, Problem, ProblemCode
from ingest.mime import Part, split_mail
from ingest.structure import Arrangement, arrange, filename_of
from ingest.thread import segment_body
from ingest.thread_marks import is_reply_subject

ReadDocument = Callable[[str, str, bytes, Limits | None], DocumentText]

_MAX_SUBJECT = 1_000


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
    return _parse(raw, read_document, limits or default_limits(), nesting=0)


def message_of_text(*, subject: str, sender: str, body: str) -> Message:
    """Return the Message of words that did not come as a mail: a form, a letter typed in, a row of a file."""
    from_whom = next(iter(read_addresses(sender.encode("utf-8", "replace"))), NOBODY)
    subject = " ".join(clean_text(subject).split())[:_MAX_SUBJECT]
    body = clean_text(body).strip("\n")
    return Message(
        digest=hashlib.sha256(f"{sender}\n{subject}\n\n{body}".encode("utf-8", "replace")).hexdigest(),
        sender=from_whom,
        subject=subject,
        body=body,
        segments=segment_body(body, subject=subject, is_reply=is_reply_subject(subject)),
        automatic=find_automatic_sign(Headers(), subject=subject, sender=from_whom.address),
        problems=() if body.strip() else (_EMPTY,),
    )


def read_nested_mail(
    data: bytes, *, read_document: ReadDocument = read_document, limits: Limits | None = None, nesting: int = 1
) -> DocumentText:
    """Return a mail inside a mail (or a saved .eml file) as a document: who, when, about what, and all its words."""
    limits = limits or default_limits()
    if nesting > limits.max_nesting:
        words = "Mails are packed inside mails too many times; this one was not read."
        return _as_document("", None, (Problem(code=ProblemCode.TOO_MANY, words=words),))
    message = _parse(data, read_document, limits, nesting=nesting)
    text = "\n\n".join((_heading(message), message.body, *map(_attachment_words, message.attachments))).strip()
    known = [1.0, *(a.confidence for a in message.attachments if a.confidence is not None)]
    problems = (*message.problems, *(problem for a in message.attachments for problem in a.problems))
    if len(text) > limits.document_characters:
        words = "The mail inside this mail is very long; the rest of it was not read."
        problems = (*problems, Problem(code=ProblemCode.TOO_LARGE, words=words))
    return _as_document(text[: limits.document_characters], min(known) if text else None, problems)


def attachment_bytes(raw: bytes, index: int, *, limits: Limits | None = None) -> AttachmentBytes:
    """Return the attachment with this index of ``Message.attachments`` as it was sent.

    Raises: LookupError if the mail has no attachment with this index.
    """
    found = arrange(split_mail(raw, limits or default_limits())).attachments
    if not 0 <= index < len(found):
        raise LookupError(f"the mail has {len(found)} attachments, none of them has the index {index}")
    part = found[index]
    return AttachmentBytes(filename=filename_of(part, index), media_type=part.media_type, content=part.content()[0])


_EMPTY = Problem(code=ProblemCode.EMPTY, words="The mail has no words and no attachments.", unread=False)


def _parse(raw: bytes, read: ReadDocument, limits: Limits, *, nesting: int) -> Message:
    root = split_mail(raw[: limits.mail_bytes], limits)
    arrangement = arrange(root)
    body = read_body(arrangement.pieces, limits)
    readers = Readers(
        document=lambda filename, media_type, data: read(filename, media_type, data, limits),
        mail=partial(read_nested_mail, read_document=read, limits=limits, nesting=nesting + 1),
    )
    attachments = tuple(
        read_attachment(part, index, readers, limits) for index, part in enumerate(arrangement.attachments)
    )
    problems = _problems(raw, body, arrangement, limits)
    return _message(hashlib.sha256(raw).hexdigest(), root, body, attachments, problems)


def _message(
    digest: str, root: Part, body: BodyText, attachments: tuple[Attachment, ...], problems: tuple[Problem, ...]
) -> Message:
    headers = root.headers
    sender = next(iter(read_addresses(headers.first("from")) or read_addresses(headers.first("sender"))), NOBODY)
    to, cc = read_addresses(headers.first("to")), read_addresses(headers.first("cc"))
    reply_to = next(iter(read_addresses(headers.first("reply-to"))), None)
    subject = headers.text("subject")[:_MAX_SUBJECT]
    in_reply_to, references = read_ids(headers.first("in-reply-to")), read_ids(headers.first("references"))
    return Message(
        digest=digest,
        sender=sender,
        subject=subject,
        body=body.text,
        segments=segment_body(
            body.text,
            subject=subject,
            is_reply=bool(in_reply_to or references) or is_reply_subject(subject),
            quotes=body.quotes,
            signatures=body.signatures,
            history=body.history,
            recipients=(*to, *cc),
        ),
        message_id=next(iter(read_ids(headers.first("message-id"))), ""),
        in_reply_to=next(iter(in_reply_to), ""),
        references=references,
        reply_to=reply_to,
        to=to,
        cc=cc,
        sent_at=read_date(headers.first("date")),
        automatic=find_automatic_sign(
            headers,
            subject=subject,
            sender=sender.address,
            recipients=tuple(person.address for person in (*to, *cc)),
            reply_to=reply_to.address if reply_to else "",
            media_type=root.media_type,
            report_type=root.parameters.get("report-type", ""),
        ),
        attachments=attachments,
        problems=problems,
    )


def _problems(raw: bytes, body: BodyText, arrangement: Arrangement, limits: Limits) -> tuple[Problem, ...]:
    problems = [*arrangement.problems, *body.problems]
    if len(raw) > limits.mail_bytes:
        words = f"The mail is larger than {limits.mail_bytes:,} bytes; the rest was not read."
        problems.append(Problem(code=ProblemCode.TOO_LARGE, words=words))
    if not body.text.strip() and not arrangement.attachments and not problems:
        problems.append(_EMPTY)
    return tuple(dict.fromkeys(problems))


def _heading(message: Message) -> str:
    who = " ".join(filter(None, (message.sender.name, f"<{message.sender.address}>" if message.sender.address else "")))
    to = ", ".join(person.address or person.name for person in message.to)
    when = f"{message.sent_at:%d %B %Y %H:%M} UTC" if message.sent_at else ""
    rows = (("From", who), ("Date", when), ("To", to), ("Subject", message.subject))
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _attachment_words(attachment: Attachment) -> str:
    return f"[{attachment.filename}]\n{attachment.text}".strip()


def _as_document(text: str, confidence: float | None, problems: tuple[Problem, ...]) -> DocumentText:
    return DocumentText(media_type="message/rfc822", text=text, confidence=confidence, problems=problems)
