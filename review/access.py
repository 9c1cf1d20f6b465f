"""Let only those see cases whose work it is; administrators run the system and see no case."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from cases.models import TeamMember
from review.reads import note_page
from review.shut import refuse_shut

P = ParamSpec("P")


NOTES_READS = "notes_reads"
"""The mark on a view that writes down what it shows; a test looks for it on every page."""


class NoCasesError(PermissionDenied):
    """An administrator asked for a case; the page that follows says why they see none."""


def member_of(request: HttpRequest) -> TeamMember:
    """Return who is signed in; the sign-in middleware has already sent everybody else away."""
    assert isinstance(request.user, TeamMember)
    return request.user


def sees_cases(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Refuse a view to whoever may not read cases, and write down what it shows to whoever may."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not member_of(request).may_decide:
            raise NoCasesError
        refuse_shut(request, member_of(request), kwargs)
        answer = view(request, *args, **kwargs)
        # Before the answer leaves: what cannot be written down is not shown.
        note_page(request, member_of(request), kwargs, answer)
        return answer

    update_wrapper(guarded, view)
    setattr(guarded, NOTES_READS, True)
    return guarded
