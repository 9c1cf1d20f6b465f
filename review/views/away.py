"""Show who is away and who covers, and take what somebody says of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, IncompleteError
from cases.models import Absence, TeamMember
from cases.selectors.cover import absences_between, away_on, coming_absences, people
from cases.services.days import cover, digests
from review.access import member_of, sees_cases
from review.forms.typed import TypedForm, typed_values
from review.pages.away import NOBODY, Values, lay_out_away, warn_of_covering
from review.views.letter import desk_of


@require_safe
@sees_cases
def show_away(request: HttpRequest) -> HttpResponseBase:
    """Show who is away now or will be."""
    return _page(request)


@require_POST
@sees_cases
def say(request: HttpRequest) -> HttpResponseBase:
    """Say that somebody is away, and who covers."""
    form, today = TypedForm(request.POST), desk_of(request).today
    member_id = form.optional_number("member") or member_of(request).pk
    try:
        from_on, until_on, cover_id = form.day("from"), form.day("until"), form.optional_number("cover")
        form.done()
        # Nobody's cases are left to nobody by a choice that was not made.
        if cover_id is None and form.text("cover") != NOBODY[0]:
            raise IncompleteError({"cover": "Choose who covers, or that nobody does."})
        row = cover.say_away(
            member_id=_known(member_id), by=member_of(request), from_on=from_on, until_on=until_on,
            cover_id=_known(cover_id) if cover_id else None, today=today,
        )  # fmt: skip
    except CaseError as error:
        return _page(request, error=error, typed=typed_values(request.POST))
    messages.success(request, f"Noted: {row.member.full_name} is away.")
    _warn(request, warn_of_covering(list(absences_between(from_on, until_on)), row.member, today))
    return redirect("review:settings-away")


@require_POST
@sees_cases
def set_cover(request: HttpRequest) -> HttpResponseBase:
    """Give an absence another cover."""
    id_ = _absence(request)
    cover_id = TypedForm(request.POST).optional_number(f"cover-{id_}")
    known = _known(cover_id) if cover_id else None
    return _change(request, cover.set_cover, "Noted.", {"absence_id": id_, "cover_id": known})


@require_POST
@sees_cases
def end(request: HttpRequest) -> HttpResponseBase:
    """Say that somebody is back, or stays."""
    return _change(
        request, cover.end_absence, "Noted: their cases are theirs again.", {"absence_id": _absence(request)}
    )


@require_POST
@sees_cases
def switch_morning(request: HttpRequest) -> HttpResponseBase:
    """Switch somebody's own morning mail on or off."""
    is_on = TypedForm(request.POST).text("morning") == "on"
    digests.switch(member=member_of(request), is_on=is_on)
    messages.success(request, f"Your morning mail is {'on' if is_on else 'off'}.")
    return redirect("review:settings-away")


def _change(request: HttpRequest, change: Callable[..., object], said: str, given: Mapping[str, Any]) -> HttpResponse:
    try:
        change(by=member_of(request), **given)
    except CaseError as error:
        return _page(request, error=error)
    messages.success(request, said)
    return redirect("review:settings-away")


def _page(request: HttpRequest, *, error: CaseError | None = None, typed: Values | None = None) -> HttpResponse:
    desk = desk_of(request)
    faults = error.missing if isinstance(error, IncompleteError) else {}
    absences = list(coming_absences(desk.today))
    page = lay_out_away(absences, list(people()), away_on(desk.today), desk, typed=typed, errors=faults)
    fields = (page.member, page.from_on, page.until_on, page.cover, *(row.field for row in page.rows))
    errors = [(field.anchor, field.error) for field in fields if field and field.error]
    errors = errors or ([("", str(error))] if error else [])
    return render(request, "review/away.html", {"page": page, "errors": errors}, status=422 if error else 200)


def _known(member_id: int) -> int:
    if not TeamMember.objects.filter(pk=member_id).exists():
        raise Http404
    return member_id


def _absence(request: HttpRequest) -> int:
    id_ = TypedForm(request.POST).number("absence")
    if not Absence.objects.filter(pk=id_).exists():
        raise Http404
    return id_


def _warn(request: HttpRequest, words: str) -> None:
    if words:
        messages.warning(request, words)
