"""Take the pictures out of the streams of old Office documents.

Source: MS-ODRAW 2.2.23 (OfficeArtBlip): a record's head, one or two prints of the picture, a tag, the picture's file.
"""

import re
import struct
from collections.abc import Iterator

_MARKS = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II\*\x00|MM\x00\*")
_BLIPS = frozenset({0xF01D, 0xF01E, 0xF01F, 0xF029, 0xF02A})
_HEAD_BYTES, _PRINT_BYTES, _TAG_BYTES = 8, 16, 1
_MOST_PICTURES = 500


def pictures_in(stream: bytes) -> Iterator[bytes]:
    """Yield the pictures of a stream, each once."""
    seen: set[bytes] = set()
    for found in _MARKS.finditer(stream):
        start = found.start()
        for prints in (1, 2):
            head = start - _TAG_BYTES - prints * _PRINT_BYTES - _HEAD_BYTES
            if head < 0:
                continue
            kind, size_bytes = struct.unpack_from("<HI", stream, head + 2)
            if kind in _BLIPS and size_bytes > prints * _PRINT_BYTES + _TAG_BYTES:
                picture = stream[start : head + _HEAD_BYTES + size_bytes]
                if picture not in seen:
                    seen.add(picture)
                    yield picture
                break
        if len(seen) >= _MOST_PICTURES:
            return
