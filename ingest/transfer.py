"""Undo a part's transfer encoding; damaged stretches are kept or reported, never silently lost."""

import binascii
import re

from ingest.message import Problem, ProblemCode
from ingest.uuencoded import decode_uuencoded

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
# A line with a sign base64 has not, with padding before its end, or with words: a list's footer, a gateway's remark.
_STRANGE_LINE = re.compile(
    rb"^(?=[^\n]{0,998}$)[^\n]{0,998}?"
    rb"(?:[^A-Za-z0-9+/=\s]|=[ \t]{0,9}[A-Za-z0-9+/]|[A-Za-z0-9+/][ \t]{1,9}[A-Za-z0-9+/])[^\n]*\n?",
    re.MULTILINE,
)
_PADDING = re.compile(rb"=+")
_MOST_RUNS = 10_000
_WHITE = b" \t\r\n\x0b\x0c"
_STRANGE = bytes(byte for byte in range(256) if byte not in _LETTERS + _WHITE)
_REPLACED = bytes(byte if byte in _LETTERS + _WHITE else 0x41 for byte in range(256))
# Gateways add spaces after the "=" that joins two lines; then the standard decoder would keep them.
_LOOSE_JOIN = re.compile(rb"=[ \t]{1,80}(?=\r?\n)")


def undo_transfer_encoding(data: bytes, encoding: str) -> tuple[bytes, Problem | None]:
    """Return the bytes a part really holds and, if some were damaged on the way, the problem that says so."""
    name = encoding.strip().lower()
    if name == "base64":
        return _undo_base64(data)
    if name == "quoted-printable":
        # Wrong escapes ("50=ZZ") stay as they were written: words are kept, whatever they are.
        return binascii.a2b_qp(_LOOSE_JOIN.sub(b"=", data)), None
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _undo_uuencode(data)
    # 7bit, 8bit, binary, nothing, or a word nobody defined: the bytes are what they are.
    return data, None


def _undo_base64(data: bytes) -> tuple[bytes, Problem | None]:
    packed = data.translate(None, _WHITE)
    try:
        return binascii.a2b_base64(packed, strict_mode=True), None
    except binascii.Error:
        return _undo_broken_base64(data)


def _undo_broken_base64(data: bytes) -> tuple[bytes, Problem | None]:
    """Decode run by run: strangers' lines are left out, padding in the middle ends a run and not the file."""
    cleaned, strange = _STRANGE_LINE.subn(b"", data)
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
