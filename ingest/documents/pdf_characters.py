"""Read the letters of a PDF page one by one, each with its place: slower than as a whole, for pages that need it."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.documents.pdf_objects import mark_of
from ingest.documents.pdf_order import Run
from ingest.documents.pdf_view import Box, View

# A page with more letters than this is a wall of print; it is taken as it comes.
MOST_LETTERS = 60_000
# Letters further apart than this share of their height do not stand in one run of words.
_FAR = 1.6
_SAME_LINE = 0.3
_ASKED = 40
# pdfium's sign for a hyphen at the end of a line, which it joins with the next.
HYPHEN = "\x02"


class Letter(NamedTuple):
    """Hold one letter (or a made space or line end) and where it stands."""

    sign: str
    box: Box


def letters_in(words: pdfium.PdfTextPage, view: View, hidden: Collection[int] = ()) -> Iterator[Letter]:
    """Yield the page's letters in the order they are drawn, without those of the drawn things in ``hidden``."""
    rectangle = pdfium_c.FS_RECTF()
    for index in range(min(pdfium_c.FPDFText_CountChars(words), MOST_LETTERS)):
        code = pdfium_c.FPDFText_GetUnicode(words, index)
        if code in {13, 0} or code > 0x10FFFF:
            continue
        if hidden and mark_of(pdfium_c.FPDFText_GetTextObject(words, index)) in hidden:
            continue
        pdfium_c.FPDFText_GetLooseCharBox(words, index, rectangle)
        box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield Letter(chr(code), box)


def runs_of(letters: Iterator[Letter]) -> list[Run]:
    """Return the letters as runs of words that stand side by side on one line, in the order they are drawn."""
    runs: list[Run] = []
    text, box = "", Box(0, 0, 0, 0)
    for sign, place in letters:
        if sign == "\n":
            is_end, is_blank = True, True
        else:
            is_blank = sign.isspace()
            is_end = bool(text) and not is_blank and not _goes_on(box, place)
        if is_end:
            _add(runs, text, box)
            text = ""
        if is_blank:
            text += " " if text else ""
            continue
        box = box.around(place) if text else place
        text += sign
    _add(runs, text, box)
    return runs


def dominant_turn(words: pdfium.PdfTextPage, fallback: int) -> int:
    """Return by how many degrees the page must be turned clockwise for most of its letters to stand upright."""
    count = pdfium_c.FPDFText_CountChars(words)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _ASKED)):
        angle = pdfium_c.FPDFText_GetCharAngle(words, index)
        if angle >= 0 and pdfium_c.FPDFText_GetUnicode(words, index) > 32:
            # pdfium measures clockwise; the page is turned back by as much.
            turns[-round(math.degrees(angle) / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else fallback


def _goes_on(box: Box, place: Box) -> bool:
    """Return whether a letter stands right after a run on the same line."""
    height = max(min(box.height, place.height), 1.0)
    overlap = min(box.bottom, place.bottom) - max(box.top, place.top)
    return overlap > _SAME_LINE * height and -3 * height < place.left - box.right < _FAR * max(box.height, place.height)


def _add(runs: list[Run], text: str, box: Box) -> None:
    if text.strip():
        runs.append(Run(text.strip(), box))
