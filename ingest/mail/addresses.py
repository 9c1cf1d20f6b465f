"""Read who a mail is from and to; a name may hold anything, so it is decoded only after the address is cut out."""

import re

from ingest.mail.headers import decode_words
from ingest.message import Address

NOBODY = Address(name="", address="")
_MAX_ADDRESSES = 200
_MAX_BYTES = 20_000
_LOOSE = re.compile(rb"[^\s<>()\"',;:@]{1,250}@[^\s<>()\"',;:@]{1,250}")
_ENCODED_WHOLE = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}(?:<|=3C|@|=40)[^?]{0,4000}\?=$")
_CLOSERS = {0x22: 0x22, 0x28: 0x29, 0x3C: 0x3E}


def read_addresses(value: bytes) -> tuple[Address, ...]:
    """Return the people a header names, in order; what cannot be an address is kept as a name.

    >>> read_addresses(b'"Okoro, Ada" <ada@okoro.example>, jo@lee.example (Jo Lee)')
    (Address(name='Okoro, Ada', address='ada@okoro.example'), Address(name='Jo Lee', address='jo@lee.example'))
    """
    pieces = _rejoin_names(_split(value[:_MAX_BYTES])[:_MAX_ADDRESSES])
    people = [_read_one(piece) for piece in pieces]
    return tuple(person for person in people if person != NOBODY)


def _split(value: bytes) -> list[bytes]:
    """Split at commas and semicolons that stand outside quotes, brackets and comments, in one pass."""
    pieces, start, closer, is_escaped = [], 0, 0, False
    for position, sign in enumerate(value):
        if is_escaped:
            is_escaped = False
        elif sign == 0x5C:
            is_escaped = True
        elif closer:
            closer = 0 if sign == closer else closer
        elif sign in _CLOSERS and value.find(_CLOSERS[sign], position + 1) >= 0:
            closer = _CLOSERS[sign]
        elif sign in b",;":
            pieces.append(value[start:position])
            start = position + 1
        elif sign == 0x3A and b"@" not in value[start:position]:
            # "Undisclosed recipients:;" and "Team: a@x, b@x;" name a group; the group is not a person.
            start = position + 1
    return [*pieces, value[start:]]


def _rejoin_names(pieces: list[bytes]) -> list[bytes]:
    """Put "Okoro" and "Ada <ada@okoro.example>" together again: directories write the comma without quotes."""
    joined: list[bytes] = []
    for piece in pieces:
        if joined and joined[-1].strip() and b"@" not in joined[-1] and b"<" in piece:
            joined[-1] += b"," + piece
        else:
            joined.append(piece)
    return joined


def _read_one(piece: bytes) -> Address:
    piece = piece.strip()
    if _ENCODED_WHOLE.match(piece):
        # "=?utf-8?Q?Ada_<ada@okoro.example>?=": some programs encode the address too.
        piece = decode_words(piece).encode("utf-8", "replace")
    opened = piece.rfind(b"<")
    if opened >= 0:
        closed = piece.find(b">", opened)
        inside = piece[opened + 1 : closed if closed > 0 else len(piece)]
        address = _clean_address(inside.rpartition(b":")[2])
        name = _clean_name(piece[:opened]) or _clean_name(piece[closed + 1 :] if closed > 0 else b"")
        return Address(name=name or ("" if address else _clean_name(inside)), address=address)
    outside, _, comment = piece.partition(b"(")
    address = _clean_address(outside)
    if address:
        return Address(name=_clean_name(comment.rpartition(b")")[0]), address=address)
    return _read_loose(piece)


def _read_loose(piece: bytes) -> Address:
    """Return a person whose address stands among other words, without anything round it."""
    found = _LOOSE.search(piece)
    address = _clean_address(found[0]) if found else ""
    if not found or not address:
        return Address(name=_clean_name(piece), address="")
    return Address(name=_clean_name(piece[: found.start()] + piece[found.end() :]), address=address)


def _clean_address(value: bytes) -> str:
    """Return the address, "" if a letter could never reach it."""
    address = decode_words(value).strip("'\" ")
    local, at, host = address.rpartition("@")
    return address if at and local and host and not any(map(str.isspace, address)) else ""


def _clean_name(value: bytes) -> str:
    value = value.strip()
    if value[:1] == value[-1:] == b'"' and len(value) > 1:
        value = value[1:-1].replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    return decode_words(value).strip("'\" ").strip()
