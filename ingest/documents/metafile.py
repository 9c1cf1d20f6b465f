"""Read the words in a drawing for Windows (EMF, WMF), and the picture it often only wraps.

Source: MS-EMF 2.3.5.8 (EMR_EXTTEXTOUTW), 2.3.1.7 (EMR_STRETCHDIBITS); MS-WMF 2.3.3.5 (META_EXTTEXTOUT).
"""

import struct
from collections.abc import Iterator

from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering

_WIDE_TEXT, _SMALL_TEXT, _STRETCH = 84, 108, 81
_OLD_TEXT, _OLD_EXT_TEXT, _OLD_STRETCH = 0x0521, 0x0A32, 0x0F43
_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_LEAST_PICTURE_BYTES = 10_000
_MOST_RECORDS = 500_000


def read_metafile(source: Source) -> DocumentText:
    """Return the words drawn in a Windows metafile; a drawing without words has nothing to miss."""
    gathering = Gathering(source, "drawing")
    lines: dict[int, list[str]] = {}
    pictures: list[bytes] = []
    records = _emf(source.data) if source.media_type == "image/emf" else _wmf(source.data)
    try:
        for height, text, picture in records:
            if text:
                lines.setdefault(height, []).append(text)
            elif len(picture) > _LEAST_PICTURE_BYTES:
                pictures.append(picture)
    except struct.error:
        gathering.note_damage()
    gathering.say("\n".join(_joined(runs) for runs in lines.values()))
    for picture in pictures:
        gathering.open_picture(as_bitmap_file(picture))
    found = gathering.document()
    return found if found.text else DocumentText(media_type=source.media_type)


def as_bitmap_file(bitmap: bytes) -> bytes:
    """Return a bitmap as a file of its own; inside other formats it is kept without the head that a file has."""
    if bitmap[:4] != b"\x28\0\0\0" or len(bitmap) < 40:
        return bitmap
    (depth,) = struct.unpack_from("<H", bitmap, 14)
    compression, colours = struct.unpack_from("<I12xI", bitmap, 16)
    masks = 12 if compression == 3 else 0
    start = 14 + 40 + masks + 4 * (colours or (1 << depth if depth <= 8 else 0))
    return b"BM" + struct.pack("<I4xI", len(bitmap) + 14, start) + bitmap


def _joined(runs: list[str]) -> str:
    # Some programs draw letter by letter, some word by word.
    return ("" if all(len(run) <= 1 for run in runs) else " ").join(runs)


def _emf(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    place = 0
    for _ in range(_MOST_RECORDS):
        if place + 8 > len(data):
            return
        kind, size = struct.unpack_from("<II", data, place)
        if size < 8:
            return
        if kind == _WIDE_TEXT:
            height, letters, start = struct.unpack_from("<iII", data, place + 40)
            raw = data[place + start : place + start + min(letters, size) * 2]
            yield height, raw.decode("utf-16-le", "replace").strip(), b""
        elif kind == _SMALL_TEXT:
            height, letters, options = struct.unpack_from("<iII", data, place + 12)
            start = place + 36 + (0 if options & 0x100 else 16)
            wide = 1 if options & 0x200 else 2
            raw = data[start : start + min(letters, size) * wide]
            yield height, raw.decode("cp1252" if wide == 1 else "utf-16-le", "replace").strip(), b""
        elif kind == _STRETCH:
            head, head_bytes, bits, bits_bytes = struct.unpack_from("<IIII", data, place + 48)
            yield 0, "", data[place + head : place + head + head_bytes] + data[place + bits : place + bits + bits_bytes]
        place += size


def _wmf(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    place = (22 if data.startswith(_PLACEABLE) else 0) + 18
    for _ in range(_MOST_RECORDS):
        if place + 6 > len(data):
            return
        words, kind = struct.unpack_from("<IH", data, place)
        if words < 3:
            return
        if kind == _OLD_TEXT:
            (letters,) = struct.unpack_from("<H", data, place + 6)
            height = struct.unpack_from("<h", data, place + 8 + letters + (letters & 1))[0]
            yield height, data[place + 8 : place + 8 + letters].decode("cp1252", "replace").strip(), b""
        elif kind == _OLD_EXT_TEXT:
            height, _, letters, options = struct.unpack_from("<hhHH", data, place + 6)
            start = place + 14 + (8 if options & 6 else 0)
            yield height, data[start : start + letters].decode("cp1252", "replace").strip(), b""
        elif kind == _OLD_STRETCH:
            yield 0, "", data[place + 28 : place + words * 2]
        place += words * 2
