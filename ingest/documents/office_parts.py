"""Read what all kinds of Office documents share: relations, pictures, embedded files, charts, macros."""

import re
from collections.abc import Iterable

from ingest.documents.drawing_words import DrawingWords, Relations
from ingest.documents.gather import Gathering
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip
from ingest.documents.xml_walk import walk_xml
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_PICTURES = re.compile(r"[^/]+/media/[^/]+|(?:media|pictures)/[^/]+", re.IGNORECASE)
_EMBEDDED = re.compile(r"[^/]+/embeddings/[^/]+|[^/]+/afchunk[^/]*|[^/]+/altchunk[^/]*", re.IGNORECASE)
_DRAWN = re.compile(r"[^/]+/(?:diagrams/data|charts/chart|chartex/chart)[^/]*\.xml", re.IGNORECASE)
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|Basic/.+\.xml)$", re.IGNORECASE)
MACRO = "The {} holds a small program (a macro). It was not run, and the words can be read without it."
_NUMBER = re.compile(r"\d+")
_PICTURE_ENDINGS = (
    "png",
    "jpg",
    "jpeg",
    "jpe",
    "gif",
    "tif",
    "tiff",
    "bmp",
    "webp",
    "heic",
    "emf",
    "wmf",
    "svg",
    "dib",
)


def walk_part(gathering: Gathering, archive: OfficeZip, name: str, walker: Walker) -> bool:
    """Tell the walker one part of the document, as far as it can be read; return whether it was there.

    Damage and bombs become problems of the document; what the walker was told before stays.
    """
    if name not in archive:
        return False
    try:
        if not walk_xml(archive.pieces(name), walker):
            gathering.note_damage()
    except BombError as error:
        gathering.note_bomb(error)
    except FAULTS:
        gathering.note_damage()
    # The walk stops in the middle of a part when the time is up.
    gathering.is_over()
    return True


def relations_of(gathering: Gathering, archive: OfficeZip, name: str) -> Relations:
    """Return the relations of one part."""
    folder, _, last = name.rpartition("/")
    relations = Relations(folder)
    walk_part(gathering, archive, f"{folder}/_rels/{last}.rels".lstrip("/"), relations)
    return relations


def in_order(names: Iterable[str]) -> list[str]:
    """Return names so that number 10 comes after number 9."""
    return sorted(names, key=lambda name: [int(part) for part in _NUMBER.findall(name)[:6]] or [0])


def say_drawn(gathering: Gathering, archive: OfficeZip) -> None:
    """Say the words of charts and SmartArt."""
    for name in in_order(name for name in archive.names if _DRAWN.fullmatch(name)):
        if gathering.is_over():
            return
        drawn = DrawingWords(is_chart="chart" in name.lower())
        walk_part(gathering, archive, name, drawn)
        gathering.say(drawn.text)


def open_inner_files(gathering: Gathering, archive: OfficeZip) -> None:
    """Read the pictures, recordings and files inside the document, and say whether it has macros."""
    for name in in_order(name for name in archive.names if _PICTURES.fullmatch(name) or _EMBEDDED.fullmatch(name)):
        if gathering.is_over():
            return
        open_part(gathering, archive, name)
    if any(_MACROS.search(name) for name in archive.names):
        gathering.note(ProblemCode.NO_READER, MACRO.format(gathering.what), unread=False)


def open_part(gathering: Gathering, archive: OfficeZip, name: str) -> None:
    """Read one file inside the document as what it is."""
    short = name.rpartition("/")[2]
    try:
        data = archive.part(name)
    except BombError as error:
        gathering.note_bomb(error)
    except FAULTS:
        gathering.note(ProblemCode.DAMAGED, f"{short}, inside the {gathering.what}, is damaged: open it by hand.")
    else:
        if short.lower().endswith(_PICTURE_ENDINGS):
            gathering.open_picture(data)
        elif data and not short.lower().endswith(".svm"):
            # LibreOffice's own drawing of a table (.svm) says what the table says.
            gathering.open_inside(short, data)


def open_archive(gathering: Gathering) -> OfficeZip | None:
    """Return the document's zip, None if nothing of it can be opened; says why, and what is wrong with it."""
    source = gathering.source
    try:
        archive = OfficeZip(source.data, source.limits)
    except FAULTS:
        gathering.note_damage()
        return None
    if archive.is_locked:
        words = f"The {gathering.what} is locked with a password: ask the sender for the password or for an open copy."
        gathering.note(ProblemCode.PASSWORD, words)
        return None
    if archive.is_damaged:
        gathering.note_damage()
    if archive.has_more:
        words = f"it holds over {source.limits.zip_members:,} files"
        gathering.note_bomb(ValueError(words))
    return archive
