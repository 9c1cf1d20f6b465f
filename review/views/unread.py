"""Show the mails no machine could finish and those set aside, and let a person act on them."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, IncompleteError, NotNowError
from cases.models import Mail, TeamMember
from cases.selectors import buckets as bucket_facts
from cases.selectors.unread import (
    alerts_of,
    count_set_aside,
    find_mail,
    list_set_aside,
    list_unread,
    list_working,
)
from cases.services import joining, retrying, safety
from cases.services import mail as mails
from cases.services.danger.opening import note_opened
from cases.states import MAIL_ENDED, MAIL_MOVES, MailState, MoveError
from review.access import member_of, sees_cases
from review.pages.case import lay_out_alert
from review.pages.message import lay_out_message
from review.pages.queue import lay_out_buckets
from review.pages.rows import Desk
from review.pages.unread import lay_out_aside, lay_out_card, list_problems, say_why_aside, title_of_mail
from review.pages.unread_kinds import lay_out_work, list_kinds, say_work
from review.reads import tell_rows
from review.views.letter import desk_of
from review.words import count

PAGE_SIZE = 50
ASIDE = {"automatic": MailState.AUTOMATIC, "copies": MailState.DUPLICATE}
"""What the list of mails set aside may be narrowed to, by the word in its address."""


@require_safe
@sees_cases
def show_unread(request: HttpRequest) -> HttpResponseBase:
    """Show the mails a person must read; with ``?show=``, those that were set aside."""
    desk, show = desk_of(request), request.GET.get("show", "")
    found = count_set_aside()
    buckets = bucket_facts.list_buckets(desk.today, desk.member)
    shown: dict[str, object] = {
        "buckets": lay_out_buckets(buckets, bucket_facts.Bucket.UNREAD, desk),
        "show": show if show in ASIDE else "",
        "automatic": found[MailState.AUTOMATIC],
        "copies": found[MailState.DUPLICATE],
    }
    if show in ASIDE:
        pages = Paginator(list_set_aside(ASIDE[show], desk.member), PAGE_SIZE).get_page(request.GET.get("page"))
        shown |= {"rows": [lay_out_aside(mail, desk) for mail in pages], "pages": pages}
        tell_rows(request, len(pages))
    else:
        shown |= _to_look_at(request, desk)
    return render(request, "review/unread.html", shown)


def _to_look_at(request: HttpRequest, desk: Desk) -> dict[str, object]:
    mails_found = list_unread(desk.member)
    pages = Paginator(mails_found, PAGE_SIZE).get_page(request.GET.get("page"))
    tell_rows(request, len(pages))
    return {
        "cards": [lay_out_card(mail, desk) for mail in pages],
        "pages": pages,
        "count": count(len(mails_found), "message"),
        "kinds": [kind for kind in list_kinds(mails_found) if len(kind.ids) > 1],
        "working": [lay_out_work(mail, desk) for mail in list_working(desk.now, desk.member)],
    }


@require_POST
@sees_cases
def retry_kind(request: HttpRequest) -> HttpResponseBase:
    """Try every mail again that one thing had stopped, now that it is mended."""
    kind = next((kind for kind in list_kinds(list_unread()) if kind.code == request.POST.get("kind")), None)
    number = retrying.try_all_again(mail_ids=kind.ids, member=member_of(request)) if kind else 0
    is_ = "is" if number == 1 else "are"
    said = f"{count(number, 'message')} {is_} being tried again. What works leaves this list by itself."
    messages.success(request, said if number else "None of them is waiting any more.")
    return redirect("review:unread")


@require_safe
@sees_cases
def show_item(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Show one mail with all that was read of it."""
    note_opened(mail_id=mail_id, member=member_of(request))
    return _page(request, _mail(mail_id))


@require_POST
@sees_cases
def act(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Try a mail again, say that a person has read it, or make it a case of its own."""
    _mail(mail_id)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise Http404
    service, said = action
    try:
        service(mail_id, member_of(request))
    except (CaseError, MoveError):
        messages.warning(request, "Somebody else dealt with this message first. See below how it stands.")
        return redirect("review:unread-item", mail_id)
    messages.success(request, said)
    return redirect("review:unread-item" if request.POST.get("stay") else "review:unread", *_stay(request, mail_id))


@require_POST
@sees_cases
def answer_alert(request: HttpRequest, mail_id: int, alert_id: int) -> HttpResponseBase:
    """Write down what this person did about a sign of danger in a mail that is no case yet."""
    mail, member, do = _mail(mail_id), member_of(request), request.POST.get("do", "")
    if not mail.alerts.filter(pk=alert_id).exists() or do not in ALERT_ACTS:
        raise Http404
    try:
        ALERT_ACTS[do](alert_id, member, request.POST)
    except IncompleteError as error:
        return _page(request, mail, errors=[(f"{name}-{alert_id}", words) for name, words in error.missing.items()])
    except NotNowError as error:
        messages.warning(request, str(error))
    except (CaseError, MoveError):
        messages.warning(request, "Somebody else dealt with this alert first. See what they did.")
    return redirect("review:unread-item", mail_id)


def _escalate(alert_id: int, member: TeamMember, post: Mapping[str, str]) -> None:
    how = post.get("how", "telephone")
    safety.escalate(alert_id=alert_id, member=member, to=post.get("to", ""), how=how)


def _confirm(alert_id: int, member: TeamMember, post: Mapping[str, str]) -> None:
    safety.confirm(alert_id=alert_id, member=member, with_whom=post.get("with_whom", ""))


def _dismiss(alert_id: int, member: TeamMember, post: Mapping[str, str]) -> None:
    safety.dismiss(alert_id=alert_id, member=member, reason=post.get("reason", ""))


ALERT_ACTS: dict[str, Callable[[int, TeamMember, Mapping[str, str]], None]] = {
    "escalate": _escalate,
    "confirm": _confirm,
    "dismiss": _dismiss,
}


def _try_again(mail_id: int, member: TeamMember) -> None:
    retrying.try_again(mail_id=mail_id, member=member)


def _look_at(mail_id: int, member: TeamMember) -> None:
    mails.look_at(mail_id=mail_id, member=member)


def _make_case(mail_id: int, member: TeamMember) -> None:
    # Not ``mails.make_case_of``: a message that a person put with a case comes with that case's own taking back.
    joining.make_own_case(mail_id=mail_id, member=member)


ACTIONS: dict[str, tuple[Callable[[int, TeamMember], None], str]] = {
    "again": (_try_again, "It is being tried again. If it works, it leaves this list by itself."),
    "read": (_look_at, "Noted that you have read it yourself."),
    "case": (_make_case, "It is being sorted as a case of its own, and comes into the queue in a moment."),
}


def _stay(request: HttpRequest, mail_id: int) -> list[int]:
    return [mail_id] if request.POST.get("stay") else []


def _mail(mail_id: int) -> Mail:
    mail = find_mail(mail_id)
    if mail is None:
        raise Http404
    return mail


def _page(request: HttpRequest, mail: Mail, errors: list[tuple[str, str]] | None = None) -> HttpResponse:
    desk = desk_of(request)
    moves = MAIL_MOVES[MailState(mail.state)]
    shown = {
        "mail": mail,
        "card": lay_out_card(mail, desk),
        "title": title_of_mail(mail),
        "message": lay_out_message(mail, {}, marked=False),
        "problems": list_problems(mail),
        "aside": say_why_aside(mail),
        "work": "" if mail.stuck or (mail.state in MAIL_ENDED and not mail.again) else say_work(mail),
        "alerts": [lay_out_alert(alert, desk) for alert in alerts_of(mail)],
        "can_make_case": MailState.READ in moves and mail.state != MailState.STORED,
        "can_look": mail.looked_at is None and (mail.unread_parts or mail.stuck or mail.state in ASIDE.values()),
        "back": reverse("review:unread"),
        "errors": errors or [],
    }
    return render(request, "review/unread_item.html", shown, status=422 if errors else 200)
