"""Undo a part's transfer encoding; damaged stretches are kept or reported, never silently lost."""

import binascii
import re

from ingest.mail.uuencoded import decode_uuencoded
from ingest.message import Problem, ProblemCode

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
# A line with a sign base64 has not, with padding before its end, or with words: a list's footer, a gateway's remark.
_STRANGE_LINE = re.compile(
    rb"^(?=[^\n]{0,998}$)[^\n]{0,998}?"
    rb"(?:[^A-Za-z0-9+/=\s]|=[ \t]{0,9}[A-Za-z0-9+/]|[A-Za-z0-9+/][ \t]{1,9}[A-Za-z0-9+/])[^\n]*\n?",
    re.MULTILINE,
)
_NOT_BASE64 = "The words are not packed as the mail says; they are shown as they came."
_PADDING = re.compile(rb"=+")
_MOST_RUNS = 10_000
_END_OF_NAME = re.compile(r"[\s;,(\"']")
_LOOKED_AT_BYTES = 4_000
# Three whole lines of one length at least: no sentence is written so.
_UNSAID_BASE64 = re.compile(
    rb"\s{0,9}(?:[A-Za-z0-9+/]{60,76}\r?\n){3}(?:[A-Za-z0-9+/]{1,76}\r?\n)*[A-Za-z0-9+/]{0,76}={0,2}\s*"
)
# What only quoted-printable writes: a letter of UTF-8 in two escapes, a tag's equals sign, a line joined after a space.
_UNSAID_QUOTED = re.compile(rb"=[C-F][0-9A-F]=[89AB][0-9A-F]|=3D[\"']|[a-z] =\r?\n|=20\r?\n")
_SEARCHED_BYTES = 200_000
_FILE_MARKS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"{\\rtf",
    b"II*\0",
    b"MM\0*",
)
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\r\n" + bytes(range(0x80, 0x100))
_WHITE = b" \t\r\n\x0b\x0c"
_STRANGE = bytes(byte for byte in range(256) if byte not in _LETTERS + _WHITE)
_REPLACED = bytes(byte if byte in _LETTERS + _WHITE else 0x41 for byte in range(256))
# Gateways add spaces after the "=" that joins two lines; then the standard decoder would keep them.
_LOOSE_JOIN = re.compile(rb"=[ \t]{1,80}(?=\r?\n)")


def undo_transfer_encoding(data: bytes, encoding: str) -> tuple[bytes, Problem | None]:
    """Return the bytes a part really holds and, if some were damaged on the way, the problem that says so."""
    # "base-64", "quoted_printable;", "7-bit (none)": what people's programs write.
    name = _END_OF_NAME.split(encoding.strip(" \t\"'").lower(), maxsplit=1)[0].replace("-", "").replace("_", "")
    if name == "base64":
        return _undo_base64(data)
    if name == "quotedprintable":
        # Wrong escapes ("50=ZZ") stay as they were written: words are kept, whatever they are.
        return binascii.a2b_qp(_LOOSE_JOIN.sub(b"=", data)), None
    if name in ("xuuencode", "uuencode", "xuue", "uue"):
        return _undo_uuencode(data)
    if not name and len(_UNSAID_QUOTED.findall(data[:_SEARCHED_BYTES])) > 1:
        return binascii.a2b_qp(_LOOSE_JOIN.sub(b"=", data)), None
    # 7bit, 8bit, binary, nothing, or a word nobody defined: the bytes are what they are, unless they look otherwise.
    return _undo_unsaid_base64(data), None


def _undo_unsaid_base64(data: bytes) -> bytes:
    """Return what base64 says that no header speaks of: some programs lose the header on the way."""
    if not _UNSAID_BASE64.fullmatch(data[:_LOOKED_AT_BYTES]) or not _UNSAID_BASE64.fullmatch(data):
        return data
    try:
        decoded = binascii.a2b_base64(data.translate(None, _WHITE), strict_mode=True)
    except binascii.Error:
        return data
    is_words = _is_words(decoded[:_LOOKED_AT_BYTES])
    return decoded if is_words or decoded.startswith(_FILE_MARKS) else data


def _is_words(data: bytes) -> bool:
    return not data.translate(None, _PRINTABLE) and b" " in data


def _undo_base64(data: bytes) -> tuple[bytes, Problem | None]:
    packed = data.translate(None, _WHITE)
    try:
        return binascii.a2b_base64(packed, strict_mode=True), None
    except binascii.Error:
        return _undo_broken_base64(data)


def _undo_broken_base64(data: bytes) -> tuple[bytes, Problem | None]:
    """Decode run by run: strangers' lines are left out, padding in the middle ends a run and not the file."""
    cleaned, strange = _STRANGE_LINE.subn(b"", data)
    if 2 * strange > data.count(b"\n") + 1 and _is_words(data[:_LOOKED_AT_BYTES]):
        return data, Problem(code=ProblemCode.DAMAGED, words=_NOT_BASE64, unread=False)
    # In a line too long to be left out, a strange sign stands for one that was changed: the others keep their places.
    packed = cleaned.translate(_REPLACED, _WHITE)
    is_damaged = bool(strange) or any(sign in cleaned for sign in _STRANGE)
    runs = _PADDING.split(packed, maxsplit=_MOST_RUNS)
    runs[-1] = runs[-1].replace(b"=", b"")
    decoded = [_decode_run(run) for run in runs]
    is_damaged = is_damaged or any(lost for _, lost in decoded)
    problem = _damaged("The file was damaged on the way; only part of it could be read.") if is_damaged else None
    return b"".join(part for part, _ in decoded), problem


def _decode_run(run: bytes) -> tuple[bytes, bool]:
    # One sign left over holds no whole byte: something before it is missing.
    left_over = len(run) % 4 == 1
    run = run[:-1] if left_over else run
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4)), left_over


def _undo_uuencode(data: bytes) -> tuple[bytes, Problem | None]:
    content, is_whole = decode_uuencoded(data)
    return content, None if is_whole else _damaged("The file was damaged on the way; read what is there.")


def _damaged(words: str) -> Problem:
    return Problem(code=ProblemCode.DAMAGED, words=words)
