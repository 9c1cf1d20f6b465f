"""Read a photo or scan: every page of it, by OCR, and as much of a damaged one as is there."""

import threading

from ingest.documents.document import DocumentText, Source
from ingest.documents.image_open import (
    FAULTS,
    FORMATS,
    TooManyDotsError,
    count_frames,
    frame_of,
    opened,
    taking_what_is_there,
)
from ingest.documents.ocr import read_page
from ingest.documents.pages import PageText, join_pages, numbered, numbers_of
from ingest.documents.surroundings import is_time_up
from ingest.documents.tesseract import RecogniserError
from ingest.message import Problem, ProblemCode

__all__ = ["FAULTS", "FORMATS", "read_image"]

# Spacers, icons and the counting dots of newsletters: no words to miss.
_SMALLEST_SIDE = 24
_SMALLEST_PIXELS = 4_000
# A picture at least this large without a word in it (a photo of a room, of an injury) is for a person's eyes.
_SEEN_SIDE = 200
_DAMAGED = "The picture is damaged: ask the sender to send it again."
_CUT = "The picture is damaged or was cut off; what is left of it was read: ask the sender to send it again."
_NO_WORDS = "No words were found in this picture: a person must look at what it shows."
_NO_THREADS = "A photo in the iPhone's own format (HEIC), which cannot be read safely on this machine: open it by hand."
# Failures that are about one page; any other is about the machine, and the next page would fail as well.
_OF_ONE_PAGE = frozenset({ProblemCode.TOO_SLOW, ProblemCode.DAMAGED})
_CUT_SHORT = (
    "The time was over before the foot of [where] was reached; the words above it were read: "
    "let it be read again with patience, or open it by hand."
)
_TRIED_ONCE = (
    "[where] may stand on its head and was not tried the other way up: "
    "let it be read again with patience, or open it by hand."
)


def read_image(source: Source) -> DocumentText:
    """Return the words in a picture, its frames as pages, with what the recogniser was unsure of."""
    try:
        with opened(source.data, source.limits) as picture:
            size, is_heif = picture.size, picture.format == "HEIF"
            frames = count_frames(picture)
            # The first of a scan's pictures may be a small one of its page, to be shown in a list.
            has_more = picture.format == "TIFF" and frames > 1
    except TooManyDotsError:
        return source.unread(ProblemCode.TOO_LARGE, _too_large(source))
    except FAULTS:
        return source.unread(ProblemCode.DAMAGED, _DAMAGED)
    if is_heif and not _can_start_threads():
        return source.unread(ProblemCode.NO_READER, _NO_THREADS)
    if not has_more and (min(size) < _SMALLEST_SIDE or size[0] * size[1] < _SMALLEST_PIXELS):
        return DocumentText(media_type=source.media_type)
    return _ImageReading(source, frames).read(min(size))


class _ImageReading:
    """Read one picture's pages, gathering what goes wrong on the way."""

    def __init__(self, source: Source, frames: int) -> None:
        self._source, self._frames = source, frames
        self._problems: list[Problem] = []
        self._damaged: list[int] = []
        self._tried_once: list[int] = []
        self._cut_short: list[int] = []
        self._is_cut = False
        self._is_over = False

    def read(self, smallest_side: int) -> DocumentText:
        pages: list[PageText] = []
        for number in range(self._frames):
            if self._must_stop(number):
                break
            pages.append(self._page(number))
        if len(self._damaged) == len(pages) and self._damaged:
            return self._source.unread(ProblemCode.DAMAGED, _DAMAGED)
        self._note_damage()
        self._note_unfinished(_CUT_SHORT, self._cut_short)
        self._note_unfinished(_TRIED_ONCE, self._tried_once)
        is_silent = not self._problems and not any(page.words or page.is_poor for page in pages)
        if is_silent and smallest_side >= _SEEN_SIDE:
            self._note(ProblemCode.POOR_IMAGE, _NO_WORDS)
        if self._frames == 1:
            return join_pages(self._source, pages, self._problems)
        return join_pages(self._source, numbered(pages), self._problems, pages_total=self._frames)

    def _must_stop(self, number: int) -> bool:
        limits = self._source.limits
        if self._is_over:
            return True
        rest = f"The picture file has {self._frames:,} pages; only the first {number:,} were read."
        if number >= limits.ocr_pages:
            self._note(ProblemCode.TOO_MANY, rest)
        elif is_time_up():
            self._note(ProblemCode.UNFINISHED, f"There was no time to read all of it. {rest} A person must read it.")
        else:
            return False
        return True

    def _page(self, number: int) -> PageText:
        nothing = PageText(text="", confidence=0.0)
        try:
            page = self._seen(number)
        except RecogniserError as error:
            # Where the machine or the time is at its end, so it is for every page behind this one.
            self._is_over = error.code not in _OF_ONE_PAGE
            last = self._frames if self._is_over else number + 1
            where = numbers_of(range(number + 1, last + 1)).capitalize() + ": " if self._frames > 1 else ""
            self._note(error.code, where + error.words)
        except TooManyDotsError:
            self._note(ProblemCode.TOO_LARGE, _too_large(self._source))
        except FAULTS:
            self._damaged.append(number + 1)
        else:
            self._tried_once += [number + 1] if page.is_tried_once else []
            self._cut_short += [number + 1] if page.is_cut else []
            return page
        return nothing

    def _seen(self, number: int) -> PageText:
        """Return a page's words; of one that is cut off, those of the part that is there."""
        limits = self._source.limits
        try:
            with opened(self._source.data, limits) as picture:
                frame = frame_of(picture, number, limits)
        except FAULTS:
            with taking_what_is_there(), opened(self._source.data, limits) as picture:
                frame = frame_of(picture, number, limits)
            self._is_cut = True
        return read_page(frame, limits)

    def _note_damage(self) -> None:
        if self._is_cut:
            self._note(ProblemCode.DAMAGED, _CUT)
        if self._damaged:
            where = numbers_of(self._damaged)
            self._note(
                ProblemCode.DAMAGED, f"In the picture file {where} cannot be shown: ask for it to be sent again."
            )

    def _note_unfinished(self, words: str, numbers: list[int]) -> None:
        if numbers:
            words = words.replace("[where]", numbers_of(numbers) if self._frames > 1 else "the picture")
            self._note(ProblemCode.UNFINISHED, words[0].upper() + words[1:])

    def _note(self, code: ProblemCode, words: str) -> None:
        self._problems.append(self._source.problem(code, words))


def _can_start_threads() -> bool:
    """Return whether the decoder of HEIC may be called: it ends the whole process where it can start no thread."""
    try:
        thread = threading.Thread(target=bool)
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


def _too_large(source: Source) -> str:
    most = source.limits.image_pixels // 1_000_000
    return (
        f"The picture has more dots (over {most:,} million, or too many colours) than is opened here: open it by hand."
    )
