"""Show how reading the mailboxes, sorting and sending goes."""

from datetime import datetime, time

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.selectors.alarms import list_alarms
from cases.selectors.letter import count_outgoing
from cases.selectors.mailboxes import count_unwatched, list_notes
from cases.selectors.unread import load_of_mailboxes, load_of_steps
from review.pages.mailbox_alarms import lay_out_alarms
from review.pages.mailbox_notes import lay_out_notes
from review.pages.mailboxes import lay_out_boxes, lay_out_steps
from review.views.letter import desk_of
from review.words import LONDON, say_time


@require_safe
def show_mailboxes(request: HttpRequest) -> HttpResponseBase:
    """Show each mailbox and each step: counts only, so that administrators may see it too."""
    desk = desk_of(request)
    alarms, outgoing = list_alarms(desk.now), count_outgoing()
    shown = {
        "alarms": lay_out_alarms(alarms),
        "boxes": lay_out_boxes(load_of_mailboxes(datetime.combine(desk.today, time(), LONDON)), alarms, desk),
        "notes": lay_out_notes(list_notes(desk.now), desk),
        "unwatched": count_unwatched(),
        "steps": lay_out_steps(load_of_steps(), outgoing, desk),
        "outgoing": outgoing,
        "now": say_time(desk.now),
    }
    return render(request, "review/mailboxes.html", shown)
