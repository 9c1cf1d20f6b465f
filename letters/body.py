"""Write a letter as the plain text of a mail: the same words as the attached file, readable without opening it."""

from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph
from letters.tables import say_rows


def write_body(draft: Draft, *, signer: str, signer_role: str) -> str:
    """Return the letter as plain text, signed with a name and a role."""
    blocks = [
        f"{draft.council_name}\n{say_date(draft.written_on)}",
        draft.subject_line,
        f"{greet_with(draft)},",
        *(_block(paragraph) for paragraph in draft.before_signature),
        close_with(draft),
        f"{signer}\n{signer_role}\n{draft.council_name}",
        *(_block(paragraph) for paragraph in draft.enclosed),
        "This letter is also attached as a Word document.",
    ]
    return "\n\n".join(blocks) + "\n"


def _block(paragraph: Paragraph) -> str:
    # A heading in capitals would be read out letter by letter by some screen readers; a line of its own is enough.
    points = "\n".join(f"{number}. {point}" for number, point in enumerate(paragraph.points, start=1))
    rows = "\n".join(say_rows(paragraph))
    return "\n\n".join(part for part in (paragraph.title, paragraph.text, points, rows) if part)
