"""Take a file out of the wrappings old Macintosh programs put round it: BinHex, AppleSingle and MacBinary.

Source: RFC 1740 (AppleSingle, AppleDouble) and RFC 1741 (BinHex 4.0); MacBinary II, 1987.
"""

import binascii
import re

_BINHEX = re.compile(rb"\(This file must be converted with BinHex[^\r\n]{0,40}\)\s{0,20}:")
_BINHEX_WITHIN = 8_192
_ALPHABET = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_BASE64 = bytes.maketrans(_ALPHABET, _BASE64)
_NOT_BINHEX = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_RUN = re.compile(rb"(.)?\x90(.)", re.DOTALL)
_SINGLE, _DOUBLE = b"\x00\x05\x16\x00", b"\x00\x05\x16\x07"
_DATA_FORK, _REAL_NAME = 1, 3
_MOST_ENTRIES = 64
_MACBINARY_HEAD = 128

Unwrapped = tuple[str, bytes]


def unwrap_apple_file(data: bytes, media_type: str) -> Unwrapped | None:
    """Return name ("" if unknown) and bytes of the file inside, None if there is no such wrapping round it."""
    if data.startswith(_SINGLE):
        return _from_single(data)
    if media_type in ("application/macbinary", "application/x-macbinary"):
        return _from_macbinary(data)
    found = _BINHEX.search(data[:_BINHEX_WITHIN])
    return _from_binhex(data[found.end() :].partition(b":")[0]) if found else None


def is_resource_fork(data: bytes) -> bool:
    """Return whether these are only the icon and settings a Macintosh keeps beside a file."""
    return data.startswith(_DOUBLE)


def _from_single(data: bytes) -> Unwrapped | None:
    held: dict[int, bytes] = {}
    for number in range(min(int.from_bytes(data[24:26], "big"), _MOST_ENTRIES)):
        kind, start, size = (
            int.from_bytes(data[at : at + 4], "big") for at in range(26 + 12 * number, 38 + 12 * number, 4)
        )
        held.setdefault(kind, data[start : start + size])
    name = held.get(_REAL_NAME, b"").decode("utf-8", "replace")
    return (name, held[_DATA_FORK]) if held.get(_DATA_FORK) else None


def _from_macbinary(data: bytes) -> Unwrapped | None:
    length = data[1] if len(data) > _MACBINARY_HEAD and data[0] == 0 else 0
    size = int.from_bytes(data[83:87], "big")
    if not 0 < length < 64 or not 0 < size <= len(data) - _MACBINARY_HEAD:
        return None
    return data[2 : 2 + length].decode("mac-roman"), data[_MACBINARY_HEAD : _MACBINARY_HEAD + size]


def _from_binhex(packed: bytes) -> Unwrapped | None:
    letters = packed.translate(None, _NOT_BINHEX).translate(_TO_BASE64)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    data = _RUN.sub(_expand, binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    if not data:
        return None
    # length of the name, the name, 0, type, creator, flags, bytes of data, bytes of resources, checksum, the data
    start = 1 + data[0] + 1
    size = int.from_bytes(data[start + 10 : start + 14], "big")
    inside = data[start + 20 : start + 20 + size]
    return (data[1 : 1 + data[0]].decode("mac-roman"), inside) if inside else None


def _expand(found: re.Match[bytes]) -> bytes:
    """Repeat a byte as often as the packed form says; 0 times means that the sign itself was meant."""
    before, count = found[1] or b"", found[2][0]
    return before * count if count else before + b"\x90"
