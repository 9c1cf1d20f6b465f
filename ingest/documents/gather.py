"""Put together what a document says itself, what lies inside it, and what could not be read of it."""

import io
from dataclasses import replace

from PIL import Image

from ingest.documents.document import DocumentText, Source
from ingest.documents.image import FAULTS, FORMATS
from ingest.documents.plain_text import as_text
from ingest.documents.sniff import media_type_of
from ingest.documents.sniff_text import is_text
from ingest.documents.surroundings import is_time_up
from ingest.message import Problem, ProblemCode
from ingest.page_starts import Starts, cut_at, moved, page, put_together, under

# Pictures below the first size are bullets and lines. Between the two are logos, signatures and small screenshots:
# their words count if the recogniser is sure of them, and nobody is asked to look at them if it is not.
_LEAST_PIXELS = 8_000
_LEAST_SIDE = 24
_SCREENSHOT_PIXELS = 150_000
_SURE = 0.6
# Files inside one document that are opened; letters carry a handful, a folder of evidence some dozens.
_MOST_FILES = 200
_MOST_PROBLEMS = 60
_BYTES_A_LETTER = 4


class Gathering:
    """Gather one document; what was gathered stays, whatever comes after.

    ``what`` is what a person calls the document ("Word document"), for the problems' words.
    """

    def __init__(self, source: Source, what: str) -> None:
        self.source, self.what = source, what
        self._texts: list[DocumentText] = []
        self._problems: list[Problem] = []
        self._files = 0
        self._pictures = 0
        self._length = 0

    def say(self, text: str, *, page_name: str = "", page_starts: Starts = ()) -> None:
        """Take words of the document's own: of the slide or sheet ``page_name``, or of several that begin in them."""
        text = text.strip()
        if text and not self.is_full:
            starts = (page(page_name),) if page_name else page_starts
            self._texts.append(DocumentText(media_type="", text=text, confidence=1.0, page_starts=starts))
            self._length += len(text) + 2

    def note(self, code: ProblemCode, words: str, *, unread: bool = True) -> None:
        """Take a problem, once."""
        problem = self.source.problem(code, words, unread=unread)
        if problem not in self._problems:
            self._problems.append(problem)

    def note_damage(self) -> None:
        """Say that the document is damaged, and whether anything could be read all the same."""
        words = (
            f"The {self.what} is damaged; only what could still be read stands here: ask the sender to send it again."
        )
        self.note(ProblemCode.DAMAGED, words)

    def note_bomb(self, error: Exception) -> None:
        """Say that the document unpacks to too much."""
        words = f"The {self.what} was not read to its end: {error}. It may be an attack: open it with care."
        self.note(ProblemCode.TOO_LARGE, words)

    @property
    def is_full(self) -> bool:
        """Return whether no more words are kept; ``document`` says so."""
        return self._length > self.source.limits.document_characters

    def is_over(self) -> bool:
        """Return whether the time is up, or nothing more is kept; says the first."""
        if is_time_up():
            words = (
                f"Reading the {self.what} took too long; what stands here was read: a person must open it for the rest."
            )
            self.note(ProblemCode.UNFINISHED, words)
            return True
        return self.is_full

    def open_inside(self, name: str, data: bytes, *, declared_type: str = "", heading: str | None = None) -> None:
        """Read a file inside this one, under ``heading`` (its name, if not given; "" for none)."""
        self._files += 1
        if self._files > _MOST_FILES:
            words = f"The {self.what} holds over {_MOST_FILES} files; only the first {_MOST_FILES} were read."
            self.note(ProblemCode.TOO_MANY, words)
            return
        if self.is_over():
            return
        found = self.source.open_inside(name, declared_type, data)
        self._take(found, name, f"{name}:\n" if heading is None else heading)

    def open_start(self, name: str, data: bytes, *, heading: str | None = None) -> None:
        """Read the beginning of a file that was unpacked no further; only plain words can be read without their end."""
        start = data[: _BYTES_A_LETTER * self.source.limits.document_characters]
        if is_text(start):
            self.open_inside(name, start, heading=heading)

    def open_picture(self, data: bytes, name: str = "") -> None:
        """Read a picture shown in this document; logos and bullets are passed over in silence."""
        pixels = _pixels(data)
        if pixels == 0 or self.is_over():
            return
        self._pictures += 1
        label = name or f"Picture {self._pictures}"
        if self._pictures > self.source.limits.ocr_pages:
            most = self.source.limits.ocr_pages
            words = f"The {self.what} holds over {most:,} pictures; only the first {most:,} were read."
            self.note(ProblemCode.TOO_MANY, words)
            return
        found = self.source.open_inside(label, media_type_of(data), data)
        if pixels < _SCREENSHOT_PIXELS:
            if (found.confidence or 0.0) < _SURE:
                return
            found = replace(found, problems=())
        self._take(replace(found, page_starts=under(name or label.lower(), found.page_starts)), label, "")

    def document(self) -> DocumentText:
        """Return everything gathered as one document."""
        text, unclear = "", []
        places: list[tuple[int, Starts]] = []
        for each in self._texts:
            text += "\n\n" if text else ""
            unclear += [(len(text) + start, len(text) + end) for start, end in each.unclear]
            places.append((len(text), each.page_starts))
            text += each.text
        whole = as_text(self.source, text, tuple(self._problems))
        # White space at the beginning is not kept.
        lead, end = len(text) - len(text.lstrip()), len(whole.text)
        spans = [(max(start - lead, 0), min(stop - lead, end)) for start, stop in unclear]
        return replace(
            whole,
            confidence=self._confidence() if whole.text else None,
            unclear=tuple((start, stop) for start, stop in spans if start < stop),
            page_starts=cut_at(moved(put_together(places), -lead), end),
        )

    def _take(self, found: DocumentText, name: str, heading: str) -> None:
        if found.text and not self.is_full:
            shift = len(heading)
            unclear = tuple((start + shift, end + shift) for start, end in found.unclear)
            starts = under(name, found.page_starts, heading=shift) if heading else found.page_starts
            self._texts.append(replace(found, text=heading + found.text, unclear=unclear, page_starts=starts))
            self._length += len(heading) + len(found.text) + 2
        for problem in found.problems:
            if len(self._problems) < _MOST_PROBLEMS:
                self.note(problem.code, f"{name}: {problem.words}", unread=problem.unread)
            elif problem.unread:
                self.note(
                    ProblemCode.TOO_MANY, f"More files inside the {self.what} could not be read: open it by hand."
                )

    def _confidence(self) -> float:
        counts = [(len(each.text.split()), each.confidence or 0.0) for each in self._texts]
        total = sum(words for words, _ in counts)
        return round(sum(words * mean for words, mean in counts) / total, 3) if total else 1.0


def _pixels(data: bytes) -> int:
    """Return how many dots a picture has, 0 if it is none or only a bullet or a line."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            small = min(picture.size) < _LEAST_SIDE or picture.width * picture.height < _LEAST_PIXELS
            return 0 if small else picture.width * picture.height
    except Image.DecompressionBombError:
        # Let the reader of pictures refuse it in words.
        return _SCREENSHOT_PIXELS
    except FAULTS:
        # A format Pillow does not know (HEIC, EMF), or damage: the reader for it will say.
        return _SCREENSHOT_PIXELS if media_type_of(data).startswith("image/") else 0
