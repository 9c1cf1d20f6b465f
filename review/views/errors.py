"""Say what went wrong in plain words with a reference, and nothing about any person."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from review.access import NoCasesError
from review.shut import ShutCaseError

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _page(request, 400, "bad_request", exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not see a page; administrators are told why they see no cases."""
    if isinstance(exception, ShutCaseError):
        return _page(request, 403, "shut", exception, words=exception.words)
    return _page(request, 403, "no_cases" if isinstance(exception, NoCasesError) else "forbidden", exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a page that is not there."""
    return _page(request, 404, "not_found", exception)


def server_fault(request: HttpRequest) -> HttpResponse:
    """Answer when the program failed; the page stands alone, since anything it needs may be what failed."""
    reference = secrets.token_hex(4)
    log.error("fault reference=%s view=%s", reference, request.resolver_match and request.resolver_match.view_name)
    return HttpResponse(render_to_string("review/server_fault.html", {"reference": reference}), status=500)


def _page(
    request: HttpRequest, status: int, name: str, exception: Exception | None, *, words: str = ""
) -> HttpResponse:
    reference = secrets.token_hex(4)
    log.warning("refused status=%s reference=%s cause=%s", status, reference, type(exception).__name__)
    return render(request, "review/error.html", {"what": name, "words": words, "reference": reference}, status=status)
