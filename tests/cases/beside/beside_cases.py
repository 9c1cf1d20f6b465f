"""Make cases that ask for something by other law, and write down what became of it."""

from datetime import UTC, date, datetime

from django.utils import timezone

from cases.selectors.beside import urgent_beside
from cases.services.clocks.beside import Which, note_met, set_aside, take_out
from tests.cases.clock_cases import a_running_case
from tests.factories import make_mail, make_message

BEGAN = date(2026, 7, 1)
AT_NINE = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
SAR = Which(clock="sar", what="reply", began_on=BEGAN)
BREACH = Which(clock="breach", what="notify", began_on=BEGAN)
FILE = "Nobody visits us. I want a copy of my file."
ASTRAY = "You sent my letter to the wrong address."
FLAG = {"key": "flag:data_protection", "suggested": "yes"}


def a_case_that_asks(words=FILE, at=AT_NINE, **fields):
    case = a_running_case(received_at=AT_NINE, **fields)
    make_mail(make_message(words), case=case, received_at=at)
    return case


def met(case, member, on=date(2026, 7, 20), which=SAR, **more):
    case.refresh_from_db()
    return note_met(case_id=case.pk, version=case.version, member=member, which=which, on=on, **more)


def aside(case, member, why="The information team keeps it: told on 2 July.", which=SAR):
    case.refresh_from_db()
    return set_aside(case_id=case.pk, version=case.version, member=member, which=which, why=why)


def out(case, member, which=SAR):
    case.refresh_from_db()
    return take_out(case_id=case.pk, version=case.version, member=member, which=which)


def told(today=None):
    now = timezone.now()
    found = urgent_beside(now, today or timezone.localdate(now))
    return [(one.case_id, one.title, one.words, one.standing.state.value) for one in found]


LATE = ("Subject access request", "Reply to the request", "late")
