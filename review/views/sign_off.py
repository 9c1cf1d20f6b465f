"""Let a manager approve or return a letter, stop one that has not left, and settle one of which nobody knows."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.errors import CaseError, IncompleteError, NotAllowedError, StaleError
from cases.models import Letter
from cases.selectors.letter import letters_to_sign
from cases.services import letters, taking_back
from cases.states import LetterState, MoveError
from review.access import member_of, sees_cases
from review.views.letter import file_of, letter_page
from review.words import say_time

SETTLED = {LetterState.UNCERTAIN: {"left", "stayed"}, LetterState.REFUSED: {"stayed"}}
"""What a manager may say about a letter in trouble: that it left, or that it did not and is to be written again."""


@require_POST
@sees_cases
def sign(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Approve a letter, or return it with a comment; the server refuses whoever wrote any of it."""
    file_of(letter_id)
    choice = request.POST.get("sign", "")
    if choice not in _CHOICES:
        errors = [("sign-approve", "Choose whether to approve or to return the letter")]
        return letter_page(request, file_of(letter_id), errors=errors, status=422, typed_comment=_comment(request))
    try:
        letter = _CHOICES[choice](request, letter_id)
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    said = _say_signed(letter)
    messages.success(request, f"The letter of {letter.case.reference} is {said}.")
    others = letters_to_sign(member_of(request))
    is_returned = letter.state == LetterState.RETURNED
    return redirect("review:letter", others[0] if is_returned and others else letter.pk)


@require_POST
@sees_cases
def stop(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Stop a signed letter that has not left yet."""
    file_of(letter_id)
    try:
        taking_back.stop(letter_id=letter_id, member=member_of(request))
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    messages.success(request, "Stopped. The letter did not go out. It can be changed, and needs a new signature.")
    return redirect("review:letter", letter_id)


@require_POST
@sees_cases
def settle(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Say whether a letter left, after looking; only for a letter in trouble."""
    file, said = file_of(letter_id), request.POST.get("settle", "")
    if said not in SETTLED.get(LetterState(file.letter.state), set()):
        messages.warning(request, "That cannot be said of this letter now. See below how it stands.")
        return redirect("review:letter", letter_id)
    try:
        taking_back.settle(letter_id=letter_id, member=member_of(request), was_sent=said == "left")
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    words = "It is kept as sent." if said == "left" else "It is a draft again, and needs a new signature."
    messages.success(request, words)
    return redirect("review:letter", letter_id)


def _say_signed(letter: Letter) -> str:
    if letter.state != LetterState.APPROVED:
        return "returned to its writer"
    return f"approved, and goes out at {say_time(letter.send_at)}" if letter.send_at else "approved: print and post it"


def _approve(request: HttpRequest, letter_id: int) -> Letter:
    return letters.sign(letter_id=letter_id, version=_version(request), member=member_of(request))


def _return(request: HttpRequest, letter_id: int) -> Letter:
    member, comment = member_of(request), _comment(request)
    return letters.send_back(letter_id=letter_id, version=_version(request), member=member, comment=comment)


_CHOICES: dict[str, Callable[[HttpRequest, int], Letter]] = {"approve": _approve, "return": _return}


def _refused(request: HttpRequest, letter_id: int, error: Exception) -> HttpResponse:
    """Show the letter as it stands now with what was refused and why; the comment typed is kept."""
    missing = error.missing if isinstance(error, IncompleteError) else {"": str(error)}
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 409)
    errors = [(key if key == "comment" else "", words) for key, words in missing.items()]
    return letter_page(request, file_of(letter_id), errors=errors, status=status, typed_comment=_comment(request))


_STATUS = {NotAllowedError: 403, IncompleteError: 422, StaleError: 409}


def _comment(request: HttpRequest) -> str:
    return request.POST.get("comment", "").strip()


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0
