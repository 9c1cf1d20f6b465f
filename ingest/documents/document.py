"""Hold what was read out of one document as plain data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from config.limits import Limits
from ingest.message import Problem, ProblemCode
from ingest.page_starts import PageStart, starts_from_plain, starts_to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """Hold the words of one document.

    ``media_type`` is what the bytes are, not what the mail called them. ``confidence`` is 1.0 for text read as text,
    the mean word confidence (0.0 to 1.0) where OCR took part, None if nothing was read. ``pages`` is None where it has
    no meaning; ``page_starts`` say where in ``text`` a page, slide, sheet or file inside begins. ``unclear`` are
    (start, end) stretches of ``text`` the OCR was unsure of.
    """

    media_type: str
    text: str = ""
    confidence: float | None = None
    pages: int | None = None
    page_starts: tuple[PageStart, ...] = ()
    unclear: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


OpenInside = Callable[[str, str, bytes], DocumentText]


def _open_nothing(name: str, declared_type: str, _data: bytes) -> DocumentText:
    """Stand for a world without readers, where what lies inside a document is for a person."""
    words = "A file inside another file, which was not opened: a person must open it."
    problem = Problem(code=ProblemCode.NO_READER, words=words, part=name)
    return DocumentText(media_type=declared_type or "application/octet-stream", problems=(problem,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Hold what a reader is given: the name a person knows the document by, its bytes, and how far to read.

    ``open_inside(name, declared_type, data)`` reads a file found inside this one, whatever its type, one level deeper;
    ``depth`` is this document's own level, 0 for one that lies in no other.
    """

    filename: str
    media_type: str
    data: bytes
    limits: Limits
    depth: int = 0
    open_inside: OpenInside = field(default=_open_nothing)

    def problem(self, code: ProblemCode, words: str, *, unread: bool = True) -> Problem:
        """Return a Problem of this document."""
        return Problem(code=code, words=words, part=self.filename, unread=unread)

    def unread(self, code: ProblemCode, words: str) -> DocumentText:
        """Return the document as one that a person must open, and why."""
        return DocumentText(media_type=self.media_type, problems=(self.problem(code, words),))


Reader = Callable[[Source], DocumentText]


def document_to_plain(document: DocumentText) -> dict[str, Any]:
    """Return the document as JSON can hold it."""
    return {
        "media_type": document.media_type,
        "text": document.text,
        "confidence": document.confidence,
        "pages": document.pages,
        "page_starts": starts_to_plain(document.page_starts),
        "unclear": [list(span) for span in document.unclear],
        "problems": [
            {"code": problem.code.value, "words": problem.words, "part": problem.part, "unread": problem.unread}
            for problem in document.problems
        ],
    }


def document_from_plain(plain: dict[str, Any]) -> DocumentText:
    """Return the document that ``document_to_plain`` wrote.

    Raises: KeyError, TypeError or ValueError when it is not one.
    """
    confidence, pages = plain["confidence"], plain["pages"]
    return DocumentText(
        media_type=str(plain["media_type"]),
        text=str(plain["text"]),
        confidence=None if confidence is None else float(confidence),
        pages=None if pages is None else int(pages),
        page_starts=starts_from_plain(plain["page_starts"], str(plain["text"])),
        unclear=tuple((int(start), int(end)) for start, end in plain["unclear"]),
        problems=tuple(
            Problem(
                code=ProblemCode(problem["code"]),
                words=str(problem["words"]),
                part=str(problem["part"]),
                unread=bool(problem["unread"]),
            )
            for problem in plain["problems"]
        ),
    )
