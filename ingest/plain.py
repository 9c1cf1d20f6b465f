"""Write a Message as what JSON can hold, and read it back exactly: for the database and the sandbox's pipe."""

from datetime import datetime
from typing import Any

from ingest.message import Address, Attachment, Message, Problem, ProblemCode, Segment, SegmentKind
from ingest.page_starts import starts_from_plain, starts_to_plain


def message_to_plain(message: Message) -> dict[str, Any]:
    """Return the message as dicts, lists, strings and numbers; ``message_from_plain`` gives it back unchanged."""
    return {
        "digest": message.digest,
        "sender": _address_to_plain(message.sender),
        "subject": message.subject,
        "body": message.body,
        "segments": [[segment.kind.value, segment.start, segment.end] for segment in message.segments],
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "reply_to": None if message.reply_to is None else _address_to_plain(message.reply_to),
        "to": [_address_to_plain(address) for address in message.to],
        "cc": [_address_to_plain(address) for address in message.cc],
        "sent_at": None if message.sent_at is None else message.sent_at.isoformat(),
        "automatic": message.automatic,
        "reports_on": message.reports_on,
        "attachments": [_attachment_to_plain(attachment) for attachment in message.attachments],
        "problems": [problem_to_plain(problem) for problem in message.problems],
    }


def message_from_plain(plain: dict[str, Any]) -> Message:
    """Return the message that ``message_to_plain`` wrote.

    Raises: KeyError, TypeError or ValueError when it is not one.
    """
    reply_to, sent_at, automatic = plain["reply_to"], plain["sent_at"], plain["automatic"]
    return Message(
        digest=str(plain["digest"]),
        sender=_address_from_plain(plain["sender"]),
        subject=str(plain["subject"]),
        body=str(plain["body"]),
        segments=tuple(
            Segment(kind=SegmentKind(kind), start=int(start), end=int(end)) for kind, start, end in plain["segments"]
        ),
        message_id=str(plain["message_id"]),
        in_reply_to=str(plain["in_reply_to"]),
        references=tuple(str(reference) for reference in plain["references"]),
        reply_to=None if reply_to is None else _address_from_plain(reply_to),
        to=tuple(_address_from_plain(address) for address in plain["to"]),
        cc=tuple(_address_from_plain(address) for address in plain["cc"]),
        sent_at=None if sent_at is None else datetime.fromisoformat(sent_at),
        automatic=None if automatic is None else str(automatic),
        # Mails kept before this field was there have none.
        reports_on=str(plain.get("reports_on", "")),
        attachments=tuple(_attachment_from_plain(attachment) for attachment in plain["attachments"]),
        problems=tuple(problem_from_plain(problem) for problem in plain["problems"]),
    )


def problem_to_plain(problem: Problem) -> dict[str, Any]:
    """Return one problem as JSON can hold it."""
    return {"code": problem.code.value, "words": problem.words, "part": problem.part, "unread": problem.unread}


def problem_from_plain(plain: dict[str, Any]) -> Problem:
    """Return the problem that ``problem_to_plain`` wrote."""
    return Problem(
        code=ProblemCode(plain["code"]),
        words=str(plain["words"]),
        part=str(plain["part"]),
        unread=bool(plain["unread"]),
    )


def _address_to_plain(address: Address) -> dict[str, Any]:
    return {"name": address.name, "address": address.address}


def _address_from_plain(plain: dict[str, Any]) -> Address:
    return Address(name=str(plain["name"]), address=str(plain["address"]))


def _attachment_to_plain(attachment: Attachment) -> dict[str, Any]:
    return {
        "index": attachment.index,
        "filename": attachment.filename,
        "media_type": attachment.media_type,
        "size_bytes": attachment.size_bytes,
        "digest": attachment.digest,
        "text": attachment.text,
        "confidence": attachment.confidence,
        "pages": attachment.pages,
        "page_starts": starts_to_plain(attachment.page_starts),
        "unclear": [list(span) for span in attachment.unclear],
        "problems": [problem_to_plain(problem) for problem in attachment.problems],
    }


def _attachment_from_plain(plain: dict[str, Any]) -> Attachment:
    confidence, pages = plain["confidence"], plain["pages"]
    return Attachment(
        index=int(plain["index"]),
        filename=str(plain["filename"]),
        media_type=str(plain["media_type"]),
        size_bytes=int(plain["size_bytes"]),
        digest=str(plain["digest"]),
        text=str(plain["text"]),
        confidence=None if confidence is None else float(confidence),
        pages=None if pages is None else int(pages),
        # Mails kept before pages were told apart have none.
        page_starts=starts_from_plain(plain.get("page_starts", ()), str(plain["text"])),
        unclear=tuple((int(start), int(end)) for start, end in plain["unclear"]),
        problems=tuple(problem_from_plain(problem) for problem in plain["problems"]),
    )
