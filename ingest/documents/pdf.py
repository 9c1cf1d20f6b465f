"""Read a PDF: its text page by page, filled-in fields, ruled tables, and pages that are only a picture of words."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.documents.document import DocumentText, Source
from ingest.documents.ocr import read_page
from ingest.documents.pages import PageText, join_pages
from ingest.documents.pdf_page import page_text, picture_of, words_are_in_a_picture
from ingest.documents.pdf_table import TableReader
from ingest.documents.tesseract import RecogniserError
from ingest.message import Problem, ProblemCode

_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)
_DAMAGED = "The PDF is damaged and cannot be opened: ask the sender to send it again."
_LOCKED = "The PDF is locked with a password: ask the sender for the password or for an open copy."


def read_pdf(source: Source) -> DocumentText:
    """Return a PDF's words, page after page, with what could not be read."""
    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            return source.unread(ProblemCode.PASSWORD, _LOCKED)
        return source.unread(ProblemCode.DAMAGED, _DAMAGED)
    try:
        return _PdfReading(source, document).read()
    finally:
        document.close()


class _PdfReading:
    """Read one open PDF, gathering what goes wrong on the way."""

    def __init__(self, source: Source, document: pdfium.PdfDocument) -> None:
        self._source = source
        self._document = document
        self._problems: list[Problem] = []
        self._damaged_pages: list[int] = []
        self._recogniser_failed = False
        self._pages_recognised = 0
        self._tables = TableReader(source.data, source.limits)

    def read(self) -> DocumentText:
        self._document.init_forms()
        total = len(self._document)
        pages = list(self._pages(total))
        if self._damaged_pages:
            numbers = ", ".join(map(str, self._damaged_pages[:12]))
            self._note(ProblemCode.DAMAGED, f"Page {numbers} of the PDF is damaged and was not read: open it by hand.")
        self._note_what_is_not_pages()
        if not any(page.text for page in pages) and not self._problems:
            words = "The PDF holds no words: open it, and ask the sender whether this is the right file."
            self._note(ProblemCode.EMPTY, words)
        return join_pages(self._source, pages, self._problems, pages_total=total)

    def _pages(self, total: int) -> Iterator[PageText]:
        limits, characters = self._source.limits, 0
        for index in range(total):
            if index >= limits.document_pages or characters > limits.document_characters:
                words = (
                    f"The PDF has {total:,} pages; only the first {index:,} were read. A person should open the rest."
                )
                self._note(ProblemCode.TOO_MANY, words)
                return
            try:
                page = self._page(index)
            except (pdfium.PdfiumError, ValueError, OSError):
                self._damaged_pages.append(index + 1)
                page = PageText(text="", confidence=0.0)
            characters += len(page.text)
            yield page

    def _page(self, index: int) -> PageText:
        typed = page_text(self._document, index, self._tables, self._source.limits)
        if self._recogniser_failed or not words_are_in_a_picture(typed):
            return PageText(text=typed.text, confidence=1.0)
        picture = picture_of(self._document, index, self._source.limits)
        if picture is None:
            return PageText(text=typed.text, confidence=1.0)
        if self._pages_recognised >= self._source.limits.ocr_pages:
            return self._stop_recognising(index, typed.text)
        try:
            seen = read_page(picture, self._source.limits)
        except RecogniserError as error:
            self._recogniser_failed = True
            self._note(error.code, f"Page {index + 1} is a picture. {error.words}")
            return PageText(text=typed.text, confidence=1.0)
        self._pages_recognised += 1
        if len(typed.letters) > len("".join(seen.text.split())):
            return PageText(text=typed.text, confidence=1.0)
        return seen

    def _stop_recognising(self, index: int, text: str) -> PageText:
        self._recogniser_failed = True
        words = (
            f"The PDF has over {self._source.limits.ocr_pages:,} scanned pages; from page {index + 1:,} on only typed "
            "words were read. A person should open the rest."
        )
        self._note(ProblemCode.TOO_MANY, words)
        return PageText(text=text, confidence=1.0)

    def _note_what_is_not_pages(self) -> None:
        if self._document.get_formtype() in _XFA:
            words = "The PDF is a form that only Adobe Reader shows in full (XFA): open it there."
            self._note(ProblemCode.NO_READER, words)
        inside = self._document.count_attachments()
        if inside:
            self._note(ProblemCode.NO_READER, f"The PDF has {inside} other files inside it: a person must open them.")

    def _note(self, code: ProblemCode, words: str) -> None:
        self._problems.append(self._source.problem(code, words))
