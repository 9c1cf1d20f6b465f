"""Make the files of a letter, Word and PDF alike: a draft for whoever asks, and those kept once it is signed."""

from collections.abc import Mapping
from typing import Final

from cases import blobs
from cases.desk import desk_council
from cases.errors import NotNowError
from cases.models import Letter, TeamMember
from letters.body import PDF, WORD
from letters.draft import Draft
from letters.errors import UnwritableError
from letters.layout_check import load_layout
from letters.pdf import render_pdf
from letters.render import render_docx

NAMES: Final[Mapping[str, str]] = {"pdf": PDF, "docx": WORD}
"""The files that can go with a letter, by their endings, and what the letter calls them."""


def make_docx(draft: Draft, *, signer: str | None = None, signed_role: str = "") -> bytes:
    """Return a letter as a Word file in the council's layout; without a signer it is marked as a draft.

    Raises: LayoutError if the council's layout has a fault.
    """
    layout = load_layout(desk_council().letters.home)
    return render_docx(draft, signer=signer, signed_role=signed_role, layout=layout)


def make_pdf(draft: Draft, *, signer: str | None = None, signed_role: str = "") -> bytes:
    """Return a letter as PDF; without a signer it is marked as a draft on every page."""
    return render_pdf(draft, signer=signer, signed_role=signed_role)


def keep_files(letter: Letter, draft: Draft, signer: TeamMember) -> None:
    """Make and keep the files of a letter that is being signed; the caller saves it.

    Raises: NotNowError if a file cannot show the letter's words.
    """
    role = signer.get_role_display()
    try:
        pdf = make_pdf(draft, signer=signer.full_name, signed_role=role)
    except UnwritableError as error:
        raise NotNowError(f"{error} Return the letter to its writer.") from error
    letter.docx_digest = blobs.put(make_docx(draft, signer=signer.full_name, signed_role=role))
    letter.pdf_digest = blobs.put(pdf)


def files_to_attach() -> list[str]:
    """Return which files go with a letter, by their endings, as the council wants it on the day it is signed."""
    return ["pdf", "docx"] if desk_council().letters.attach_word else ["pdf"]


def attached_to(letter: Letter) -> tuple[str, ...]:
    """Return which files go with a signed letter: its Word file, if it was signed before there were PDFs."""
    chosen = letter.made_with.get("attached", ())
    return tuple(name for name in NAMES if name in chosen) if letter.pdf_digest and chosen else ("docx",)
