"""Say where evidence stands as a person would: in the message, its subject line, or on which page of which file."""

from typing import Any

from classify.reading import ATTACHMENT, SUBJECT_LINE
from ingest.message import Attachment, Message
from ingest.page_starts import name_at


def say_place(where: str, start: int, message: Message | None = None) -> str:
    """Return where the character at ``start`` stands: "subject line", "message" or "letter.pdf, page 3".

    Without the message a file is known by its number only.
    """
    if where == SUBJECT_LINE:
        return "subject line"
    if not where.startswith(ATTACHMENT):
        return "message"
    index = int(where.removeprefix(ATTACHMENT))
    found = attachment_at(where, message) if message else None
    name = found.filename if found and found.filename else f"attachment {index + 1}"
    page = name_at(found.page_starts, start) if found else ""
    return f"{name}, {page}" if page else name


def attachment_at(where: str, message: Message) -> Attachment | None:
    """Return the attachment in which evidence lies, None if it lies in none that is there."""
    return next((each for each in message.attachments if f"{ATTACHMENT}{each.index}" == where), None)


def places_to_plain(message: Message) -> list[dict[str, Any]]:
    """Return what the places of evidence are called, as JSON can hold it: each file, and where its pages begin."""
    return [
        {
            "where": f"{ATTACHMENT}{found.index}",
            "filename": found.filename,
            "page_starts": [{"start": each.start, "name": each.name} for each in found.page_starts],
        }
        for found in message.attachments
    ]
