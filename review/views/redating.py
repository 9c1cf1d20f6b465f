"""Show which dates of open cases would move by new holidays or procedures, and move them when somebody says so."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.conflicts import shut_to
from cases.errors import CaseError
from cases.redating import has_old_files, preview
from cases.services.days.redating import may_redate, redate
from review.access import member_of
from review.pages.redating import lay_out_dates, say_number


@require_safe
def show_dates(request: HttpRequest) -> HttpResponseBase:
    """Show what would move: references and days only, so that administrators may see it too."""
    return _page(request)


@require_POST
def apply(request: HttpRequest) -> HttpResponseBase:
    """Move the dates that were shown."""
    try:
        done = redate(digest=request.POST.get("digest", ""), member=member_of(request))
    except CaseError as error:
        return _page(request, error=str(error))
    messages.success(request, f"{say_number(done.moved)} moved. Each case says so in its history.")
    if done.failed:
        words = f"These cannot be counted, and stay as they are: {', '.join(done.failed)}."
        messages.warning(request, words)
    return redirect("review:settings-dates")


def _page(request: HttpRequest, *, error: str = "") -> HttpResponse:
    if not may_redate(member_of(request)):
        raise PermissionDenied
    found = preview(timezone.localdate())
    # A case that is shut to a manager moves with the others, and is not named to them.
    shut = set(shut_to(member_of(request)))
    found = replace(found, moved=tuple(one for one in found.moved if one.case_id not in shut))
    page = lay_out_dates(found, is_old=has_old_files())
    errors = [("", error)] if error else []
    return render(request, "review/redating.html", {"page": page, "errors": errors}, status=422 if error else 200)
