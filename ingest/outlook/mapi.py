"""Hold an Outlook mail as its properties tell it, and turn it into the parts of a mail like any other.

Outlook keeps mails in .msg files and wraps them as winmail.dat; both are lists of the same properties.

Source: MS-OXPROPS (property ids), MS-OXCMSG (bodies, attachment methods), MS-OXOMSG (people).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from config.limits import Limits
from ingest.charset import decode_text
from ingest.mail.multipart import file_part, text_part, write_multipart
from ingest.outlook.compressed_rtf import unpack_rtf

Value = str | bytes | int | datetime
Properties = Mapping[int, Value]

SUBJECT, SUBJECT_PREFIX, SUBJECT_REST, CLASS = 0x0037, 0x003D, 0x0E1D, 0x001A
SUBMITTED, DELIVERED, MADE = 0x0039, 0x0E06, 0x3007
HEADERS, MESSAGE_ID, REPLY_TO_ID, REFERENCES = 0x007D, 0x1035, 0x1042, 0x1039
BODY, HTML, RTF = 0x1000, 0x1013, 0x1009
INTERNET_CODEPAGE, MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
DISPLAY_TO, DISPLAY_CC, RECIPIENT_KIND = 0x0E04, 0x0E03, 0x0C15
NAME, ADDRESS, SMTP_ADDRESS = 0x3001, 0x3003, 0x39FE
FILE_DATA, FILE_NAME, FILE_LONG_NAME, FILE_TYPE, FILE_METHOD = 0x3701, 0x3704, 0x3707, 0x370E, 0x3705
FILE_PATH, FILE_LONG_PATH, FILE_CONTENT_ID = 0x3708, 0x370D, 0x3712
# (name, addresses, the one that is an internet address first) of who sent it, and for whom.
_SENDERS = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))
_TO, _CC = 1, 2
# What an invitation, a contact or a task says besides its words.
_NOTES = ((0x0060, "Start"), (0x0061, "End"), (0x3A16, "Organisation"), (0x3A17, "Job"), (0x3A1C, "Mobile phone"),
          (0x3A08, "Business phone"), (0x3A09, "Home phone"), (0x3A15, "Address"))  # fmt: skip
_NOTED_CLASSES = ("ipm.appointment", "ipm.schedule", "ipm.contact", "ipm.task", "ipm.microsoft schedule")
_CODEPAGES = {65001: "utf-8", 20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u", 28605: "iso-8859-15", 936: "gbk",
              50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr",
              54936: "gb18030", 52936: "hz-gb-2312", 1200: "utf-16", 1201: "utf-16be", 932: "shift_jis",
              949: "euc-kr", 950: "big5", 10000: "macintosh"}  # fmt: skip
_CODEPAGES |= {28590 + number: f"iso-8859-{number}" for number in range(1, 10)}
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")
# Fields of the mail as it travelled that no longer speak of the parts Outlook made of it.
_OF_PARTS = re.compile(rb"content-(?!class)|mime-version$")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFile:
    """Hold one attachment."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookMail:
    """Hold one mail; ``recipients`` are the properties of each."""

    properties: Properties = field(default_factory=dict)
    recipients: Sequence[Properties] = ()
    files: Sequence[OutlookFile] = ()
    links: Sequence[str] = ()

    def as_mail(self, limits: Limits) -> bytes:
        """Return the mail as mails travel; what Outlook kept as rich text stands in it as rich text."""
        is_signed = any(file.media_type.lower() == "multipart/signed" for file in self.files)
        # Of a signed mail the words stand in the file that was signed.
        versions = [] if is_signed else [text_part(kind, data) for kind, data in self._versions(limits)]
        body = versions[0] if len(versions) == 1 else write_multipart(versions, "alternative") if versions else b""
        files = [_file_part(file) for file in self.files]
        head = self._header_bytes()
        if not files:
            return head + (body or text_part("text/plain", b""))
        return head + write_multipart([body, *files] if body else files)

    def _header_bytes(self) -> bytes:
        """Return the mail's header fields: as it travelled, and what Outlook knows where they say nothing."""
        lines = _bytes(self.properties.get(HEADERS, "")).replace(b"\r\n", b"\n").strip(b"\n\0 ").split(b"\n")
        kept: list[bytes] = []
        is_kept = False
        for line in lines:
            field = _FIELD.match(line)
            if field:
                is_kept = not _OF_PARTS.match(field[1].lower())
            elif line[:1] not in (b" ", b"\t"):
                is_kept = False
            if is_kept:
                kept.append(line)
        names = {field[1].lower() for line in kept if (field := _FIELD.match(line))}
        more = [(name, value) for name, value in self._fields() if value and name.lower().encode() not in names]
        kept += [f"{name}: {_on_one_line(value)}".encode("utf-8", "replace") for name, value in more]
        return b"".join(line + b"\r\n" for line in kept)

    def _fields(self) -> list[tuple[str, str]]:
        properties = self.properties
        subject = _text(properties, SUBJECT) or _text(properties, SUBJECT_PREFIX) + _text(properties, SUBJECT_REST)
        if subject[:1] == "\x01":
            # Outlook marks how long the "RE: " is with two letters before it.
            subject = subject[2:]
        sent = next((m for p in (SUBMITTED, DELIVERED, MADE) if isinstance(m := properties.get(p), datetime)), None)
        return [
            ("From", next(filter(None, (_person(properties, name, at) for name, at in _SENDERS)), "")),
            ("To", self._people(_TO) or _text(properties, DISPLAY_TO)),
            ("Cc", self._people(_CC) or _text(properties, DISPLAY_CC)),
            ("Date", f"{sent:%a, %d %b %Y %H:%M:%S} +0000" if sent else ""),
            ("Subject", subject),
            ("Message-ID", _text(properties, MESSAGE_ID)),
            ("In-Reply-To", _text(properties, REPLY_TO_ID)),
            ("References", _text(properties, REFERENCES)),
        ]

    def _people(self, kind: int) -> str:
        found = [r for r in self.recipients[:_MOST_LISTED] if r.get(RECIPIENT_KIND, _TO) == kind]
        return ", ".join(filter(None, (_person(r, NAME, (SMTP_ADDRESS, ADDRESS)) for r in found)))

    def _versions(self, limits: Limits) -> list[tuple[str, bytes]]:
        """Return the versions of the body as (media type, bytes in UTF-8, or rich text), the plainest first."""
        most = 4 * limits.max_body_characters
        plain = "\n\n".join(filter(None, (self._notes(), _text(self.properties, BODY))))
        html, rtf = self.properties.get(HTML), self.properties.get(RTF)
        found = [("text/plain", plain.encode("utf-8", "replace"))]
        if isinstance(html, bytes):
            html = decode_text(html[:most], charset_of(self.properties))[0]
        if isinstance(html, str):
            found.append(("text/html", html.encode("utf-8", "replace")))
        elif isinstance(rtf, bytes):
            found.append(("text/rtf", unpack_rtf(rtf, most)))
        return [(kind, data) for kind, data in found if data.strip()]

    def _notes(self) -> str:
        lines = [f"Attached as a link: {link}" for link in self.links]
        if _text(self.properties, CLASS).lower().startswith(_NOTED_CLASSES):
            lines += [f"{name}: {_shown(value)}" for number, name in _NOTES if (value := self.properties.get(number))]
        return "\n".join(lines)


def charset_of(properties: Properties) -> str:
    """Return the charset in which a mail's 8-bit words are written."""
    page = properties.get(INTERNET_CODEPAGE) or properties.get(MESSAGE_CODEPAGE)
    return codepage_charset(page if isinstance(page, int) else 0)


def codepage_charset(number: int) -> str:
    """Return the name of a Windows code page's charset, windows-1252 for an unknown one."""
    return _CODEPAGES.get(number) or (f"windows-{number}" if 1250 <= number <= 1258 else "windows-1252")


def moment_of(ticks: int) -> datetime | None:
    """Return the moment Windows counts in tenths of a microsecond since 1601, None if it is none."""
    try:
        return _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None


def file_name(properties: Properties) -> str:
    """Return what an attachment is called."""
    numbers = (FILE_LONG_NAME, FILE_NAME, NAME)
    return next(filter(None, (_text(properties, number) for number in numbers)), "")


def file_link(properties: Properties) -> str:
    """Return where an attachment lies that was only linked to, "" if it was not."""
    return _text(properties, FILE_LONG_PATH) or _text(properties, FILE_PATH)


def _file_part(file: OutlookFile) -> bytes:
    if file.media_type.lower().startswith("multipart/"):
        # A signed mail: Outlook keeps the whole of it, its own header fields first, as its only attachment.
        return file.data
    return file_part(file.name, file.media_type, file.data)


def _person(properties: Properties, name: int, addresses: tuple[int, ...]) -> str:
    # Addresses inside Exchange ("/O=COUNCIL/OU=...") are none that a letter could reach.
    address = next((a for number in addresses if "@" in (a := _text(properties, number))), "")
    shown = _text(properties, name).strip("'\" ")
    quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'"{quoted}" <{address}>' if shown and address else f"<{address}>" if address else f'"{quoted}"' * bool(shown)
    )


def _text(properties: Properties, number: int) -> str:
    value = properties.get(number, "")
    return value if isinstance(value, str) else ""


def _bytes(value: Value) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else value if isinstance(value, bytes) else b""


def _shown(value: Value) -> str:
    return f"{value:%d %B %Y %H:%M} UTC" if isinstance(value, datetime) else str(value)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
