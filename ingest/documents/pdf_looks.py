"""Decide which parts of a PDF page must be looked at as pictures, and take those pictures.

A page can be a scan, a letter with a screenshot pasted in, a scanned form typed over, or print with the letters' map
lost. What a producer has recognised already (letters under or invisibly over a picture) is not recognised again.
"""

import ctypes
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from config.limits import Limits
from ingest.documents.pdf_objects import Drawn, Letters, Picture
from ingest.documents.pdf_view import Box, View
from ingest.documents.surroundings import is_time_up

_POINTS_AN_INCH = 72
_USUAL_DOTS, _LEAST_DOTS = 300, 100
_LONGEST_SIDE = 3_600
# Shares of the page: a smaller picture is an icon, and one over half of it is looked at as a whole page.
_ICON, _MOST_OF_IT = 0.012, 0.45
_LEAST_SIDE_POINTS = 11.0
_LEAST_PIXELS = 10_000
# Letters (guessed from their width) that show that somebody's recogniser was here before.
_RECOGNISED = 25
_MOST_PICTURES = 400
_TOUCHING = 2.0
# Points by which known words are painted over beyond their measured edges, which cut off tails and soft borders.
_HALO = (-1.0, -1.5, 1.0, 1.5)
_HASHED_BYTES = 4_000_000
_FEW_LETTERS, _MANY_PATHS, _SOME_PATHS, _OUTLINES = 200, 150, 5, 20
_ON_TOP = frozenset({pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_INK})


class Why(IntEnum):
    """Why a part of a page is looked at, the most urgent first."""

    NO_WORDS = 0
    LOST_LETTERS = 1
    PICTURE = 2


@dataclass(frozen=True, slots=True)
class Look:
    """Hold a part of a page to be looked at; ``typed`` are places whose words are known, ``mark`` tells twins."""

    why: Why
    box: Box
    dots: float
    share: float
    typed: tuple[Box, ...] = ()
    mark: str = ""


def looks_at(
    drawn: Drawn, letters: Sequence[Letters], stamps: Iterable[Box], view: View, typed: Sequence[Box], count: int
) -> list[Look]:
    """Return which parts of a page must be looked at; ``count`` is how many letters of it are known."""
    whole = view.page
    if not count and _is_drawn(drawn):
        return [Look(Why.NO_WORDS, whole, _dots_of(drawn.pictures), 1.0)]
    if count < _FEW_LETTERS and len(drawn.paths) >= _MANY_PATHS:
        return [Look(Why.PICTURE, whole, _USUAL_DOTS, 1.0, tuple(typed))]
    looks = []
    for group in _groups(drawn.pictures, whole):
        box = _around(group)
        if _has_words_to_find(group, box, whole) and not _is_recognised(group, box, letters, whole):
            looks.append(_look(group, box, typed, whole))
    looks += [_look((), box.inside(whole), typed, whole) for box in stamps if box.area >= _ICON * whole.area]
    if sum(look.box.area for look in looks) > _MOST_OF_IT * whole.area and len(looks) > 1:
        marks = "".join(look.mark for look in looks)
        why = min(look.why for look in looks)
        return [Look(why, whole, max(look.dots for look in looks), 1.0, tuple(typed), marks)]
    return looks


def stamps_on(view: View, annotations: Iterable[Any]) -> list[Box]:
    """Return where stamps and drawings without words of their own were put on the page."""
    boxes = []
    rectangle = pdfium_c.FS_RECTF()
    for annotation in annotations:
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) not in _ON_TOP:
            continue
        has_words = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0) > 2
        if not has_words and pdfium_c.FPDFAnnot_GetRect(annotation, rectangle):
            boxes.append(view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    return boxes


def picture_of(page: pdfium.PdfPage, look: Look, limits: Limits) -> Image.Image | None:
    """Return the part of the page as a grey picture, None where nothing is on it.

    Words already known are painted over. Raises: pdfium.PdfiumError.
    """
    box = look.box
    if box.area <= 0:
        return None
    scale = min(look.dots / _POINTS_AN_INCH, _LONGEST_SIDE / max(box.width, box.height))
    scale = min(scale, (limits.ocr_pixels / box.area) ** 0.5)
    picture = _rendered(page, box, scale)
    pen = ImageDraw.Draw(picture)
    for known in look.typed:
        part = Box(*(edge + by for edge, by in zip(known, _HALO, strict=True))).inside(box)
        if part.area > 0:
            corners = (part.left - box.left, part.top - box.top, part.right - box.left, part.bottom - box.top)
            pen.rectangle(tuple(round(edge * scale) for edge in corners), fill=255)
    return None if is_blank(picture) else picture


def is_blank(picture: Image.Image) -> bool:
    """Return whether a picture is one colour, but for the grain of the paper."""
    small = np.asarray(picture.reduce(4) if min(picture.size) >= 16 else picture)
    return bool(float(small.std()) <= 0.5)


def glance_at(page: pdfium.PdfPage, view: View) -> tuple[np.ndarray, float]:
    """Return a small grey picture of the whole page and its dots a point, to see whether letters can be seen on it."""
    scale = min(1.5, 1_600 / max(view.page.width, view.page.height, 1.0))
    return np.asarray(_rendered(page, view.page, scale)), scale


def _rendered(page: pdfium.PdfPage, box: Box, scale: float) -> Image.Image:
    """Return a part of a page as it is seen, drawn until the time is up.

    A drawing of a million lines takes minutes; pdfium asks between its pieces whether to go on.
    """
    wide, high = (max(1, round(side * scale)) for side in (box.width, box.height))
    full_wide, full_high = (max(1, round(side * scale)) for side in page.get_size())
    bitmap = pdfium.PdfBitmap.new_native(wide, high, pdfium_c.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
    at = (-round(box.left * scale), -round(box.top * scale), full_wide, full_high, 0)
    flags = pdfium_c.FPDF_ANNOT | pdfium_c.FPDF_GRAYSCALE
    pause = pdfium_c.IFSDK_PAUSE(version=1)
    pdfium.internal.set_callback(pause, "NeedToPauseNow", lambda _pause: is_time_up())
    state = pdfium_c.FPDF_RenderPageBitmap_Start(bitmap, page, *at, flags, pause)
    while state == pdfium_c.FPDF_RENDER_TOBECONTINUED and not is_time_up():
        state = pdfium_c.FPDF_RenderPage_Continue(page, pause)
    pdfium_c.FPDF_RenderPage_Close(page)
    if page.formenv:
        pdfium_c.FPDF_FFLDraw(page.formenv, bitmap, page, *at, flags)
    picture: Image.Image = bitmap.to_pil().convert("L")
    bitmap.close()
    return picture


def _look(group: Sequence[Picture], box: Box, typed: Sequence[Box], whole: Box) -> Look:
    share = box.area / max(whole.area, 1.0)
    on_it = tuple(place for place in typed if place.overlap(box) > 0)
    if share > _MOST_OF_IT:
        return Look(Why.NO_WORDS, whole, _dots_of(group), 1.0, tuple(typed), _mark(group))
    return Look(Why.PICTURE, box, _dots_of(group), share, on_it, _mark(group))


def _is_drawn(drawn: Drawn) -> bool:
    """Return whether there is something on the page that could be words."""
    if drawn.pictures or len(drawn.paths) >= _SOME_PATHS or drawn.is_busy:
        return True
    return any(pdfium_c.FPDFPath_CountSegments(raw) > _OUTLINES for raw, _ in drawn.paths)


def _groups(pictures: Sequence[Picture], whole: Box) -> list[list[Picture]]:
    """Return pictures that touch as one: scanners cut a page into strips and layers."""
    seen = [picture for picture in pictures if picture.box.area > 0]
    if len(seen) > _MOST_PICTURES:
        return [seen]
    groups: list[tuple[Box, list[Picture]]] = []
    for picture in seen:
        box, members = picture.box, [picture]
        while True:
            wider = Box(box.left - _TOUCHING, box.top - _TOUCHING, box.right + _TOUCHING, box.bottom + _TOUCHING)
            hit = next((n for n, (other, _) in enumerate(groups) if wider.overlap(other) > 0), None)
            if hit is None:
                break
            other, others = groups.pop(hit)
            box, members = box.around(other), [*others, *members]
        groups.append((box, members))
    return [members for box, members in sorted(groups, key=lambda group: group[0].top) if box.inside(whole).area > 0]


def _has_words_to_find(group: Sequence[Picture], box: Box, whole: Box) -> bool:
    if box.area < _ICON * whole.area or min(box.width, box.height) < _LEAST_SIDE_POINTS:
        return False
    return sum(wide * high for wide, high in (picture.pixels for picture in group)) >= _LEAST_PIXELS


def _is_recognised(group: Sequence[Picture], box: Box, letters: Sequence[Letters], whole: Box) -> bool:
    last = max(picture.order for picture in group)
    known = 0.0
    for piece in letters:
        if (piece.is_invisible or piece.order < last) and piece.box.overlap(box) > 0.5 * piece.box.area:
            known += piece.box.width / max(0.5 * piece.box.height, 1.0)
    return known >= _RECOGNISED or (known >= 3 and box.area < 0.1 * whole.area)


def _dots_of(group: Sequence[Picture]) -> float:
    """Return at how many dots an inch a part is best looked at: its own, within reason."""
    own = [picture.pixels[0] / max(picture.box.width, 1.0) for picture in group if picture.pixels[0]]
    finest = max(own, default=_USUAL_DOTS / _POINTS_AN_INCH) * _POINTS_AN_INCH
    return float(max(_LEAST_DOTS, min(finest, 2 * _USUAL_DOTS)))


def _mark(group: Sequence[Picture]) -> str:
    """Return a mark by which the same picture is known again on the next page: a letterhead, a background."""
    mark = hashlib.sha256()
    for picture in group[:8]:
        size = pdfium_c.FPDFImageObj_GetImageDataRaw(picture.raw, None, 0)
        if not 0 < size <= _HASHED_BYTES:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium_c.FPDFImageObj_GetImageDataRaw(picture.raw, buffer, size)
        mark.update(buffer.raw)
    return mark.hexdigest() if group else ""


def _around(group: Sequence[Picture]) -> Box:
    box = group[0].box
    for picture in group[1:]:
        box = box.around(picture.box)
    return box
