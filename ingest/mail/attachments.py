"""Read each attachment of a mail: mails inside mails and invitations here, everything else by its document reader."""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from config.limits import Limits
from ingest.calendar_text import read_calendar
from ingest.charset import decode_text
from ingest.documents.document import DocumentText
from ingest.documents.sniff import UNKNOWN, media_type_of
from ingest.documents.surroundings import surroundings
from ingest.mail.mime import Part
from ingest.mail.structure import filename_of
from ingest.mail.wrappings import is_sealed
from ingest.message import Attachment, Problem, ProblemCode

DocumentReader = Callable[[str, str, bytes], DocumentText]
MailReader = Callable[[bytes], DocumentText]

_MAIL_TYPES = frozenset({"message/rfc822", "message/global"})
# What a mail looks like whose headers are lost or odd.
_NO_TYPES = frozenset({"text/plain", "text/html", "text/csv", UNKNOWN})
_ENCRYPTED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_REPORT_TYPES = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
    | {"text/rfc822-headers", "message/rfc822-headers"}
)


_SAME_TYPES = {"text/x-vcard": "text/vcard", "text/directory": "text/vcard", "application/ics": "text/calendar"}
# Where a file lies that the mail only names. Source: RFC 2046, section 5.2.3; RFC 2017.
_PLACES = ("url", "name", "site", "directory", "server", "subject", "access-type", "expiration")
_MOST_EXTERNAL_BYTES = 20_000
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Hold who reads what: ``mail`` the mails inside this one, ``document`` everything that is not mail."""

    document: DocumentReader
    mail: MailReader


def read_attachment(part: Part, index: int, readers: Readers, limits: Limits) -> Attachment:
    """Return what can be read of one attachment, with its problems under its name."""
    content, damage = part.content()
    filename = filename_of(part, index)
    digest, withheld = hashlib.sha256(content).hexdigest(), surroundings().withheld
    if reason := withheld.get(digest) or withheld.get("*"):
        refused = (_problem(ProblemCode.INFECTED, reason),)
        found = DocumentText(media_type=part.media_type, problems=refused)
    else:
        found = _read(part, filename, content, readers, limits)
    problems = tuple(problem for problem in (damage, *part.problems, *found.problems) if problem)
    return Attachment(
        index=index,
        filename=filename,
        media_type=found.media_type,
        size_bytes=len(content),
        digest=digest,
        text=found.text,
        confidence=found.confidence,
        pages=found.pages,
        page_starts=found.page_starts,
        unclear=found.unclear,
        problems=tuple(dict.fromkeys(replace(problem, part=filename) for problem in problems)),
    )


def unfinished_attachment(part: Part, index: int) -> Attachment:
    """Return an attachment that was not begun, because the time given to its mail is used up."""
    filename = filename_of(part, index)
    content, _ = part.content()
    words = "The time for reading this mail was used up before this file; it was not read: a person must open it."
    return Attachment(
        index=index,
        filename=filename,
        media_type=part.media_type,
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        problems=(Problem(code=ProblemCode.UNFINISHED, words=words, part=filename),),
    )


def is_mail(media_type: str, filename: str, content: bytes) -> bool:
    """Return whether a file is a mail: by its bytes; by its type or name where its bytes say no more than "text"."""
    found = media_type_of(content, filename=filename, declared_type=media_type)
    is_called_mail = media_type in _MAIL_TYPES or filename.lower().endswith(".eml")
    return found in _MAIL_TYPES or (is_called_mail and found in _NO_TYPES)


def _read(part: Part, filename: str, content: bytes, readers: Readers, limits: Limits) -> DocumentText:
    if part.media_type in _ENCRYPTED_TYPES or is_sealed(part.media_type, filename, content):
        # The mail's own problem says that it is encrypted.
        return DocumentText(media_type=part.media_type)
    if part.media_type == "message/partial":
        found = readers.mail(content) if part.parameters.get("number") == "1" else _read_as_text(part, content, limits)
        words = "This is one piece of a mail that was sent in several; ask the sender to send it whole."
        problems = (_problem(ProblemCode.DAMAGED, words), *found.problems)
        return replace(found, media_type=part.media_type, problems=problems)
    if part.media_type == "message/external-body":
        return _describe_external(part, content)
    if is_mail(part.media_type, filename, content):
        return readers.mail(content)
    if part.media_type in _REPORT_TYPES or part.media_type == "text/calendar":
        return _read_as_text(part, content, limits)
    media_type = _SAME_TYPES.get(part.media_type, part.media_type)
    return readers.document(filename, media_type, _in_utf8(part, content))


def _describe_external(part: Part, content: bytes) -> DocumentText:
    """Return what a part says that holds no file, only where one lies."""
    known = [f"{name}: {part.parameters[name]}" for name in _PLACES if part.parameters.get(name)]
    text = "\n".join([*known, decode_text(content[:_MOST_EXTERNAL_BYTES], None)[0].strip()]).strip()
    words = "The file is not in the mail, only the place where it lay: ask the sender to send the file itself."
    problems = (_problem(ProblemCode.NO_READER, words),)
    return DocumentText(media_type=part.media_type, text=text, confidence=1.0 if text else None, problems=problems)


def _in_utf8(part: Part, content: bytes) -> bytes:
    """Return a text file in UTF-8 if the mail names its charset: the file itself cannot say it."""
    charset = part.parameters.get("charset", "")
    if not charset or not part.media_type.startswith("text/") or content.startswith(_MARKS) or content.isascii():
        return content
    text, problem = decode_text(content, charset)
    return content if problem else codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _read_as_text(part: Part, content: bytes, limits: Limits) -> DocumentText:
    text, guess = decode_text(content[: 8 * limits.document_characters], part.parameters.get("charset"))
    problems = (guess,) if guess else ()
    if len(text) > limits.document_characters:
        problems = (*problems, _problem(ProblemCode.TOO_LARGE, "The file is very long; the rest of it was not read."))
    text = text[: limits.document_characters]
    text = read_calendar(text) if part.media_type == "text/calendar" else text.strip()
    return DocumentText(media_type=part.media_type, text=text, confidence=1.0 if text else None, problems=problems)


def _problem(code: ProblemCode, words: str) -> Problem:
    return Problem(code=code, words=words)
