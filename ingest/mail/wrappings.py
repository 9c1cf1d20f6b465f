"""Open what mail is wrapped in besides MIME: Outlook's forms, opaque signatures, Macintosh files, files in the text."""

from collections.abc import Callable
from dataclasses import dataclass

from config.limits import Limits
from ingest.mail.apple_files import unwrap_apple_file
from ingest.mail.multipart import file_part, write_multipart
from ingest.mail.signed_data import SEALED, find_signed_content, is_cut, pkcs7_kind
from ingest.mail.uuencoded import Passage, find_files
from ingest.message import Problem, ProblemCode
from ingest.outlook.msg import MsgReading, NotMailError, read_msg
from ingest.outlook.ole_file import MAGIC as OLE
from ingest.outlook.tnef import MAGIC as TNEF
from ingest.outlook.tnef import read_tnef

_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PKCS7_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/cms"})
_PKCS7_NAMES = (".p7m", ".p7c", ".p7z")
_APPLE_TYPES = frozenset(
    {"application/mac-binhex40", "application/mac-binhex", "application/applefile", "application/x-macbinary"}
    | {"application/macbinary", "application/applesingle"}
)
_UNTYPED = frozenset({"application/octet-stream", "text/plain"})
_MARKS_OF_FILES = (b"begin ", b"begin-base64 ", b"=ybegin ")
_DAMAGED_TNEF = "Outlook's wrapping (winmail.dat) is damaged; only what could be read of it is shown."
_DAMAGED_MSG = "The mail saved from Outlook is damaged: {faults}. What could be read of it is shown."
_CUT_SEAL = "The signed mail was cut off on the way; only part of it could be read."
_CUT_FILE = "A file inside the mail's text was cut off on the way; only part of it could be read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapped:
    """Hold what lay in a wrapping, as mail (header fields, blank line, body), and what was damaged.

    ``media_type`` is what the wrapping is called from here on: it decides how its words count.
    """

    mail: bytes
    media_type: str = "multipart/mixed"
    problems: tuple[Problem, ...] = ()


def unwrap_whole(data: bytes, limits: Limits) -> Unwrapped | None:
    """Return the mail that a whole file is a wrapping of, None if it is none."""
    if data.startswith(OLE):
        return _unwrap_msg(data, limits)
    if data.startswith(TNEF):
        return _unwrap_tnef(data, limits) or _unreadable_tnef()
    return None


def unwrap_part(
    media_type: str, filename: str, head: bytes, content: Callable[[], bytes], limits: Limits
) -> Unwrapped | None:
    """Return what lies in a part of a mail that is a wrapping, None if it is none or nothing in it can be read.

    ``head`` are the first bytes of ``content()``, which is asked for only where it is needed.
    """
    name = filename.lower()
    if media_type in _TNEF_TYPES or head.startswith(TNEF):
        return _unwrap_tnef(content(), limits) if head.startswith(TNEF) else None
    if media_type in _PKCS7_TYPES or (media_type in _UNTYPED and name.endswith(_PKCS7_NAMES)):
        return _unwrap_signed(content())
    if media_type in _APPLE_TYPES or (media_type in _UNTYPED and name.endswith(".hqx")):
        return _unwrap_apple(content(), media_type)
    return None


def unwrap_text(text: bytes, type_field: bytes) -> Unwrapped | None:
    """Return a text with the files inside it taken apart, None if there are none.

    ``type_field`` is the text's own Content-Type, which its words keep.
    """
    if not any(mark in text for mark in _MARKS_OF_FILES):
        return None
    passages = find_files(text)
    if not passages:
        return None
    parts = [_passage(passage, type_field) for passage in passages if passage.name is not None or passage.data.strip()]
    is_whole = all(passage.is_whole for passage in passages)
    problems = () if is_whole else (Problem(code=ProblemCode.DAMAGED, words=_CUT_FILE),)
    return Unwrapped(mail=write_multipart(parts), problems=problems)


def is_sealed(media_type: str, filename: str, content: bytes) -> bool:
    """Return whether a file is an encrypted mail whose key nobody here has."""
    kind = pkcs7_kind(content)
    if media_type in _PKCS7_TYPES:
        # What is called so and is neither signed nor anything else known cannot be read here either.
        return kind in SEALED or not kind
    return filename.lower().endswith(_PKCS7_NAMES) and kind in SEALED


def _passage(passage: Passage, type_field: bytes) -> bytes:
    if passage.name is not None:
        return file_part(passage.name, "application/octet-stream", passage.data)
    head = b"Content-Type: " + b" ".join(type_field.split()) + b"\r\n\r\n" if type_field.strip() else b"\r\n"
    return head + passage.data.strip(b"\r\n")


def _unwrap_tnef(data: bytes, limits: Limits) -> Unwrapped | None:
    found = read_tnef(data, limits)
    if found is None:
        return None
    mail, is_damaged = found
    problems = (Problem(code=ProblemCode.DAMAGED, words=_DAMAGED_TNEF),) if is_damaged else ()
    return Unwrapped(mail=mail.as_mail(limits), media_type="application/ms-tnef", problems=problems)


def _unreadable_tnef() -> Unwrapped:
    return Unwrapped(mail=b"\r\n", problems=(Problem(code=ProblemCode.DAMAGED, words=_DAMAGED_TNEF),))


def _unwrap_msg(data: bytes, limits: Limits) -> Unwrapped | None:
    reading = MsgReading(limits)
    try:
        mail = read_msg(data, reading).as_mail(limits)
    except NotMailError:
        return None
    faults = "; ".join(dict.fromkeys(reading.damaged[:10]))
    words = _DAMAGED_MSG.format(faults=faults)
    problems = (Problem(code=ProblemCode.DAMAGED, words=words),) if faults else ()
    return Unwrapped(mail=mail, problems=problems)


def _unwrap_signed(data: bytes) -> Unwrapped | None:
    content = find_signed_content(data)
    if content is None:
        return None
    return Unwrapped(
        mail=content, problems=(Problem(code=ProblemCode.DAMAGED, words=_CUT_SEAL),) if is_cut(data) else ()
    )


def _unwrap_apple(data: bytes, media_type: str) -> Unwrapped | None:
    found = unwrap_apple_file(data, media_type)
    if found is None:
        return None
    return Unwrapped(mail=write_multipart([file_part(found[0], "application/octet-stream", found[1])]))
