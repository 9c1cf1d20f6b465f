"""Put a mail together out of its parts: body, attachments, people, and what could not be read."""

import hashlib

from config.limits import Limits
from ingest.documents.surroundings import is_time_up
from ingest.mail.addresses import NOBODY, read_addresses
from ingest.mail.attachments import Readers, read_attachment, unfinished_attachment
from ingest.mail.automatic import find_automatic_sign
from ingest.mail.body import BodyText, read_body
from ingest.mail.headers import Headers, read_date, read_ids
from ingest.mail.machine_report import REPORTS, find_calendar_method, find_reported_id
from ingest.mail.mime import Part, split_mail
from ingest.mail.structure import Arrangement, arrange
from ingest.message import Address, Attachment, Message, Problem, ProblemCode
from ingest.thread.marks import is_reply_subject
from ingest.thread.segment import segment_body

MAX_SUBJECT = 1_000
EMPTY = Problem(code=ProblemCode.EMPTY, words="The mail has no words and no attachments.", unread=False)


def assemble_message(raw: bytes, readers: Readers, limits: Limits) -> Message:
    """Return the mail in these bytes, its attachments read by ``readers``. Never raises, as long as they do not."""
    root = split_mail(raw[: limits.mail_bytes], limits)
    arrangement = arrange(root)
    body = read_body(arrangement.pieces, limits)
    attachments = tuple(
        unfinished_attachment(part, index) if is_time_up() else read_attachment(part, index, readers, limits)
        for index, part in enumerate(arrangement.attachments)
    )
    problems = _problems(raw, body, arrangement, limits)
    return _message(hashlib.sha256(raw).hexdigest(), root, body, attachments, problems)


def _message(
    digest: str, root: Part, body: BodyText, attachments: tuple[Attachment, ...], problems: tuple[Problem, ...]
) -> Message:
    headers = root.headers
    sender, to, cc, reply_to = _people(headers)
    subject = headers.text("subject")[:MAX_SUBJECT]
    in_reply_to, references = read_ids(headers.first("in-reply-to")), read_ids(headers.first("references"))
    message_id = next(iter(read_ids(headers.first("message-id"))), "")
    sign = _find_sign(root, body, subject)
    answered = next(iter((*in_reply_to, *references[-1:])), "")
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
        message_id=message_id,
        in_reply_to=next(iter(in_reply_to), ""),
        references=references,
        reply_to=reply_to,
        to=to,
        cc=cc,
        sent_at=read_date(headers.first("date")),
        automatic=sign,
        reports_on=find_reported_id(root, own_id=message_id, answers=answered) if sign in REPORTS else "",
        attachments=attachments,
        problems=problems,
    )


def _people(
    headers: Headers,
) -> tuple[Address, tuple[Address, ...], tuple[Address, ...], Address | None]:
    """Return who wrote, to whom, who got a copy, and where an answer is wanted."""
    sender = next(iter(read_addresses(headers.first("from")) or read_addresses(headers.first("sender"))), NOBODY)
    reply_to = next(iter(read_addresses(headers.first("reply-to"))), None)
    return sender, read_addresses(headers.first("to")), read_addresses(headers.first("cc")), reply_to


def _find_sign(root: Part, body: BodyText, subject: str) -> str | None:
    sender, to, cc, reply_to = _people(root.headers)
    return find_automatic_sign(
        root.headers,
        subject=subject,
        sender=sender.address,
        recipients=tuple(person.address for person in (*to, *cc)),
        reply_to=reply_to.address if reply_to else "",
        media_type=root.media_type,
        report_type=root.parameters.get("report-type", ""),
        calendar_method=find_calendar_method(root),
        body=body.text,
    )


def _problems(raw: bytes, body: BodyText, arrangement: Arrangement, limits: Limits) -> tuple[Problem, ...]:
    problems = [*arrangement.problems, *body.problems]
    if len(raw) > limits.mail_bytes:
        words = f"The mail is larger than {limits.mail_bytes:,} bytes; the rest was not read."
        problems.append(Problem(code=ProblemCode.TOO_LARGE, words=words))
    if not body.text.strip() and not arrangement.attachments and not problems:
        problems.append(EMPTY)
    return tuple(dict.fromkeys(problems))
