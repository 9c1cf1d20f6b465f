"""Hand out what was sent, byte for byte: always as a download, never shown inside a page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases import blobs, reader
from cases.models import Mail
from cases.services import triage
from review.access import member_of, sees_cases


@require_safe
@sees_cases
def mail_original(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Return one mail as it arrived."""
    mail = get_object_or_404(Mail, pk=mail_id)
    _note(request, mail)
    name = f"{mail.case.reference if mail.case else 'mail'}-{mail.pk}.eml"
    return _download(blobs.get(mail.digest), name)


@require_safe
@sees_cases
def attachment(request: HttpRequest, mail_id: int, index: int) -> HttpResponseBase:
    """Return one attachment as it arrived."""
    mail = get_object_or_404(Mail, pk=mail_id)
    try:
        found = reader.attachment(mail, index)
    except LookupError as error:
        raise Http404 from error
    _note(request, mail)
    return _download(found.content, found.filename or f"attachment-{index}")


def _note(request: HttpRequest, mail: Mail) -> None:
    if mail.case_id:
        triage.record_read(case_id=mail.case_id, member=member_of(request))


def _download(content: bytes, name: str) -> HttpResponse:
    # The sender's word for the type is never passed on: a browser must not open what a stranger wrote.
    response = HttpResponse(content, content_type="application/octet-stream")
    printable = "".join(character for character in name if character.isprintable())
    response.headers["Content-Disposition"] = content_disposition_header(True, printable) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
