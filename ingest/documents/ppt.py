"""Read an old PowerPoint presentation (.ppt, 97 to 2003): its slides in their order, notes, comments, pictures.

Source: MS-PPT 2.1.2 (the order of reading), 2.3.3 (UserEditAtom), 2.3.4 (PersistDirectoryAtom), 2.4.14.3 (SlideList),
2.9.42 (TextCharsAtom), 2.9.43 (TextBytesAtom).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.documents.doc import note_macros
from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.office_art import pictures_in
from ingest.documents.ole import FAULTS, OleFile, carve_text, objects_in
from ingest.message import ProblemCode

_DOCUMENT, _SLIDE_LIST, _PERSIST = 1000, 4080, 1011
_CHARS, _BYTES, _STRING, _OUTLINE_REF = 4000, 4008, 4026, 3998
_USER_EDIT, _DIRECTORY = 4085, 6002
_COMMENT, _SLIDE_ATOM, _HEADERS = 12000, 1007, 4057
_ENCRYPTED_TOKEN = 0xF3D1C4DF
_SLIDES, _OF_NOTES = 0, 2
_SIGNS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x00": None, "\x01": None})
_MOST_EDITS, _MOST_DEPTH, _MOST_RECORDS = 1_000, 30, 500_000
_LOCKED = "The presentation is locked with a password: ask the sender for the password or for an open copy."


def read_ppt(source: Source) -> DocumentText:
    """Return the words of an old presentation's slides."""
    gathering = Gathering(source, "PowerPoint presentation")
    try:
        ole = OleFile(source.data)
    except FAULTS:
        gathering.say(carve_text(source.data))
        gathering.note_damage()
        return gathering.document()
    user, stream = ole.stream("Current User"), ole.stream("PowerPoint Document")
    if (len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN) or "EncryptedSummary" in ole:
        return source.unread(ProblemCode.PASSWORD, _LOCKED)
    try:
        slides = _slide_texts(stream, user)
    except (*FAULTS, RecursionError):
        slides = []
    if not slides:
        texts = _all_texts(stream)
        gathering.say("\n".join(texts) or carve_text(stream or source.data))
        if not texts:
            gathering.note_damage()
    for number, text in enumerate(slides, 1):
        gathering.say(f"Slide {number}:\n{text}", page_name=f"slide {number}")
    for picture in pictures_in(ole.stream("Pictures")):
        gathering.open_picture(picture)
    for name, data in objects_in(ole, "MBD"):
        gathering.open_inside(name, data)
    note_macros(gathering, ole)
    return gathering.document()


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    start: int
    end: int
    is_container: bool


@dataclass(slots=True)
class _Entry:
    """Hold one slide of the list: where it is kept, and the words of its outline."""

    persist: int
    identity: int
    outline: list[str] = field(default_factory=list)


def _slide_texts(stream: bytes, user: bytes) -> list[str]:
    places = _directory(stream, user)
    documents = (record for place in places.values() for record in _records(stream, place, place + 8))
    document = next((record for record in documents if record.kind == _DOCUMENT), None)
    if document is None:
        return []
    slides, notes = _lists(stream, document)
    notes_of = {entry.identity: entry for entry in notes}
    texts = []
    for entry in slides:
        lines = _words_at(stream, places.get(entry.persist), entry.outline)
        lines = lines or entry.outline
        noted = notes_of.get(_notes_id(stream, places.get(entry.persist)))
        if noted is not None:
            words = _words_at(stream, places.get(noted.persist), noted.outline)
            lines += [f"Notes: {chr(10).join(words)}"] if words else []
        texts.append("\n".join(lines))
    return texts


def _directory(stream: bytes, user: bytes) -> dict[int, int]:
    """Return where each part of the presentation as last saved lies; older versions of it stay in the file."""
    places: dict[int, int] = {}
    (edit,) = struct.unpack_from("<I", user, 16)
    for _ in range(_MOST_EDITS):
        record = next(_records(stream, edit, edit + 8), None)
        if record is None or record.kind != _USER_EDIT:
            break
        before, directory = struct.unpack_from("<II", stream, record.start + 8)
        for found in _records(stream, directory, directory + 8):
            _take_directory(stream, found, places)
        if not before or before >= edit:
            break
        edit = before
    return places


def _take_directory(stream: bytes, found: _Record, places: dict[int, int]) -> None:
    place = found.start
    while found.kind == _DIRECTORY and place + 4 <= found.end:
        (head,) = struct.unpack_from("<I", stream, place)
        first, count = head & 0xFFFFF, head >> 20
        place += 4
        for number in range(min(count, (found.end - place) // 4)):
            places.setdefault(first + number, struct.unpack_from("<I", stream, place + number * 4)[0])
        place += 4 * count


def _lists(stream: bytes, document: _Record) -> tuple[list[_Entry], list[_Entry]]:
    lists: dict[int, list[_Entry]] = {}
    for record in _records(stream, document.start, document.end):
        if record.kind != _SLIDE_LIST:
            continue
        entries = lists.setdefault(record.instance, [])
        for atom in _records(stream, record.start, record.end):
            if atom.kind == _PERSIST:
                persist, _, _, identity = struct.unpack_from("<IIiI", stream, atom.start)
                entries.append(_Entry(persist, identity))
            elif atom.kind in {_CHARS, _BYTES} and entries:
                entries[-1].outline.append(_text(stream, atom))
    return lists.get(_SLIDES, []), lists.get(_OF_NOTES, [])


def _words_at(stream: bytes, place: int | None, outline: list[str]) -> list[str]:
    """Return the words of one slide or its notes; its placeholders only name their words by number."""
    container = next(_records(stream, place, place + 8), None) if place is not None else None
    if container is None or not container.is_container:
        return []
    return list(dict.fromkeys(text for text in _texts(stream, container, outline) if text.strip()))


def _texts(stream: bytes, container: _Record, outline: list[str], depth: int = 0) -> Iterator[str]:
    for record in _records(stream, container.start, container.end):
        if record.kind in {_CHARS, _BYTES}:
            yield _text(stream, record)
        elif record.kind == _OUTLINE_REF and record.end - record.start >= 4:
            (number,) = struct.unpack_from("<I", stream, record.start)
            yield outline[number] if number < len(outline) else ""
        elif record.kind == _COMMENT:
            words = [_text(stream, atom) for atom in _records(stream, record.start, record.end) if atom.kind == _STRING]
            yield f"Comment by {words[0]}: {' '.join(words[1:2])}" if words else ""
        elif record.kind == _HEADERS:
            atoms = _records(stream, record.start, record.end)
            yield from (_text(stream, atom) for atom in atoms if atom.kind == _STRING)
        elif record.is_container and depth < _MOST_DEPTH:
            yield from _texts(stream, record, outline, depth + 1)


def _notes_id(stream: bytes, place: int | None) -> int:
    for container in _records(stream, place, place + 8) if place is not None else ():
        for record in _records(stream, container.start, container.end):
            if record.kind == _SLIDE_ATOM and record.end - record.start >= 20:
                return int(struct.unpack_from("<I", stream, record.start + 16)[0])
    return 0


def _all_texts(stream: bytes) -> list[str]:
    """Return every text of the file in its order: for a presentation whose own order is lost."""
    texts, place, count = [], 0, 0
    while place + 8 <= len(stream) and count < _MOST_RECORDS:
        record = next(_records(stream, place, place + 8), None)
        if record is None:
            break
        if record.kind in {_CHARS, _BYTES}:
            texts.append(_text(stream, record))
        place = record.start if record.is_container else record.end
        count += 1
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _records(stream: bytes, place: int, end: int) -> Iterator[_Record]:
    """Yield the records that begin between two places."""
    while place + 8 <= min(end, len(stream)) and place >= 0:
        head, kind, size = struct.unpack_from("<HHI", stream, place)
        stop = min(place + 8 + size, len(stream))
        yield _Record(kind, head >> 4, place + 8, stop, head & 15 == 15)
        place = stop


def _text(stream: bytes, record: _Record) -> str:
    raw = stream[record.start : record.end]
    text = raw.decode("cp1252" if record.kind == _BYTES else "utf-16-le", "replace")
    return "\n".join(line.strip() for line in text.translate(_SIGNS).split("\n") if line != "*").strip()
