"""Read the ruled tables of a PDF page row by row, so that a form's label and its answer stay on one line.

pdfplumber is the one reader that does this and the slowest by far: it is asked only about pages with ruling lines, and
its answer is taken only if no letter of the page is lost by it.
"""

import io
from collections import Counter
from typing import Any

import pdfplumber
import pypdfium2 as pdfium

from config.limits import Limits
from ingest.charset import clean_text
from ingest.documents.faults import READER_FAULTS


class TableReader:
    """Read tables out of one PDF, on so many pages as the limit allows."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._pages_left = limits.table_pages
        self._pages: list[Any] | None = None

    def with_tables(self, index: int, page: pdfium.PdfPage, words: pdfium.PdfTextPage, text: str) -> str:
        """Return the page's text with each table as rows in its place; the text as it was where that loses anything."""
        if self._pages_left <= 0:
            return text
        self._pages_left -= 1
        try:
            tables = self._tables(index)
            better = _assemble(tables, page, words) if tables else text
        # pdfplumber and pdfminer raise whatever a damaged page makes them raise; the plain text stands then.
        except READER_FAULTS:
            return text
        return better if not (_letters(text) - _letters(better)) else text

    def _tables(self, index: int) -> list[Any]:
        if self._pages is None:
            # Kept open: the pages read from the bytes as they are asked for; both go with this object.
            self._pages = pdfplumber.open(io.BytesIO(self._data)).pages
        return sorted((t for t in self._pages[index].find_tables() if _is_table(t)), key=lambda table: table.bbox[1])


def _is_table(table: Any) -> bool:
    # A frame around a paragraph is a table of one cell to pdfplumber.
    return len(table.rows) >= 2 and max(len(row.cells) for row in table.rows) >= 2


def _assemble(tables: list[Any], page: pdfium.PdfPage, words: pdfium.PdfTextPage) -> str:
    """Return the strips between the tables as pdfium reads them and the tables as rows."""
    width, height = page.get_size()
    pieces, top = [], 0.0
    for table in tables:
        _, table_top, _, table_bottom = table.bbox
        pieces.append(words.get_text_bounded(0, height - table_top, width, height - top))
        pieces.append("\n".join(_row(cells) for cells in table.extract()))
        top = table_bottom
    pieces.append(words.get_text_bounded(0, 0, width, height - top))
    return "\n".join(piece for piece in (clean_text(p).strip() for p in pieces) if piece)


def _row(cells: list[str | None]) -> str:
    return " | ".join(" ".join(cell.split()) for cell in cells if cell and cell.strip())


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalnum())
