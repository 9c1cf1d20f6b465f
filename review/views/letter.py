"""Show a letter in the page that fits its state, and save what people type into it."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases import blobs
from cases.desk import desk_calendar
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.letter_files import make_docx, make_pdf
from cases.models import Letter
from cases.reach import why_doubtful
from cases.selectors.letter import STILL_CHECKED, LetterFile, find_turn, open_letter
from cases.services import letters
from cases.states import LetterState
from letters.typed import typed
from review.access import member_of, sees_cases
from review.forms.letter import ADD, SEND, UNDO, Merged, TypedLetter, merge, read_letter
from review.pages.letter import EDITABLE, lay_out_letter, mark_of
from review.pages.letter_checks import lay_out_blanks
from review.pages.letter_clash import lay_out_clash
from review.pages.letter_sent import lay_out_sent
from review.pages.posting import lay_out_day
from review.pages.rows import Desk
from review.pages.sign_off import lay_out_sign_off
from review.words import count

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Errors = list[tuple[str, str]]


@require_safe
@sees_cases
def show_letter(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Show one letter: to write, to sign, or read-only."""
    return letter_page(request, file_of(letter_id))


@require_POST
@sees_cases
def save(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Save the words typed, then do what the button says; a clash shows both versions and overwrites neither."""
    form, member = read_letter(request.POST), member_of(request)
    request.session[_reason_name(letter_id)] = form.reason
    merged = None
    try:
        letter = letters.edit(letter_id=letter_id, version=form.version, member=member, texts=form.texts)
    except Letter.DoesNotExist as error:
        raise Http404 from error
    except NotNowError:
        return _clash(request, file_of(letter_id), form)
    except StaleError:
        file = file_of(letter_id)
        merged = merge(form, file.draft)
        try:
            if merged.clashes:
                return _clash(request, file, form)
            letter = letters.edit(letter_id=letter_id, version=file.letter.version, member=member, texts=merged.mine)
        except (StaleError, NotNowError):
            return _clash(request, file_of(letter_id), form)
    if request.headers.get("Accept") == "application/json":
        return _saved_by_itself(letter)
    return _next(request, letter, form, merged)


@require_safe
@sees_cases
def docx(_request: HttpRequest, letter_id: int) -> HttpResponse:
    """Return the letter as a Word file: the signed one as it was signed, else a draft that says so on every page."""
    file = file_of(letter_id)
    signed = file.letter.docx_digest
    content = blobs.get(signed) if signed else make_docx(file.draft)
    return _download(content, f"{file.case.reference}{'' if signed else '-draft'}.docx", DOCX)


@require_safe
@sees_cases
def pdf(_request: HttpRequest, letter_id: int) -> HttpResponse:
    """Return the letter as PDF: the signed one as it was signed, else a draft that says so on every page.

    A letter that was signed before there were PDFs has none.
    """
    file = file_of(letter_id)
    signed = file.letter.pdf_digest
    if file.letter.docx_digest and not signed:
        raise Http404
    content = blobs.get(signed) if signed else make_pdf(file.draft)
    return _download(content, f"{file.case.reference}{'' if signed else '-draft'}.pdf", "application/pdf")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def file_of(letter_id: int) -> LetterFile:
    """Return one letter with all its pages show, or "not found"."""
    file = open_letter(letter_id)
    if file is None:
        raise Http404
    return file


def desk_of(request: HttpRequest) -> Desk:
    """Return what the pages need of the world."""
    return Desk(now=timezone.now(), is_working_day=desk_calendar().is_working_day, member=member_of(request))


def letter_page(
    request: HttpRequest,
    file: LetterFile,
    *,
    errors: Errors | None = None,
    status: int = 200,
    typed_comment: str = "",
    typed: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    """Return the page that fits a letter's state."""
    desk = desk_of(request)
    shown: dict[str, object] = {"file": file, "case": file.case, "letter": file.letter, "errors": errors or []}
    shown["doubtful"] = why_doubtful(file.letter) if file.letter.state in STILL_CHECKED else ""
    shown["wrong"] = _by_field(errors or [])
    if file.letter.state in EDITABLE:
        reason = request.session.get(_reason_name(file.letter.pk), "")
        page = lay_out_letter(file, desk, reason=reason)
        return render(request, "review/letter.html", shown | {"page": page}, status=status)
    if file.letter.state == LetterState.TO_SIGN:
        view = lay_out_sign_off(file, desk, turn=find_turn(file.letter.pk, member_of(request)))
        wait = count(settings.PUTRIGHT_SEND_DELAY_SECONDS // 60, "minute")
        shown |= {"page": view, "comment": typed_comment, "wait": wait}
        return render(request, "review/sign_off.html", shown, status=status)
    shown |= {"page": lay_out_sent(file, desk), "posted": lay_out_day(typed, _by_field(errors or []))}
    return render(request, "review/letter_sent.html", shown, status=status)


def _by_field(errors: Errors) -> dict[str, str]:
    return {anchor.removesuffix("-day").removesuffix("-approve"): words for anchor, words in errors}


def _next(request: HttpRequest, letter: Letter, form: TypedLetter, merged: Merged | None) -> HttpResponse:
    """Do what was pressed, now that the words are safe."""
    member, here = member_of(request), reverse("review:letter", args=[letter.pk])
    if merged and merged.is_newer:
        said = "Somebody else had saved this letter too. Your words and theirs are both kept: read it before you go on."
        messages.warning(request, said)
        return redirect(here)
    try:
        if form.do == SEND:
            return _send(request, letter, form)
        if form.do == UNDO:
            letters.start_again(letter_id=letter.pk, version=letter.version, member=member, key=form.about)
            return redirect(f"{here}#p-{form.about}")
        if form.do == ADD:
            letters.add_paragraph(letter_id=letter.pk, version=letter.version, member=member, check_key=form.about)
            return redirect(f"{here}#p-added-{form.about}")
    except (NotNowError, StaleError) as error:
        messages.warning(request, f"Your words are saved. {error}")
        return redirect(here)
    messages.success(request, "Draft saved.")
    return redirect(here)


def _send(request: HttpRequest, letter: Letter, form: TypedLetter) -> HttpResponse:
    try:
        letters.send_for_signing(
            letter_id=letter.pk, version=letter.version, member=member_of(request), missing_reason=form.reason
        )
    except IncompleteError as error:
        file = file_of(letter.pk)
        blanks = {words: anchor for anchor, words in lay_out_blanks(file.draft)}
        errors = [(blanks.get(words) or _anchor(key, letter), words) for key, words in error.missing.items()]
        if not any(key.startswith("blank:") for key in error.missing):
            errors.append(("reason", "Or say why the letter is right as it is"))
        return letter_page(request, file, errors=errors, status=422)
    except NotAllowedError as error:
        return letter_page(request, file_of(letter.pk), errors=[("", str(error))], status=403)
    request.session.pop(_reason_name(letter.pk), None)
    messages.success(request, f"The letter of {letter.case.reference} waits for somebody else to sign it.")
    return redirect("review:queue")


def _anchor(key: str, letter: Letter) -> str:
    if key.startswith("blank:"):
        return "blanks-h"
    offender = next((c["paragraph"] for c in letter.draft["checklist"] if c["key"] == key and c["paragraph"]), "")
    if key == "address":
        return "goes"
    return f"p-{offender}" if offender else f"missing-{key}"


def _clash(request: HttpRequest, file: LetterFile, form: TypedLetter) -> HttpResponse:
    """Show both people's words; a form that saves by itself is only told that there is a clash."""
    if request.headers.get("Accept") == "application/json":
        words = "Somebody else saved this letter. Press Save draft to see both."
        return JsonResponse({"words": words}, status=409)
    view = lay_out_clash(file, form, merge(form, file.draft), desk_of(request))
    shown = {"page": view, "case": file.case, "letter": file.letter}
    return render(request, "review/letter_clash.html", shown, status=409)


def _saved_by_itself(letter: Letter) -> JsonResponse:
    file = file_of(letter.pk)
    was = {paragraph.key: mark_of(typed(paragraph)) for paragraph in file.draft.paragraphs}
    return JsonResponse({"version": letter.version, "words": "Draft saved just now", "was": was})


def _reason_name(letter_id: int) -> str:
    return f"letter-{letter_id}-reason"
