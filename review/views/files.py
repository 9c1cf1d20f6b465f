"""Hand out what was sent, byte for byte: always as a download, never shown inside a page, never before it was scanned.

What the virus scan found harm in is handed to nobody. What it could not scan is handed out after a plain warning.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from cases import blobs, opening, reader
from cases.models import Mail
from cases.selectors.equalities import is_hidden_in
from cases.services import mail as mails
from cases.virus import Gate
from ingest.typed_words import WHOLE_MAIL
from review.access import member_of, sees_cases
from review.pages.scan_words import lay_out_scan

WHY_ORIGINAL = {
    "ground": "What is hidden may be what the complaint is about",
    "adjustment": "What is hidden may be something we must do differently for them",
    "copy": "Somebody has a right to a copy: the person, a court, the Ombudsman",
    "unread": "Putright could not read it well",
}
"""Why an original may be handed out although answers to monitoring questions in it are hidden."""
STATUS = {Gate.SHUT: 403, Gate.WARN: 200, Gate.WAIT: 503}


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def mail_original(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Return one mail as it arrived; by POST, after the warning."""
    mail = get_object_or_404(Mail, pk=mail_id)
    name = f"{mail.case.reference if mail.case else 'mail'}-{mail.pk}.eml"
    gate = opening.gate_now(mail)
    if not _may_pass(request, gate):
        return _stop(request, mail, gate, name="The whole message")
    if not _says_why(request, mail):
        return _ask_why(request, mail, name="The whole message")
    _note(request, mail, WHOLE_MAIL, gate)
    return _download(blobs.get(mail.digest), name)


@require_http_methods(["GET", "HEAD", "POST"])
@sees_cases
def attachment(request: HttpRequest, mail_id: int, index: int) -> HttpResponseBase:
    """Return one attachment as it arrived; by POST, after the warning."""
    mail = get_object_or_404(Mail, pk=mail_id)
    try:
        found = reader.attachment(mail, index)
    except LookupError as error:
        raise Http404 from error
    name, digest = found.filename or f"attachment-{index}", blobs.digest_of(found.content)
    gate = opening.gate_now(mail, digest)
    if not _may_pass(request, gate):
        return _stop(request, mail, gate, name=name, digest=digest)
    if not _says_why(request, mail):
        return _ask_why(request, mail, name=name)
    _note(request, mail, index, gate)
    return _download(found.content, name)


def _may_pass(request: HttpRequest, gate: Gate) -> bool:
    return gate is Gate.OPEN or (gate is Gate.WARN and request.method == "POST")


def _says_why(request: HttpRequest, mail: Mail) -> bool:
    return not is_hidden_in(mail) or request.POST.get("why") in WHY_ORIGINAL


def _ask_why(request: HttpRequest, mail: Mail, *, name: str) -> HttpResponse:
    """Ask why somebody needs an original that holds what nobody is shown; the reason is written down."""
    is_missing = "asked" in request.POST
    shown = {"mail": mail, "name": name, "reasons": WHY_ORIGINAL.items(), "is_missing": is_missing}
    return render(request, "review/original_why.html", shown, status=422 if is_missing else 200)


def _stop(request: HttpRequest, mail: Mail, gate: Gate, *, name: str, digest: str = "") -> HttpResponse:
    """Say why an original is not handed out, or not yet, and what to do."""
    scan = lay_out_scan(mail, digest)
    shown = {"mail": mail, "gate": gate, "name": name, "scan": scan, "digest": digest or mail.digest}
    return render(request, "review/original_stop.html", shown, status=STATUS[gate])


def _note(request: HttpRequest, mail: Mail, part: int, gate: Gate) -> None:
    is_scanned = gate is Gate.OPEN and bool(mail.virus_scan)
    why = request.POST.get("why", "") if is_hidden_in(mail) else ""
    mails.note_download(mail_id=mail.pk, member=member_of(request), part=part, is_scanned=is_scanned, why=why)


def _download(content: bytes, name: str) -> HttpResponse:
    # The sender's word for the type is never passed on: a browser must not open what a stranger wrote.
    response = HttpResponse(content, content_type="application/octet-stream")
    printable = "".join(character for character in name if character.isprintable())
    response.headers["Content-Disposition"] = content_disposition_header(True, printable) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
