"""Open a mail saved from Outlook (.msg): its properties, recipients and attachments, mails among them included.

Source: MS-OXMSG, sections 2.1 to 2.4 (storages, property streams, attachments, embedded mails).
"""

import re
from dataclasses import dataclass, field

from config.limits import Limits
from ingest.charset import decode_text
from ingest.outlook.mapi import (
    FILE_DATA,
    FILE_METHOD,
    FILE_TYPE,
    OutlookFile,
    OutlookMail,
    Value,
    charset_of,
    file_link,
    file_name,
    moment_of,
)
from ingest.outlook.ole_file import OleEntry, OleError, OleFile

_PROPERTY = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})$")
_FIXED_STREAM = "__properties_version1.0"
_FIXED_BYTES = 16
# How far into the stream of fixed properties the first one stands: in the file's own mail, in one inside it, elsewhere.
_IN_ROOT, _IN_MAIL, _IN_OTHER = 32, 24, 8
_INT16, _INT32, _BOOL, _TIME, _TEXT8, _TEXT16, _BINARY = 0x0002, 0x0003, 0x000B, 0x0040, 0x001E, 0x001F, 0x0102
_NUMBERS = {_INT16: 2, _INT32: 4, _BOOL: 2}
_EMBEDDED_MAIL, _OLE_OBJECT = 5, 6
_MOST_RECIPIENTS = 500
_MAIL_INSIDE = "__substg1.0_3701000D"
# Where programs keep the file that was dropped into a mail as an object, the likeliest first.
_OBJECT_STREAMS = ("Package", "CONTENTS", "\x01Ole10Native")


@dataclass(slots=True)
class MsgReading:
    """Hold how a .msg is being read: how many mails deep, how many attachments, and what was damaged."""

    limits: Limits
    damaged: list[str] = field(default_factory=list)


class NotMailError(ValueError):
    """The file is no saved mail."""


def read_msg(data: bytes, reading: MsgReading) -> OutlookMail:
    """Return the mail; parts of it that are damaged are named in ``reading.damaged``.

    Raises: NotMailError.
    """
    try:
        # Names, addresses and words are often kept twice, attachments once.
        root = OleFile(data, 2 * len(data)).root
    except OleError as error:
        raise NotMailError from error
    if not any(_PROPERTY.match(entry.name) or entry.name == _FIXED_STREAM for entry in root.entries()):
        raise NotMailError
    return _mail(root, reading, _IN_ROOT, 0)


def _mail(storage: OleEntry, reading: MsgReading, offset: int, nesting: int) -> OutlookMail:
    properties = _properties(storage, reading, offset)
    inner = [entry for entry in storage.entries() if entry.is_storage]
    attached = [entry for entry in inner if entry.name.lower().startswith("__attach_version1.0_")]
    if len(attached) > reading.limits.max_parts:
        reading.damaged.append(f"only the first {reading.limits.max_parts} of {len(attached)} attachments were read")
    recipients = [entry for entry in inner if entry.name.lower().startswith("__recip_version1.0_")]
    files, links = [], []
    for number, entry in enumerate(attached[: reading.limits.max_parts], start=1):
        found = _properties(entry, reading, _IN_OTHER)
        name = file_name(found) or ""
        if file := _file(entry, found, name, reading, nesting):
            files.append(file)
        elif link := file_link(found):
            links.append(f"{name} ({link})" if name else link)
        else:
            reading.damaged.append(f"the attachment {name or number} cannot be taken out of it")
    return OutlookMail(
        properties=properties,
        recipients=[_properties(entry, reading, _IN_OTHER) for entry in recipients[:_MOST_RECIPIENTS]],
        files=files,
        links=links,
    )


def _file(entry: OleEntry, found: dict[int, Value], name: str, reading: MsgReading, nesting: int) -> OutlookFile | None:
    data, media_type = found.get(FILE_DATA), found.get(FILE_TYPE)
    kind = media_type if isinstance(media_type, str) and media_type else "application/octet-stream"
    if isinstance(data, bytes):
        return OutlookFile(name=name, media_type=kind, data=data)
    held = next((inner for inner in entry.entries() if inner.is_storage and inner.name == _MAIL_INSIDE), None)
    if held is None:
        return None
    if found.get(FILE_METHOD) == _OLE_OBJECT or _FIXED_STREAM not in held.streams():
        return _object(held, name, reading)
    if nesting >= reading.limits.max_nesting:
        return None
    mail = _mail(held, reading, _IN_MAIL, nesting + 1)
    # The mail has no bytes of its own inside the file: it is written as mail is written everywhere else.
    return OutlookFile(name=f"{name or 'mail'}.eml", media_type="message/rfc822", data=mail.as_mail(reading.limits))


def _object(held: OleEntry, name: str, reading: MsgReading) -> OutlookFile | None:
    streams = held.streams()
    stream = next((streams[known] for known in _OBJECT_STREAMS if known in streams), None)
    data = _read(stream, reading) if stream else b""
    if stream and stream.name == _OBJECT_STREAMS[-1]:
        name, data = _packed_file(data, name)
    return OutlookFile(name=name, media_type="application/octet-stream", data=data) if data else None


def _packed_file(data: bytes, name: str) -> tuple[str, bytes]:
    """Return name and bytes of the file that Windows' packager put into an object."""
    # size, flags, label\0, path\0, flags, size of the path, path, size of the file, the file
    label, found, rest = data[6:].partition(b"\0")
    _, also, rest = rest.partition(b"\0")
    path_bytes = int.from_bytes(rest[4:8], "little")
    start = 8 + path_bytes + 4
    size = int.from_bytes(rest[start - 4 : start], "little")
    inside = rest[start : start + size]
    if not (found and also and inside and len(inside) == size):
        return name, data[4:]
    return decode_text(label, None)[0] or name, inside


def _properties(storage: OleEntry, reading: MsgReading, offset: int) -> dict[int, Value]:
    streams = storage.streams()
    found: dict[int, Value] = {}
    if fixed := streams.get(_FIXED_STREAM):
        _take_fixed(_read(fixed, reading)[offset:], found)
    sized = [(match, entry) for name, entry in streams.items() if (match := _PROPERTY.match(name))]
    # Code pages were read above; the words that need them come now.
    for match, entry in sized:
        number, kind = int(match[1], 16), int(match[2], 16)
        if kind in (_TEXT8, _TEXT16, _BINARY) and number not in found:
            data = _read(entry, reading)
            found[number] = _value(data, kind, charset_of(found))
    return found


def _take_fixed(data: bytes, found: dict[int, Value]) -> None:
    for at in range(0, len(data) - _FIXED_BYTES + 1, _FIXED_BYTES):
        kind, number = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        value = data[at + 8 : at + 16]
        if kind in _NUMBERS:
            found.setdefault(number, int.from_bytes(value[: _NUMBERS[kind]], "little", signed=True))
        elif kind == _TIME and (moment := moment_of(int.from_bytes(value, "little"))):
            found.setdefault(number, moment)


def _value(data: bytes, kind: int, charset: str) -> Value:
    if kind == _TEXT16:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return decode_text(data.rstrip(b"\0"), charset)[0] if kind == _TEXT8 else data


def _read(entry: OleEntry, reading: MsgReading) -> bytes:
    try:
        return entry.read()
    except OleError:
        reading.damaged.append("a part of it is damaged")
        return b""
