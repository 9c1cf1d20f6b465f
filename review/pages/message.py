"""Lay out a mail: its text as sent with the evidence marked, history closed, and what was read in attachments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.models import Decision, Mail
from cases.monitoring.hiding import stretches_of
from cases.plain import message_of, typed_of
from cases.selectors.mailboxes import came_as_junk
from cases.states import MailState
from classify.reading import ATTACHMENT, BODY, SUBJECT_LINE
from ingest.message import Attachment, Message, SegmentKind
from ingest.typed_words import WHOLE_MAIL, own_length
from review.labels import SURENESS, SurenessLabel
from review.marked import HIDDEN, UNCLEAR, Piece, Span, cut_text, hidden_spans, read_spans
from review.pages.decision_words import anchor_of, chip_of, css_of, title_of
from review.pages.file_types import say_file_type
from review.pages.page_marks import cut_at_pages
from review.pages.scan_words import ScanView, lay_out_scan
from review.words import count, join_words, say_moment, say_size

QUIET = frozenset({SegmentKind.SIGNATURE, SegmentKind.DISCLAIMER})
HEADINGS: Mapping[MailState, str] = {
    MailState.JOINED: "Reply that came in",
    MailState.DUPLICATE: "The same message again, as a copy",
    MailState.AUTOMATIC: "A machine’s answer to our letter",  # noqa: RUF001 - the words on screen
}
SURE_READING, FAIR_READING = 0.9, 0.75
# Where marks overlap the finer one is shown: a whole message may be evidence for its type.
RANKS = {"flag": 0, "matter": 1, "stage": 2, "kind": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Hold one piece of text, evidence of nothing if ``anchor`` is ""; or the line above a ``page``: "Page 3".

    ``hidden``: answers to monitoring questions, which nobody is shown.
    """

    text: str
    anchor: str = ""
    css: str = ""
    chip: str = ""
    more: str = ""
    tip: str = ""
    tip_id: str = ""
    unclear: bool = False
    hidden: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Hold one stretch of a body: ``kind`` is own, quiet or quoted; ``typed`` says who typed it in, "" for nobody."""

    kind: str
    marks: tuple[Mark, ...]
    summary: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """Hold one attachment and what was read out of it; ``typed`` says who typed in what stands in ``typed_marks``.

    ``is_unread``: nobody has looked for danger in all of it, neither a machine nor a person.
    """

    mail_id: int
    index: int
    name: str
    about: str
    sure: SurenessLabel | None
    unclear: str
    marks: tuple[Mark, ...]
    problems: tuple[str, ...]
    scan: ScanView
    typed: str = ""
    typed_marks: tuple[Mark, ...] = ()
    is_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """Hold one mail of the case."""

    id: int
    heading: str
    sender: str
    to: str
    reply_to: str
    received: str
    subject: tuple[Mark, ...]
    blocks: tuple[Block, ...]
    size: str
    attachments: tuple[AttachmentView, ...]
    problems: tuple[str, ...]
    has_marks: bool
    was_read: bool
    scan: ScanView
    was_junk: bool


def lay_out_message(mail: Mail, decisions: Mapping[str, Decision], *, marked: bool) -> MessageView:
    """Return one mail; with ``marked``, the words that suggestions rest on are marked."""
    message = message_of(mail) if mail.text else None
    tips = {key: f"{title_of(key)}. {row.words}" for key, row in decisions.items()}
    evidence = {key: row.evidence for key, row in decisions.items()} if marked else {}
    finder = _Finder(evidence=evidence, tips=tips, hides=bool(stretches_of(mail.taken_out)))
    blocks = _blocks(mail, message, finder) if message else ()
    subject = finder.cut(SUBJECT_LINE, message.subject if message else mail.subject)
    return MessageView(
        id=mail.pk,
        heading=HEADINGS.get(MailState(mail.state), "Message"),
        sender=", ".join(filter(None, [mail.sender_name, mail.sender_address])) or "Not given",
        to=", ".join(address.address for address in message.to if address.address) if message else "",
        reply_to=message.reply_to.address if message and message.reply_to else "",
        received=say_moment(mail.received_at),
        subject=subject,
        blocks=blocks,
        size=say_size(mail.size_bytes),
        attachments=tuple(_attachment(mail, found, finder) for found in message.attachments) if message else (),
        problems=tuple(problem.words for problem in message.problems) if message else (),
        has_marks=any(mark.anchor for block in blocks for mark in block.marks),
        was_read=message is not None,
        scan=lay_out_scan(mail),
        was_junk=came_as_junk(mail),
    )


class _Finder:
    """Find the marks of each part of one message, and number their tips."""

    def __init__(
        self, *, evidence: Mapping[str, Sequence[object]], tips: Mapping[str, str], hides: bool = False
    ) -> None:
        self._evidence, self._tips, self._last, self._hides = evidence, tips, 0, hides

    def spans(self, where: str, text: str) -> list[Span]:
        return hidden_spans(text, is_on=self._hides) + [
            span
            for key, items in self._evidence.items()
            for span in read_spans(items, where, text, key, RANKS.get(key.partition(":")[0], 4))
        ]

    def cut(self, where: str, text: str, extra: Sequence[Span] = ()) -> tuple[Mark, ...]:
        return self.marks(cut_text(text, [*self.spans(where, text), *extra]))

    def marks(self, pieces: Sequence[Piece]) -> tuple[Mark, ...]:
        return tuple(self._mark(piece) for piece in pieces)

    def _mark(self, piece: Piece) -> Mark:
        if not piece.key or piece.key in {UNCLEAR, HIDDEN}:
            return Mark(text=piece.text, unclear=piece.key == UNCLEAR, hidden=piece.key == HIDDEN)
        self._last += 1
        others = dict.fromkeys(chip_of(key) for key in piece.others if chip_of(key) != chip_of(piece.key))
        tips = [self._tips.get(key, title_of(key)) for key in (piece.key, *piece.others)]
        return Mark(
            text=piece.text,
            anchor=anchor_of(piece.key),
            css=f"pr-c-{css_of(piece.key)}",
            chip=chip_of(piece.key) if piece.ends else "",
            more=" and ".join(others),
            tip=" ".join(tips),
            tip_id=f"tip-{self._last}",
        )


def _blocks(mail: Mail, message: Message, finder: _Finder) -> tuple[Block, ...]:
    spans = finder.spans(BODY, message.body)
    typed_from = own_length(message.body, typed_of(mail), WHOLE_MAIL)
    blocks = []
    for kind, start, end in _stretches(message):
        text = message.body[start:end]
        if not text.strip():
            continue
        # Blank lines at a block's ends would only make holes on the page; no word is ever left out.
        left, right = start + len(text) - len(text.lstrip("\n")), end - (len(text) - len(text.rstrip()))
        marks = finder.marks(cut_text(message.body, spans, left, right))
        lines = sum(bool(line.strip()) for line in text.splitlines())
        summary = f"Earlier messages quoted here ({count(lines, 'line')})" if kind == "quoted" else ""
        typed = say_typed(mail, WHOLE_MAIL) if start >= typed_from else ""
        blocks.append(Block(kind=kind, marks=marks, summary=summary, typed=typed))
    return tuple(blocks)


def _stretches(message: Message) -> list[tuple[str, int, int]]:
    """Return the body in stretches of one kind; what no segment covers is shown as the writer's own."""
    stretches: list[tuple[str, int, int]] = []
    at = 0
    for segment in sorted(message.segments, key=lambda found: found.start):
        if segment.start > at:
            stretches.append(("own", at, segment.start))
        kind = "quoted" if segment.kind is SegmentKind.QUOTED else "quiet" if segment.kind in QUIET else "own"
        stretches.append((kind, max(at, segment.start), segment.end))
        at = max(at, segment.end)
    if at < len(message.body):
        stretches.append(("own", at, len(message.body)))
    return stretches


def say_typed(mail: Mail, part: int) -> str:
    """Say who typed in words of a part, and when; "" for nobody."""
    rows = [row for row in mail.typed if row["part"] == part]
    said = [f"{row['by_name']}, {say_moment(datetime.fromisoformat(row['at']))}" for row in rows]
    return f"Typed in by {join_words(said)}" if said else ""


def _attachment(mail: Mail, found: Attachment, finder: _Finder) -> AttachmentView:
    unclear = [Span(start=start, end=end, key=UNCLEAR, rank=9) for start, end in found.unclear]
    about = [
        say_file_type(found.media_type),
        say_size(found.size_bytes),
        *([count(found.pages, "page")] if found.pages else []),
    ]
    typed = say_typed(mail, found.index)
    own = own_length(found.text, typed_of(mail), found.index)
    spans = [*finder.spans(f"{ATTACHMENT}{found.index}", found.text), *unclear]
    return AttachmentView(
        mail_id=mail.pk,
        index=found.index,
        name=found.filename or "Attachment without a name",
        about=", ".join(about),
        sure=None if typed else _sure(found),
        unclear=f"{count(len(unclear), 'place')} unclear" if unclear else "",
        marks=_marks_by_page(found, own, spans, finder) if found.text[:own].strip() else (),
        problems=tuple(problem.words for problem in found.problems),
        scan=lay_out_scan(mail, found.digest),
        typed=typed,
        typed_marks=finder.marks(cut_text(found.text, spans, own)) if found.text[own:].strip() else (),
        is_unread=mail.looked_at is None and any(problem.unread for problem in found.problems),
    )


def _marks_by_page(found: Attachment, end: int, spans: Sequence[Span], finder: _Finder) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for stretch in cut_at_pages(found, end):
        marks += [Mark(text="", page=stretch.heading)] if stretch.heading else []
        marks += finder.marks(cut_text(found.text, spans, stretch.start, stretch.end))
    return tuple(marks)


def _sure(found: Attachment) -> SurenessLabel | None:
    if found.confidence is None:
        return None
    if found.confidence >= SURE_READING:
        return SURENESS["sure"]
    return SURENESS["fairly_sure" if found.confidence >= FAIR_READING else "not_sure"]
