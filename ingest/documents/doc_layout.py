"""Find the text of an old Word document: the pieces it lies in, and the marks on stretches of it.

Source: MS-DOC 2.5 (Fib), 2.8.35 (PlcPcd), 2.9.33 (ChpxFkp), 2.9.174 (PapxFkp), 2.6 (sprms).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.documents.surroundings import is_time_up

_WORD_97, _WORD_6 = 0xA5EC, 0xA5DC
_ENCRYPTED, _OTHER_TABLE, _COMPLEX = 0x0100, 0x0200, 0x0004
_FIRST_TABLE_97, _CLX, _CHARACTERS, _PARAGRAPHS = 0x9A, 33, 12, 13
_PAGE_BYTES = 512
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
# Marks on characters and paragraphs (single property modifiers).
DELETED, HIDDEN, PICTURE, SYMBOL, IN_TABLE, ROW_END = 0x0800, 0x083C, 0x6A03, 0x6A09, 0x2416, 0x2417
_WANTED = frozenset({DELETED, HIDDEN, PICTURE, SYMBOL, IN_TABLE, ROW_END})
_LONG_TABS, _TABLE_DEFINITION = 0xC615, 0xD608
# The stories of a document: text, footnotes, heads and feet, macros, remarks, endnotes, text boxes, boxes in heads.
_STORIES = 8
_MOST_PAGES = 60_000
_MOST_PIECES = 50_000


class NotWordError(ValueError):
    """The stream is not one of a Word document that can be read; the message is for a programmer."""


@dataclass(slots=True)
class Layout:
    """Hold the text of a document, the lengths of its stories, and its marks by the place of a letter."""

    text: str = ""
    lengths: tuple[int, ...] = ()
    is_old: bool = False
    marks: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)


def is_locked(main: bytes) -> bool:
    """Return whether the document is encrypted."""
    return len(main) > 12 and bool(struct.unpack_from("<H", main, 10)[0] & _ENCRYPTED)


def table_name(main: bytes) -> str:
    """Return the name of the stream that holds the document's tables."""
    return "1Table" if struct.unpack_from("<H", main, 10)[0] & _OTHER_TABLE else "0Table"


def layout_of(main: bytes, table: bytes, most_characters: int) -> Layout:
    """Return the text of the document's main stream with its marks.

    Raises: NotWordError or struct.error.
    """
    (kind,) = struct.unpack_from("<H", main, 0)
    if kind == _WORD_97:
        lengths = struct.unpack_from(f"<{_STORIES}i", main, 0x4C)
        clx = _table_entry(main, table, _CLX)
        layout = _from_pieces(main, clx, most_characters, is_wide=True)
        layout.lengths = lengths
        _add_marks(layout, main, table)
        return layout
    if kind != _WORD_6:
        msg = f"it begins with {kind:#x}"
        raise NotWordError(msg)
    lengths = struct.unpack_from(f"<{_STORIES}i", main, 0x34)
    start, size = struct.unpack_from("<II", main, 0x160)
    if struct.unpack_from("<H", main, 10)[0] & _COMPLEX and size:
        layout = _from_pieces(main, main[start : start + size], most_characters, is_wide=False)
    else:
        (start,) = struct.unpack_from("<I", main, 0x18)
        layout = Layout(main[start : start + max(0, sum(lengths))].decode("cp1252", "replace"))
    layout.lengths, layout.is_old = lengths, True
    return layout


@dataclass(frozen=True, slots=True)
class _Piece:
    place: int
    start: int
    length: int
    width: int


def _from_pieces(main: bytes, clx: bytes, most_characters: int, *, is_wide: bool) -> Layout:
    texts, pieces, total = [], [], 0
    for start, length, width in _pieces(clx, is_wide=is_wide):
        if total > most_characters:
            break
        raw = main[start : start + length * width]
        text = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")
        # A pair of halves is one letter to Python and two places to Word.
        text = "".join(letter if letter < "\U00010000" else f"{letter}\x00" for letter in text) if width == 2 else text
        text = text[:length].ljust(min(length, len(raw) // width), "\x00")
        pieces.append(_Piece(total, start, len(text), width))
        texts.append(text)
        total += len(text)
    layout = Layout("".join(texts))
    layout.marks[-1] = [(piece.start, piece.place, piece.length * 10 + piece.width) for piece in pieces]
    return layout


def _pieces(clx: bytes, *, is_wide: bool) -> Iterator[tuple[int, int, int]]:
    """Yield (start byte, letters, bytes a letter) of each piece, in the order of the text."""
    place = 0
    while place + 3 <= len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place + 5 > len(clx) or clx[place] != 2:
        msg = "it has no table of pieces"
        raise NotWordError(msg)
    (size,) = struct.unpack_from("<I", clx, place + 1)
    table = clx[place + 5 : place + 5 + size]
    count = (len(table) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", table, 0)
    for number in range(min(count, _MOST_PIECES)):
        (where,) = struct.unpack_from("<I", table, (count + 1) * 4 + number * 8 + 2)
        length = places[number + 1] - places[number]
        if length <= 0:
            continue
        if not is_wide:
            yield where & 0x3FFFFFFF, length, 1
        elif where & 0x40000000:
            yield (where & 0x3FFFFFFF) // 2, length, 1
        else:
            yield where & 0x3FFFFFFF, length, 2


def _add_marks(layout: Layout, main: bytes, table: bytes) -> None:
    pieces = layout.marks.pop(-1, [])
    for entry, is_paragraph in ((_CHARACTERS, False), (_PARAGRAPHS, True)):
        for start, end, properties in _runs(main, _table_entry(main, table, entry), is_paragraph=is_paragraph):
            for sprm, value in _sprms(properties):
                # Nought says "not so", but of a picture it is a place: the first.
                if sprm in _WANTED and (value or sprm == PICTURE):
                    for first, last in _places(pieces, start, end):
                        layout.marks.setdefault(sprm, []).append((first, last, value))


def _places(pieces: list[tuple[int, int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text that a stretch of the file's bytes is."""
    for piece_start, place, packed in pieces:
        length, width = packed // 10, packed % 10
        first = max(0, (start - piece_start) // width)
        last = min(length, -(-(end - piece_start) // width))
        if first < last and start < piece_start + length * width:
            yield place + first, place + last


def _runs(main: bytes, plc: bytes, *, is_paragraph: bool) -> Iterator[tuple[int, int, bytes]]:
    count = min((len(plc) - 4) // 8, _MOST_PAGES)
    for number in range(max(0, count)):
        (page_number,) = struct.unpack_from("<I", plc, (count + 1) * 4 + number * 4)
        page = main[page_number * _PAGE_BYTES : (page_number + 1) * _PAGE_BYTES]
        if is_time_up():
            return
        if len(page) == _PAGE_BYTES:
            yield from _page_runs(page, is_paragraph=is_paragraph)


def _page_runs(page: bytes, *, is_paragraph: bool) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    step = 13 if is_paragraph else 1
    if (count + 1) * 4 + count * step > _PAGE_BYTES - 1:
        return
    edges = struct.unpack_from(f"<{count + 1}I", page, 0)
    for number in range(count):
        where = page[(count + 1) * 4 + number * step] * 2
        if not where:
            continue
        size = page[where]
        if not is_paragraph:
            yield edges[number], edges[number + 1], page[where + 1 : where + 1 + size]
        elif size:
            yield edges[number], edges[number + 1], page[where + 3 : where + size * 2]
        else:
            yield edges[number], edges[number + 1], page[where + 4 : where + 2 + page[where + 1] * 2]


def _sprms(properties: bytes) -> Iterator[tuple[int, int]]:
    """Yield each property and its value as a number (of the long ones only that they are there)."""
    place = 0
    while place + 3 <= len(properties):
        (sprm,) = struct.unpack_from("<H", properties, place)
        size = _OPERAND_BYTES.get(sprm >> 13)
        place += 2
        if size is None:
            size = properties[place] + 1
            if sprm == _TABLE_DEFINITION:
                size = struct.unpack_from("<H", properties.ljust(place + 2, b"\0"), place)[0] + 1
            elif sprm == _LONG_TABS and size == 256:
                return
        yield sprm, int.from_bytes(properties[place : place + size][:4], "little")
        place += size


def _table_entry(main: bytes, table: bytes, number: int) -> bytes:
    start, size = struct.unpack_from("<II", main, _FIRST_TABLE_97 + number * 8)
    return table[start : start + size]
