"""Read a PDF: its text page by page, filled-in fields, ruled tables, pictures of words, and the files inside it.

The typed words of every page are read first, for that takes milliseconds; then what must be looked at as a picture, the
pages without any words before the pictures beside words, for as long as there is time.
"""

import logging

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.documents.document import DocumentText, Source
from ingest.documents.pages import PageText, join_pages, numbered, numbers_of
from ingest.documents.pdf_inside import pinned_to, read_inside
from ingest.documents.pdf_open import PdfClosedError, open_pdf
from ingest.documents.pdf_page import TypedPage, typed_page
from ingest.documents.pdf_seen import SeenPages
from ingest.documents.pdf_table import TableReader
from ingest.documents.pdf_xfa import form_lines, is_placeholder
from ingest.documents.surroundings import is_time_up
from ingest.message import Problem, ProblemCode

# It says of every form of Adobe's own kind that it cannot show it, which is said here in the reader's words.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)

_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)
_PAGE_FAULTS = (pdfium.PdfiumError, ValueError, OSError, ArithmeticError, LookupError, AssertionError)
_DAMAGED = "The PDF is damaged and cannot be opened: ask the sender to send it again."
_LOCKED = "The PDF is locked with a password: ask the sender for the password or for an open copy."
_NOTHING = PageText(text="", confidence=0.0)


def read_pdf(source: Source) -> DocumentText:
    """Return a PDF's words, page after page, with what could not be read."""
    try:
        document, was_mended = open_pdf(source.data)
    except PdfClosedError as refusal:
        if refusal.is_locked:
            return source.unread(ProblemCode.PASSWORD, _LOCKED)
        return source.unread(ProblemCode.DAMAGED, _DAMAGED)
    try:
        return _PdfReading(source, document, was_mended=was_mended).read()
    finally:
        document.close()


class _PdfReading:
    """Read one open PDF, gathering what goes wrong on the way."""

    def __init__(self, source: Source, document: pdfium.PdfDocument, *, was_mended: bool) -> None:
        self._source, self._document, self._was_mended = source, document, was_mended
        self._problems: list[Problem] = []
        self._damaged: list[int] = []
        self._hidden: list[int] = []
        self._pinned: dict[str, bytes] = {}
        self._tables = TableReader(source.data, source.limits)

    def read(self) -> DocumentText:
        total = len(self._document)
        form = self._form()
        typed = self._typed(total)
        pages = numbered(SeenPages(self._source, self._document).read(typed, self._problems))
        if form:
            pages = [page for page in pages if not is_placeholder(page.text)]
            pages.append(PageText(text="\n".join(form), confidence=1.0))
        inside = list(read_inside(self._source, self._document, self._pinned))
        self._problems += [found for found in inside if isinstance(found, Problem)]
        pages += [found for found in inside if isinstance(found, PageText)]
        has_words = any(page.text for page in pages)
        if not has_words:
            pages = self._title() + pages
        self._note_the_rest(len(typed), has_words=has_words)
        return join_pages(self._source, pages, self._problems, pages_total=total)

    def _typed(self, total: int) -> list[TypedPage]:
        """Return the typed pages, up to the first limit that is met."""
        limits, characters = self._source.limits, 0
        pages: list[TypedPage] = []
        for index in range(total):
            if is_time_up():
                words = f"Reading the PDF took too long; of its {total:,} pages only the first {index:,} were read."
                self._note(ProblemCode.UNFINISHED, f"{words} A person should open the rest.")
                break
            if index >= limits.document_pages or characters > limits.document_characters:
                words = (
                    f"The PDF has {total:,} pages; only the first {index:,} were read. A person should open the rest."
                )
                self._note(ProblemCode.TOO_MANY, words)
                break
            page = self._page(index)
            characters += len(page.text)
            pages.append(page)
        return pages

    def _page(self, index: int) -> TypedPage:
        try:
            page = self._document.get_page(index)
            try:
                typed = typed_page(page, index, self._tables, self._source.limits)
                self._pinned |= dict(pinned_to(page))
            finally:
                page.close()
        except _PAGE_FAULTS:
            self._damaged.append(index + 1)
            return TypedPage(text="")
        if typed.hidden:
            self._hidden.append(index + 1)
        return typed

    def _form(self) -> list[str]:
        """Return the words of a form that only Adobe's programs show, and get ready to read any other form."""
        try:
            self._document.init_forms()
            if self._document.get_formtype() not in _XFA:
                return []
        except pdfium.PdfiumError:
            return []
        lines = form_lines(self._document)
        if lines:
            words = "The PDF is a form that only Adobe Reader shows in full (XFA); what is filled in was read from it."
            self._note(ProblemCode.NO_READER, words, unread=False)
        else:
            words = "The PDF is a form that only Adobe Reader shows in full (XFA): open it there."
            self._note(ProblemCode.NO_READER, words)
        return lines

    def _title(self) -> list[PageText]:
        try:
            title = " ".join(str(self._document.get_metadata_value("Title")).split())
        except pdfium.PdfiumError:
            title = ""
        return [PageText(text=title, confidence=1.0)] if title else []

    def _note_the_rest(self, read: int, *, has_words: bool) -> None:
        if self._damaged:
            where = numbers_of(self._damaged)
            self._note(ProblemCode.DAMAGED, f"The PDF is damaged at {where}, not read here: open it by hand.")
        if self._was_mended:
            words = f"The PDF was cut off or damaged; {read:,} pages of it were found: ask for it to be sent again."
            self._note(ProblemCode.DAMAGED, words)
        if self._hidden:
            words = (
                f"On {numbers_of(self._hidden)} of the PDF stand words that nobody can see (white on white, or too "
                "small); they were left out."
            )
            self._note(ProblemCode.HIDDEN_TEXT, words, unread=False)
        if not has_words and not self._problems:
            words = "The PDF holds no words: open it, and ask the sender whether this is the right file."
            self._note(ProblemCode.EMPTY, words)

    def _note(self, code: ProblemCode, words: str, *, unread: bool = True) -> None:
        self._problems.append(self._source.problem(code, words, unread=unread))
