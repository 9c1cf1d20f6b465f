"""Find the mail inside an opaque S/MIME signature, which Outlook sends when "clear text signed" is off.

Source: RFC 5652 (CMS), sections 3, 5.1 and 5.2; RFC 3274, section 1.1 (compressed data). The signature is not checked:
who wrote is for a person to know.
"""

import binascii
import re
import zlib

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_COMPRESSED_DATA = bytes.fromhex("060b2a864886f70d0109100109")
_KINDS = {
    _SIGNED_DATA: "signed",
    _COMPRESSED_DATA: "compressed",
    bytes.fromhex("06092a864886f70d010703"): "enveloped",
    bytes.fromhex("06092a864886f70d010704"): "signed-and-enveloped",
    bytes.fromhex("06092a864886f70d010706"): "encrypted",
    bytes.fromhex("060b2a864886f70d0109100117"): "auth-enveloped",
}
# The kinds that only who has the key can read.
SEALED = frozenset({"enveloped", "signed-and-enveloped", "encrypted", "auth-enveloped"})
_ARMOUR = re.compile(rb"\s{0,200}-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----\s")
_MOST_UNPACKED_BYTES = 104_857_600
_SEQUENCE, _OCTETS, _OCTETS_IN_PIECES, _FIRST = 0x30, 0x04, 0x24, 0xA0
_MAX_DEPTH = 12


class _NotCmsError(ValueError):
    """The bytes are no CMS structure; the caller treats them as any unknown file."""


def pkcs7_kind(data: bytes) -> str:
    """Return what a CMS structure is ("signed", "enveloped" ...), "" for any other bytes."""
    try:
        data = _without_armour(data[:2_000])
        start, _ = _enter(data, 0, len(data), _SEQUENCE)
    except _NotCmsError:
        return ""
    return next((kind for mark, kind in _KINDS.items() if data.startswith(mark, start)), "")


def find_signed_content(data: bytes) -> bytes | None:
    """Return the signed (or only compressed) MIME bytes, None if ``data`` is encrypted or no such data at all.

    Of a structure that was cut off, what is left is returned; ``is_cut`` tells.
    """
    try:
        data = _without_armour(data)
        start, end = _enter(data, 0, len(data), _SEQUENCE)
        mark = next((mark for mark in (_SIGNED_DATA, _COMPRESSED_DATA) if data.startswith(mark, start)), None)
        if mark is None:
            return None
        # ContentInfo -> [0] -> SignedData: version, digest algorithms, EncapsulatedContentInfo: type, [0] -> content.
        # Compressed data has the same shape.
        start, end = _enter(data, start + len(mark), end, _FIRST)
        start, end = _enter(data, start, end, _SEQUENCE)
        start = _skip(data, _skip(data, start, end), end)
        start, end = _enter(data, start, end, _SEQUENCE)
        start, end = _enter(data, _skip(data, start, end), end, _FIRST)
        content = _octets(data, start, end, _MAX_DEPTH)
        return content if mark is _SIGNED_DATA else zlib.decompressobj().decompress(content, _MOST_UNPACKED_BYTES)
    except (_NotCmsError, zlib.error):
        return None


def is_cut(data: bytes) -> bool:
    """Return whether the structure says it is longer than it is."""
    data = _without_armour(data)
    size = data[1] - 0x80 if len(data) > 1 and data[1] > 0x80 else 0
    length = int.from_bytes(data[2 : 2 + size], "big") if size else data[1] if len(data) > 1 else 0
    return data[1:2] != b"\x80" and 2 + size + length > len(data)


def _without_armour(data: bytes) -> bytes:
    """Return the bytes that were written as letters between two lines, or the bytes themselves."""
    found = _ARMOUR.match(data)
    if found is None and data[:3] != b"MII":
        return data
    letters = (data[found.end() :] if found else data).partition(b"-----END")[0].translate(None, b" \t\r\n")
    try:
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        return data


def _enter(data: bytes, start: int, end: int, tag: int) -> tuple[int, int]:
    found, inside, after, _ = _element(data, start, end)
    if found != tag:
        raise _NotCmsError
    return inside, after


def _skip(data: bytes, start: int, end: int) -> int:
    """Return where the next element begins."""
    _, inside, after, is_open = _element(data, start, end)
    return _end_of_open(data, inside, end, _MAX_DEPTH) if is_open else after


def _octets(data: bytes, start: int, end: int, depth: int) -> bytes:
    tag, inside, after, _ = _element(data, start, end)
    if tag == _OCTETS:
        return data[inside:after]
    if tag != _OCTETS_IN_PIECES or not depth:
        raise _NotCmsError
    pieces = []
    while inside < after and data[inside : inside + 2] != b"\0\0":
        pieces.append(_octets(data, inside, after, depth - 1))
        inside = _skip(data, inside, after)
    return b"".join(pieces)


def _element(data: bytes, start: int, end: int) -> tuple[int, int, int, bool]:
    """Return tag, where the content begins and ends, and whether the length was left open (then: up to ``end``)."""
    if start + 2 > end:
        raise _NotCmsError
    tag, length, inside = data[start], data[start + 1], start + 2
    if length == 0x80:
        return tag, inside, end, True
    if length > 0x80:
        size = length - 0x80
        if size > 8:
            raise _NotCmsError
        length = int.from_bytes(data[inside : inside + size], "big")
        inside += size
    return tag, inside, min(inside + length, end), False


def _end_of_open(data: bytes, start: int, end: int, depth: int) -> int:
    if not depth:
        raise _NotCmsError
    while start < len(data) and data[start : start + 2] != b"\0\0":
        _, inside, after, is_open = _element(data, start, end)
        start = _end_of_open(data, inside, end, depth - 1) if is_open else after
    return start + 2
