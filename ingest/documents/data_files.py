"""Read files that programs write for programs: exports of chats and messages as JSON or XML, contact cards, shortcuts.

Their words are kept in the order of the file, each with the name the program gave it.
"""

import base64
import binascii
import json
import plistlib
import quopri
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.calendar_text import read_calendar
from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.plain_text import as_text, decoded, read_text
from ingest.documents.xml_walk import in_pieces, walk_xml
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_FOLD = re.compile(r"\r?\n[ \t]")
_CARD_NAMES = {
    "FN": "Name", "N": "Name", "ORG": "Organisation", "TITLE": "Title", "TEL": "Telephone", "EMAIL": "Mail",
    "ADR": "Address", "LABEL": "Address", "URL": "Page", "NOTE": "Note", "BDAY": "Born", "NICKNAME": "Called",
    "ROLE": "Role", "IMPP": "Messages", "X-SKYPE": "Skype",
}  # fmt: skip
_CARD_LINE = re.compile(r"(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:\n]*)?):(.*)")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_PARTS = re.compile(r"(?<!\\);")
_MOST_LINES = 200_000
_PICTURE = re.compile(rb"src\s*=\s*[\"']?data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s%]{200,})", re.IGNORECASE)
_LINK = "This is only a link. What it leads to was not read: ask the sender for the file itself, or a picture of it."


def read_json(source: Source) -> DocumentText:
    """Return the words of a JSON file: each value with its name, in order; as plain text if it is none."""
    text, problems = decoded(source)
    try:
        lines = list(_flat(json.loads(text), source.limits.document_characters))
    except (ValueError, RecursionError):
        return read_text(source)
    return as_text(source, "\n".join(lines), problems)


def read_xml(source: Source) -> DocumentText:
    """Return the words of an XML file; where they stand in the attributes (chats on Android), those too."""
    gathering = Gathering(source, "XML file")
    words = _XmlWords()
    if not walk_xml(in_pieces(source.data), words):
        gathering.note_damage()
    gathering.say(words.text)
    gathering.is_over()
    return gathering.document()


def read_plist(source: Source) -> DocumentText:
    """Return what an Apple property list says; a web address saved from Safari is one."""
    try:
        found = plistlib.loads(source.data)
    except (
        plistlib.InvalidFileException,
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
        OverflowError,
        SyntaxError,
    ):
        return source.unread(ProblemCode.DAMAGED, "A settings file of an Apple computer, damaged: open it by hand.")
    if isinstance(found, dict) and set(found) == {"URL"}:
        return _link(source, str(found["URL"]))
    return as_text(source, "\n".join(_flat(found, source.limits.document_characters)))


def read_shortcut(source: Source) -> DocumentText:
    """Return where a saved web address (.url) leads."""
    text, _ = decoded(source)
    found = re.search(r"^URL\s*=\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    return _link(source, found[1] if found else "")


def read_windows_link(source: Source) -> DocumentText:
    """Return which file on the sender's computer a Windows shortcut (.lnk) stands for.

    Source: MS-SHLLINK 2.1 (header), 2.3 (LinkInfo).
    """
    data = source.data
    path = ""
    try:
        (flags,) = struct.unpack_from("<I", data, 0x14)
        place = 0x4C + (2 + struct.unpack_from("<H", data, 0x4C)[0] if flags & 1 else 0)
        if flags & 2:
            (start,) = struct.unpack_from("<I", data, place + 0x10)
            path = data[place + start : data.index(b"\0", place + start)].decode("cp1252", "replace")
    except (struct.error, ValueError):
        path = ""
    words = "A shortcut to a file on the sender's computer; the file itself was not sent: ask the sender for it."
    return as_text(source, path, (source.problem(ProblemCode.NO_READER, words),))


def read_calendar_file(source: Source) -> DocumentText:
    """Return the events of a calendar file in words."""
    text, problems = decoded(source)
    return as_text(source, read_calendar(text), problems)


def read_card(source: Source) -> DocumentText:
    """Return a contact card in words.

    Source: RFC 6350; the escapes of vCard 2.1 (quoted-printable) are read too.
    """
    text, problems = decoded(source)
    text = re.sub(r"=\n", "", text) if "QUOTED-PRINTABLE" in text.upper() else text
    lines = []
    for line in _FOLD.sub("", text).split("\n")[:_MOST_LINES]:
        found = _CARD_LINE.match(line)
        name = _CARD_NAMES.get(found[1].upper()) if found else None
        if found and name and (value := _card_value(found[2], found[3])):
            lines.append(f"{name}: {value}")
        elif line.strip().upper() == "END:VCARD":
            lines.append("")
    return as_text(source, "\n".join(dict.fromkeys(lines)) or text, problems)


def pictures_in_page(data: bytes) -> Iterator[bytes]:
    """Yield the pictures that a saved page carries in itself."""
    for found in _PICTURE.finditer(data):
        picture = from_base64(found[1].replace(b"%2B", b"+").replace(b"%2F", b"/"))
        if picture:
            yield picture


def from_base64(letters: bytes) -> bytes:
    """Return what base64 stands for, as far as it goes."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", letters)
    try:
        return base64.b64decode(letters[: len(letters) & ~3])
    except binascii.Error:
        return b""


def _link(source: Source, address: str) -> DocumentText:
    return as_text(source, address, (source.problem(ProblemCode.NO_READER, _LINK),))


def _card_value(parameters: str, value: str) -> str:
    upper = parameters.upper()
    if "QUOTED-PRINTABLE" in upper:
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    if "BASE64" in upper or "ENCODING=B" in upper:
        return ""
    parts = [_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], part) for part in _PARTS.split(value)]
    return ", ".join(part.strip() for part in parts if part.strip())


def _flat(value: Any, most: int) -> Iterator[str]:
    """Yield a line for each value of nested data, in order, with its name; without recursion."""
    steps: list[tuple[str, Any]] = [("", value)]
    while steps and most > 0:
        name, each = steps.pop()
        if isinstance(each, dict):
            steps.extend((str(key), inner) for key, inner in reversed(each.items()))
        elif isinstance(each, list | tuple):
            steps.extend((name, inner) for inner in reversed(each))
        elif each is not None and not isinstance(each, bytes):
            words = _mended(str(each))
            line = f"{name}: {words}" if name else words
            most -= len(line) + 1
            yield line


def _mended(words: str) -> str:
    """Return words that Facebook wrote as bytes, one sign a byte, as what they are."""
    if words.isascii():
        return words
    try:
        return words.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return words


# A file packed into letters; and of China's office format the one element that has words, among a hundred settings.
_PACKED = re.compile(r"[A-Za-z0-9+/=]{120,}")
_UOF, _UOF_WORDS = "UOF", "\u6587\u672c\u4e32"


class _XmlWords(Walker):
    """Gather an XML file's text; and its attributes, for the files whose words stand there."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._with: list[str] = []
        self._open: list[str] = []
        self._wordy = self._letters = 0
        self._has_ended = self._is_uof = False

    @property
    def text(self) -> str:
        """Return the words, a line for each run of them."""
        pieces = self._with if self._wordy > self._letters and not self._is_uof else self._pieces
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        return "\n".join(line for line in lines if line and not _PACKED.fullmatch(line))

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._is_uof = self._is_uof or (not self._open and name == _UOF)
        self._open.append(name)
        if self._has_ended:
            self._both("\n")
        told = [f"{key}: {value}" for key, value in attributes.items() if any(map(str.isalnum, value))]
        self._wordy += sum(len(value) for value in attributes.values() if value.strip().count(" ") > 1)
        self._with.append("\n" + "\n".join(told) + "\n" if told else "")
        self._has_ended = False

    def shut(self, _name: str) -> None:
        """Take the end of an element."""
        self._open.pop()
        self._has_ended = True

    def words(self, text: str) -> None:
        """Take text."""
        is_setting = self._is_uof and self._open[-1] != _UOF_WORDS and bool(text.strip())
        if is_setting or self._open[-1] in {"style", "script"}:
            return
        self._letters += len(text.strip())
        self._both("\n" if not text.strip() and "\n" in text else text)
        self._has_ended = False

    def _both(self, text: str) -> None:
        self._pieces.append(text)
        self._with.append(text)
