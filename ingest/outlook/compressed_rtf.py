"""Unpack the compressed rich text in which Outlook keeps a mail's words; a damaged one up to the damage.

Source: MS-OXRTFCP, sections 2.1.3.1 (header), 2.1.3.2 (dictionary) and 2.2.3 (decompression).
"""

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_HEADER_BYTES = 16
_WINDOW = 4096


def unpack_rtf(data: bytes, most_bytes: int) -> bytes:
    """Return the rich text, at most ``most_bytes`` of it; b"" if the bytes are none. Never raises.

    The checksum is not asked: words with a damaged end are better than none.
    """
    kind = data[8:12]
    if kind == b"MELA":
        return data[_HEADER_BYTES : _HEADER_BYTES + min(most_bytes, int.from_bytes(data[4:8], "little"))]
    return _unpack(data, most_bytes) if kind == b"LZFu" else b""


def _unpack(data: bytes, most_bytes: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b" "))
    write, at, count = len(_DICTIONARY), _HEADER_BYTES, len(data)
    unpacked = bytearray()
    while at < count and len(unpacked) < most_bytes:
        control, at = data[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                run, at = data[at : at + 1], at + 1
            else:
                word, at = int.from_bytes(data[at : at + 2], "big"), at + 2
                start = word >> 4
                if at > count or start == write:
                    # A reference to the place being written is how the end is marked.
                    return bytes(unpacked[:most_bytes])
                run = _copy(window, start, write, (word & 15) + 2)
            for byte in run:
                window[write] = byte
                write = (write + 1) % _WINDOW
            unpacked += run
    return bytes(unpacked[:most_bytes])


def _copy(window: bytearray, start: int, write: int, length: int) -> bytes:
    """Return ``length`` bytes of the window from ``start``; what is written meanwhile may be read again."""
    distance = (write - start) % _WINDOW
    piece = bytes(window[(start + offset) % _WINDOW] for offset in range(min(length, distance)))
    return (piece * (length // len(piece) + 1))[:length]
