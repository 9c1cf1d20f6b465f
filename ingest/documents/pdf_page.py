"""Read one page of a PDF: its typed words in reading order, what is filled in or noted, and what must be looked at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from config.limits import Limits
from ingest.charset import clean_text
from ingest.documents.legible import is_legible
from ingest.documents.pdf_characters import HYPHEN, dominant_turn, letters_in
from ingest.documents.pdf_fields import added_lines, annotations
from ingest.documents.pdf_grid import grids_of, runs_with_tables
from ingest.documents.pdf_looks import Look, Why, glance_at, looks_at, stamps_on
from ingest.documents.pdf_objects import Drawn, Letters, letters_of, look_over, strokes
from ingest.documents.pdf_order import arrange, needs_arranging
from ingest.documents.pdf_signed import signed_lines
from ingest.documents.pdf_table import TableReader
from ingest.documents.pdf_view import Box, View, view_of
from ingest.documents.surroundings import surroundings

_LEAST_PATHS = 3
_LEAST_STROKES = 6
_MOST_FOR_TABLES = 2_000
_ASKED = 120
# Of the letters asked about, so many without a map mean that the page's words are lost as text.
_UNMAPPED = 0.2
# Levels of grey between ink and paper that an eye can tell apart.
_SEEN = 20
_MOST_RECTANGLES = 3_000
# Hyphens at line ends on one page that are a typesetter's; a letter's few are part of the words.
_TYPESET = 4
# Of the time to read in; a page's words as they come take milliseconds, a look at it up to a second.
_SHORT_SECONDS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPage:
    """Hold a page's typed words; ``looks`` are the parts that must be recognised, ``hidden`` the words nobody can see.

    ``is_lost`` is true where the letters are there but do not read as words; ``middle`` is how far down they stand.
    """

    text: str
    looks: tuple[Look, ...] = ()
    is_lost: bool = False
    hidden: int = 0
    middle: float = 0.0


def typed_page(page: pdfium.PdfPage, index: int, tables: TableReader, limits: Limits) -> TypedPage:
    """Return a page's typed words, filled-in fields and remarks, ruled tables row by row.

    Raises: pdfium.PdfiumError when the page is damaged.
    """
    view = view_of(page)
    words = page.get_textpage()
    drawn = look_over(page, view)
    hidden = _hidden(page, drawn, view)
    rectangles = _rectangles(words, view)
    text = _text(page, index, words, drawn, hidden, view, rectangles, tables)
    lines = [text, *islice(added_lines(page, words, text), limits.form_fields)]
    lines += signed_lines(page, index)
    is_lost = bool(text) and (_is_unmapped(words) or not is_legible(text))
    text = "\n".join(line for line in lines if line).strip()
    if is_lost:
        looks = [Look(Why.LOST_LETTERS, view.page, 300, 1.0)]
    else:
        stamps = stamps_on(view, annotations(page)) if pdfium_c.FPDFPage_GetAnnotCount(page) else []
        pieces = letters_of(drawn, view) if drawn.pictures else []
        count = sum(map(str.isalnum, text))
        looks = looks_at(drawn, pieces, stamps, view, rectangles, count)
    middle = sum(box.top for box in rectangles) / len(rectangles) if rectangles else 0.0
    words.close()
    return TypedPage(text=text, looks=tuple(looks), is_lost=is_lost, hidden=len(hidden), middle=middle)


def _text(
    page: pdfium.PdfPage,
    index: int,
    words: pdfium.PdfTextPage,
    drawn: Drawn,
    hidden: Sequence[Letters],
    view: View,
    rectangles: Sequence[Box],
    tables: TableReader,
) -> str:
    """Return the page's own words: as its writer ordered them where that is how they are read, else put in order."""
    count = pdfium_c.FPDFText_CountChars(words)
    if count <= 0:
        return ""
    turn = dominant_turn(words, view.turn)
    upright = view.turned(turn)
    lines = list(strokes(drawn, upright)) if len(drawn.paths) >= _LEAST_PATHS or _is_compound(drawn) else []
    grids = grids_of(lines) if len(lines) >= _LEAST_STROKES else []
    placed = rectangles if turn == view.turn else _rectangles(words, upright)
    plain = _plain(words)
    if _is_time_short() and not hidden:
        return mended(plain)
    if not (hidden or grids or turn or needs_arranging(placed)):
        if len(lines) >= 2 * _LEAST_STROKES and turn == view.turn == 0 and _is_light(drawn):
            return tables.with_tables(index, page, words, mended(plain))
        return mended(plain)
    letters = letters_in(words, upright, {piece.mark for piece in hidden})
    return mended(arrange(runs_with_tables(letters, grids)))


def _plain(words: pdfium.PdfTextPage) -> str:
    # What lies outside of the page nobody sees; but a page whose size is nonsense still has its words.
    return str(words.get_text_bounded() or words.get_text_range())


def mended(text: str) -> str:
    r"""Return the text with the words put together again that were parted at a line's end.

    A letter's few hyphens there belong to the words (ex-partner); a leaflet's many were put in by its typesetter.

    >>> mended("my ex\x02partner")
    'my ex-partner'
    """
    sign = "" if text.count(HYPHEN) >= _TYPESET else "-"
    text = clean_text(text.replace(HYPHEN, sign).replace("\ufffe", sign))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def _hidden(page: pdfium.PdfPage, drawn: Drawn, view: View) -> list[Letters]:
    """Return the letters that nobody can see on the page: white on white, see-through, no larger than a speck."""
    pictures = [picture.box for picture in drawn.pictures]
    doubtful = [piece for piece in drawn.suspects if not _is_over(piece.box, pictures)]
    if not doubtful or _is_time_short():
        # To leave words out, one must have looked; the words of the pages to come are worth more.
        return []
    grey, scale = glance_at(page, view)
    hidden = []
    for piece in doubtful:
        left, top, right, bottom = (round(edge * scale) for edge in piece.box.inside(view.page))
        part = grey[top : bottom + 1, left : right + 1]
        if part.size and int(part.max()) - int(part.min()) < _SEEN:
            hidden.append(piece)
    return hidden


def _is_time_short() -> bool:
    """Return whether the words of the pages to come must be taken as they are, lest there be no time for them."""
    return surroundings().seconds_left() < _SHORT_SECONDS


def _is_over(box: Box, pictures: Sequence[Box]) -> bool:
    """Return whether letters lie on a picture: a recogniser's, which belong to what is seen in it."""
    return any(box.overlap(picture) > 0.5 * max(box.area, 0.01) for picture in pictures)


def _is_light(drawn: Drawn) -> bool:
    """Return whether pdfplumber, which takes minutes over a map, may be asked about the page's tables."""
    if drawn.count > _MOST_FOR_TABLES:
        return False
    segments: int = sum(pdfium_c.FPDFPath_CountSegments(raw) for raw, _ in drawn.paths)
    return segments <= _MOST_FOR_TABLES


def _is_compound(drawn: Drawn) -> bool:
    return any(pdfium_c.FPDFPath_CountSegments(raw) > _LEAST_STROKES for raw, _ in drawn.paths)


def _is_unmapped(words: pdfium.PdfTextPage) -> bool:
    """Return whether a font's letters have no map to signs: what pdfium gives then are numbers of shapes."""
    count = pdfium_c.FPDFText_CountChars(words)
    asked = range(0, count, max(1, count // _ASKED))
    wrong = sum(pdfium_c.FPDFText_HasUnicodeMapError(words, number) == 1 for number in asked)
    return bool(wrong > _UNMAPPED * len(asked))


def _rectangles(words: pdfium.PdfTextPage, view: View) -> list[Box]:
    """Return where the page's words stand, piece by piece in the order they are drawn."""
    count = min(words.count_rects(), _MOST_RECTANGLES)
    return [view.box(*words.get_rect(number)) for number in range(count)]
