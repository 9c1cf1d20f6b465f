"""Describe what was read as one line of JSON, whatever is in it: the product's public face to other programs."""

import json
import math
import os
import re
from pathlib import Path
from typing import Any

from ingest.documents.document import DocumentText
from ingest.message import Address, Attachment, Message
from ingest.page_starts import PageStart
from ingest.plain import problem_to_plain

_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
# JSON allows these as they are, but they end a line for many programs that read one object a line.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x7f\x85\u2028\u2029"}


def describe_mail(path: Path, message: Message, seconds: float) -> dict[str, Any]:
    """Return what was read in a mail, and in how many seconds."""
    return {
        "file": show_name(path),
        "digest": message.digest,
        "subject": message.subject,
        "sender": _describe_address(message.sender),
        "message_id": message.message_id,
        "automatic": message.automatic,
        "own_words": message.own_words,
        "quoted_words": message.quoted_words,
        "attachments": [_describe_attachment(attachment) for attachment in message.attachments],
        "problems": [problem_to_plain(problem) for problem in message.problems],
        "to": [_describe_address(address) for address in message.to],
        "cc": [_describe_address(address) for address in message.cc],
        "sent_at": None if message.sent_at is None else message.sent_at.isoformat(),
        "segments": [
            {"kind": segment.kind.value, "words": message.body[segment.start : segment.end]}
            for segment in message.segments
        ],
        "seconds": round(seconds, 3),
    }


def describe_document(path: Path, found: DocumentText, seconds: float) -> dict[str, Any]:
    """Return what was read in a document, and in how many seconds."""
    return {
        "file": show_name(path),
        "media_type": found.media_type,
        "text": found.text,
        "confidence": _finite(found.confidence),
        "problems": [problem_to_plain(problem) for problem in found.problems],
        "pages": found.pages,
        "page_starts": _describe_starts(found.page_starts),
        "seconds": round(seconds, 3),
    }


def show_name(path: Path) -> str:
    r"""Return a file's name as text; a byte of it that is no character stands as its number (``\xe9``)."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def to_line(described: dict[str, Any]) -> str:
    r"""Return JSON that is one line for every program, and text in every encoding of Unicode.

    >>> to_line({"text": "one\u2028two \udc80"})
    '{"text": "one\\u2028two \ufffd"}'
    """
    # Half a character (a lone surrogate) can be in no UTF-8 file.
    line = _HALF_CHARACTERS.sub("\ufffd", json.dumps(described, ensure_ascii=False))
    return line.translate(_LINE_ENDS)


def _describe_address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _describe_attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "filename": attachment.filename,
        "media_type": attachment.media_type,
        "bytes": attachment.size_bytes,
        "text": attachment.text,
        "confidence": _finite(attachment.confidence),
        "problems": [problem_to_plain(problem) for problem in attachment.problems],
        "digest": attachment.digest,
        "pages": attachment.pages,
        "page_starts": _describe_starts(attachment.page_starts),
    }


def _describe_starts(starts: tuple[PageStart, ...]) -> list[dict[str, Any]]:
    return [{"start": each.start, "name": each.name} for each in starts]


def _finite(confidence: float | None) -> float | None:
    """Return a number that JSON has a word for."""
    return confidence if confidence is not None and math.isfinite(confidence) else None
