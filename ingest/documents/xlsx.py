"""Read an Excel workbook: each sheet's name and its rows, comments, text boxes, charts, pictures and files inside."""

import re
from collections.abc import Mapping

from ingest.documents.document import DocumentText, Source
from ingest.documents.drawing_words import DrawingWords
from ingest.documents.gather import Gathering
from ingest.documents.odt import note_hidden_sheets
from ingest.documents.office_parts import (
    in_order,
    open_archive,
    open_inner_files,
    relations_of,
    say_drawn,
    walk_part,
)
from ingest.documents.office_zip import OfficeZip
from ingest.documents.xlsx_cells import Formats, SharedStrings, Sheet
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_BOOK = "xl/workbook.xml"
_SHEETS = re.compile(r"xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml", re.IGNORECASE)
_DRAWINGS = re.compile(r"xl/drawings/[^/]+\.(?:xml|vml)", re.IGNORECASE)
_COMMENTS = re.compile(r"xl/(?:[^/]+/)?(?:comments?\d*|threadedComments?/[^/]+)\.xml", re.IGNORECASE)
_PERSONS = re.compile(r"xl/persons?/[^/]+\.xml", re.IGNORECASE)


def read_xlsx(source: Source) -> DocumentText:
    """Return a workbook's rows, sheet after sheet."""
    gathering = Gathering(source, "workbook")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    book = _Book()
    walk_part(gathering, archive, _BOOK, book)
    _say_sheets(gathering, archive, book)
    for name in in_order(name for name in archive.names if _COMMENTS.fullmatch(name)):
        comments = _Comments(_persons(gathering, archive))
        walk_part(gathering, archive, name, comments)
        gathering.say("\n".join(comments.lines))
    for name in in_order(name for name in archive.names if _DRAWINGS.fullmatch(name)):
        if name.lower().endswith(".xml"):
            drawing = DrawingWords()
            walk_part(gathering, archive, name, drawing)
            gathering.say(drawing.text)
    say_drawn(gathering, archive)
    open_inner_files(gathering, archive)
    return gathering.document()


def _say_sheets(gathering: Gathering, archive: OfficeZip, book: "_Book") -> None:
    strings, formats = SharedStrings(gathering.source.limits.document_characters * 2), Formats()
    walk_part(gathering, archive, "xl/sharedStrings.xml", strings)
    walk_part(gathering, archive, "xl/styles.xml", formats)
    sheets = _sheets(gathering, archive, book)
    left = gathering.source.limits.csv_rows
    for title, name in sheets:
        if gathering.is_over():
            break
        sheet = Sheet(strings.words_of, formats, is_1904=book.is_1904, most_rows=left)
        walk_part(gathering, archive, name, sheet)
        left -= len(sheet.lines)
        hidden = " (hidden)" if title in book.hidden else ""
        heading = [f"Sheet {title}{hidden}:"] if title and (len(sheets) > 1 or hidden) else []
        gathering.say("\n".join([*heading, *sheet.lines]), page_name=f"sheet {title}" if heading else "")
        if sheet.has_more:
            most = gathering.source.limits.csv_rows
            words = f"The workbook has over {most:,} rows; only these were read. Open it for the rest."
            gathering.note(ProblemCode.TOO_MANY, words)
            break
    note_hidden_sheets(gathering, book.hidden)


def _sheets(gathering: Gathering, archive: OfficeZip, book: "_Book") -> list[tuple[str, str]]:
    """Return each sheet's title and part, in the order of the tabs; sheets the book does not name come last."""
    targets = relations_of(gathering, archive, _BOOK).targets
    names = in_order(name for name in archive.names if _SHEETS.fullmatch(name))
    found = [(title, targets[key]) for title, key in book.sheets if targets.get(key, "") in archive]
    if not found:
        titles = [title for title, _ in book.sheets] + [""] * len(names)
        return list(zip(titles, names, strict=False))
    listed = {name.lower() for _, name in found}
    return found + [("", name) for name in names if name.lower() not in listed]


def _persons(gathering: Gathering, archive: OfficeZip) -> dict[str, str]:
    persons = _Persons()
    for name in archive.names:
        if _PERSONS.fullmatch(name):
            walk_part(gathering, archive, name, persons)
    return persons.names


class _Book(Walker):
    """Read the list of sheets, which of them are hidden, and which day is day nought."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        self.is_1904 = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name == "sheet":
            title = attributes.get("name", "")
            self.sheets.append((title, attributes.get("relation", attributes.get("id", ""))))
            if attributes.get("state") in {"hidden", "veryHidden"}:
                self.hidden.append(title)
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in {"1", "true"}


class _Persons(Walker):
    """Read who wrote comments that can be answered."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one person."""
        if name == "person":
            self.names[attributes.get("id", "")] = attributes.get("displayName", "")


class _Comments(Walker):
    """Read the comments on cells: where, by whom, and what."""

    def __init__(self, persons: Mapping[str, str]) -> None:
        self.lines: list[str] = []
        self._persons = persons
        self._authors: list[str] = []
        self._where = self._who = ""
        self._parts: list[str] = []
        self._inside = ""

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name in {"comment", "threadedComment"}:
            self._where, self._parts = attributes.get("ref", ""), []
            place = attributes.get("authorId", "")
            known = place.isascii() and place.isdigit() and int(place[:6]) < len(self._authors)
            self._who = (
                self._authors[int(place[:6])] if known else self._persons.get(attributes.get("personId", ""), "")
            )
        self._inside = name if name in {"t", "text", "author"} else ""
        if name == "author":
            self._parts = []

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        self._inside = ""
        if name == "author":
            self._authors.append("".join(self._parts))
        elif name in {"comment", "threadedComment"}:
            who = f" by {self._who.strip()}" if self._who.strip() and not self._who.startswith("tc=") else ""
            self.lines.append(f"Comment at {self._where}{who}: {' '.join(''.join(self._parts).split())}")

    def words(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._parts.append(text)
