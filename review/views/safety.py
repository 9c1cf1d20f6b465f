"""Show how danger is dealt with, in one case and in all, and write down what people do about it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, IncompleteError
from cases.models import Alert, Case, Mail, Referral, TeamMember
from cases.selectors.safety import alerts_of_case, list_open, measure_months
from cases.services import safety
from cases.services.danger import by_hand, lado, referrals
from cases.services.danger.opening import note_opened
from cases.states import MoveError
from review.access import member_of, sees_cases
from review.pages.case_more import more_pages
from review.pages.safety import NOTHING_REFUSED, Refused, lay_out_cards, lay_out_raise, list_team
from review.pages.safety_list import lay_out_measures, lay_out_rows, say_quiet_months
from review.reads import tell_rows
from review.views.letter import desk_of

DONE_ALREADY = "Somebody else dealt with this alert first. See what they did."
MONTHS = 6


@require_safe
@sees_cases
def show_all(request: HttpRequest) -> HttpResponseBase:
    """Show every sign of danger that is not dealt with to its end, and the figures of the last months."""
    desk = desk_of(request)
    rows = lay_out_rows(list_open(desk.member), desk)
    tell_rows(request, len(rows))
    found = measure_months(months=MONTHS, now=timezone.now())
    figures = {"measures": lay_out_measures(found), "quiet": say_quiet_months(found)}
    return render(request, "review/safety.html", {"rows": rows, **figures})


@require_safe
@sees_cases
def show_case_safety(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show the signs of danger of one case with their clocks, calls and referrals."""
    get_object_or_404(Case, pk=case_id)
    note_opened(case_id=case_id, member=member_of(request))
    return _page(request, case_id)


@require_POST
@sees_cases
def escalate(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """Write down that this person passed the alert to the duty social worker, to whom and how."""
    to, how = request.POST.get("to", ""), request.POST.get("how", "telephone")
    return _do(request, alert_id, lambda m: safety.escalate(alert_id=alert_id, member=m, to=to, how=how))


@require_POST
@sees_cases
def dismiss(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """Write down that this person looked and found no danger, and why."""
    reason = request.POST.get("reason", "")
    return _do(request, alert_id, lambda m: safety.dismiss(alert_id=alert_id, member=m, reason=reason))


@require_POST
@sees_cases
def confirm(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """Write down that the duty desk has confirmed that it has the alert, and who there."""
    whom = request.POST.get("with_whom", "")
    return _do(request, alert_id, lambda m: safety.confirm(alert_id=alert_id, member=m, with_whom=whom))


@require_POST
@sees_cases
def accuse(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """Write down that a worker or carer is accused: the LADO is told, and nobody who is accused."""
    accused = _member(request.POST.get("accused", ""))
    return _do(request, alert_id, lambda m: lado.refer_to_lado(alert_id=alert_id, member=m, accused=accused))


@require_POST
@sees_cases
def refer(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """Write down that an alert goes to another place too."""
    to = request.POST.get("to", "")
    return _do(request, alert_id, lambda m: referrals.refer_elsewhere(alert_id=alert_id, member=m, to=to))


@require_POST
@sees_cases
def act_on_referral(request: HttpRequest, alert_id: int, to: str) -> HttpResponseBase:
    """Write down that a referral was told, confirmed in writing, answered, or is not needed."""
    row = get_object_or_404(Referral, alert=alert_id, to=to)
    service = REFERRAL_ACTS.get(request.POST.get("do", ""))
    if service is None:
        raise Http404
    return _do(request, alert_id, lambda member: service(row.pk, member, request.POST))


@require_POST
@sees_cases
def raise_in_case(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Raise a sign of danger in a case by hand."""
    get_object_or_404(Case, pk=case_id)
    return _raise(request, case_id=case_id)


@require_POST
@sees_cases
def raise_in_mail(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """Raise a sign of danger in a mail by hand, whether it is a case or not."""
    mail = get_object_or_404(Mail, pk=mail_id)
    return _raise(request, case_id=mail.case_id, mail_id=mail_id)


def _told(referral_id: int, member: TeamMember, post: Mapping[str, str]) -> Referral:
    return referrals.note_told(referral_id=referral_id, member=member, taken_by=post.get("taken_by", ""))


def _written(referral_id: int, member: TeamMember, _: Mapping[str, str]) -> Referral:
    return referrals.note_written(referral_id=referral_id, member=member)


def _answered(referral_id: int, member: TeamMember, post: Mapping[str, str]) -> Referral:
    return referrals.note_answered(referral_id=referral_id, member=member, answer=post.get("answer", ""))


def _not_needed(referral_id: int, member: TeamMember, post: Mapping[str, str]) -> Referral:
    return referrals.end_referral(referral_id=referral_id, member=member, why_not=post.get("why_not", ""))


REFERRAL_ACTS: dict[str, Callable[[int, TeamMember, Mapping[str, str]], Referral]] = {
    "told": _told,
    "written": _written,
    "answered": _answered,
    "end": _not_needed,
}


def _do(request: HttpRequest, alert_id: int, service: Callable[[TeamMember], object]) -> HttpResponse:
    """Do one thing about an alert; what is missing shows the page again with everything that was typed."""
    alert = get_object_or_404(Alert, pk=alert_id)
    try:
        service(member_of(request))
    except IncompleteError as error:
        if alert.case_id:
            return _page(request, alert.case_id, Refused.of(request.POST, error.missing, about=f"{alert_id}"))
        messages.warning(request, str(error))
    except MoveError:
        messages.warning(request, DONE_ALREADY)
    except CaseError as error:
        messages.warning(request, str(error))
    return _back(request, alert)


def _raise(request: HttpRequest, *, case_id: int | None, mail_id: int | None = None) -> HttpResponse:
    post = request.POST
    try:
        alert = by_hand.raise_by_hand(
            member=member_of(request), case_id=case_id, mail_id=mail_id, flag=post.get("flag", ""),
            words=post.get("words", ""), is_miss=post.get("is_miss") == "yes",
            is_worker_accused=post.get("is_worker_accused") == "yes",
        )  # fmt: skip
    except CaseError as error:
        if case_id and isinstance(error, IncompleteError):
            return _page(request, case_id, Refused.of(post, error.missing, about="raise"))
        messages.warning(request, str(error))
        return redirect("review:case-safety", case_id) if case_id else redirect("review:unread-item", mail_id)
    messages.success(request, "It stands at the top of the queue now, and the duty desk is being called.")
    return redirect("review:case-safety", case_id) if case_id else redirect("review:unread-item", alert.mail_id)


def _back(request: HttpRequest, alert: Alert) -> HttpResponse:
    """Go back to where they came from: the case, its page Safety, or the queue if the mail is no case yet."""
    if not alert.case_id:
        return redirect("review:queue")
    return redirect("review:case-safety" if request.POST.get("back") == "safety" else "review:case", alert.case_id)


def _member(number: str) -> TeamMember | None:
    return TeamMember.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _page(request: HttpRequest, case_id: int, refused: Refused = NOTHING_REFUSED) -> HttpResponse:
    desk, case = desk_of(request), get_object_or_404(Case, pk=case_id)
    shown = {
        "case": case,
        "page_words": "Safety",
        "more": more_pages(case_id, here="case-safety"),
        "cards": lay_out_cards(alerts_of_case(case_id), desk, refused),
        "raise_form": lay_out_raise(refused),
        "team": list_team(member_of(request)),
        "errors": refused.errors,
    }
    return render(request, "review/case_safety.html", shown, status=422 if refused.errors else 200)
