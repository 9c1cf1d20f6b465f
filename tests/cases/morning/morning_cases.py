"""Make what a morning's mail tells of, and send it."""

import threading
from datetime import UTC, date, datetime

from cases import digest, rounds
from cases.models import Absence
from cases.selectors.digest import read_morning
from tests.factories import make_case, make_deadline

TODAY = date(2026, 3, 3)
AT_EIGHT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
URL = "https://putright.brackenshire.example"
HEAD = "Late, and no mail of a morning goes to whoever has these"


def late(who=None, **fields):
    """Make a case of somebody whose acknowledgement was due yesterday."""
    case = make_case(assignee=who, **fields)
    make_deadline(case, due_on=date(2026, 3, 2), anchor_on=date(2026, 2, 23))
    return case


def away(member, cover):
    Absence.objects.create(member=member, cover=cover, from_on=TODAY, until_on=date(2026, 3, 12), said_by=member)


def go():
    """Let the clock go its round."""
    rounds.send_digests(threading.Event())


def text_for(member):
    return digest.compose(member, read_morning(TODAY), public_url=URL).text
