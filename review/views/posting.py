"""Say how a letter goes, list what is to be printed and posted, note on which day it was, and whether it arrived."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, IncompleteError
from cases.selectors.to_post import letters_to_post
from cases.services import arrived, posting
from cases.states import MoveError
from letters.draft import Channel
from review.access import member_of, sees_cases
from review.forms.typed import TypedForm, typed_values
from review.pages.posting import POSTED, YES, lay_out_channel, lay_out_to_post
from review.reads import tell_rows
from review.views.letter import desk_of, file_of, letter_page
from review.words import local_day, say_day


@require_safe
@sees_cases
def show_to_post(request: HttpRequest) -> HttpResponseBase:
    """List the letters that somebody must print and post."""
    desk = desk_of(request)
    rows = lay_out_to_post(letters_to_post(member_of(request)), desk)
    tell_rows(request, len(rows))
    return render(request, "review/to_post.html", {"rows": rows})


@require_safe
@sees_cases
def show_channel(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Ask how a letter goes."""
    return _channel_page(request, letter_id)


@require_POST
@sees_cases
def save_channel(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Keep how a letter goes, and the postal address of its person."""
    file_of(letter_id)
    form = TypedForm(request.POST)
    try:
        channel = _channel(form)
        posting.choose_channel(
            letter_id=letter_id, version=form.number("version"), member=member_of(request), channel=channel,
            post=form.text("post"), asked=form.is_ticked("asked", YES),
        )  # fmt: skip
    except CaseError as error:
        return _channel_page(request, letter_id, error)
    goes = "post. Once it is signed, print it and post it" if channel is Channel.POST else "email"
    messages.success(request, f"The letter goes by {goes}.")
    return redirect("review:letter", letter_id)


@require_POST
@sees_cases
def mark_posted(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Note on which day a letter was posted."""
    file, form = file_of(letter_id), TypedForm(request.POST)
    try:
        posted_on = form.day(POSTED)
        form.done()
        posting.mark_posted(letter_id=letter_id, member=member_of(request), posted_on=posted_on)
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    day = say_day(posted_on, local_day(desk_of(request).now))
    messages.success(request, f"The letter of {file.case.reference} is kept as posted on {day}.")
    return redirect("review:to-post" if letters_to_post(member_of(request)).exists() else "review:queue")


@require_POST
@sees_cases
def mark_came_back(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Note that a letter that went did not arrive."""
    file_of(letter_id)
    why = TypedForm(request.POST).text("why")
    try:
        posting.mark_came_back(letter_id=letter_id, member=member_of(request), why=why)
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    messages.warning(request, "Noted: it did not arrive. Find another way to reach the person today, and write again.")
    return redirect("review:letter", letter_id)


@require_POST
@sees_cases
def mark_arrived(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Note that a letter which was said not to have arrived did arrive."""
    file_of(letter_id)
    why = TypedForm(request.POST).text("why")
    try:
        arrived.mark_arrived(letter_id=letter_id, member=member_of(request), why=why)
    except (CaseError, MoveError) as error:
        return _refused(request, letter_id, error)
    messages.success(request, "Noted: it did arrive. The letter stands as sent, on the day it went.")
    return redirect("review:letter", letter_id)


def _channel(form: TypedForm) -> Channel:
    said = form.text("channel")
    if said not in set(Channel):
        raise IncompleteError({"channel": "Choose how the letter goes"})
    return Channel(said)


def _channel_page(request: HttpRequest, letter_id: int, error: CaseError | None = None) -> HttpResponse:
    file = file_of(letter_id)
    faults: Mapping[str, str] = error.missing if isinstance(error, IncompleteError) else {}
    page = lay_out_channel(file, desk_of(request), typed=typed_values(request.POST) if error else None, errors=faults)
    fields = (page.channel, page.post, page.asked)
    errors = [(field.anchor, field.error) for field in fields if field and field.error]
    errors = errors or ([("", str(error))] if error else [])
    shown = {"page": page, "letter": file.letter, "case": file.case, "errors": errors}
    return render(request, "review/letter_channel.html", shown, status=422 if error else 200)


def _refused(request: HttpRequest, letter_id: int, error: Exception) -> HttpResponse:
    """Show the letter as it stands, with what was refused and why; the day typed is kept."""
    missing = error.missing if isinstance(error, IncompleteError) else {"": str(error)}
    errors = [(f"{key}-day" if key == POSTED else key, words) for key, words in missing.items()]
    status = 422 if isinstance(error, IncompleteError) else 409
    return letter_page(request, file_of(letter_id), errors=errors, status=status, typed=typed_values(request.POST))
