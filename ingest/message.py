"""Hold one mail as plain data: what was said, by whom, in which words, and what could not be read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ingest.page_starts import PageStart


class SegmentKind(StrEnum):
    """Whose words a stretch of the body is; nothing is ever deleted, only labelled."""

    OWN = "own"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


class ProblemCode(StrEnum):
    """Why something in a mail could not be read as sent."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    PASSWORD = "password"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TOO_SLOW = "too_slow"
    UNKNOWN_TYPE = "unknown_type"
    POOR_IMAGE = "poor_image"
    NO_READER = "no_reader"
    RECORDING = "recording"
    CHARSET = "charset"
    HIDDEN_TEXT = "hidden_text"
    CRASHED = "crashed"
    UNFINISHED = "unfinished"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say in plain words what could not be read, and in which part.

    ``part`` is the attachment's filename, or "" for the mail itself. ``unread`` is true when words may have been
    missed: such a part counts as unscreened for safety.
    """

    code: ProblemCode
    words: str
    part: str = ""
    unread: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Name a person as their mail does: display name ("" if none) and address ("" if none)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Label ``body[start:end]`` of a message; the segments of a message cover its body in order, without gaps."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Hold what was read out of one attachment; the bytes stay in the raw mail and are found again by ``index``.

    ``confidence`` is 1.0 for text read as text, the reader's own mean for OCR (0.0 to 1.0), None if nothing was read.
    ``unclear`` are (start, end) stretches of ``text`` the OCR was unsure of. ``pages`` is None where it has no meaning;
    ``page_starts`` say where in ``text`` a page, slide, sheet or file inside begins, and are none where nobody knows.
    """

    index: int
    filename: str
    media_type: str
    size_bytes: int
    digest: str
    text: str = ""
    confidence: float | None = None
    pages: int | None = None
    page_starts: tuple[PageStart, ...] = ()
    unclear: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold everything a person could read in one mail. Made for ANY bytes.

    ``digest`` is the SHA-256 of the raw bytes (hex). ``sent_at`` is the sender's own Date (aware, None if unreadable);
    when the council received it is the mailbox's knowledge, not the mail's. ``automatic`` is the name of the sign that
    the mail was made by a machine ("auto-submitted", "null-sender", "list-id" ...), None for a person's mail.
    ``reports_on`` is the Message-ID of the mail that a bounce, a delay or a receipt is about, "" if it names none.
    """

    digest: str
    sender: Address
    subject: str
    body: str
    segments: tuple[Segment, ...]
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    automatic: str | None = None
    reports_on: str = ""
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def own_words(self) -> str:
        """Return what the writer wrote now, forwarded content included, quotes, signature and disclaimer left out."""
        return self._words(SegmentKind.OWN, SegmentKind.FORWARDED)

    @property
    def quoted_words(self) -> str:
        """Return the history quoted below or between the writer's own words."""
        return self._words(SegmentKind.QUOTED)

    def _words(self, *kinds: SegmentKind) -> str:
        return "\n".join(self.body[s.start : s.end].strip("\n") for s in self.segments if s.kind in kinds).strip()


def all_problems(message: Message) -> tuple[Problem, ...]:
    """Return the mail's own problems and those of its attachments, in reading order."""
    return message.problems + tuple(problem for a in message.attachments for problem in a.problems)
