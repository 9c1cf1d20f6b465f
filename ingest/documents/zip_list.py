"""List and unpack the members of a zip: by its own list at the end, or, where that is lost, from the start.

Source: APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7 (local header),
4.4.4 (flags), 4.6.9 (Unicode path).
"""

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_PIECE_BYTES = 65_536
_LOCAL = b"PK\x03\x04"
_LOCAL_HEAD = struct.Struct("<4xHHH4x4xIIHH")
_END = b"PK\x05\x06"
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14
_LOCKED, _SIZES_LATER, _UTF8 = 1, 8, 0x800
_LIST_ENTRY_BYTES = 46
_UNICODE_PATH = 0x7075
_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 97: "WavPack", 98: "PPMd"}
_UNPACKERS: dict[int, Callable[[], Any]] = {_DEFLATED: lambda: zlib.decompressobj(-15), _BZIP2: bz2.BZ2Decompressor}
_MOST_DICTIONARY_BYTES = 1 << 26

#: What listing and unpacking may raise on bytes that are not what they say.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Hold where one file of a zip lies; ``start`` is where its packed bytes begin."""

    name: str
    method: int
    start: int
    packed_bytes: int
    is_locked: bool
    checksum: int | None = None

    @property
    def is_folder(self) -> bool:
        """Return whether this is a folder and no file."""
        return self.name.endswith("/")


def list_members(data: bytes, most: int) -> tuple[list[Member], bool]:
    """Return up to ``most`` + 1 members in their order, and whether the zip is damaged.

    Raises: zipfile.BadZipFile when not one can be found.
    """
    members: list[Member] = []
    if _is_list_short(data, most):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [member for info in archive.infolist()[: most + 1] if (member := _listed(data, info))]
                if len(members) == min(most + 1, len(archive.infolist())):
                    return members, False
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error):
            members = []
    found = list(_scan(data, most + 1))
    # A list that names files which are not there, or no list at all: the larger find counts.
    members = found if len(found) >= len(members) else members
    if not members:
        msg = "no file can be found in it"
        raise zipfile.BadZipFile(msg)
    return members, len(members) <= most


def unpack(data: bytes, member: Member) -> Iterator[bytes]:
    """Yield a member's bytes.

    Raises: zipfile.BadZipFile, zlib.error, OSError, lzma.LZMAError, NotImplementedError, each after everything before
    the damage has been given.
    """
    if member.is_locked:
        raise RuntimeError("it is locked with a password")
    packed = memoryview(data)[member.start : member.start + member.packed_bytes]
    if member.method == _STORED:
        for start in range(0, len(packed), _PIECE_BYTES):
            yield bytes(packed[start : start + _PIECE_BYTES])
        return
    checksum = 0
    for piece in _inflated(packed, member.method):
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if member.checksum is not None and checksum != member.checksum:
        msg = "a part of it does not add up"
        raise zipfile.BadZipFile(msg)


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == _LZMA:
        tool, packed = _lzma_of(bytes(packed[:9])), packed[4 + int.from_bytes(packed[2:4], "little") :]
    elif method in _UNPACKERS:
        tool = _UNPACKERS[method]()
    else:
        msg = f"it is packed in a way ({_METHODS.get(method, method)}) that is not known here"
        raise NotImplementedError(msg)
    for start in range(0, len(packed), _PIECE_BYTES):
        yield from inflate(tool, bytes(packed[start : start + _PIECE_BYTES]))
        if tool.eof:
            return
    msg = "it ends too early"
    raise EOFError(msg)


def inflate(tool: Any, packed: bytes) -> Iterator[bytes]:
    """Yield what a decompressor of the standard library makes of the next bytes, never more than a piece at once.

    Raises: what the decompressor raises.
    """
    while True:
        piece = tool.decompress(packed, _PIECE_BYTES)
        if piece:
            yield piece
        # zlib hands back what it did not take; the others keep it themselves.
        packed = getattr(tool, "unconsumed_tail", b"")
        is_hungry = getattr(tool, "needs_input", len(piece) < _PIECE_BYTES)
        if tool.eof or (is_hungry and not packed):
            return


def _lzma_of(head: bytes) -> lzma.LZMADecompressor:
    # The head of a zip's LZMA: two bytes of version, two of the properties' length, the properties themselves.
    settings, dictionary_bytes = head[4], int.from_bytes(head[5:9], "little")
    choice = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": min(dictionary_bytes, _MOST_DICTIONARY_BYTES),
        "lc": settings % 9,
        "lp": settings // 9 % 5,
        "pb": settings // 45,
    }
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[choice])


def _is_list_short(data: bytes, most: int) -> bool:
    """Return whether the list at the end may be read whole: a hostile one names millions of files."""
    place = data.rfind(_END, max(0, len(data) - 70_000))
    if place < 0 or place + 22 > len(data):
        return False
    size_bytes: int = struct.unpack_from("<I", data, place + 12)[0]
    # Zip64 writes the size elsewhere; its list cannot be longer than the file.
    size_bytes = min(size_bytes, len(data))
    return size_bytes <= max(4_000_000, _LIST_ENTRY_BYTES * 4 * most)


def _listed(data: bytes, info: zipfile.ZipInfo) -> Member | None:
    head = info.header_offset
    if data[head : head + 4] != _LOCAL or head + 30 > len(data):
        return None
    name_bytes, extra_bytes = struct.unpack_from("<HH", data, head + 26)
    return Member(
        name=_name_of(info.orig_filename, info.extra, is_unicode=bool(info.flag_bits & _UTF8)),
        method=info.compress_type,
        start=head + 30 + name_bytes + extra_bytes,
        packed_bytes=info.compress_size,
        is_locked=bool(info.flag_bits & _LOCKED),
        checksum=info.CRC,
    )


def _scan(data: bytes, most: int) -> Iterator[Member]:
    """Yield the members by the heads that stand before each, up to where the file is cut off."""
    place = data.find(_LOCAL)
    while place >= 0 and most > 0 and place + 30 <= len(data):
        _, flags, method, packed_bytes, _, name_bytes, extra_bytes = _LOCAL_HEAD.unpack_from(data, place)
        start = place + 30 + name_bytes + extra_bytes
        name = data[place + 30 : place + 30 + name_bytes]
        later = bool(flags & _SIZES_LATER) and packed_bytes == 0
        following = data.find(_LOCAL, start + (0 if later else packed_bytes))
        if later:
            ends = [end for end in (following, data.find(b"PK\x01\x02", start), len(data)) if end >= 0]
            packed_bytes = min(ends) - start
        if packed_bytes == 0xFFFFFFFF or start + packed_bytes > len(data):
            packed_bytes = max(0, len(data) - start)
        if name:
            most -= 1
            decoded = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
            yield Member(
                name=_name_of(decoded, data[place + 30 + name_bytes : start], is_unicode=bool(flags & _UTF8)),
                method=method,
                start=start,
                packed_bytes=packed_bytes,
                is_locked=bool(flags & _LOCKED),
            )
        place = following


def _name_of(name: str, extra: bytes, *, is_unicode: bool) -> str:
    """Return a name as its writer meant it: without its mark for Unicode it may be in any code page."""
    for kind, value in _extras(extra):
        if kind == _UNICODE_PATH and len(value) > 5:
            return _clean(value[5:].decode("utf-8", "replace"))
    if not is_unicode and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            # Old Windows wrote the code page of its console, which in Western Europe is 850 and not 437.
            name = raw.decode("cp850", "replace")
    return _clean(name)


def _clean(name: str) -> str:
    # Some .NET programs write the names with the slashes of Windows.
    return name.replace("\\", "/").removeprefix("./").lstrip("/").split("\0")[0]


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        kind, size_bytes = struct.unpack_from("<HH", extra, place)
        yield kind, extra[place + 4 : place + 4 + size_bytes]
        place += 4 + size_bytes
