"""Let a person type in what no machine could read, and keep it: first a draft of theirs, then the words of the mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.errors import IncompleteError, NotNowError
from cases.models import Mail
from cases.selectors.unread import find_draft, find_mail
from cases.services import typing_in
from cases.services.typing_in import Typing
from review.access import member_of, sees_cases
from review.pages.typing import has_part, lay_out_typing, typing_of
from review.views.letter import desk_of
from review.words import say_time

AGAIN = "This part is not there any more. Look at the message again."


@require_safe
@sees_cases
def show_typing(request: HttpRequest, mail_id: int, number: int) -> HttpResponseBase:
    """Show the page for one part: 0 is the mail itself, 1 and up its files."""
    mail, part = _find(mail_id, number)
    draft = find_draft(mail, part, member_of(request))
    page = lay_out_typing(mail, part, desk_of(request), typing=typing_of(draft, part), draft=draft)
    return render(request, "review/type_in.html", {"page": page, "mail": mail, "errors": []})


@require_POST
@sees_cases
def save_typing(request: HttpRequest, mail_id: int, number: int) -> HttpResponseBase:
    """Keep a draft, or take the words as those of the part; nothing typed is lost if an answer is missing."""
    mail, part = _find(mail_id, number)
    typing, member = _read(request, part), member_of(request)
    is_draft = request.POST.get("save") == "draft"
    try:
        draft = typing_in.save_draft(mail_id=mail_id, member=member, typing=typing)
        if not is_draft:
            mail = typing_in.type_in(mail_id=mail_id, member=member, typing=typing)
    except IncompleteError as error:
        return _refused(request, mail, typing, error)
    except NotNowError:
        messages.warning(request, AGAIN)
        return redirect("review:unread-item", mail_id)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"words": f"Draft saved at {say_time(draft.saved_at)}"})
    if is_draft:
        return redirect("review:unread-type", mail_id, number)
    return _done(request, mail, typing)


def _done(request: HttpRequest, mail: Mail, typing: Typing) -> HttpResponse:
    """Go where the work goes on: to the alert that was just raised, else back to the list."""
    messages.success(request, "Saved, and looked through for danger. Putright judges the message again by these words.")
    if mail.alerts.filter(state="open").exclude(flag="unscreened").exists() or typing.danger == "yes":
        here = "review:case" if mail.case_id else "review:unread-item"
        return redirect(reverse(here, args=[mail.case_id or mail.pk]))
    return redirect("review:unread")


def _refused(request: HttpRequest, mail: Mail, typing: Typing, error: IncompleteError) -> HttpResponse:
    draft = find_draft(mail, typing.part, member_of(request))
    page = lay_out_typing(mail, typing.part, desk_of(request), typing=typing, draft=draft)
    anchors = {"danger": "danger-no", "words": "words", "much": "much-all"}
    errors = [(anchors.get(key, ""), words) for key, words in error.missing.items()]
    shown = {"page": page, "mail": mail, "errors": errors, "missing": error.missing}
    return render(request, "review/type_in.html", shown, status=422)


def _read(request: HttpRequest, part: int) -> Typing:
    post = request.POST
    return Typing(
        part=part,
        words=post.get("words", "").replace("\r\n", "\n"),
        name=post.get("name", "").strip(),
        danger=post.get("danger", ""),
        much=post.get("much", ""),
    )


def _find(mail_id: int, number: int) -> tuple[Mail, int]:
    mail, part = find_mail(mail_id), number - 1
    if mail is None or not has_part(mail, part):
        raise Http404
    return mail, part
