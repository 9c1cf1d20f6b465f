"""Read the letters of a PDF page one by one, each with its place: slower than as a whole, for pages that need it."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
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
_PILE = 4
# pdfium's sign for a hyphen at the end of a line, which it joins with the next.
HYPHEN = "\x02"
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class Letter(NamedTuple):
    """Hold one letter (or a made space or line end) and where it stands."""

    sign: str
    box: Box


def letters_in(words: pdfium.PdfTextPage, view: View, hidden: Collection[int] = ()) -> Iterator[Letter]:
    """Yield the page's letters in the order they are drawn, without those of the drawn things in ``hidden``."""
    rectangle, raw = pdfium_c.FS_RECTF(), words.raw
    sign_at, box_at, view_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox, view.box
    for index in range(min(pdfium_c.FPDFText_CountChars(raw), MOST_LETTERS)):
        code = sign_at(raw, index)
        if code in {13, 0} or code > 0x10FFFF:
            continue
        if hidden and mark_of(pdfium_c.FPDFText_GetTextObject(raw, index)) in hidden:
            continue
        if code in {10, 32}:
            # Where a blank stands is never asked.
            yield Letter(chr(code), _NOWHERE)
            continue
        box_at(raw, index, rectangle)
        yield Letter(chr(code), view_box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))


def runs_of(letters: Iterable[Letter]) -> list[Run]:
    """Return the letters as runs of words that stand side by side on one line, in the order they are drawn."""
    runs: list[Run] = []
    signs: list[str] = []
    left = top = right = bottom = 0.0
    for sign, box in letters:
        if sign == "\n":
            _add(runs, signs, left, top, right, bottom)
            signs = []
        elif sign.isspace():
            if signs:
                signs.append(" ")
        elif signs and _goes_on(top, right, bottom, box):
            signs.append(sign)
            left, top = min(left, box[0]), min(top, box[1])
            right, bottom = max(right, box[2]), max(bottom, box[3])
        else:
            _add(runs, signs, left, top, right, bottom)
            signs = [sign]
            left, top, right, bottom = box
    _add(runs, signs, left, top, right, bottom)
    return _with_turned_lines(runs)


def dominant_turn(words: pdfium.PdfTextPage, fallback: int) -> int:
    """Return by how many degrees the page must be turned clockwise for most of its letters to stand upright."""
    count = pdfium_c.FPDFText_CountChars(words)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _ASKED)):
        angle = pdfium_c.FPDFText_GetCharAngle(words, index)
        if angle >= 0 and pdfium_c.FPDFText_GetUnicode(words, index) > 32:
            # A letter of negative size stands on its head before it is turned: both together are upright.
            angle += math.pi if pdfium_c.FPDFText_GetFontSize(words, index) < 0 else 0.0
            # pdfium measures clockwise; the page is turned back by as much.
            turns[-round(math.degrees(angle) / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else fallback


def _goes_on(top: float, right: float, bottom: float, box: Box) -> bool:
    """Return whether a letter stands right after a run on the same line."""
    high = box[3] - box[1]
    tall, low = max(bottom - top, high), max(min(bottom - top, high), 1.0)
    overlap = min(bottom, box[3]) - max(top, box[1])
    return overlap > _SAME_LINE * low and -3 * low < box[0] - right < _FAR * tall


def _add(runs: list[Run], signs: list[str], left: float, top: float, right: float, bottom: float) -> None:
    text = "".join(signs).lstrip()
    if text:
        runs.append(Run(text, Box(left, top, right, bottom)))


def _with_turned_lines(runs: list[Run]) -> list[Run]:
    """Return runs with letters that stand on one another, four and more, as one: words up or down a margin."""
    joined: list[Run] = []
    pile: list[Run] = []
    for run in runs:
        if pile and not _stands_on(pile[-1], run):
            joined += _unpiled(pile)
            pile = []
        pile.append(run)
    return joined + _unpiled(pile)


def _stands_on(one: Run, other: Run) -> bool:
    if len(one.text.strip()) > 1 or len(other.text.strip()) > 1:
        return False
    wide = max(one.box.width, other.box.width)
    gap = max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom)
    return abs(one.box.left + one.box.right - other.box.left - other.box.right) < wide and -wide < gap < wide


def _unpiled(pile: list[Run]) -> list[Run]:
    if len(pile) < _PILE:
        return [Run(run.text.strip(), run.box) for run in pile]
    return [Run("".join(run.text for run in pile).strip(), reduce(Box.around, (run.box for run in pile)))]
