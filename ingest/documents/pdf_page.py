"""Read one page of a PDF: its typed words, what is filled in or noted on it, and whether it is only a picture."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from config.limits import Limits
from ingest.charset import clean_text
from ingest.documents.pdf_table import TableReader

_DOTS_PER_POINT = 300 / 72
# A page with fewer typed letters than this and a picture on it is a scan with a stamp or a page number.
_FEW_LETTERS = 60
_LABEL_LETTERS = 120
_LEAST_DRAWN = 4
_MOST_DRAWN = 2_000
_TICKS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_NOTES = (
    pdfium_c.FPDF_ANNOT_TEXT,
    pdfium_c.FPDF_ANNOT_FREETEXT,
    pdfium_c.FPDF_ANNOT_HIGHLIGHT,
    pdfium_c.FPDF_ANNOT_STRIKEOUT,
    pdfium_c.FPDF_ANNOT_UNDERLINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPage:
    """Hold a page's typed words; ``has_drawing`` is true where something besides letters is on it."""

    text: str
    letters: str
    has_drawing: bool
    has_picture: bool


def page_text(document: pdfium.PdfDocument, index: int, tables: TableReader, limits: Limits) -> TypedPage:
    """Return a page's typed words, filled-in fields in their places, ruled tables row by row.

    Raises: pdfium.PdfiumError when the page is damaged.
    """
    page = document.get_page(index)
    kinds = [found.type for found in islice(page.get_objects(max_depth=3), _MOST_DRAWN)]
    words = page.get_textpage()
    text = clean_text(words.get_text_bounded())
    if kinds.count(pdfium_c.FPDF_PAGEOBJ_PATH) >= _LEAST_DRAWN and len(kinds) < _MOST_DRAWN:
        text = tables.with_tables(index, page, words, text)
    lines = [line.rstrip() for line in text.split("\n")] + list(islice(_annotations(page, words), limits.form_fields))
    words.close()
    page.close()
    text = "\n".join(lines).strip()
    return TypedPage(
        text=text,
        letters="".join(filter(str.isalnum, text)),
        has_drawing=bool(kinds),
        has_picture=pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds,
    )


def words_are_in_a_picture(page: TypedPage) -> bool:
    """Return whether a page must be looked at for its words: a scan, words drawn as shapes, or unmapped letters."""
    if page.has_picture and len(page.letters) < _FEW_LETTERS:
        return True
    if page.has_drawing and not page.letters:
        return True
    # A font without a map to letters gives signs nobody writes; on the page they look like words.
    odd = len(re.findall("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\ufffe\uffff]", page.text))
    return odd * 4 > len(page.letters)


def picture_of(document: pdfium.PdfDocument, index: int, limits: Limits) -> Image.Image | None:
    """Return the page as a grey picture at 300 dots an inch (fewer for a poster), None if it is blank."""
    page = document.get_page(index)
    width, height = page.get_size()
    scale = min(_DOTS_PER_POINT, (limits.ocr_pixels / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    picture: Image.Image = bitmap.to_pil().convert("L")
    page.close()
    return picture if float(np.asarray(picture.reduce(4)).std()) > 0.5 else None


def _annotations(page: pdfium.PdfPage, words: pdfium.PdfTextPage) -> Iterator[str]:
    """Yield what is filled in or noted on a page, which is no part of its text: fields, ticked boxes, remarks."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium_c.FPDF_ANNOT_WIDGET and page.formenv:
            line = _field(page, words, annotation)
        elif kind in _NOTES:
            remark = _string(pdfium_c.FPDFAnnot_GetStringValue, annotation, b"Contents")
            line = f"Note: {remark}" if remark else ""
        else:
            line = ""
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if line:
            yield line


def _field(page: pdfium.PdfPage, words: pdfium.PdfTextPage, annotation: Any) -> str:
    form = page.formenv
    is_tick = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation) in _TICKS
    label = (
        _string(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
        or _words_beside(page, words, annotation, on_the_right=is_tick)
        or _string(pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation)
    ).rstrip(": ")
    if is_tick:
        return f"[ticked] {label}" if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else ""
    value = _string(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)
    return f"{label}: {value}" if value and label else value


def _words_beside(page: pdfium.PdfPage, words: pdfium.PdfTextPage, annotation: Any, *, on_the_right: bool) -> str:
    """Return the printed words on a field's line: the question a person sees the answer next to."""
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, box):
        return ""
    bottom, top = min(box.bottom, box.top), max(box.bottom, box.top)
    left = words.get_text_bounded(0, bottom, min(box.left, box.right), top).strip()
    right = words.get_text_bounded(max(box.left, box.right), bottom, page.get_width(), top).strip()
    near = (right or left) if on_the_right else left
    return " ".join(near.split())[-_LABEL_LETTERS:] if near else ""


def _string(call: Any, *arguments: Any) -> str:
    """Return a text pdfium gives as UTF-16, asking first for its length in bytes."""
    size = call(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return clean_text(buffer.raw[: size - 2].decode("utf-16-le", "replace")).strip()
