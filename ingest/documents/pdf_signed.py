"""Read what a signature (or a button) shows on a PDF page: its words stand in a drawing of its own, not on the page.

Source: ISO 32000-1:2008, 12.5.5 (appearance streams) and 12.7.4.5 (signature fields).
"""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.charset import clean_text
from ingest.documents.pdf_fields import UNSEEN, annotations

_DRAWN_ONLY = frozenset({pdfium_c.FPDF_FORMFIELD_PUSHBUTTON, pdfium_c.FPDF_FORMFIELD_SIGNATURE})
_MOST = 40

Edges = tuple[float, float, float, float]


def signed_lines(page: pdfium.PdfPage, index: int) -> Iterator[str]:
    """Yield the words of each signature and button on a page, a line each."""
    places = _places(page) if page.formenv else []
    if not places:
        return
    # A copy is taken, for drawing the fields into the page changes it.
    copy = pdfium.PdfDocument.new()
    try:
        copy.import_pages(page.pdf, [index])
        printed = _words_at(copy, places)
        page_copy = copy.get_page(0)
        pdfium_c.FPDFPage_Flatten(page_copy, pdfium_c.FLAT_NORMALDISPLAY)
        page_copy.close()
        for before, after in zip(printed, _words_at(copy, places), strict=True):
            words = " ".join(line for line in after if line not in before)
            if words:
                yield words
    finally:
        copy.close()


def _places(page: pdfium.PdfPage) -> list[Edges]:
    places = []
    box = pdfium_c.FS_RECTF()
    for annotation in annotations(page):
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) != pdfium_c.FPDF_ANNOT_WIDGET:
            continue
        if pdfium_c.FPDFAnnot_GetFlags(annotation) & UNSEEN:
            continue
        kind = pdfium_c.FPDFAnnot_GetFormFieldType(page.formenv, annotation)
        if kind in _DRAWN_ONLY and pdfium_c.FPDFAnnot_GetRect(annotation, box):
            left, right = sorted((box.left, box.right))
            bottom, top = sorted((box.bottom, box.top))
            if right > left and top > bottom:
                places.append((left, bottom, right, top))
    return places[:_MOST]


def _words_at(document: pdfium.PdfDocument, places: list[Edges]) -> list[list[str]]:
    """Return the lines of words in each place of the one page."""
    page = document.get_page(0)
    words = page.get_textpage()
    try:
        texts = [clean_text(words.get_text_bounded(*place)) for place in places]
    finally:
        words.close()
        page.close()
    return [[" ".join(line.split()) for line in text.split("\n") if line.strip()] for text in texts]
