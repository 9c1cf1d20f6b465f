"""Read office documents that are one XML file: Word and Excel 2003, the flat forms of Word and OpenDocument."""

from collections.abc import Mapping

from ingest.documents.data_files import from_base64
from ingest.documents.document import DocumentText, Source
from ingest.documents.docx import note_hidden
from ingest.documents.docx_numbers import Numbering
from ingest.documents.docx_words import WordWords
from ingest.documents.drawing_words import DrawingWords
from ingest.documents.gather import Gathering
from ingest.documents.marked_lines import MARK, without_marks
from ingest.documents.odf_words import OdfWords
from ingest.documents.odt import say_words
from ingest.documents.xml_walk import in_pieces, walk_xml
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_MOST_ROWS = 20_000


def read_wordml(source: Source) -> DocumentText:
    """Return the words of a Word document in one XML file (Word 2003, or Word's flat form)."""
    gathering = Gathering(source, "Word document")
    if b"/ppt/slides/" in source.data:
        return _read_flat_slides(gathering)
    numbering = Numbering()
    walk_xml(in_pieces(source.data), numbering)
    words = WordWords(numbering)
    words.is_full_at = source.limits.document_characters
    _walk(gathering, words)
    gathering.say(words.text)
    if words.hidden:
        note_hidden(gathering)
    _open_pictures(gathering)
    return gathering.document()


def read_flat_odf(source: Source) -> DocumentText:
    """Return the words of an OpenDocument in one XML file."""
    gathering = Gathering(source, "OpenDocument")
    words = OdfWords()
    words.is_full_at = source.limits.document_characters
    _walk(gathering, words)
    say_words(gathering, words, words.heads)
    _open_pictures(gathering)
    return gathering.document()


def read_spreadsheetml(source: Source) -> DocumentText:
    """Return the rows of an Excel 2003 workbook in one XML file."""
    gathering = Gathering(source, "workbook")
    sheets = _Sheets()
    _walk(gathering, sheets)
    text, page_starts = without_marks("\n".join(sheets.lines).strip())
    gathering.say(text, page_starts=page_starts)
    if sheets.is_done:
        gathering.note(ProblemCode.TOO_MANY, f"The workbook has over {_MOST_ROWS:,} rows; only these were read.")
    return gathering.document()


def _read_flat_slides(gathering: Gathering) -> DocumentText:
    words = DrawingWords()
    _walk(gathering, words)
    gathering.say(words.text)
    _open_pictures(gathering)
    return gathering.document()


def _walk(gathering: Gathering, walker: Walker) -> None:
    if not walk_xml(in_pieces(gathering.source.data), walker):
        gathering.note_damage()
    gathering.is_over()


def _open_pictures(gathering: Gathering) -> None:
    inner = _InnerFiles()
    walk_xml(in_pieces(gathering.source.data), inner)
    for letters in inner.found:
        gathering.open_picture(from_base64(letters.encode("ascii", "ignore")))


class _InnerFiles(Walker):
    """Gather the files kept inside as base64."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self._parts: list[str] = []
        self._inside = False

    def open(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._inside = name in {"binData", "binaryData", "binary-data"}
        self._parts = []

    def shut(self, _name: str) -> None:
        """Take the end of an element."""
        if self._inside and self._parts:
            self.found.setdefault("".join(self._parts))
        self._inside = False

    def words(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._parts.append(text)


class _Sheets(Walker):
    """Read SpreadsheetML 2003: Worksheet, Row, Cell, Data, Comment."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._inside = 0
        self._kind = ""

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name == "Worksheet":
            self.lines.append(f"\n{MARK}Sheet {attributes.get('Name', '')}:")
        elif name == "Row":
            self._cells = []
        elif name in {"Data", "Comment"}:
            self._inside += 1
            self._parts = []
            self._kind = attributes.get("Type", "") if name == "Data" else "Comment"

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if name in {"Data", "Comment"} and self._inside:
            self._inside -= 1
            text = " ".join("".join(self._parts).split())
            self._parts = []
            # 2026-03-06T00:00:00.000 is how the format writes a day.
            text = text.removesuffix(".000").removesuffix("T00:00:00") if self._kind == "DateTime" else text
            if text:
                self._cells.append(f"[Comment: {text}]" if name == "Comment" else text)
        elif name == "Row":
            if self._cells:
                self.lines.append(" | ".join(self._cells))
            self.is_done = len(self.lines) > _MOST_ROWS

    def words(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._parts.append(text)
