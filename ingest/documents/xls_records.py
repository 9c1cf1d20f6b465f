"""Go through the records of an old Excel workbook before the library does: text it passes over, and where to stop.

Source: MS-XLS 2.4.329 (TxO), 2.4.179 (Note), 2.4.181 (Obj), 2.4.28 (BoundSheet8), 2.4.117 (FilePass), 2.4.171
(MsoDrawingGroup).
"""

import struct
from dataclasses import dataclass, field

from ingest.documents.surroundings import is_time_up

_EOF, _NOTE, _HEADER, _FOOTER, _FILEPASS, _CONTINUE, _OBJ, _BOUNDSHEET = 0x0A, 0x1C, 0x14, 0x15, 0x2F, 0x3C, 0x5D, 0x85
_DRAWING_GROUP, _TXO, _SERIES_TEXT, _BOF = 0xEB, 0x1B6, 0x100D, 0x809
_CELLS = frozenset({0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x0406, 0x0206})
_BIFF_8 = 0x0600
_LOOK_EVERY = 50_000


@dataclass(slots=True)
class Records:
    """Hold what a workbook's records say outside its cells, and the stream with its sheets cut at the limit."""

    stream: bytearray
    is_locked: bool = False
    is_cut: bool = False
    texts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    drawings: bytearray = field(default_factory=bytearray)


def go_through(stream: bytes, *, most_rows: int, most_cells: int) -> Records:
    """Return what the records say; a sheet with too many rows is ended where they are."""
    found = Records(bytearray(stream))
    walk = _Walk(found, most_rows, most_cells)
    sheets: list[int] = []
    place, number = 0, 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size] if kind not in _CELLS else stream[place + 4 : place + 8]
        if kind == _BOUNDSHEET and len(body) >= 4:
            sheets.append(struct.unpack_from("<I", body)[0])
        if kind == _FILEPASS:
            found.is_locked = True
            return found
        if not walk.take(kind, body):
            struct.pack_into("<HH", found.stream, place, _EOF, 0)
            found.is_cut = True
            place = min((start for start in sheets if start > place), default=len(stream))
            continue
        place += 4 + size
        number += 1
        if number % _LOOK_EVERY == 0 and is_time_up():
            found.is_cut = True
            return found
    walk.finish()
    return found


class _Walk:
    def __init__(self, found: Records, most_rows: int, most_cells: int) -> None:
        self._found = found
        self._most_rows, self._cells_left = most_rows, most_cells
        self._rows_before = self._last_row = 0
        self._is_wide = True
        self._last = 0
        self._object = 0
        self._letters_left = 0
        self._text: list[str] = []
        self._boxes: dict[int, str] = {}
        self._notes: list[tuple[str, int, str]] = []

    def take(self, kind: int, body: bytes) -> bool:
        """Take one record; return False where its sheet must end."""
        if kind in _CELLS:
            return self._take_cell(body)
        if kind != _CONTINUE:
            self._last = kind
        if kind == _BOF:
            self._is_wide = body[:2] == struct.pack("<H", _BIFF_8)
            self._rows_before, self._last_row = self._rows_before + self._last_row, 0
        elif kind == _OBJ and len(body) >= 8:
            (self._object,) = struct.unpack_from("<H", body, 6)
        elif kind == _TXO and len(body) >= 12:
            (self._letters_left,) = struct.unpack_from("<H", body, 10)
            self._text = []
        elif kind == _CONTINUE and self._last == _TXO and self._letters_left > 0:
            self._take_text(body)
        elif kind == _NOTE:
            self._take_note(body)
        elif kind in {_HEADER, _FOOTER, _SERIES_TEXT}:
            self._take_line(kind, body)
        elif kind == _DRAWING_GROUP or (kind == _CONTINUE and self._last == _DRAWING_GROUP):
            self._found.drawings += body
        return True

    def finish(self) -> None:
        """Match comments with their cells; what belongs to no cell is a text box."""
        for where, number, writer in self._notes:
            if text := self._boxes.pop(number, ""):
                self._found.comments.append(f"Comment at {where}{f' by {writer}' if writer else ''}: {text}")
        self._found.texts += [text for text in self._boxes.values() if text]

    def _take_cell(self, body: bytes) -> bool:
        if len(body) >= 2:
            self._last_row = max(self._last_row, struct.unpack_from("<H", body)[0])
        self._cells_left -= 1
        return self._rows_before + self._last_row <= self._most_rows and self._cells_left > 0

    def _take_text(self, body: bytes) -> None:
        raw = body[1:]
        text = raw.decode("utf-16-le", "replace") if body[:1] == b"\1" else raw.decode("cp1252", "replace")
        text = text[: self._letters_left]
        self._letters_left -= len(text)
        self._text.append(text)
        if self._letters_left <= 0:
            self._boxes[self._object] = " ".join("".join(self._text).split())

    def _take_note(self, body: bytes) -> None:
        if len(body) < 8:
            return
        row, column, third, number = struct.unpack_from("<HHHH", body)
        where = f"{_letters_of(column)}{row + 1}"
        if not self._is_wide:
            self._found.comments.append(f"Comment at {where}: {body[6 : 6 + third].decode('cp1252', 'replace')}")
            return
        self._notes.append((where, number, _string(body[8:], wide_count=True).strip()))

    def _take_line(self, kind: int, body: bytes) -> None:
        if kind == _SERIES_TEXT:
            text = _string(body[2:], wide_count=False)
            if text and text not in self._found.texts:
                self._found.texts.append(text)
            return
        head = _string(body, wide_count=True) if self._is_wide else body[1:].decode("cp1252", "replace")
        if head and head not in self._found.heads:
            self._found.heads.append(head)


def _string(body: bytes, *, wide_count: bool) -> str:
    head = 3 if wide_count else 2
    if len(body) < head:
        return ""
    count, is_wide = int.from_bytes(body[: head - 1], "little"), body[head - 1] & 1
    raw = body[head : head + count * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "cp1252", "replace")


def _letters_of(column: int) -> str:
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
