"""Read the words of one picture of a page, with how sure the recogniser is of each."""

import csv
import io
import re
from dataclasses import replace

from PIL import Image

from config.limits import Limits
from ingest.documents.legible import common_words
from ingest.documents.pages import PageText
from ingest.documents.picture import prepare, to_pgm
from ingest.documents.surroundings import is_time_up, surroundings
from ingest.documents.tesseract import RecogniserError

# Below this a word is marked as unclear; of clean pages under 1 word in 100 falls below.
_SURE_PERCENT = 60.0
# Below this mean (a higher one for a few words) the page may stand on its head.
_DOUBTFUL, _SURE_OF_FEW = 0.55, 0.8
_FEW_WORDS = 12
# Signs that say something by themselves.
_TELLING = frozenset("£$€%&@+=?!✓✔☑☒✗")
# The recogniser's usual slip where a line begins with the word I: "lam", "Ihave".
_RUN_ON = re.compile(r"[Il|](am|have|had|was|were|would|want|wanted|asked|think|feel|felt|did|told|know|cannot|kept)")
# Logos and buttons are not pages that lie on their side.
_PAGE_PIXELS = 250_000
# Leaves and tiles are taken for letters. Below this mean, with no clear word and hardly a common one, nothing was said.
_SCRAPS, _CLEAR_LETTERS, _LEAST_COMMON = 0.4, 3, 2


def read_page(picture: Image.Image, limits: Limits) -> PageText:
    """Return the words of a picture, turned the way round that reads best; none where they are the scraps of a photo.

    Raises: RecogniserError where it could not be read either way up.
    """
    straight = prepare(picture, limits.ocr_pixels)
    # A sign of life: on a busy machine a large page is long in the making.
    is_time_up()
    best = _recognised(straight, limits)
    is_page = straight.width * straight.height >= _PAGE_PIXELS
    # Words on their heads are read as other words, not as none.
    if is_page and best.words and _is_doubtful(best):
        best = _better_way_up(best, picture, straight, limits)
    if _is_scraps(best):
        return replace(best, text="", confidence=0.0, unclear=(), is_poor=True)
    return best


def _better_way_up(best: PageText, picture: Image.Image, straight: Image.Image, limits: Limits) -> PageText:
    """Return a doubtful page as it reads another way round, if that is better; as it was, if that cannot be told."""
    try:
        if (picture.width > picture.height) is not (straight.width > straight.height):
            # It was taken to lie on its side, perhaps wrongly.
            best = _better(best, _recognised(prepare(picture, limits.ocr_pixels, may_turn=False), limits))
        if _is_doubtful(best):
            best = _better(best, _recognised(straight.transpose(Image.Transpose.ROTATE_180), limits))
    except RecogniserError:
        return replace(best, is_tried_once=True)
    return best


def _better(one: PageText, other: PageText) -> PageText:
    if one.is_cut or other.is_cut:
        # The number of words says nothing where only one of them was read to its foot.
        return max(one, other, key=lambda page: page.confidence)
    # What stands on its head has many words too, few of them clear.
    return max(one, other, key=lambda page: (len(page.clear.split()), page.confidence * page.words))


def _recognised(straight: Image.Image, limits: Limits) -> PageText:
    found = surroundings().recognise(to_pgm(straight), limits)
    return replace(page_from_tsv(found.tsv), is_cut=not found.is_whole)


def page_from_tsv(tsv: str) -> PageText:
    r"""Return the page that tesseract's table describes: a line for each line, a gap for each paragraph.

    >>> row = "5\t1\t1\t1\t1\t{}\t0\t0\t9\t9\t{}\t{}"
    >>> page = page_from_tsv("\n".join(["header", row.format(1, 96, "Dear"), row.format(2, 31, "Sir")]))
    >>> page.text, page.confidence, page.unclear
    ('Dear Sir', 0.635, ((5, 8),))
    """
    rows = csv.reader(io.StringIO(tsv, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    text, unclear, total, count = "", [], 0.0, 0
    before: tuple[str, ...] = ()
    for row in rows:
        if len(row) != 12 or row[0] != "5" or not row[11].strip():
            continue
        here, percent, word = tuple(row[1:5]), float(row[10]), row[11].strip()
        if percent < _SURE_PERCENT and not any(sign.isalnum() or sign in _TELLING for sign in word):
            # The edge of a bubble, a fold, a speck: no reader misses it.
            continue
        if (run_on := _RUN_ON.fullmatch(word)) is not None:
            word = f"I {run_on[1]}"
        if text.endswith("|") and before == here and word[0].islower():
            # The recogniser takes a capital I for a bar; before a small letter on the same line it is a word.
            text = text[:-1] + "I"
        elif word[0] == "|" and word[1:].isalpha():
            word = f"I {word[1:]}"
        text += _gap(before, here) + word
        before, total, count = here, total + percent, count + 1
        if percent < _SURE_PERCENT:
            unclear.append((len(text) - len(word), len(text)))
    confidence = round(max(0.0, min(total / count / 100, 1.0)), 3) if count else 0.0
    return PageText(text=text, confidence=confidence, unclear=_joined(unclear))


def _is_doubtful(page: PageText) -> bool:
    return page.confidence < (_DOUBTFUL if page.words >= _FEW_WORDS else _SURE_OF_FEW)


def _is_scraps(page: PageText) -> bool:
    if not page.words or page.confidence >= _SCRAPS:
        return False
    if any(len(word) >= _CLEAR_LETTERS for word in re.findall(r"[^\W\d_]+", page.clear)):
        return False
    return common_words(page.text) < _LEAST_COMMON


def _gap(before: tuple[str, ...], here: tuple[str, ...]) -> str:
    if not before:
        return ""
    if before[:3] != here[:3]:
        return "\n\n"
    return "\n" if before != here else " "


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the spans with neighbours (one letter apart) made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
