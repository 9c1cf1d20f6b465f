"""List what the council said it will do, over all cases, and write down what became of it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.errors import CaseError, IncompleteError
from cases.findings import RecommendationState
from cases.models import Recommendation
from cases.selectors.life import find_recommendation, list_recommendations
from cases.services.outcomes.recommending import end_recommendation, move_recommendation
from review.access import member_of, sees_cases
from review.forms.typed import TypedForm, typed_values
from review.pages.case_more import more_pages
from review.pages.life import lay_out_to_do
from review.pages.recommendations import FILTERS, lay_out_change, lay_out_list
from review.reads import tell_rows
from review.views.letter import desk_of
from review.views.life import errors_of

MOST_SHOWN = 500
PAGE = "What we said we will do"
Run = Callable[[TypedForm, Recommendation, HttpRequest], object]


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def show_all(request: HttpRequest) -> HttpResponseBase:
    """List what the council said it will do, what is due first at the top.

    Narrowed by POST, so that nobody's name stands in an address.
    """
    desk, owner = desk_of(request), request.POST.get("owner", "").strip()[:100]
    show = request.POST.get("show", request.GET.get("show", ""))
    show = show if show in FILTERS else RecommendationState.OPEN.value
    if show == "overdue":
        rows = list_recommendations(desk.member, owner=owner, overdue_on=desk.today)
    else:
        rows = list_recommendations(desk.member, state="" if show == "all" else show, owner=owner)
    page = lay_out_list(rows[:MOST_SHOWN], desk, show=show, owner=owner, number=rows.count())
    tell_rows(request, len(page.rows))
    return render(request, "review/recommendations.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def change(request: HttpRequest, case_id: int, number: int) -> HttpResponseBase:
    """Ask whether something is done, moved or not accepted, and write it down."""
    row = _find(case_id, number)
    if request.method != "POST":
        return _form(request, row)
    try:
        _carry_out(request, row)
    except CaseError as error:
        return _form(request, _find(case_id, number), error)
    messages.success(request, "Saved.")
    return redirect("review:case-life", case_id)


def _carry_out(request: HttpRequest, row: Recommendation) -> None:
    form, what = TypedForm(request.POST), request.POST.get("what", "")
    if what not in RUN:
        raise IncompleteError({"what": "Say what became of it."})
    RUN[what](form, row, request)


def _move(form: TypedForm, row: Recommendation, request: HttpRequest) -> object:
    due_on = form.day("due_on")
    form.done()
    why = form.text("why")
    return move_recommendation(recommendation_id=row.pk, member=member_of(request), due_on=due_on, why=why)


def _end(form: TypedForm, row: Recommendation, request: HttpRequest) -> object:
    how, state = form.text("why"), form.text("what")
    try:
        return end_recommendation(recommendation_id=row.pk, member=member_of(request), state=state, how=how)
    except IncompleteError as error:
        raise IncompleteError({"why": str(error)}) from error


RUN: Mapping[str, Run] = {"done": _end, "not_accepted": _end, "moved": _move}


def _find(case_id: int, number: int) -> Recommendation:
    row = find_recommendation(number)
    if row is None or row.case_id != case_id:
        raise Http404
    return row


def _form(request: HttpRequest, row: Recommendation, error: CaseError | None = None) -> HttpResponse:
    typed = typed_values(request.POST) if error else None
    form = lay_out_change(typed=typed)
    lines: list[tuple[str, str]] = []
    if error:
        named, lines = errors_of(error, form)
        form = lay_out_change(typed=typed, errors=named)
    shown = {
        "case": row.case,
        "more": more_pages(row.case_id, here="case-life"),
        "page_words": "What became of it",
        "line": lay_out_to_do(row, desk_of(request)),
        "form": form,
        "errors": lines,
    }
    return render(request, "review/recommendation.html", shown, status=422 if error else 200)
