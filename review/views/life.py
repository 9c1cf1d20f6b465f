"""Show the matters of a case, and carry out what a person says became of them."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.errors import CaseError, IncompleteError
from cases.models import MaybeSame
from cases.selectors.life import LifeFile, open_life
from cases.services.matters import linking
from cases.states import MoveError
from review.access import member_of, sees_cases
from review.forms.life import RUN, Asker
from review.forms.typed import TypedForm, typed_values
from review.pages.case_more import more_pages
from review.pages.life import lay_out_life
from review.pages.life_forms import ACTIONS, FormView, fits, lay_out_form
from review.views.letter import desk_of

PAGE = "Matters and stages"


@require_safe
@sees_cases
def show_life(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show where each matter of a case has come to."""
    file = _file(request, case_id)
    shown = {"page": lay_out_life(file, desk_of(request)), "page_words": PAGE}
    return render(request, "review/case_life.html", shown | _around(file))


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def act(request: HttpRequest, case_id: int, action: str) -> HttpResponseBase:
    """Ask what became of a matter, and write it down; wrong input shows the form again with all that was typed."""
    file = _file(request, case_id)
    if not _is_offered(action, file):
        raise Http404
    if request.method != "POST":
        return _form(request, file, action)
    try:
        RUN[action](TypedForm(request.POST), _asker(request, case_id))
    except (CaseError, MoveError) as error:
        return _form(request, _file(request, case_id), action, error)
    messages.success(request, f"Saved: {ACTIONS[action].title[0].lower()}{ACTIONS[action].title[1:]}.")
    return redirect("review:case-life", case_id)


@require_POST
@sees_cases
def unlink(request: HttpRequest, case_id: int, pair_id: int) -> HttpResponseBase:
    """Say that two linked cases are not of the same person after all."""
    try:
        linking.unlink_cases(pair_id=pair_id, member=member_of(request))
    except MaybeSame.DoesNotExist as error:
        raise Http404 from error
    except CaseError as error:
        messages.warning(request, str(error))
    return redirect("review:case-life", case_id)


def errors_of(error: CaseError | MoveError, form: FormView) -> tuple[Mapping[str, str], list[tuple[str, str]]]:
    """Return what is wrong with each field, and the lines of the error summary, each leading to its field."""
    if not isinstance(error, IncompleteError):
        return {}, [("", str(error))]
    anchors = {field.name: field.anchor for field in form.fields}
    named = {_field_of(name, anchors): words for name, words in error.missing.items()}
    return named, [(anchors.get(name, ""), words) for name, words in named.items()]


def _field_of(name: str, anchors: Mapping[str, str]) -> str:
    """Return the field that a service's word for a fault belongs to."""
    key, _, rest = name.partition(":")
    others = (f"route-{rest}", "route", f"{key}-1", f"{key}-0") if key == "matter" else (f"{name}-1", f"{name}-0")
    return next((other for other in (name, *others) if other in anchors), name)


def _form(
    request: HttpRequest, file: LifeFile, action: str, error: CaseError | MoveError | None = None
) -> HttpResponse:
    number = _number(request.GET.get("matter", ""))
    typed = typed_values(request.POST) if error else None
    mail = _number(request.GET.get("mail", ""))
    form = lay_out_form(action, file, number=number, mail=mail, typed=typed)
    lines: list[tuple[str, str]] = []
    if error:
        named, lines = errors_of(error, form)
        form = lay_out_form(action, file, number=number, typed=typed, errors=named)
    shown = {"form": form, "number": number, "page_words": form.title, "errors": lines}
    return render(request, "review/case_life_act.html", shown | _around(file), status=422 if error else 200)


def _is_offered(action: str, file: LifeFile) -> bool:
    return action in ACTIONS and (action == "link" or any(fits(action, each) for each in file.matters))


def _asker(request: HttpRequest, case_id: int) -> Asker:
    return Asker(case_id=case_id, version=_number(request.POST.get("version", "")), member=member_of(request))


def _file(request: HttpRequest, case_id: int) -> LifeFile:
    file = open_life(case_id, member_of(request))
    if file is None:
        raise Http404
    return file


def _around(file: LifeFile) -> dict[str, object]:
    return {"case": file.case, "more": more_pages(file.case.pk, here="case-life")}


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < len("1000000000") else 0
