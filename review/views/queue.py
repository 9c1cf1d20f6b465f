"""Show what needs us now, and hand cases out."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.desk import desk_calendar
from cases.errors import NotAllowedError
from cases.models import Role, TeamMember
from cases.selectors import buckets as bucket_facts
from cases.selectors.alarms import list_alarms
from cases.selectors.cover import away_on, shut_cases
from cases.selectors.finding import find_entries
from cases.selectors.queue import QueueEntry, list_campaign, list_entries
from cases.selectors.queue_rows import QueueRow, list_rows
from cases.selectors.to_post import letters_to_post
from cases.selectors.waiting import find_waits
from cases.selectors.which_case import waiting_cases
from cases.services import triage
from review.access import member_of, sees_cases
from review.filters import ORDERS, Asked, apply_filters, list_groups, read_filters
from review.pages import queue as pages
from review.pages.away import warn_of_giving
from review.pages.mailbox_alarms import lay_out_alarms, say_trouble
from review.pages.rows import Desk, lay_out_row
from review.pages.waiting import lay_out_waiting_row
from review.reads import tell_rows
from review.words import count, local_day, say_now, say_time

HOME = "What needs us now"


@require_safe
@sees_cases
def show_queue(request: HttpRequest) -> HttpResponseBase:
    """Show the queue: one list, ordered by harm and then by deadline."""
    asked, desk = read_filters(request.GET), _desk(request)
    everything = (
        list_campaign(asked.campaign, desk.member) if asked.campaign else list_entries(asked.bucket, desk.member)
    )
    entries = apply_filters(everything, asked, desk)
    shown = _around(asked, desk) | _table(entries, asked, desk)
    shown["filters"] = pages.lay_out_filters(list_groups(everything, asked, desk), asked)
    shown["is_empty"] = not everything and not shown["alert_mails"]
    shown["newest"] = bucket_facts.newest_case()
    tell_rows(request, min(len(entries), pages.PAGE_SIZE))
    return render(request, "review/queue.html", shown)


@require_POST
@sees_cases
def find(request: HttpRequest) -> HttpResponseBase:
    """Show the cases that hold some words; by POST, so that nobody's name stands in an address."""
    words, desk = request.POST.get("find", "").strip()[:100], _desk(request)
    asked = Asked(order="newest")
    entries = find_entries(words, desk.member) if words else []
    shown = _around(asked, desk) | _table(entries[: pages.PAGE_SIZE], asked, desk)
    tell_rows(request, min(len(entries), pages.PAGE_SIZE))
    shown |= {"found": words, "found_number": len(entries), "is_empty": False}
    return render(request, "review/queue.html", shown)


@require_POST
@sees_cases
def assign(request: HttpRequest) -> HttpResponseBase:
    """Hand the ticked cases to one person, or to nobody."""
    ids = [int(value) for value in request.POST.getlist("case") if value.isdecimal()]
    give = request.POST.get("give", "")
    to = _people().filter(pk=int(give)).first() if give.isdecimal() else None
    try:
        messages.success(request, _assign(ids, member_of(request), to))
        if to and ids and (words := warn_of_giving(_desk(request), to)):
            messages.warning(request, words)
    except NotAllowedError as error:
        messages.warning(request, f"{error} Nothing was assigned.")
    back = request.POST.get("back", "")
    return redirect(f"/{back}" if back.startswith(("?", "cases/")) else "review:queue")


@require_safe
@sees_cases
def show_status(request: HttpRequest) -> JsonResponse:
    """Say how many cases have come in since a page was opened, and how many mails are being read."""
    since = request.GET.get("since", "0")
    number = bucket_facts.count_newer_than(int(since) if since.isdecimal() else 0, member_of(request))
    reading = bucket_facts.read_mailboxes().being_read
    return JsonResponse({"new": number, "words": pages.say_arrivals(number), "reading": pages.say_reading(reading)})


def _assign(ids: list[int], member: TeamMember, to: TeamMember | None) -> str:
    number = triage.assign(case_ids=ids, member=member, to=to)
    name = to.full_name if to else "nobody"
    said = f"{count(number, 'case')} assigned to {name}." if number else f"All were with {name} already."
    return said if ids else "Nothing was ticked, so nothing was assigned."


def _desk(request: HttpRequest) -> Desk:
    now, member = timezone.now(), member_of(request)
    return Desk(
        now=now,
        is_working_day=desk_calendar().is_working_day,
        member=member,
        away=away_on(local_day(now)),
        shut=shut_cases(),
    )


def _people() -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER]).order_by("first_name")


def _around(asked: Asked, desk: Desk) -> dict[str, object]:
    mailboxes, alarms = bucket_facts.read_mailboxes(), lay_out_alarms(list_alarms(desk.now))
    return {
        "asked": asked,
        "heading": "Nearly the same messages" if asked.campaign else pages.HEADINGS.get(asked.bucket, HOME),
        "to_post": letters_to_post(desk.member).count(),
        "which_cases": waiting_cases(desk.member).count(),
        "now": say_now(desk.now),
        "last_read": _say_last_read(mailboxes.last_read_at, desk),
        "mailbox_alarms": alarms,
        "mailbox_trouble": say_trouble(alarms),
        "reading": pages.say_reading(mailboxes.being_read),
        "buckets": pages.lay_out_buckets(bucket_facts.list_buckets(desk.today, desk.member), asked.bucket, desk),
        "orders": ORDERS,
        "people": [person for person in _people() if person.pk != desk.member.pk],
    }


def _table(entries: list[QueueEntry], asked: Asked, desk: Desk) -> dict[str, object]:
    where = pages.lay_out_pages(asked, len(entries))
    rows = list_rows(entries[max(0, where.first_shown - 1) : where.last_shown])
    alerts = bucket_facts.caseless_alerts() if asked.bucket in {None, bucket_facts.Bucket.SAFETY} else []
    return {
        "pages": where,
        "groups": pages.lay_out_groups(rows, entries, asked, desk, lay=_layer(rows, asked, desk)),
        "is_waiting": asked.bucket is bucket_facts.Bucket.WAITING,
        "alert_mails": pages.say_alert_mails(list(alerts), desk),
    }


def _layer(rows: list[QueueRow], asked: Asked, desk: Desk) -> pages.Lay:
    """Return what lays a row out: where cases wait for somebody else, with what each waits for."""
    if asked.bucket is not bucket_facts.Bucket.WAITING:
        return lambda row: lay_out_row(row, desk)
    waits = find_waits(row.entry.id for row in rows)
    return lambda row: lay_out_waiting_row(row, waits[row.entry.id], desk)


def _say_last_read(at: datetime | None, desk: Desk) -> str:
    return f"New messages last read at {say_time(at)}" if at and local_day(at) == desk.today else ""
