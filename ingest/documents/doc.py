"""Read an old Word document (.doc, Word 6 to 2003): text, notes, heads, boxes, remarks, a form's answers, files inside.

What was deleted with tracked changes is left out, as in the newer form.
"""

import re
import struct

from ingest.documents.doc_layout import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    PICTURE,
    ROW_END,
    SYMBOL,
    Layout,
    NotWordError,
    is_locked,
    layout_of,
    table_name,
)
from ingest.documents.document import DocumentText, Source
from ingest.documents.docx import note_hidden, say_once
from ingest.documents.gather import Gathering
from ingest.documents.office_art import pictures_in
from ingest.documents.office_parts import MACRO
from ingest.documents.ole import FAULTS, OleFile, carve_text, objects_in
from ingest.documents.symbols import without_private
from ingest.message import ProblemCode

# The stories in the order they are kept, and the order a person meets them in.
_TEXT, _FOOTNOTES, _HEADS, _MACROS, _REMARKS, _ENDNOTES, _BOXES, _HEAD_BOXES = range(8)
_READING_ORDER = (_HEADS, _HEAD_BOXES, _TEXT, _BOXES, _FOOTNOTES, _ENDNOTES, _REMARKS)
_HEADINGS = {_REMARKS: "Comments:\n"}
_FIELD = re.compile("([\x13\x14\x15])")
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]+)"')
_ANSWER = re.compile("\x01([^\x01]*)\x01")
_SIGNS = {
    "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x07": " | ", "\x1e": "-", "\x1f": None,
} | {chr(code): None for code in (0, 1, 2, 3, 4, 5, 6, 8, *range(0x10, 0x16), 0x16, 0x17, 0x18, 0x19)}  # fmt: skip
_TABLE = str.maketrans({sign: words or "" for sign, words in _SIGNS.items()})
_CELL_ENDS = re.compile(r" *\|(?: *\|)*[ \t]*$", re.MULTILINE)
_CHECKBOX, _LIST = 1, 2
_LOCKED = "The Word document is locked with a password: ask the sender for the password or for an open copy."


def read_doc(source: Source) -> DocumentText:
    """Return the words of an old Word document."""
    gathering = Gathering(source, "Word document")
    try:
        ole = OleFile(source.data)
    except FAULTS:
        ole = None
    main = ole.stream("WordDocument") if ole else b""
    if is_locked(main):
        return source.unread(ProblemCode.PASSWORD, _LOCKED)
    try:
        layout = layout_of(main, ole.stream(table_name(main)), source.limits.document_characters * 2) if ole else None
    except (NotWordError, *FAULTS):
        layout = None
    if ole is None or layout is None:
        gathering.say(carve_text(main or source.data))
        gathering.note_damage()
        return gathering.document()
    _say_stories(gathering, layout, ole.stream("Data"))
    for picture in pictures_in(ole.stream("Data") + main):
        gathering.open_picture(picture)
    for name, data in objects_in(ole, "ObjectPool/"):
        gathering.open_inside(name, data)
    note_macros(gathering, ole)
    return gathering.document()


def note_macros(gathering: Gathering, ole: OleFile) -> None:
    """Say that a document has macros, without alarm."""
    if ole.has_macros:
        gathering.note(ProblemCode.NO_READER, MACRO.format(gathering.what), unread=False)


def _say_stories(gathering: Gathering, layout: Layout, data: bytes) -> None:
    letters, is_kept, has_hidden = _letters(layout, data)
    starts = [sum(layout.lengths[:number]) for number in range(len(layout.lengths) + 1)]
    texts = []
    for story in _READING_ORDER:
        first, last = max(0, starts[story]), max(0, starts[story + 1])
        kept = "".join(letter for letter, keep in zip(letters[first:last], is_kept[first:last], strict=True) if keep)
        text = plain(kept, is_old=layout.is_old)
        if story in {_HEADS, _HEAD_BOXES}:
            text = "\n".join(dict.fromkeys(text.split("\n")))
        texts.append(_HEADINGS.get(story, "") + text if text else "")
    say_once(gathering, texts)
    if has_hidden:
        note_hidden(gathering)


def _letters(layout: Layout, data: bytes) -> tuple[list[str], bytearray, bool]:
    """Return the letters with what their marks say written in, which of them are shown, and whether some are hidden."""
    letters, is_kept, has_hidden = list(layout.text), bytearray(b"\1" * len(layout.text)), False
    for first, last, _ in layout.marks.get(IN_TABLE, ()):
        for place in range(first, min(last, len(letters))):
            # Several paragraphs in one cell belong to one row.
            letters[place] = " " if letters[place] == "\r" else letters[place]
    for first, last, _ in layout.marks.get(ROW_END, ()):
        for place in range(first, min(last, len(letters))):
            letters[place] = "\n" if letters[place] == "\x07" else letters[place]
    for first, last, value in layout.marks.get(SYMBOL, ()):
        letters[first:last] = [chr(value >> 16 & 0xFFFF)] * (min(last, len(letters)) - first)
    for first, last, value in layout.marks.get(PICTURE, ()):
        if letters[first : first + 1] == ["\x01"] and last - first < 4:
            letters[first] = f"\x01{_answer(data, value)}\x01"
    for sprm in (DELETED, HIDDEN):
        for first, last, _ in layout.marks.get(sprm, ()):
            has_hidden = has_hidden or (sprm == HIDDEN and any(map(str.isalnum, layout.text[first:last])))
            is_kept[first:last] = bytes(min(last, len(is_kept)) - first)
    return letters, is_kept, has_hidden


def plain(text: str, *, is_old: bool = False) -> str:
    """Return Word's text as lines: fields as they show, cells apart, without Word's own signs."""
    shown: list[str] = []
    # Of each field: where its shown words begin (None while its code is read), and its code.
    fields: list[tuple[int | None, str]] = []
    for part in _FIELD.split(text):
        if part == "\x13":
            fields.append((None, ""))
        elif part == "\x14" and fields:
            fields[-1] = (len(shown), fields[-1][1])
        elif part == "\x15" and fields:
            start, code = fields.pop()
            if all(outer is not None for outer, _ in fields):
                shown.append(_said_by(code, "".join(shown[start:]) if start is not None else ""))
        elif fields and fields[-1][0] is None:
            fields[-1] = (None, fields[-1][1] + part)
        elif all(start is not None for start, _ in fields):
            shown.append(part)
    whole = "".join(shown)
    if is_old:
        whole = whole.replace("\x07\x07", "\x07\n")
    lines = _CELL_ENDS.sub("", without_private(whole.translate(_TABLE))).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _said_by(code: str, shown: str) -> str:
    """Return what a field shows besides its result: a form's answer, or where a link leads."""
    if answer := _ANSWER.search(code):
        return answer[1]
    if (address := _ADDRESS.search(code)) and address[1].removeprefix("mailto:") not in shown:
        return f" ({address[1].removeprefix('mailto:')})"
    return ""


def _answer(data: bytes, place: int) -> str:
    """Return what a form's field shows, from the record kept of it.

    Source: MS-DOC 2.9.78 (FFData), 2.9.158 (NilPICFAndBinData).
    """
    try:
        place += struct.unpack_from("<H", data, place + 4)[0]
        bits, _, _ = struct.unpack_from("<HHH", data, place + 4)
        place += 10
        kind, chosen = bits & 3, bits >> 2 & 31
        (letters,) = struct.unpack_from("<H", data, place)
        place += 4 + letters * 2
        (default,) = struct.unpack_from("<H", data, place)
        chosen = default if chosen == 25 else chosen
        if kind == _CHECKBOX:
            return "[ticked] " if chosen else "[not ticked] "
        return _entry(data, place + 2, chosen) if kind == _LIST else ""
    except struct.error:
        return ""


def _entry(data: bytes, place: int, number: int) -> str:
    # Four texts stand before the list of choices: the field's format, help, status, and two macros' names.
    for _ in range(5):
        place += 4 + struct.unpack_from("<H", data, place)[0] * 2
    mark, count = struct.unpack_from("<HH", data, place)
    if mark != 0xFFFF or number >= count:
        return ""
    place += 6
    for _ in range(number):
        place += 2 + struct.unpack_from("<H", data, place)[0] * 2
    (letters,) = struct.unpack_from("<H", data, place)
    return data[place + 2 : place + 2 + letters * 2].decode("utf-16-le", "replace")
