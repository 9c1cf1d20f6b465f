"""Show how reading the mailboxes, sorting and sending goes."""

from datetime import datetime, time

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.selectors.letter import count_outgoing
from cases.selectors.unread import load_of_mailboxes, load_of_steps
from review.pages.mailboxes import lay_out_boxes, lay_out_steps
from review.views.letter import desk_of
from review.words import LONDON, say_time


@require_safe
def show_mailboxes(request: HttpRequest) -> HttpResponseBase:
    """Show each mailbox and each step: counts only, so that administrators may see it too."""
    desk = desk_of(request)
    boxes = lay_out_boxes(load_of_mailboxes(datetime.combine(desk.today, time(), LONDON)), desk)
    outgoing = count_outgoing()
    shown = {
        "boxes": boxes,
        "in_trouble": [box for box in boxes if box.heading],
        "steps": lay_out_steps(load_of_steps(), outgoing, desk),
        "outgoing": outgoing,
        "now": say_time(desk.now),
    }
    return render(request, "review/mailboxes.html", shown)
