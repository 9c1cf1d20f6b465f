"""Find the mail inside an opaque S/MIME signature, which Outlook sends when "clear text signed" is off.

Source: RFC 5652 (CMS), sections 3, 5.1 and 5.2. The signature is not checked: who wrote is for a person to know.
"""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _OCTETS, _OCTETS_IN_PIECES, _FIRST = 0x30, 0x04, 0x24, 0xA0
_MAX_DEPTH = 12


class _NotCmsError(ValueError):
    """The bytes are no CMS structure; the caller treats them as any unknown file."""


def find_signed_content(data: bytes) -> bytes | None:
    """Return the signed MIME bytes, None if ``data`` is encrypted or no signed data at all."""
    try:
        start, end = _enter(data, 0, len(data), _SEQUENCE)
        if not data.startswith(_SIGNED_DATA, start):
            return None
        # ContentInfo -> [0] -> SignedData: version, digest algorithms, EncapsulatedContentInfo: type, [0] -> content.
        start, end = _enter(data, start + len(_SIGNED_DATA), end, _FIRST)
        start, end = _enter(data, start, end, _SEQUENCE)
        start = _skip(data, _skip(data, start, end), end)
        start, end = _enter(data, start, end, _SEQUENCE)
        start, end = _enter(data, _skip(data, start, end), end, _FIRST)
        return _octets(data, start, end, _MAX_DEPTH)
    except _NotCmsError:
        return None


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
    if inside + length > end:
        raise _NotCmsError
    return tag, inside, inside + length, False


def _end_of_open(data: bytes, start: int, end: int, depth: int) -> int:
    if not depth:
        raise _NotCmsError
    while data[start : start + 2] != b"\0\0":
        _, inside, after, is_open = _element(data, start, end)
        start = _end_of_open(data, inside, end, depth - 1) if is_open else after
    return start + 2
