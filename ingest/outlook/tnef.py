"""Open winmail.dat, the wrapping in which Outlook hides a mail's words and attachments from other programs.

A damaged one is read up to the damage: what came whole is evidence, whatever came after it.

Source: MS-OXTNEF, sections 2.1.3 (stream), 2.1.3.3 (attributes) and 2.1.3.4 (properties).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from config.limits import Limits
from ingest.charset import decode_text
from ingest.outlook.mapi import (
    BODY,
    CLASS,
    FILE_DATA,
    FILE_TYPE,
    MESSAGE_CODEPAGE,
    SUBJECT,
    SUBMITTED,
    OutlookFile,
    OutlookMail,
    Properties,
    Value,
    codepage_charset,
    file_link,
    file_name,
    moment_of,
)

MAGIC = b"\x78\x9f\x3e\x22"
_ON_MESSAGE, _ON_FILE = 1, 2
_HEAD_BYTES, _TAIL_BYTES = 9, 2
_FILE_BEGINS, _FILE_DATA, _FILE_TITLE, _FILE_PROPERTIES = 0x9002, 0x800F, 0x8010, 0x9005
_MESSAGE_PROPERTIES, _RECIPIENTS, _CODEPAGE, _SUBJECT, _BODY, _CLASS = 0x9003, 0x9004, 0x9007, 0x8004, 0x800C, 0x8008
# Moments Outlook also keeps outside the properties: seven small numbers from the year to the day of the week.
_MOMENTS = {0x0006: 0x0060, 0x0007: 0x0061, 0x8005: SUBMITTED}
_TEXTS = {_SUBJECT: SUBJECT, _BODY: BODY, _CLASS: CLASS}
# Bytes a property of each fixed type takes up, padding included.
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8,
          0x0048: 16, 0x0000: 0, 0x0001: 0}  # fmt: skip
_TEXT8, _TEXT16, _BINARY, _OBJECT, _TIME = 0x001E, 0x001F, 0x0102, 0x000D, 0x0040
_SIZED = frozenset({_TEXT8, _TEXT16, _BINARY, _OBJECT})
_MANY, _NAMED = 0x1000, 0x8000
_GUID_BYTES = 16
_A_MAIL_INSIDE = bytes.fromhex("0703020000000000c000000000000046")
_MOST_PROPERTIES, _MOST_RECIPIENTS = 5_000, 500


class _CutError(ValueError):
    """The bytes end, or make no sense, in the middle of something; what was read before it stands."""


@dataclass(slots=True)
class _Gathered:
    """Hold what was read so far of one mail."""

    charset: str = "windows-1252"
    properties: dict[int, Value] = field(default_factory=dict)
    recipients: list[Properties] = field(default_factory=list)
    files: list[dict[int, Value]] = field(default_factory=list)


def read_tnef(data: bytes, limits: Limits, *, nesting: int = 0) -> tuple[OutlookMail, bool] | None:
    """Return the mail in a winmail.dat and whether it is damaged; None if nothing of it could be read."""
    gathered, is_damaged, most_files = _Gathered(), False, limits.max_parts
    at, is_empty = len(MAGIC) + 2, True
    while at < len(data):
        if len(data) < at + _HEAD_BYTES or data[at] not in (_ON_MESSAGE, _ON_FILE):
            # Some mailers add empty lines after the end.
            is_damaged = is_damaged or bool(data[at:].strip(b"\0\r\n "))
            break
        number = int.from_bytes(data[at + 1 : at + 3], "little")
        start = at + _HEAD_BYTES
        end = start + int.from_bytes(data[at + 5 : at + 9], "little")
        is_damaged = is_damaged or end + _TAIL_BYTES > len(data)
        try:
            _take(gathered, number, data[start:end], most_files)
        except _CutError:
            is_damaged = True
        at, is_empty = end + _TAIL_BYTES, False
    if is_empty:
        return None
    files = [_file(found, limits, nesting) for found in gathered.files[:most_files]]
    mail = OutlookMail(
        properties=gathered.properties,
        recipients=gathered.recipients,
        files=[found for found in files if found is not None],
        links=[f"{file_name(found)} ({link})" for found in gathered.files if (link := file_link(found))],
    )
    return mail, is_damaged or len(gathered.files) > most_files


def _take(gathered: _Gathered, number: int, value: bytes, most_files: int) -> None:
    """Take in one attribute."""
    if number == _CODEPAGE:
        gathered.charset = codepage_charset(int.from_bytes(value[:4], "little"))
        gathered.properties.setdefault(MESSAGE_CODEPAGE, int.from_bytes(value[:4], "little"))
    elif number in _TEXTS:
        gathered.properties.setdefault(_TEXTS[number], _text(value, gathered.charset))
    elif number in _MOMENTS:
        if moment := _moment(value):
            gathered.properties.setdefault(_MOMENTS[number], moment)
    elif number == _MESSAGE_PROPERTIES:
        _read_properties(value, 0, gathered.charset, gathered.properties)
    elif number == _RECIPIENTS:
        _read_recipients(value, gathered)
    elif number in (_FILE_BEGINS, _FILE_DATA, _FILE_TITLE, _FILE_PROPERTIES) and len(gathered.files) <= most_files:
        _take_file(gathered, number, value)


def _take_file(gathered: _Gathered, number: int, value: bytes) -> None:
    if number == _FILE_BEGINS or not gathered.files:
        gathered.files.append({})
    found = gathered.files[-1]
    if number == _FILE_DATA:
        found[FILE_DATA] = value
    elif number == _FILE_TITLE:
        # The short name; the properties that follow may know the long one.
        found.setdefault(0x3704, _text(value, gathered.charset))
    elif number == _FILE_PROPERTIES:
        _read_properties(value, 0, gathered.charset, found)


def _file(found: Properties, limits: Limits, nesting: int) -> OutlookFile | None:
    data, media_type = found.get(FILE_DATA, b""), found.get(FILE_TYPE, "")
    if not isinstance(data, bytes) or (not data and file_link(found)):
        return None
    if data.startswith(_A_MAIL_INSIDE):
        inner = read_tnef(data[_GUID_BYTES:], limits, nesting=nesting + 1) if nesting < limits.max_nesting else None
        if inner is not None:
            name = f"{file_name(found) or 'mail'}.eml"
            return OutlookFile(name=name, media_type="message/rfc822", data=inner[0].as_mail(limits))
    if data[_GUID_BYTES : _GUID_BYTES + 4] == b"\xd0\xcf\x11\xe0":
        data = data[_GUID_BYTES:]
    kind = media_type if isinstance(media_type, str) else ""
    return OutlookFile(name=file_name(found), media_type=kind or "application/octet-stream", data=data)


def _read_recipients(value: bytes, gathered: _Gathered) -> None:
    rows, at = int.from_bytes(value[:4], "little"), 4
    for _ in range(min(rows, _MOST_RECIPIENTS)):
        row: dict[int, Value] = {}
        gathered.recipients.append(row)
        at = _read_properties(value, at, gathered.charset, row)


def _read_properties(data: bytes, at: int, charset: str, found: dict[int, Value]) -> int:
    """Read a list of properties into ``found`` and return where it ends.

    Raises: _CutError when the bytes make no sense; the properties before are in ``found``.
    """
    count, at = _number(data, at), at + 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, number = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at += 4
        if number >= _NAMED:
            at = _after_name(data, at)
        is_many, kind = bool(kind & _MANY), kind & ~_MANY
        if kind not in _SIZED and kind not in _FIXED:
            raise _CutError
        values, at = _read_values(data, at, kind, is_many=is_many)
        if values and number < _NAMED and number not in found:
            value = _value(values[0], kind, charset)
            if value is not None:
                found[number] = value
    return at


def _after_name(data: bytes, at: int) -> int:
    kind, at = _number(data, at + _GUID_BYTES), at + _GUID_BYTES + 4
    size = _number(data, at)
    return at + 4 if kind == 0 else at + 4 + size + -size % 4


def _read_values(data: bytes, at: int, kind: int, *, is_many: bool) -> tuple[list[bytes], int]:
    count = 1
    if is_many or kind in _SIZED:
        count, at = _number(data, at), at + 4
    values: list[bytes] = []
    for _ in range(min(count, _MOST_PROPERTIES)):
        size = _FIXED.get(kind, 0)
        if kind in _SIZED:
            size, at = _number(data, at), at + 4
        if at + size > len(data):
            raise _CutError
        values.append(data[at : at + size])
        at += size + -size % 4
    return values, at


def _value(data: bytes, kind: int, charset: str) -> Value | None:
    if kind == _TEXT8:
        return _text(data, charset)
    if kind == _TEXT16:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    if kind in (_BINARY, _OBJECT):
        return data
    if kind == _TIME:
        return moment_of(int.from_bytes(data, "little"))
    return int.from_bytes(data, "little", signed=True)


def _moment(value: bytes) -> datetime | None:
    numbers = [int.from_bytes(value[at : at + 2], "little") for at in range(0, 12, 2)]
    try:
        return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _text(data: bytes, charset: str) -> str:
    return decode_text(data.rstrip(b"\0"), charset)[0]


def _number(data: bytes, at: int) -> int:
    if at + 4 > len(data):
        raise _CutError
    return int.from_bytes(data[at : at + 4], "little")
