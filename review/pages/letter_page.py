"""Lay out a letter as it will look, from the same draft that the Word file is made of."""

import re
from dataclasses import dataclass

from letters.closing import close_with, greet_with
from letters.draft import Draft, Paragraph
from review.words import say_long_day

EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParagraph:
    """Hold one paragraph as the letter shows it."""

    title: str
    blocks: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """Hold the letter as it will look; ``signer`` is "" while nobody has signed."""

    council: str
    sender: tuple[str, ...]
    day: str
    recipient: str
    email: str
    subject: str
    greeting: str
    paragraphs: tuple[PageParagraph, ...]
    closing: str
    signer: str
    role: str
    large_print: bool


def lay_out_page(draft: Draft, *, signer: str = "", role: str = "") -> LetterPage:
    """Return the letter as it will look; a paragraph that was emptied is left out."""
    return LetterPage(
        council=draft.council_name,
        sender=draft.sender_block,
        day=say_long_day(draft.written_on),
        recipient=draft.recipient.name,
        email=draft.recipient.email,
        subject=draft.subject_line,
        greeting=greet_with(draft),
        paragraphs=tuple(_page_paragraph(p) for p in draft.paragraphs if p.is_said),
        closing=close_with(draft),
        signer=signer,
        role=role,
        large_print=draft.large_print,
    )


def _page_paragraph(paragraph: Paragraph) -> PageParagraph:
    blocks = tuple(block for block in EMPTY_LINE.split(paragraph.text.strip()) if block)
    return PageParagraph(title=paragraph.title, blocks=blocks, points=paragraph.points)
