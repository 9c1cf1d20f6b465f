"""Recognise the words in the pictures of a PDF's pages, and put them together with the typed ones."""

from collections import defaultdict

import pypdfium2 as pdfium
from PIL import Image

from ingest.documents.document import Source
from ingest.documents.legible import wordiness
from ingest.documents.ocr import read_page
from ingest.documents.pages import PageText, joined_page, numbers_of
from ingest.documents.pdf_looks import Look, picture_of
from ingest.documents.pdf_page import TypedPage
from ingest.documents.surroundings import is_time_up
from ingest.documents.tesseract import RecogniserError
from ingest.message import Problem, ProblemCode

_FAULTS = (pdfium.PdfiumError, ValueError, OSError, ArithmeticError, LookupError, MemoryError)
# A picture that takes up this share of a page and holds no words (a photo of a room, of an injury) is for eyes.
_SEEN_SHARE = 0.15
# Below these a small picture's "words" are a logo's lines or a face.
_SURE, _SMALL = 0.6, 0.1
_TRUSTED = 0.5
# Failures that are about one picture; any other is about the machine, and the next picture would fail as well.
_OF_ONE_PICTURE = frozenset({ProblemCode.TOO_SLOW, ProblemCode.DAMAGED})
_MOST_FAILURES = 3
_TOO_MANY = (
    "The PDF has over {most:,} scanned pages and pictures; of [where] only typed words were read. "
    "A person should open the rest."
)
_NO_TIME = "There was no time to read the pictures on [where] of the PDF: a person must look at them."
_CUT_SHORT = (
    "The time was over before the foot of the picture on [where] was reached; the words above it were read: "
    "let it be read again with patience, or look at it."
)
_TRIED_ONCE = (
    "The picture on [where] may stand on its head and was not tried the other way up: "
    "let it be read again with patience, or look at it."
)
_NO_WORDS = "No words were found in the picture on [where]: a person must look at what it shows."


class SeenPages:
    """Look at the parts of a PDF's pages that are pictures of words, the most urgent first."""

    def __init__(self, source: Source, document: pdfium.PdfDocument) -> None:
        self._source, self._document = source, document
        self._seen: dict[tuple[int, Look], PageText] = {}
        self._marks: set[str] = set()
        self._failures: dict[ProblemCode, list[tuple[int, str]]] = defaultdict(list)
        self._left: list[int] = []
        self._late: list[int] = []
        self._wordless: list[int] = []
        self._tried_once: list[int] = []
        self._cut_short: list[int] = []

    def read(self, typed: list[TypedPage], problems: list[Problem]) -> list[PageText]:
        """Return every page with all its words; what could not be looked at is added to ``problems``."""
        asked = [(index, look) for index, page in enumerate(typed) for look in page.looks]
        for index, look in sorted(asked, key=lambda one: (one[1].why, -one[1].share if one[1].why else 0, one[0])):
            self._look(index, look)
        pages = [self._page(index, page) for index, page in enumerate(typed)]
        problems += self._problems()
        return pages

    def _look(self, index: int, look: Look) -> None:
        limits = self._source.limits
        if look.mark and look.mark in self._marks:
            return
        if is_time_up():
            self._late.append(index + 1)
            return
        if self._failures and self._is_hopeless():
            failures = next(iter(self._failures.values()))
            failures.append((index + 1, failures[0][1]))
            return
        if len(self._seen) >= limits.ocr_pages:
            self._left.append(index + 1)
            return
        try:
            picture = self._picture(index, look)
            if picture is None:
                return
            self._marks |= {look.mark} - {""}
            seen = self._seen[index, look] = read_page(picture, limits)
            self._tried_once += [index + 1] if seen.is_tried_once else []
            self._cut_short += [index + 1] if seen.is_cut else []
        except RecogniserError as error:
            self._failures[error.code].append((index + 1, error.words))
        except _FAULTS:
            self._failures[ProblemCode.DAMAGED].append((index + 1, "It could not be shown: open it by hand."))

    def _picture(self, index: int, look: Look) -> Image.Image | None:
        page = self._document.get_page(index)
        try:
            return picture_of(page, look, self._source.limits)
        finally:
            page.close()

    def _is_hopeless(self) -> bool:
        others = [code for code in self._failures if code not in _OF_ONE_PICTURE]
        return bool(others) or sum(map(len, self._failures.values())) >= _MOST_FAILURES

    def _page(self, index: int, typed: TypedPage) -> PageText:
        own = PageText(text=typed.text, confidence=1.0 if typed.text else 0.0)
        if typed.is_lost:
            return self._best(own, [self._seen.get((index, look)) for look in typed.looks])
        above: list[PageText] = []
        below: list[PageText] = []
        for look in typed.looks:
            seen = self._seen.get((index, look))
            if seen is None or not self._is_of_use(index, look, seen):
                continue
            (above if (look.box.top + look.box.bottom) / 2 < typed.middle else below).append(seen)
        return joined_page([*above, own, *below])

    def _is_of_use(self, index: int, look: Look, seen: PageText) -> bool:
        is_small = look.share < _SMALL
        if not seen.words or (is_small and seen.confidence < _SURE):
            if look.share >= _SEEN_SHARE:
                self._wordless.append(index + 1)
            return False
        return True

    @staticmethod
    def _best(own: PageText, looks: list[PageText | None]) -> PageText:
        """Return the recognised words of a page whose typed ones do not read as words, if they read better."""
        for seen in looks:
            if seen is not None and seen.confidence >= _TRUSTED and wordiness(seen.text) >= wordiness(own.text):
                return seen
        return PageText(text=own.text, confidence=own.confidence, is_poor=bool(own.text))

    def _problems(self) -> list[Problem]:
        found = []
        for code, failures in self._failures.items():
            where = numbers_of([number for number, _ in failures])
            found.append(self._source.problem(code, f"The picture on {where} was not read. {failures[0][1]}"))
        notes = (
            (ProblemCode.TOO_MANY, self._left, _TOO_MANY.format(most=self._source.limits.ocr_pages)),
            (ProblemCode.UNFINISHED, self._late, _NO_TIME),
            (ProblemCode.UNFINISHED, self._cut_short, _CUT_SHORT),
            (ProblemCode.UNFINISHED, self._tried_once, _TRIED_ONCE),
            (ProblemCode.POOR_IMAGE, self._wordless, _NO_WORDS),
        )
        for code, numbers, words in notes:
            if numbers:
                found.append(self._source.problem(code, words.replace("[where]", numbers_of(numbers))))
        return found
