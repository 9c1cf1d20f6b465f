"""Ask a person which case a message belongs to, carry out the answer, and take it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.audit.reads import record_read
from cases.errors import CaseError, IncompleteError, UnsureError
from cases.models import Case, Mail
from cases.selectors.which_case import Question, open_question, waiting_cases
from cases.services import contact, holding, joining
from cases.services.danger.opening import note_opened
from cases.states import MoveError
from review.access import member_of, sees_cases
from review.pages.which_case import lay_out_question, lay_out_waiting
from review.reads import tell_rows
from review.views.letter import desk_of, file_of

MOST_SHOWN = 200
Errors = list[tuple[str, str]]


@require_safe
@sees_cases
def show_waiting(request: HttpRequest) -> HttpResponseBase:
    """List the messages that wait for "which case?", what is due first at the top."""
    desk, waiting = desk_of(request), waiting_cases(member_of(request))
    rows = [lay_out_waiting(case, desk) for case in waiting[:MOST_SHOWN]]
    tell_rows(request, len(rows))
    return render(request, "review/which_cases.html", {"rows": rows, "number": waiting.count()})


@require_safe
@sees_cases
def show_question(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show one message beside the cases it may belong to; those are written down as opened too."""
    note_opened(case_id=case_id, member=member_of(request))
    question = _question(request, case_id)
    for shown in (found.case for found in question.candidates):
        record_read(case_id=shown.pk, member=member_of(request), what="which-case")
    return _page(request, question)


@require_POST
@sees_cases
def answer(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Carry out the answer; where two people would meet in one case, only after it was asked once more."""
    question, choice = _question(request, case_id), request.POST.get("which", "")
    try:
        return _carry_out(request, question, choice)
    except UnsureError as unsure:
        return _page(request, question, choice=choice, confirm=str(unsure))
    except (CaseError, MoveError) as error:
        return _page(request, _question(request, case_id), choice=choice, errors=[("which-0", str(error))])


@require_POST
@sees_cases
def take_back(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Give a case its message back that was put with another."""
    _question(request, case_id)
    try:
        joining.take_back(case_id=case_id, member=member_of(request))
    except (CaseError, MoveError) as error:
        messages.warning(request, str(error))
        return redirect("review:case", case_id)
    messages.success(request, "Taken back. It is a case of its own again, and its clock runs from the day it arrived.")
    return redirect("review:which-case", case_id)


@require_POST
@sees_cases
def make_own_case(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Make a joined reply a case of its own, because it raises something new."""
    case_id = Mail.objects.filter(pk=mail_id).values_list("case", flat=True).first()
    if case_id is None:
        raise Http404
    try:
        mail = joining.make_own_case(mail_id=mail_id, member=member_of(request))
    except (CaseError, MoveError):
        messages.warning(request, "Somebody else dealt with this message first. See below how it stands.")
        return redirect("review:case", case_id)
    messages.success(request, "It is a case of its own, and comes into the queue in a moment.")
    return redirect("review:case", mail.case_id or case_id)


@require_POST
@sees_cases
def set_address(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Set where the letters of a case go."""
    version, address = request.POST.get("version", ""), request.POST.get("address", "")
    number = int(version) if version.isdecimal() else 0
    try:
        contact.set_address(case_id=case_id, version=number, member=member_of(request), address=address)
    except Case.DoesNotExist as error:
        raise Http404 from error
    except CaseError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Letters of this case go to that address from now on.")
    return redirect("review:case", case_id)


@require_POST
@sees_cases
def release_letter(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Let a held letter go out."""
    file_of(letter_id)
    try:
        holding.release(letter_id=letter_id, member=member_of(request))
    except (CaseError, MoveError) as error:
        words = " ".join(error.missing.values()) if isinstance(error, IncompleteError) else str(error)
        messages.warning(request, words)
    else:
        messages.success(request, "Let go. The letter goes out in the next minutes.")
    return redirect("review:letter", letter_id)


def _carry_out(request: HttpRequest, question: Question, choice: str) -> HttpResponse:
    kind, _, number = choice.partition("-")
    ids = {found.case.pk: found.case for found in question.candidates}
    other = ids.get(int(number)) if number.isdecimal() else None
    case, member, version = question.case, member_of(request), _version(request)
    if kind == "join" and other:
        confirmed = request.POST.get("confirmed") == choice
        joining.join_by_hand(case_id=case.pk, other_id=other.pk, version=version, member=member, confirmed=confirmed)
        messages.success(request, f"The message is with {other.reference} now. {case.reference} is closed.")
        return redirect("review:case", other.pk)
    if kind == "own" or (kind == "link" and other):
        linked = other.pk if other else None
        joining.keep_as_own(case_id=case.pk, version=version, member=member, linked_id=linked)
        messages.success(request, f"{case.reference} is a case of its own. Its letter can be written now.")
        return redirect("review:case", case.pk)
    return _page(request, question, errors=[("which-0", "Choose where this message belongs")])


def _question(request: HttpRequest, case_id: int) -> Question:
    question = open_question(case_id, member_of(request))
    if question is None:
        raise Http404
    return question


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0


def _page(
    request: HttpRequest, question: Question, *, choice: str = "", confirm: str = "", errors: Errors | None = None
) -> HttpResponse:
    view = lay_out_question(question, desk_of(request), choice=choice, confirm=confirm)
    shown = {"page": view, "case": question.case, "errors": errors or []}
    return render(request, "review/which_case.html", shown, status=422 if errors else 200)
