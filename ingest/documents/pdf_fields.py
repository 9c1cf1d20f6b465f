"""Read what people put on a PDF page without touching its text: answers in fields, ticks, remarks, stamps, links.

Source: ISO 32000-1:2008, 12.5 (annotations) and 12.7 (interactive forms).
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.charset import clean_text

_LABEL_LETTERS = 120
_TICKS = frozenset({pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON})
_CHOICES = frozenset({pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX})
_NO_WORDS = frozenset({pdfium_c.FPDF_FORMFIELD_PUSHBUTTON, pdfium_c.FPDF_FORMFIELD_SIGNATURE})
# What is no remark: fields are read as fields, a pop-up repeats its remark, a link is read as a link.
_NO_REMARKS = frozenset(
    {
        pdfium_c.FPDF_ANNOT_WIDGET,
        pdfium_c.FPDF_ANNOT_XFAWIDGET,
        pdfium_c.FPDF_ANNOT_POPUP,
        pdfium_c.FPDF_ANNOT_LINK,
        pdfium_c.FPDF_ANNOT_PRINTERMARK,
        pdfium_c.FPDF_ANNOT_TRAPNET,
    }
)
UNSEEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_MOST_LINKS = 40
_MOST_OPTIONS = 500
_MOST_LETTERS = 200_000
_TAG = re.compile(r"<[^>]{0,2000}>")
_BREAK = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)


def added_lines(page: pdfium.PdfPage, words: pdfium.PdfTextPage, seen: str) -> Iterator[str]:
    """Yield what is filled in or noted on a page, a line each; ``seen`` is the page's own text.

    Text typed onto the page stands as it is, a remark in a bubble as "Note: ...", an answer as "question: answer".
    """
    addresses: dict[str, None] = {}
    for annotation in annotations(page):
        if pdfium_c.FPDFAnnot_GetFlags(annotation) & UNSEEN:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium_c.FPDF_ANNOT_WIDGET:
            line = _field(page, words, annotation)
        elif kind == pdfium_c.FPDF_ANNOT_LINK:
            line = ""
            addresses |= dict.fromkeys(_link(page, annotation))
        elif kind in _NO_REMARKS:
            line = ""
        else:
            line = _remark(annotation, kind, seen)
        if line:
            yield line
    fresh = [address for address in addresses if _bare(address) not in seen.replace("\n", "")]
    yield from (f"Link: {address}" for address in fresh[:_MOST_LINKS])


@contextmanager
def _opened(page: pdfium.PdfPage, number: int) -> Iterator[Any]:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
    try:
        yield annotation
    finally:
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def annotations(page: pdfium.PdfPage) -> Iterator[Any]:
    """Yield the page's annotations, each open until the next is asked for."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        with _opened(page, number) as annotation:
            if annotation:
                yield annotation


def string_of(call: Any, *arguments: Any) -> str:
    """Return a text pdfium gives as UTF-16, asking first for its length in bytes."""
    size = call(*arguments, None, 0)
    if not 2 < size <= 2 * _MOST_LETTERS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return clean_text(buffer.raw[: size - 2].decode("utf-16-le", "replace")).strip()


def _remark(annotation: Any, kind: int, seen: str) -> str:
    remark = string_of(pdfium_c.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if not remark:
        rich = _BREAK.sub("\n", string_of(pdfium_c.FPDFAnnot_GetStringValue, annotation, b"RC"))
        remark = clean_text(_TAG.sub("", rich)).strip()
    if not remark or " ".join(remark.split()) in " ".join(seen.split()):
        # What is marked on the page is repeated by some programs as the remark.
        return ""
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        return remark
    writer = string_of(pdfium_c.FPDFAnnot_GetStringValue, annotation, b"T")
    return f"Note by {writer}: {remark}" if writer else f"Note: {remark}"


def _field(page: pdfium.PdfPage, words: pdfium.PdfTextPage, annotation: Any) -> str:
    form = page.formenv
    if not form:
        name, value = (string_of(pdfium_c.FPDFAnnot_GetStringValue, annotation, key) for key in (b"T", b"V"))
        return _pair(name, value)
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _NO_WORDS:
        return ""
    is_tick = kind in _TICKS
    label = (
        string_of(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
        or _words_beside(page, words, annotation, on_the_right=is_tick)
        or string_of(pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation)
    )
    if not is_tick:
        return _pair(label, _value(form, annotation, kind))
    if kind == pdfium_c.FPDF_FORMFIELD_RADIOBUTTON:
        label = _words_beside(page, words, annotation, on_the_right=True) or label
    mark = "ticked" if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else "not ticked"
    return f"[{mark}] {label}".rstrip(": ")


def _pair(label: str, value: str) -> str:
    label = label.rstrip(": ")
    return f"{label}: {value}" if value and label else value


def _value(form: Any, annotation: Any, kind: int) -> str:
    if kind in _CHOICES:
        count = min(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation), _MOST_OPTIONS)
        chosen = [
            string_of(pdfium_c.FPDFAnnot_GetOptionLabel, form, annotation, number)
            for number in range(count)
            if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, number)
        ]
        if any(chosen):
            return ", ".join(filter(None, chosen))
    return string_of(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)


def _words_beside(page: pdfium.PdfPage, words: pdfium.PdfTextPage, annotation: Any, *, on_the_right: bool) -> str:
    """Return the printed words on a field's line: the question a person sees the answer next to."""
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, box):
        return ""
    bottom, top = min(box.bottom, box.top), max(box.bottom, box.top)
    left = _near(words.get_text_bounded(0, bottom, min(box.left, box.right), top), at_the_end=True)
    right = _near(words.get_text_bounded(max(box.left, box.right), bottom, page.get_width(), top), at_the_end=False)
    return (right or left) if on_the_right else left


def _near(words: str, *, at_the_end: bool) -> str:
    line = " ".join(clean_text(words).split())
    return line[-_LABEL_LETTERS:] if at_the_end else line[:_LABEL_LETTERS]


def _link(page: pdfium.PdfPage, annotation: Any) -> Iterator[str]:
    """Yield where a link leads, if it leads out of the document."""
    link = pdfium_c.FPDFAnnot_GetLink(annotation)
    action = pdfium_c.FPDFLink_GetAction(link) if link else None
    if not action:
        return
    size = pdfium_c.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    if not 1 < size <= 4_000:
        return
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    address = clean_text(buffer.value.decode("utf-8", "replace")).strip()
    if address.lower().startswith(("http:", "https:", "mailto:", "ftp:", "file:", "tel:")):
        yield address


def _bare(address: str) -> str:
    """Return an address as people print it, for telling whether it is printed."""
    bare = re.sub(r"^(?:https?://|mailto:|ftp://|tel:)(?:www\.)?", "", address, flags=re.IGNORECASE)
    return bare.partition("?subject")[0].rstrip("/")
