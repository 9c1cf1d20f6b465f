"""Show a case's dates with their receipts, and let a person pause, extend and write down the days they count from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.errors import CaseError, IncompleteError, StaleError
from cases.selectors.dates import DatesFile, open_dates
from review.access import member_of, sees_cases
from review.forms.clocks import ACTS, Asker, carry_out
from review.forms.typed import TypedForm, typed_values
from review.pages.case_more import more_pages
from review.pages.dates import lay_out_dates
from review.pages.dates_forms import Typed, lay_out_form
from review.views.letter import desk_of

STALE = "Somebody else changed this case while you had it open. Nothing was saved: look below, then save again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold the form that is open, what was typed into it and what is wrong with it."""

    act: str = ""
    typed: Typed | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


@require_safe
@sees_cases
def show_dates(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show every date of one case with its receipt."""
    return _page(request, _file(case_id), Asked())


@sees_cases
def change_dates(request: HttpRequest, case_id: int, act: str) -> HttpResponseBase:
    """Show a form beside the dates, or carry out what it asks; what was typed is never lost."""
    if act not in ACTS:
        raise Http404
    file = _file(case_id)
    if request.method != "POST":
        return _page(request, file, Asked(act=act))
    try:
        words = carry_out(act, TypedForm(request.POST), _asker(request, case_id))
    except CaseError as error:
        return _page(request, _file(case_id), Asked(act=act, typed=typed_values(request.POST), missing=_missing(error)))
    messages.success(request, words)
    return redirect("review:case-dates", case_id)


def _asker(request: HttpRequest, case_id: int) -> Asker:
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else 0
    return Asker(case_id=case_id, version=number, member=member_of(request))


def _missing(error: CaseError) -> Mapping[str, str]:
    if isinstance(error, IncompleteError):
        return error.missing
    return {"": STALE if isinstance(error, StaleError) else str(error)}


def _file(case_id: int) -> DatesFile:
    file = open_dates(case_id)
    if file is None:
        raise Http404
    return file


def _page(request: HttpRequest, file: DatesFile, asked: Asked) -> HttpResponse:
    given = {name: str(value) for source in (request.GET, request.POST) for name, value in source.items()}
    form = lay_out_form(asked.act, file, given, asked.typed, asked.missing) if asked.act else None
    anchors = {one.name: one.anchor for one in form.fields} if form else {}
    shown = {
        "page": lay_out_dates(file, desk_of(request)),
        "form": form,
        "case": file.case,
        "page_words": "Dates",
        "more": more_pages(file.case.pk, here="case-dates"),
        "is_open": request.GET.get("receipts") == "open",
        "errors": [(anchors.get(name, ""), words) for name, words in asked.missing.items()],
    }
    return render(request, "review/case_dates.html", shown, status=422 if asked.missing else 200)
