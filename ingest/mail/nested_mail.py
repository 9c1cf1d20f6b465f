"""Read a mail that lies inside something else: who wrote, when, about what, all its words and all its attachments."""

from dataclasses import dataclass

from config.limits import Limits
from ingest.documents.document import DocumentText
from ingest.mail.assemble import assemble_message
from ingest.mail.attachments import DocumentReader, Readers
from ingest.message import Attachment, Message, Problem, ProblemCode
from ingest.page_starts import Starts, cut_at, put_together, under

_BETWEEN = "\n\n"


@dataclass(slots=True)
class _Room:
    """Count down how many mails may still be read inside one: each may hold as many again."""

    mails: int


def readers_for(document: DocumentReader, limits: Limits, *, nesting: int, room: _Room | None = None) -> Readers:
    """Return the readers of a mail's attachments: ``document`` for files, this module for the mails among them."""
    room = room or _Room(limits.max_parts)

    def mail(data: bytes) -> DocumentText:
        return read_nested_mail(data, document, limits, nesting=nesting + 1, room=room)

    return Readers(document=document, mail=mail)


def read_nested_mail(
    data: bytes,
    document: DocumentReader,
    limits: Limits,
    *,
    nesting: int = 1,
    media_type: str = "message/rfc822",
    room: _Room | None = None,
) -> DocumentText:
    """Return a mail inside a mail (or a saved one) as a document; ``nesting`` says in how many other mails it lies."""
    room = room or _Room(limits.max_parts)
    room.mails -= 1
    if nesting > limits.max_nesting or room.mails < 0:
        words = "Mails are packed inside mails too many times; this one was not read."
        return DocumentText(media_type=media_type, problems=(Problem(code=ProblemCode.TOO_MANY, words=words),))
    message = assemble_message(data, readers_for(document, limits, nesting=nesting, room=room), limits)
    text, unclear, page_starts = _all_words(message)
    known = [1.0, *(a.confidence for a in message.attachments if a.confidence is not None)]
    problems = (*message.problems, *(problem for a in message.attachments for problem in _named(a)))
    if len(text) > limits.document_characters:
        words = "The mail inside this mail is very long; the rest of it was not read."
        problems = (*problems, Problem(code=ProblemCode.TOO_LARGE, words=words))
        text = text[: limits.document_characters]
        page_starts = cut_at(page_starts, len(text))
    return DocumentText(
        media_type=media_type,
        text=text,
        confidence=min(known) if text else None,
        page_starts=page_starts,
        unclear=tuple((start, min(end, len(text))) for start, end in unclear if start < len(text)),
        problems=problems,
    )


def _all_words(message: Message) -> tuple[str, tuple[tuple[int, int], ...], Starts]:
    """Return everything a person could read in the mail, where the recogniser was unsure of it, and what lies where."""
    text = _BETWEEN.join(filter(None, (_heading(message), message.body.strip("\n"))))
    unclear: list[tuple[int, int]] = []
    places: list[tuple[int, Starts]] = []
    for attachment in message.attachments:
        text += _BETWEEN if text else ""
        heading = f"[{attachment.filename}]\n"
        places.append((len(text), under(attachment.filename, attachment.page_starts, heading=len(heading))))
        if not attachment.text:
            text += heading.rstrip("\n")
            continue
        text += heading
        unclear += [(start + len(text), end + len(text)) for start, end in attachment.unclear]
        text += attachment.text
    return text, tuple(unclear), put_together(places)


def _heading(message: Message) -> str:
    who = " ".join(filter(None, (message.sender.name, f"<{message.sender.address}>" if message.sender.address else "")))
    to, cc = (", ".join(p.address or p.name for p in people) for people in (message.to, message.cc))
    when = f"{message.sent_at:%d %B %Y %H:%M} UTC" if message.sent_at else ""
    rows = (("From", who), ("Date", when), ("To", to), ("Cc", cc), ("Subject", message.subject))
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _named(attachment: Attachment) -> list[Problem]:
    """Return an inner attachment's problems, saying which of the inner files they speak of."""
    return [
        Problem(code=p.code, words=f"{attachment.filename}: {p.words}", unread=p.unread) for p in attachment.problems
    ]
