"""Say what every form of a letter (Word, PDF, page) must lay out alike: its size, its blocks, its title."""

import re
from typing import Final

from letters.draft import Draft, Paragraph

LARGE_PRINT_POINTS: Final = 18
"""What somebody gets who asked for large print. Source: UK Association for Accessible Formats, clear and large print
guidelines: large print begins at 16 points, and 18 suits most who need it. Every letter may have 14 points: LGSCO,
guide for complaint handlers, part 15."""
UNSIGNED_EDGE: Final = "DRAFT - not signed"
UNSIGNED_END: Final = "DRAFT - not signed. A name stands here when somebody has approved this letter."

_EMPTY_LINE: Final = re.compile(r"\n\s*\n")
_NOT_XML: Final = re.compile(r"[^\t\n\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def points_of(draft: Draft) -> int:
    """Return the size of the letter's words, in points."""
    return LARGE_PRINT_POINTS if draft.large_print else draft.text_points


def blocks_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Return a paragraph's text as the blocks it stands in: whoever leaves an empty line means a new paragraph."""
    return tuple(block.strip("\n") for block in _EMPTY_LINE.split(clean(paragraph.text).strip()) if block)


def clean(text: str) -> str:
    """Return a text without characters that no file of a letter can hold, its lines ended alike."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def title_of(draft: Draft) -> str:
    """Name the file of a letter by sender and reference only: lists and previews show a file's title to anybody."""
    return f"Letter {draft.reference}, {draft.council_name}"
