"""Read header fields as people meant them: encoded words, dates, ids, and parameters, however badly written."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from ingest.charset import decode_text

# Every repeat is bounded: a header of 10,000 "=?" or ";" takes no longer than its length.
_ENCODED_WORD = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,30})?\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(rb"[ \t\r\n]{0,200}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_ID = re.compile(rb"<([^<>\s]{1,990})>")
_SPACES = re.compile(r"\s+")
_CONTINUED = re.compile(r"([^*]{1,60})\*(?:(\d{1,3})(\*)?)?")
_COMMENT = re.compile(rb"\([^()]{0,200}\)")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]|$)")
_ZONE_WITH_NAME = re.compile(r"\b(?:GMT|UTC?)\s?([+-]\d{2}:?\d{2})")
_ZONE_WITH_COLON = re.compile(r"(:\d{2} ?[+-]\d{2}):(\d{2})")
_RUN_TOGETHER = re.compile(r"(\d{1,2})([A-Za-z]{3})(\d{4})")
_HALF_DAY = re.compile(r"\b(\d{1,2})(:\d{2}(?::\d{2})?) ?([AaPp])\.?[Mm]\b\.?")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
# Months as programs write them that should have written English, by their first letters.
_MONTHS = {
    **dict.fromkeys(("janv", "jän", "ene", "gen", "sty"), "Jan"),
    **dict.fromkeys(("févr", "fév", "fevr", "lut"), "Feb"),
    **dict.fromkeys(("mars", "mär", "mrz", "maa"), "Mar"), **dict.fromkeys(("avr", "abr", "kwi"), "Apr"),
    **dict.fromkeys(("mai", "mei", "maj", "mag"), "May"), **dict.fromkeys(("juin", "giu", "cze"), "Jun"),
    **dict.fromkeys(("juil", "lug", "lip"), "Jul"), **dict.fromkeys(("août", "aout", "ago", "sie"), "Aug"),
    **dict.fromkeys(("set", "wrz"), "Sep"), **dict.fromkeys(("okt", "ott", "paź"), "Oct"),
    "lis": "Nov", **dict.fromkeys(("déc", "dez", "dic", "gru"), "Dec"),
}  # fmt: skip
_MAX_PARAMETERS = 60
_MAX_FIELD_BYTES = 20_000
_MAX_IDS = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Headers:
    """Hold the header fields of one part in order: lower-case names, values as unfolded bytes."""

    fields: tuple[tuple[str, bytes], ...] = ()

    def first(self, name: str) -> bytes:
        """Return the value of the first field of this name, b"" if there is none."""
        return next((value for field, value in self.fields if field == name), b"")

    def has(self, name: str) -> bool:
        """Return whether a field of this name is there, even an empty one."""
        return any(field == name for field, _ in self.fields)

    def text(self, name: str) -> str:
        """Return the first field of this name as words on one line."""
        return decode_words(self.first(name))


def decode_words(value: bytes) -> str:
    """Return a header's words: RFC 2047 encoded words read, raw bytes guessed, everything on one line.

    >>> decode_words(b"=?utf-8?Q?Zo=C3=AB's?= =?utf-8?B?IHNjaG9vbA==?=")
    "Zoë's school"
    """
    value = value[:_MAX_FIELD_BYTES]
    if not value:
        return ""
    if b"=?" not in value:
        return _on_one_line(decode_text(value, None)[0])
    pieces: list[str] = []
    # Bytes of neighbouring words are joined before they are read: many programs cut a letter in two.
    pending, charset, end = b"", "", 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[end : word.start()]
        is_neighbour = bool(pending) and bool(_BETWEEN_WORDS.fullmatch(between))
        name = word[1].decode("ascii", "replace").lower()
        if not (is_neighbour and name == charset):
            pieces.append(decode_text(pending, charset)[0])
            pieces.append("" if is_neighbour else decode_text(between, None)[0])
            pending = b""
        pending += _word_bytes(word[2], word[3])
        charset, end = name, word.end()
    pieces += [decode_text(pending, charset)[0], decode_text(value[end:], None)[0]]
    return _on_one_line("".join(pieces))


def read_ids(value: bytes) -> tuple[str, ...]:
    """Return the message ids in a header, in order, each once, without their angle brackets' neighbours.

    >>> read_ids(b"<a@x.example> (added) <b@x.example> <a@x.example>")
    ('<a@x.example>', '<b@x.example>')
    """
    found = [decode_text(match[0], None)[0] for match in _ID.finditer(value[:_MAX_FIELD_BYTES])]
    return tuple(dict.fromkeys(found))[-_MAX_IDS:]


def read_date(value: bytes) -> datetime | None:
    """Return the moment a Date header names, aware; None if no person could tell either.

    A date without a zone is taken as UTC: what RFC 5322 says "-0000" means.
    """
    text = _in_standard_form(_COMMENT.sub(b"", decode_text(value[:200], None)[0].encode()).decode().strip())
    try:
        moment = datetime.fromisoformat(text) if _ISO_DATE.match(text) else parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _in_standard_form(text: str) -> str:
    """Return a date as the standard writes it, where programs write it otherwise and still plainly."""
    text = _ZONE_WITH_NAME.sub(r"\1", text)
    text = _ZONE_WITH_COLON.sub(r"\1\2", text)
    text = _RUN_TOGETHER.sub(r"\1 \2 \3", text)
    text = _LETTERS.sub(
        lambda word: _MONTHS.get(word[0].lower()[:4]) or _MONTHS.get(word[0].lower()[:3], word[0]), text
    )
    half = _HALF_DAY.search(text)
    if half:
        hour = int(half[1]) % 12 + (12 if half[3].lower() == "p" else 0)
        text = f"{text[: half.start()]}{hour:02}{half[2]}{text[half.end() :]}"
    return text


def read_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    r"""Return a header's main value in lower case and its parameters, names in lower case.

    Understands RFC 2231 (charset, language, continued pieces), RFC 2047 words where they do not belong, raw bytes,
    and values with spaces that nobody quoted. The first of two parameters with one name wins.

    >>> read_parameters(b"attachment; filename*0*=utf-8''Zo%C3%AB; filename*1=' letter.pdf'")
    ('attachment', {'filename': "Zoë' letter.pdf'"})
    """
    pieces = _split_at_semicolons(value[:_MAX_FIELD_BYTES])
    main = _COMMENT.sub(b"", pieces[0]).strip().lower().decode("ascii", "replace")
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for piece in pieces[1 : _MAX_PARAMETERS + 1]:
        name_bytes, _, raw = piece.partition(b"=")
        name = name_bytes.strip().lower().decode("ascii", "replace")
        found = _CONTINUED.fullmatch(name)
        if found and raw:
            is_encoded = found[2] is None or bool(found[3])
            continued.setdefault(found[1], {}).setdefault(int(found[2] or 0), (_unquote(raw), is_encoded))
        elif name and raw:
            plain.setdefault(name, decode_words(_unquote(raw)))
    return main, plain | {name: _join_continued(parts) for name, parts in continued.items()}


def _split_at_semicolons(value: bytes) -> list[bytes]:
    """Split outside quotes in one pass; an unclosed quote ends at the value's end."""
    if b'"' not in value:
        return value.split(b";", _MAX_PARAMETERS + 1)
    pieces, start, is_quoted, is_escaped = [], 0, False, False
    for position, sign in enumerate(value):
        if is_escaped:
            is_escaped = False
        elif sign == 0x5C and is_quoted:
            is_escaped = True
        elif sign == 0x22:
            is_quoted = not is_quoted
        elif sign == 0x3B and not is_quoted:
            pieces.append(value[start:position])
            start = position + 1
    return [*pieces, value[start:]]


def _unquote(raw: bytes) -> bytes:
    raw = raw.strip()
    if not raw.startswith(b'"'):
        return raw
    inside = raw[1:]
    close = inside.rfind(b'"')
    inside = inside[:close] if close >= 0 else inside
    # Only the two escapes people need: "C:\new\table.doc" keeps its backslashes.
    return inside.replace(b'\\"', b'"').replace(b"\\\\", b"\\")


def _join_continued(parts: dict[int, tuple[bytes, bool]]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    charset, first = None, ordered[0][0]
    if ordered[0][1] and first.count(b"'") >= 2:
        name, _, first = first.split(b"'", 2)
        charset = name.decode("ascii", "replace")
    encoded = [(first, ordered[0][1]), *ordered[1:]]
    data = b"".join(unquote_to_bytes(value) if is_encoded else value for value, is_encoded in encoded)
    return _on_one_line(decode_text(data, charset)[0])


def _word_bytes(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(text.replace(b"_", b" ").replace(b"\r", b"").replace(b"\n", b""), header=False)
    packed = _NOT_BASE64.sub(b"", text)
    packed = packed[:-1] if len(packed) % 4 == 1 else packed
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
