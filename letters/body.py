"""Write a letter as the plain text of a mail: the same words as the attached file, readable without opening it."""

from collections.abc import Sequence
from typing import Final

from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph
from letters.tables import say_rows

PDF: Final = "a PDF"
WORD: Final = "a Word document"


def write_body(draft: Draft, *, signer: str, signer_role: str, attached: Sequence[str] = (PDF,)) -> str:
    """Return the letter as plain text, signed with a name and a role; ``attached`` says what goes with it."""
    blocks = [
        f"{draft.council_name}\n{say_date(draft.written_on)}",
        draft.subject_line,
        f"{greet_with(draft)},",
        *(_block(paragraph) for paragraph in draft.before_signature),
        close_with(draft),
        f"{signer}\n{signer_role}\n{draft.council_name}",
        *(_block(paragraph) for paragraph in draft.enclosed),
        say_attached(attached),
    ]
    return "\n\n".join(blocks) + "\n"


def say_attached(attached: Sequence[str]) -> str:
    """Say which files the letter goes with.

    >>> say_attached([PDF, WORD])
    'This letter is also attached as a PDF and as a Word document.'
    """
    return f"This letter is also attached as {' and as '.join(attached)}."


def _block(paragraph: Paragraph) -> str:
    # A heading in capitals would be read out letter by letter by some screen readers; a line of its own is enough.
    points = "\n".join(f"{number}. {point}" for number, point in enumerate(paragraph.points, start=1))
    rows = "\n".join(say_rows(paragraph))
    return "\n\n".join(part for part in (paragraph.title, paragraph.text, points, rows) if part)
