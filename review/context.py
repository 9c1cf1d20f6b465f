"""Give every page the council's name and help line, the menu, and alerts that nobody has opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cases.conflicts import shut_to
from cases.desk import desk_council
from cases.models import TeamMember
from cases.selectors.buckets import open_alerts, unconfirmed_alerts
from cases.selectors.safety import unreached
from config.council import Contact
from review.words import say_time

SESSION_ENDS = "ends_at"
UNOPENED_AFTER = timedelta(minutes=15)
CONFIRM_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nav:
    """Hold one entry of the menu."""

    words: str
    url: str
    is_current: bool


MENU = (
    ("queue", "Queue", ("queue", "case", "letter", "which")),
    ("todo", "To do", ("todo",)),
    ("safety", "Safety", ("safety",)),
    ("recommendations", "Recommendations", ("recommendation",)),
    ("unread", "Couldn’t read", ("unread",)),  # noqa: RUF001 - the words of the design
    ("settings-mailboxes", "Mailboxes", ("settings-mailboxes",)),
)


def putright(request: HttpRequest) -> dict[str, object]:
    """Return what every page shows; needs no database for somebody who is not signed in."""
    council = desk_council()
    member = getattr(request, "user", None)
    shown: dict[str, object] = {
        "council_name": council.name,
        "help_line": say_contact(council.team),
        "duty_line": say_contact(council.duty, default_hours="any time"),
        "duty_phone": council.duty.phone,
    }
    if isinstance(member, TeamMember):
        shown |= {"menu": _menu(request), "session_seconds": _seconds_left(request)}
        if member.may_decide:
            shown |= _alerts(member)
    return shown


def note_session_end(request: HttpRequest) -> None:
    """Write down when this session ends; it begins its time anew whenever this is written."""
    ends_at = timezone.now() + timedelta(seconds=request.session.get_expiry_age())
    request.session[SESSION_ENDS] = ends_at.isoformat()


def say_contact(contact: Contact, default_hours: str = "") -> str:
    """Say a phone number and its hours; "" if no number is known."""
    hours = contact.hours or default_hours
    return ", ".join(filter(None, [contact.phone, hours])) if contact.phone else ""


def _menu(request: HttpRequest) -> list[Nav]:
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    found = ((words, _url(name), here.startswith(starts)) for name, words, starts in MENU)
    return [Nav(words=words, url=url, is_current=is_here) for words, url, is_here in found if url]


def _seconds_left(request: HttpRequest) -> int:
    ends_at = request.session.get(SESSION_ENDS)
    if not ends_at:
        return settings.SESSION_COOKIE_AGE
    return max(0, int((datetime.fromisoformat(ends_at) - timezone.now()).total_seconds()))


def _url(name: str) -> str:
    """Return a page's address, "" if this installation has no such page."""
    try:
        return reverse(f"review:{name}")
    except NoReverseMatch:
        return ""


def _alerts(member: TeamMember) -> dict[str, object]:
    """Return what everyone signed in is told: danger nobody has dealt with, and escalations nobody has confirmed.

    Nothing of a case that is shut to whoever looks: it may be about them.
    """
    now, shut = timezone.now(), shut_to(member)
    waiting = unconfirmed_alerts(now - CONFIRM_WITHIN).exclude(case__in=shut)
    return {
        "uncalled_alerts": unreached(now).exclude(case__in=shut).count(),
        "unopened_alerts": open_alerts(now - UNOPENED_AFTER).exclude(case__in=shut).count(),
        "unconfirmed_alerts": [(alert.case, say_time(alert.done_at)) for alert in waiting if alert.done_at],
    }
