"""Take out of what a browser sends the one sign that no database column of text can hold on PostgreSQL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class PlainInputMiddleware:
    """Hand every view its fields without NUL: pasted along unseen, it would cost a person all that they typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the fields are looked at as late as a view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Clean the fields, after the check of the form's token has read them."""
        if _has_nul(request.GET):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in name or any(NUL in str(value) for value in values) for name, values in fields.lists())


def _without_nul(fields: QueryDict) -> QueryDict:
    """Return the fields without the sign, in their order; like those of every request, they cannot be changed."""
    plain = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        plain.setlist(name.replace(NUL, ""), [str(value).replace(NUL, "") for value in values])
    plain._mutable = False  # noqa: SLF001 - as Django itself closes a request's fields
    return plain
