"""List a case's letters, and begin one beside the acknowledgement."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.desk import desk_words
from cases.errors import CaseError, IncompleteError
from cases.models import Letter
from cases.selectors.further import LettersFile, first_answers, open_letters, sources_of_answers
from cases.services.further import beginning
from cases.services.postal_address import set_postal_address
from cases.states import MoveError
from letters.draft import ACKNOWLEDGEMENTS, LetterId
from review.access import member_of, sees_cases
from review.forms.further import read_about, read_answers
from review.forms.typed import typed_values
from review.pages.case_more import more_pages
from review.pages.further import lay_out_letters, lay_out_questions

PAGE = "Letters"


@require_safe
@sees_cases
def show_letters(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """List the letters of a case, and those that may be begun."""
    return _letters(request, _file(case_id))


@require_POST
@sees_cases
def save_postal_address(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Keep where letters by post of a case go."""
    file, post = _file(case_id), request.POST.get("post", "")
    version, member = _number(request.POST.get("version", "")), member_of(request)
    try:
        set_postal_address(case_id=case_id, version=version, member=member, post=post)
    except CaseError as error:
        return _letters(request, file, error)
    messages.success(request, "Kept. To send a letter there, open it and choose that it goes by post.")
    return redirect("review:case-letters", case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def begin(request: HttpRequest, case_id: int, code: str) -> HttpResponseBase:
    """Ask what a letter needs to know, and draft it; what is wrong is shown with everything that was typed."""
    file, letter = _file(case_id), _letter(code)
    if letter not in file.offered:
        raise Http404
    if request.method != "POST":
        return _questions(request, file, letter, first=first_answers(file.case, letter))
    try:
        row = beginning.begin_letter(
            case_id=case_id,
            version=_number(request.POST.get("version", "")),
            member=member_of(request),
            letter=letter,
            typed=read_answers(desk_words().heads[letter].asks, request.POST),
            # With one matter the page does not ask which.
            about=read_about(request.POST) if len(file.matters) > 1 else None,
        )
    except (CaseError, MoveError) as error:
        return _questions(request, file, letter, first={}, error=error)
    messages.success(request, "Here is the letter. Nothing leaves until a second person signs it.")
    return redirect("review:letter", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def say_again(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Show a begun letter's answers, and draft it again when they are given anew."""
    row = _begun(letter_id)
    file, letter = _file(row.case_id), LetterId(row.letter)
    if request.method != "POST":
        return _questions(request, file, letter, first=row.said, row=row)
    try:
        beginning.say_again(
            letter_id=letter_id,
            version=_number(request.POST.get("version", "")),
            member=member_of(request),
            typed=read_answers(desk_words().heads[letter].asks, request.POST),
        )
    except (CaseError, MoveError) as error:
        return _questions(request, file, letter, first=row.said, row=row, error=error)
    messages.success(request, "The letter is written again from your answers.")
    return redirect("review:letter", letter_id)


@require_POST
@sees_cases
def set_aside(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Set a begun letter aside that nobody needs any more."""
    row = _begun(letter_id)
    try:
        beginning.set_aside(
            letter_id=letter_id,
            version=_number(request.POST.get("version", "")),
            member=member_of(request),
            why=request.POST.get("why", ""),
        )
    except (CaseError, MoveError) as error:
        file, letter = _file(row.case_id), LetterId(row.letter)
        return _questions(request, file, letter, first=row.said, row=row, aside=error)
    messages.success(request, "The letter is set aside. Its words are kept.")
    return redirect("review:case-letters", row.case_id)


def _letters(request: HttpRequest, file: LettersFile, error: CaseError | None = None) -> HttpResponse:
    """Show the letters of a case; ``error`` is what is wrong with the postal address that was typed."""
    said = error.missing if isinstance(error, IncompleteError) else {}
    lines = list(said.items()) or ([("", str(error))] if error else [])
    page = lay_out_letters(file, typed=typed_values(request.POST) if error else None, errors=said)
    shown = {"page": page, "page_words": PAGE, "errors": lines}
    return render(request, "review/case_letters.html", shown | _around(file), status=422 if error else 200)


def _questions(
    request: HttpRequest,
    file: LettersFile,
    letter: LetterId,
    *,
    first: Mapping[str, str],
    row: Letter | None = None,
    error: CaseError | MoveError | None = None,
    aside: CaseError | MoveError | None = None,
) -> HttpResponse:
    """Show the questions; ``error`` is what is wrong with the answers, ``aside`` with setting the letter aside."""
    said = error.missing if isinstance(error, IncompleteError) else {}
    typed = typed_values(request.POST) if error else None
    sources = sources_of_answers(file.case, letter)
    page = lay_out_questions(letter, file, first=first, sources=sources, typed=typed, errors=said, is_new=row is None)
    anchors = {field.name: field.anchor for field in page.fields}
    lines = [(anchors.get(name, ""), words) for name, words in said.items()]
    lines += [("", str(error))] if error and not said else []
    why = " ".join(aside.missing.values()) if isinstance(aside, IncompleteError) else ""
    lines += [("why-aside" if why else "", str(aside))] if aside else []
    shown = {"page": page, "letter": row, "page_words": page.name, "errors": lines, "why_error": why}
    return render(request, "review/letter_begin.html", shown | _around(file), status=422 if lines else 200)


def _around(file: LettersFile) -> dict[str, object]:
    return {"case": file.case, "more": more_pages(file.case.pk, here="case-letters")}


def _file(case_id: int) -> LettersFile:
    file = open_letters(case_id)
    if file is None:
        raise Http404
    return file


def _letter(code: str) -> LetterId:
    if code not in set(LetterId) - ACKNOWLEDGEMENTS:
        raise Http404
    return LetterId(code)


def _begun(letter_id: int) -> Letter:
    row = Letter.objects.select_related("case").filter(pk=letter_id, is_further=True).first()
    if row is None:
        raise Http404
    return row


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0
