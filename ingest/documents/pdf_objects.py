"""Look over what a PDF page is drawn from: pictures, lines, and letters that nobody can see."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.documents.pdf_view import Box, View

# Things looked at on one page; a map or a drawing has many more, and no table among them.
_MOST_DRAWN = 20_000
_DEEPEST = 5
_MOST_STROKES = 6_000
_INVISIBLE = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
# So light, so see-through or so small (points) that white paper would hide it.
_LIGHT, _SEE_THROUGH, _TINY = 235, 25, 1.5
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Letters:
    """Hold a stretch of drawn letters: ``mark`` tells it among the page's, ``order`` is when it is drawn."""

    mark: int
    order: int
    box: Box
    is_invisible: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a picture on the page: where, when it is drawn, its own size in dots, and pdfium's hold of it."""

    box: Box
    order: int
    pixels: tuple[int, int]
    raw: Any


@dataclass(slots=True)
class Drawn:
    """Hold what a page is drawn from. ``suspects`` are letters that may be invisible on it."""

    pictures: list[Picture] = field(default_factory=list)
    texts: list[tuple[Any, int, Matrix, bool]] = field(default_factory=list)
    suspects: list[Letters] = field(default_factory=list)
    paths: list[tuple[Any, Matrix]] = field(default_factory=list)
    count: int = 0

    @property
    def is_busy(self) -> bool:
        """Return whether not all of the page was looked at."""
        return self.count >= _MOST_DRAWN


def look_over(page: pdfium.PdfPage, view: View) -> Drawn:
    """Return what the page is drawn from."""
    drawn = Drawn()
    colour = tuple(ctypes.c_uint() for _ in range(4))
    size = ctypes.c_float()
    for raw, matrix in _objects(page):
        drawn.count += 1
        if drawn.is_busy:
            break
        kind = pdfium_c.FPDFPageObj_GetType(raw)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            is_invisible = pdfium_c.FPDFTextObj_GetTextRenderMode(raw) in _INVISIBLE
            drawn.texts.append((raw, drawn.count, matrix, is_invisible))
            if is_invisible or _is_faint(raw, matrix, colour, size):
                box = box_of(raw, matrix, view)
                drawn.suspects.append(Letters(mark_of(raw), drawn.count, box, is_invisible))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = box_of(raw, matrix, view).inside(view.page)
            drawn.pictures.append(Picture(box, drawn.count, _pixels(raw), raw))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawn.paths.append((raw, matrix))
    return drawn


def letters_of(drawn: Drawn, view: View) -> list[Letters]:
    """Return where the page's letters are drawn, and when."""
    return [
        Letters(mark_of(raw), order, box_of(raw, matrix, view), is_invisible)
        for raw, order, matrix, is_invisible in drawn.texts
    ]


def mark_of(raw: Any) -> int:
    """Return a number that is the same for the same thing on the page, 0 for nothing."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def box_of(raw: Any, matrix: Matrix, view: View) -> Box:
    """Return where something drawn lies on the page as seen."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(raw, left, bottom, right, top):
        return Box(0.0, 0.0, 0.0, 0.0)
    corners = [_moved(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return view.box(min(xs), min(ys), max(xs), max(ys))


def strokes(drawn: Drawn, view: View) -> Iterator[Box]:
    """Yield the straight level and upright lines of the page, edges of frames included, as very thin boxes."""
    left = _MOST_STROKES
    for raw, matrix in drawn.paths:
        own = pdfium_c.FS_MATRIX()
        count = pdfium_c.FPDFPath_CountSegments(raw)
        left -= max(count, 1)
        if left < 0:
            return
        if not pdfium_c.FPDFPageObj_GetMatrix(raw, own):
            continue
        whole = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        yield from _segments(raw, count, whole, view)


def _segments(raw: Any, count: int, matrix: Matrix, view: View) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = (0.0, 0.0)
    for number in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(raw, number)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = _moved(matrix, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begin = here
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield view.box(last[0], last[1], here[0], here[1])
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield view.box(here[0], here[1], begin[0], begin[1])
        last = here


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix]]:
    for number in range(pdfium_c.FPDFPage_CountObjects(page)):
        raw = pdfium_c.FPDFPage_GetObject(page, number)
        if raw:
            yield from _with_parts(raw, _IDENTITY, _DEEPEST)


def _with_parts(raw: Any, matrix: Matrix, levels: int) -> Iterator[tuple[Any, Matrix]]:
    if pdfium_c.FPDFPageObj_GetType(raw) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield raw, matrix
        return
    own = pdfium_c.FS_MATRIX()
    if not levels or not pdfium_c.FPDFPageObj_GetMatrix(raw, own):
        return
    inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for number in range(pdfium_c.FPDFFormObj_CountObjects(raw)):
        part = pdfium_c.FPDFFormObj_GetObject(raw, number)
        if part:
            yield from _with_parts(part, inner, levels - 1)


def _is_faint(raw: Any, matrix: Matrix, colour: tuple[Any, ...], size: Any) -> bool:
    if pdfium_c.FPDFPageObj_GetFillColor(raw, *colour):
        red, green, blue, alpha = (part.value for part in colour)
        if min(red, green, blue) >= _LIGHT or alpha <= _SEE_THROUGH:
            return True
    if not pdfium_c.FPDFTextObj_GetFontSize(raw, size):
        return False
    if size.value * max(map(abs, matrix[:4])) >= 6 * _TINY:
        return False
    own = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(raw, own)
    scale = max(abs(own.a), abs(own.b), abs(own.c), abs(own.d)) * max(map(abs, matrix[:4]))
    return bool(0 < size.value * scale < _TINY)


def _pixels(raw: Any) -> tuple[int, int]:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium_c.FPDFImageObj_GetImagePixelSize(raw, wide, high):
        return 0, 0
    return wide.value, high.value


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
