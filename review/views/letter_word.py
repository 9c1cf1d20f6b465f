"""Take back a letter that was edited in Word: show what it changes, and save nothing before somebody has seen it."""

from dataclasses import replace
from typing import Final

from django.core.files.base import File
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases import reader
from cases.letter_files import make_docx
from cases.selectors.letter import LetterFile
from ingest.documents.document import DocumentText
from ingest.message import ProblemCode
from ingest.sandbox.box import SandboxError
from letters.word_back import WordBack, read_back
from review.access import sees_cases
from review.pages.letter import EDITABLE
from review.pages.letter_word import lay_out_word
from review.views.letter import DOCX, file_of, letter_page

MOST_BYTES: Final = 5_000_000
FIELD: Final = "word"
NAME: Final = "letter.docx"
NOT_WHOLE: Final = frozenset(
    {
        ProblemCode.DAMAGED,
        ProblemCode.TOO_LARGE,
        ProblemCode.TOO_MANY,
        ProblemCode.TOO_SLOW,
        ProblemCode.CRASHED,
        ProblemCode.UNFINISHED,
    }
)
"""What keeps words of a file from being read: half of a letter would look as if its end had been taken out."""


@require_POST
@sees_cases
def take_back(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Show what an edited Word file changes in a letter; what cannot be used is told, with the cure."""
    file = file_of(letter_id)
    if file.letter.state not in EDITABLE:
        return letter_page(request, file, errors=[("", "This letter is no longer a draft. Return or stop it first.")])
    given = request.FILES.get(FIELD)
    fault, back = _read(file, given) if given else ("Choose the Word file you changed.", None)
    if back is None:
        return letter_page(request, file, errors=[(FIELD, fault)], status=422)
    shown = {"page": lay_out_word(file, back), "case": file.case, "letter": file.letter}
    return render(request, "review/letter_word.html", shown)


def _read(file: LetterFile, given: "File[bytes]") -> tuple[str, WordBack | None]:
    """Return what a file changes, or why it cannot be used and what to do."""
    if (given.size or 0) > MOST_BYTES:
        return "The file is larger than 5 MB, which no letter is. Choose the Word file you downloaded here.", None
    try:
        found = reader.document(NAME, given.read())
        # How the letter's own file reads says what its layout puts around the words, whatever layout a council has.
        before = reader.document(NAME, make_docx(file.draft))
    except SandboxError:
        return (
            "The file could not be opened safely just now. Try again in a minute, or type the change into the boxes.",
            None,
        )
    if fault := _why_unread(found):
        return fault, None
    back = read_back(file.draft, found.text, before=before.text)
    if not back.is_this_letter:
        reference = file.case.reference
        words = f"That file is not the letter of {reference}. Download it again here, change it, hand that in."
        return f"{words} If most of its words are new, type them into the boxes instead.", None
    known = {problem.words for problem in before.problems}
    told = (problem.words for problem in found.problems if problem.words not in known)
    return "", replace(back, left=(*back.left, *dict.fromkeys(told)))


def _why_unread(found: DocumentText) -> str:
    """Say why a file that was opened cannot be used, and what to do; "" if all of its words were read."""
    codes = {problem.code for problem in found.problems}
    if ProblemCode.PASSWORD in codes:
        return "The file is locked with a password. In Word choose File, Info, Protect Document, take it off, and save."
    if found.media_type != DOCX:
        return "That is no Word file (.docx). In Word choose Save as, then Word document, and hand that in."
    if codes & NOT_WHOLE:
        return "Not all of the file could be read. Open it in Word, save it as a new Word document, and hand that in."
    return ""
