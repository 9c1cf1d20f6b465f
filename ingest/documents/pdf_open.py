"""Open a PDF, also one that was cut off or lost its table of contents."""

import re
from itertools import zip_longest

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_HEAD = re.compile(rb"%PDF-\d")
_OBJECT = re.compile(rb"(?:^|[\r\n\s])(\d{1,8})\s+(\d{1,5})\s+obj\b")
_IS_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_KINDS_AHEAD = 4_096
_MOST_PAGES = 2_000
_LOCKED = frozenset({pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY})


class PdfClosedError(Exception):
    """The PDF does not open; ``is_locked`` is true where a password is asked for."""

    def __init__(self, *, is_locked: bool) -> None:
        super().__init__("locked" if is_locked else "damaged")
        self.is_locked = is_locked


def open_pdf(data: bytes) -> tuple[pdfium.PdfDocument, bool]:
    """Return the open PDF, and whether it had to be mended first.

    An empty password is tried by pdfium itself. Raises: PdfClosedError.
    """
    head = _HEAD.search(data[:4_096])
    if head is not None and head.start():
        # Numbers in the file count from its first line; what a mail program put before it only confuses.
        data = data[head.start() :]
    try:
        document = _opened(data)
        if len(document) or not _IS_PAGE.search(data):
            return document, False
        document.close()
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED or b"/Encrypt" in data[-4_096:]:
            raise PdfClosedError(is_locked=True) from error
    mended = with_new_root(data)
    try:
        return _opened(mended), True
    except pdfium.PdfiumError as error:
        raise PdfClosedError(is_locked=False) from error


def with_new_root(data: bytes) -> bytes:
    """Return a cut-off PDF with a new root that lists every page still in it, in the order they stand."""
    pages = _pages_in(data)
    top = 1 + max((number for number, _ in pages), default=0) + 1_000_000
    kids = b" ".join(b"%d %d R" % page for page in pages)
    tail = b"\nendobj\n%d 0 obj\n<</Type/Pages/Kids[%s]/Count %d>>\nendobj\n" % (top, kids, len(pages))
    root = b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (top + 1, top)
    trailer = b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (top + 1, top + 2)
    return data + tail + root + trailer


def _pages_in(data: bytes) -> list[tuple[int, int]]:
    """Return the numbers of the page objects, a later version of one in its earlier one's place."""
    pages: dict[tuple[int, int], None] = {}
    starts = list(_OBJECT.finditer(data))
    for here, after in zip_longest(starts, starts[1:]):
        end = min(after.start() if after else len(data), here.end() + _KINDS_AHEAD)
        if _IS_PAGE.search(data, here.end(), end):
            pages[int(here[1]), int(here[2])] = None
    return list(pages)[:_MOST_PAGES]


def _opened(data: bytes) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(data)
