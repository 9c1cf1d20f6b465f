"""Undo a part's transfer encoding; damaged stretches are kept or reported, never silently lost."""

import binascii
import re

from ingest.message import Problem, ProblemCode

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_WHITE = b" \t\r\n\x0b\x0c"
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
    lines = [line.translate(None, _WHITE) for line in data.splitlines()]
    good = [line for line in lines if _BASE64_LINE.fullmatch(line)]
    runs = b"".join(line + b"\n" if line.endswith(b"=") else line for line in good).split(b"\n")
    decoded = [_decode_run(run.rstrip(b"=")) for run in runs]
    is_damaged = sum(map(bool, lines)) > len(good) or any(lost for _, lost in decoded)
    problem = _damaged("The file was damaged on the way; only part of it could be read.") if is_damaged else None
    return b"".join(part for part, _ in decoded), problem


def _decode_run(run: bytes) -> tuple[bytes, bool]:
    # One sign left over holds no whole byte: something before it is missing.
    left_over = len(run) % 4 == 1
    run = run[:-1] if left_over else run
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4)), left_over


def _undo_uuencode(data: bytes) -> tuple[bytes, Problem | None]:
    pieces, is_damaged = [], False
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            # The decoder fills a short line up to the length it claims: two bytes could become 63.
            pieces.append(binascii.a2b_uu(line)[: len(line) * 3 // 4])
        except binascii.Error:
            is_damaged = True
    return b"".join(pieces), _damaged("The file was damaged on the way; read what is there.") if is_damaged else None


def _damaged(words: str) -> Problem:
    return Problem(code=ProblemCode.DAMAGED, words=words)
