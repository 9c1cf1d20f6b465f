"""Find the files that old mail programs wrote into the text itself: uuencoded ones and yEnc ones.

Source: POSIX.1-2017, utility "uuencode" (both encodings); the yEnc draft 1.3, sections "Encoding" and "Header".
"""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.charset import decode_text

_BEGIN = re.compile(
    rb"^(?:begin(?P<packed>-base64)? [0-7]{3,4} (?P<name>[^\r\n]{1,250})"
    rb"|=ybegin (?:part=\d{1,9} )?(?:total=\d{1,9} )?line=\d{1,5} size=\d{1,12} name=(?P<yname>[^\r\n]{1,250}))"
    rb"[ \t]*\r?\n",
    re.MULTILINE,
)
_UU_LINE = re.compile(rb"([ -`])([ -`]*)[ \t]*")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=]{1,120}[ \t]*")
_END = re.compile(rb"\r?\n|$")
_Y_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_Y_SHIFT = bytes((byte - 42) % 256 for byte in range(256))
_MOST_FILES = 100
# First lines looked at in one text; a text about uuencode has a few, an attack a million.
_MOST_TRIES = 1_000

_DecodeLine = Callable[[bytes], tuple[bytes | None, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Hold one stretch of a text: ordinary words (``name`` is None), or a file and its name."""

    data: bytes
    name: str | None = None
    is_whole: bool = True


def find_files(text: bytes) -> list[Passage]:
    """Return the text's passages in order if there is a file among them, an empty list if there is none.

    A line that only looks like the beginning of a file ("begin 100 days of ...") stays in the words.
    """
    passages: list[Passage] = []
    words_from, at, files, tries = 0, 0, 0, 0
    while files < _MOST_FILES and tries < _MOST_TRIES and (begin := _BEGIN.search(text, at)):
        tries += 1
        found, end, is_whole = _decode(text, begin)
        if not found:
            at = begin.end()
            continue
        name = decode_text(begin["name"] or begin["yname"], None)[0].strip().strip('"')
        passages.append(Passage(data=text[words_from : begin.start()]))
        passages.append(Passage(data=found, name=name, is_whole=is_whole))
        words_from = at = end
        files += 1
    return [*passages, Passage(data=text[words_from:])] if files else []


def decode_uuencoded(data: bytes) -> tuple[bytes, bool]:
    """Return the file in a part that is one uuencoded file, and whether all of it could be read."""
    begin = _BEGIN.search(data)
    lines = [_uu_line(line) for line, _ in _lines(data, begin.end() if begin else 0) if line.rstrip() != b"end"]
    return b"".join(piece or b"" for piece, _ in lines), all(piece is not None for piece, _ in lines)


def _decode(text: bytes, begin: re.Match[bytes]) -> tuple[bytes, int, bool]:
    """Return the file after its first line, where it ends, and whether its end was found."""
    if begin["yname"] is not None:
        return _decode_yenc(text, begin.end())
    if begin["packed"] is not None:
        return _decode_lines(text, begin.end(), _base64_line, b"====")
    return _decode_lines(text, begin.end(), _uu_line, b"end")


def _decode_lines(text: bytes, at: int, decode_line: _DecodeLine, last: bytes) -> tuple[bytes, int, bool]:
    pieces: list[bytes] = []
    is_proven = False
    for line, following in _lines(text, at):
        if line.rstrip() == last:
            return b"".join(pieces), following, True
        piece, is_exact = decode_line(line)
        if piece is None:
            break
        is_proven = is_proven or is_exact
        pieces.append(piece)
        at = following
    # "BEGIN 100 ..." and capitals below it: without an end, one line must be exactly as long as it says.
    return (b"".join(pieces) if is_proven else b""), at, False


def _uu_line(line: bytes) -> tuple[bytes | None, bool]:
    """Return what one line holds (None if it is no line of a file) and whether it is as long as its first sign says."""
    found = _UU_LINE.fullmatch(line)
    if not found:
        return (None, False) if line.strip() else (b"", False)
    size = (found[1][0] - 32) & 63
    length = (size + 2) // 3 * 4
    # Gateways cut the spaces that end a line, which stand for zeros; some encoders add a checksum letter.
    letters = found[2].rstrip(b" \t")
    if len(letters) > length + 2:
        return None, False
    if 3 * len(found[2]) < length:
        # More than two thirds missing is no cut but a trick: two bytes would become forty-five.
        size = min(size, len(letters) * 3 // 4)
    try:
        data = binascii.a2b_uu(found[1] + letters[:length].ljust(length, b" "))[:size]
    except binascii.Error:
        return None, False
    return data, size > 0 and len(letters) >= length


def _base64_line(line: bytes) -> tuple[bytes | None, bool]:
    if not _BASE64_LINE.fullmatch(line):
        return None, False
    try:
        return binascii.a2b_base64(line), len(line.strip()) % 4 == 0
    except binascii.Error:
        return None, False


def _decode_yenc(text: bytes, at: int) -> tuple[bytes, int, bool]:
    if text.startswith(b"=ypart ", at):
        at = _next_line(text, at)
    end = text.find(b"=yend", at)
    is_whole = end >= 0
    packed = text[at : end if is_whole else len(text)].translate(None, b"\r\n")
    data = _Y_ESCAPED.sub(lambda sign: bytes([(sign[1][0] - 64) % 256]), packed).translate(_Y_SHIFT)
    return data, _next_line(text, end) if is_whole else len(text), is_whole


def _lines(text: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    while at < len(text):
        following = _next_line(text, at)
        yield text[at:following].rstrip(b"\r\n"), following
        at = following


def _next_line(text: bytes, at: int) -> int:
    newline = text.find(b"\n", at)
    return newline + 1 if newline >= 0 else len(text)
