"""Read the files that lie inside a PDF: its attachments, a portfolio's members, files pinned to a page."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.documents.document import Source
from ingest.documents.pages import PageText, within
from ingest.documents.pdf_fields import annotations, string_of
from ingest.documents.surroundings import is_time_up
from ingest.message import Problem, ProblemCode

# Files a person would send in one PDF; more is an archive, for a person to choose from.
_MOST_FILES = 50


def read_inside(source: Source, document: pdfium.PdfDocument, pinned: dict[str, bytes]) -> Iterator[PageText | Problem]:
    """Yield what each file inside says, under its name, and what could not be read; ``pinned`` lie on the pages."""
    names: list[str] = []
    files = [*_attached(document), *pinned.items()]
    for number, (name, data) in enumerate(files, 1):
        if is_time_up() or number > _MOST_FILES:
            left = ", ".join(name for name, _ in files[number - 1 :][:12])
            words = f"The PDF holds {len(files):,} files; these were not read: {left}. A person must open them."
            yield source.problem(ProblemCode.UNFINISHED if is_time_up() else ProblemCode.TOO_MANY, words)
            return
        if name in names:
            continue
        names.append(name)
        found = source.open_inside(name, "", data)
        yield from within(source, name, found)


def pinned_to(page: pdfium.PdfPage) -> Iterator[tuple[str, bytes]]:
    """Yield the files pinned to a page."""
    for annotation in annotations(page):
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
            raw = pdfium_c.FPDFAnnot_GetFileAttachment(annotation)
            if raw:
                yield _file(raw)


def _attached(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes]]:
    for number in range(min(max(document.count_attachments(), 0), 10 * _MOST_FILES)):
        raw = pdfium_c.FPDFDoc_GetAttachment(document, number)
        if raw:
            yield _file(raw)


def _file(raw: Any) -> tuple[str, bytes]:
    name = string_of(pdfium_c.FPDFAttachment_GetName, raw) or "file inside the PDF"
    size = ctypes.c_ulong()
    if not pdfium_c.FPDFAttachment_GetFile(raw, None, 0, size) or not size.value:
        return name, b""
    buffer = ctypes.create_string_buffer(size.value)
    pdfium_c.FPDFAttachment_GetFile(raw, buffer, size.value, size)
    return name, buffer.raw[: size.value]
