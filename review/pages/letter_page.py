"""Lay out a letter as it will look, from the same draft that its files are made of."""

from dataclasses import dataclass

from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.draft import Draft, Paragraph
from letters.look import blocks_of
from review.words import say_long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParagraph:
    """Hold one paragraph as the letter shows it."""

    title: str
    blocks: tuple[str, ...]
    points: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """Hold the letter as it will look; ``signer`` is "" while nobody has signed."""

    council: str
    sender: tuple[str, ...]
    day: str
    recipient: str
    email: str
    address: tuple[str, ...]
    subject: str
    greeting: str
    paragraphs: tuple[PageParagraph, ...]
    enclosed: tuple[PageParagraph, ...]
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
        address=address_lines(draft),
        subject=draft.subject_line,
        greeting=greet_with(draft),
        paragraphs=tuple(_page_paragraph(p) for p in draft.before_signature),
        enclosed=tuple(_page_paragraph(p) for p in draft.enclosed),
        closing=close_with(draft),
        signer=signer,
        role=role,
        large_print=draft.large_print,
    )


def _page_paragraph(paragraph: Paragraph) -> PageParagraph:
    return PageParagraph(
        title=paragraph.title,
        blocks=blocks_of(paragraph),
        points=paragraph.points,
        head=paragraph.rows[0] if paragraph.rows else (),
        rows=paragraph.rows[1:],
    )
