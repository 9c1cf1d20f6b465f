"""Hide answers to monitoring questions, show them again where they matter, and say how it stands."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, IncompleteError
from cases.models import Case
from cases.services.monitoring import vault
from review.access import member_of, sees_cases
from review.pages.case_more import more_pages
from review.pages.monitoring import lay_out_monitoring

WORDS = "Monitoring answers"
ANCHORS = {"words": "words", "why": "why-ground"}


@require_safe
@sees_cases
def show(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show how it stands."""
    return _page(request, _case(case_id))


@require_POST
@sees_cases
def hide(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Hide what was found, and the lines that were named."""
    _case(case_id)
    words = request.POST.get("words", "").replace("\r\n", "\n")
    try:
        vault.take_out(case_id=case_id, version=_version(request), member=member_of(request), words=words)
    except CaseError as error:
        return _page(request, _case(case_id), error, words=words)
    messages.success(request, "Hidden. Read the message once more, and the letter if one is written already.")
    return redirect("review:case-monitoring", case_id)


@require_POST
@sees_cases
def turn_back(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show again what was hidden."""
    _case(case_id)
    why = request.POST.get("why", "")
    try:
        vault.turn_back(case_id=case_id, version=_version(request), member=member_of(request), why=why)
    except CaseError as error:
        return _page(request, _case(case_id), error, why=why)
    messages.success(request, "Shown again, on every page of this case.")
    return redirect("review:case-monitoring", case_id)


def _case(case_id: int) -> Case:
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _page(
    request: HttpRequest, case: Case, error: CaseError | None = None, *, words: str = "", why: str = ""
) -> HttpResponse:
    missing: Mapping[str, str] = error.missing if isinstance(error, IncompleteError) else {}
    said = missing or ({"": str(error)} if error else {})
    shown = {
        "case": case,
        "page": lay_out_monitoring(case, words=words, why=why, missing=missing),
        "page_words": WORDS,
        "more": more_pages(case.pk, here="case-monitoring"),
        "errors": [(ANCHORS.get(key, ""), words_said) for key, words_said in said.items()],
    }
    return render(request, "review/monitoring.html", shown, status=422 if error else 200)


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0
