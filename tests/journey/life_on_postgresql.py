"""Walk the life of cases on PostgreSQL, with every step really committed, and prove at the end that nothing was lost.

``test_life_on_postgresql`` starts the server and runs this file in a process of its own: by its name it is not
collected with the others, which run on SQLite.
"""

import contextlib
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases import digest
from cases.audit import seals
from cases.audit.reads import record_list, record_read
from cases.contacts import count_contacts
from cases.desk import desk_calendar
from cases.errors import CaseError, NotAllowedError
from cases.matters import lives_on_in
from cases.models import (
    Alert,
    Case,
    Digest,
    Event,
    LedgerEntry,
    Mail,
    Matter,
    MonitoringTotal,
    Parking,
    Role,
)
from cases.plain import message_of
from cases.redating import loaded_digest, preview
from cases.selectors.buckets import Bucket
from cases.selectors.digest import read_morning
from cases.selectors.finding import find_entries
from cases.selectors.queue import list_entries
from cases.services import safety
from cases.services.clocks.extending import extend
from cases.services.clocks.noting import note_day
from cases.services.clocks.pausing import pause, resume
from cases.services.danger import calls
from cases.services.danger.by_hand import raise_by_hand
from cases.services.days import digests
from cases.services.days import redating as redate_service
from cases.services.judgement.behaviour import confirm, warn
from cases.services.judgement.restricting import Length, end, restrict
from cases.services.matters import escalating, parking, splitting
from cases.services.matters.splitting import Part
from cases.services.outcomes.recommending import recommend
from cases.services.tasks.conflicts import confirm_conflict
from cases.stage_runs import AT_STAGE
from tests.cases.lives import acknowledged, answered, asked_by, escalated, matter, today
from tests.cases.monitoring.test_vault import SECRETS
from tests.cases.monitoring.test_vault import WORDS as WITH_ANSWERS
from tests.cases.stories import WORDS, a_case, a_mail, arrive, decide
from tests.cases.test_behaviour import days, raised, step
from tests.cases.test_redating import new_holiday
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = tuple(range(20))
OPEN_STATES = frozenset(AT_STAGE.values())


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.PUTRIGHT_HOME, settings.PUTRIGHT_SEALS = tmp_path / "home", ""


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def test_the_records_are_in_postgresql():
    assert connection.vendor == "postgresql"


def test_the_life_of_cases_from_the_first_mails_to_the_proof_of_their_history(officer, manager, monkeypatch):
    _mails_arrive(officer)
    case = acknowledged(officer, manager, routes=("statutory", "corporate"))
    case = _the_clock_is_held_and_moved(case, officer)
    case = _matters_go_their_ways(case, officer, manager)
    _danger_is_called_about(case, officer)
    _a_colleague_is_shut_out(manager)
    _a_person_is_held_to_limits(officer, manager)
    _answers_are_hidden_and_counted(officer)
    _the_morning_is_told(officer)
    _a_holiday_moves_dates(case, manager, monkeypatch)
    _everything_is_still_there()


def _mails_arrive(officer):
    """Store what mailboxes really hold, what is too long or unprintable in it too, and lose none."""
    odd = a_mail(f"{WORDS}\nMy flat\x00is cold.\x00", subject="Cold " * 200, From=f'"{"Joan " * 80}" <j@post.example>')
    news = a_mail("This month.", subject="News", List_Unsubscribe="<mailto:x@n.example>", Precedence="bulk")
    first = a_mail(WORDS, Message_ID="<first@post.example>")
    mails = arrive(first, odd, news)
    answer = a_mail("Any news?", subject="Re: Social worker has not visited", In_Reply_To="<first@post.example>")
    mails += arrive(answer)
    assert Mail.objects.count() == len(mails) == LedgerEntry.objects.values("mail").distinct().count()
    assert not Mail.objects.filter(stuck=True).exists()
    assert {mail.state for mail in mails} >= {"drafted", "automatic"}
    assert "\x00" not in str(mails[1].text)
    case = mails[0].case
    assert record_read(case_id=case.pk, member=officer, what="case")
    assert record_list(member=officer, what="queue", filters=["words"], rows=3)
    assert case.pk in {entry.id for entry in find_entries("CHRISTMAS", officer)}
    assert list_entries(None, officer)
    assert list_entries(Bucket.WAITING, officer) == []


def _the_clock_is_held_and_moved(case, officer):
    case = pause(**asked_by(case, officer), matter=0, code="person_asked", why="She is abroad", from_on=today())
    assert {row.due_on for row in case.deadlines.filter(what="reply")} == {None}
    case = resume(**asked_by(case, officer), pause_id=case.pauses.get().pk, until_on=today())
    row = case.deadlines.get(what="reply", matter=1)
    assert row.due_on >= (row.first_due_on or today())
    later = _next_working_day(row.due_on)
    case = extend(**asked_by(case, officer), matter=1, until_on=later, why="Her advocate is away", told_on=today())
    assert case.deadlines.get(what="reply", matter=1).due_on == later
    return case


def _matters_go_their_ways(case, officer, manager):
    """Split one matter, park one part, answer the other, and take it to the next stage and the Ombudsman."""
    parts = (
        Part(gist="Visits missed", route="statutory", evidence=EVERYTHING),
        Part(gist="Letters not answered", route="statutory"),
    )
    case = splitting.split_matter(**asked_by(case, officer), number=1, parts=parts, why="Two things.")
    wanted = {"reason": "court", "why": "Hearing on Monday.", "ask_again_on": today() + timedelta(days=30)}
    case = parking.park(**asked_by(case, officer), matters=[4], **wanted)
    assert parking.wake_due(today() + timedelta(days=30)) == 1
    case = parking.unpark(**asked_by(case, officer), matters=[4], why="The hearing was yesterday.")
    case = answered(case, officer, numbers=[2, 3])
    recommend(
        **asked_by(case, officer), stage="1", words="Visit every four weeks.", owner="Team manager", due_on=today()
    )
    case = escalated(case, manager, numbers=[3])
    case = note_day(**asked_by(case, manager), what="statement_agreed", on=today())
    assert matter(case, 3).state == AT_STAGE[2]
    return escalating.go_to_ombudsman(**asked_by(case, officer), matters=[2], on=today())


def _danger_is_called_about(case, officer):
    alert = raise_by_hand(member=officer, case_id=case.pk, flag="safeguarding", words="He hit the boy.")
    case.refresh_from_db()
    assert case.has_open_alert
    calls.plan()
    (due,) = [calls.take(call_id=call_id) for call_id in calls.due()]
    assert due.contact in {"duty", "emergency_duty"}
    calls.note_not_reached(call_id=due.id, words="The server was busy.")
    calls.note_reached(call_id=due.id)
    safety.escalate(alert_id=alert.pk, member=officer, to="Ruth at the desk")
    safety.confirm(alert_id=alert.pk, member=officer, with_whom="Ruth Ames")
    calls.plan()
    assert not alert.calls.filter(reached_at=None, ended_at=None).exists()
    assert Alert.objects.get(pk=alert.pk).state == "confirmed"


def _a_colleague_is_shut_out(manager):
    named = make_member("dana", first_name="Deborah", last_name="Cole")
    asked = a_case(
        f"{WORDS}\nI rang the manager, Deborah Cole, three times.", subject="Rang", From="A <a@post.example>"
    )
    row = asked.conflicts.get()
    assert (row.member, row.state) == (named, "open")
    with pytest.raises(NotAllowedError):
        decide(asked, named)
    with pytest.raises(CaseError):
        confirm_conflict(conflict_id=row.pk, member=manager)


def _a_person_is_held_to_limits(officer, manager):
    """Take every step of the ladder of somebody's behaviour, and end it."""
    case = a_case(f"{WORDS}\nYou are useless cows.", subject="Cows", From="S <swore@post.example>")
    case = decide(case, officer, flag_abusive_language="yes")
    row = raised("abusive_language", case=case)
    seen = count_contacts(row.person_address).numbers["total"]
    row = step(confirm, row, manager, adjustments="Asked: none needed.", seen=seen)
    row = step(warn, row, manager, warned_on=today())
    limits = {"restriction": "in_writing", "words": "By letter.", "length": Length(days(90), days(60))}
    row = step(restrict, row, manager, **limits)
    row = step(end, row, manager, why="It has been quiet since.")
    assert [taken[0] for taken in row.steps] == ["raised", "confirmed", "warned", "restricted", "ended"]


def _answers_are_hidden_and_counted(officer):
    case = a_case(WITH_ANSWERS, subject="Form", From="F <form@post.example>")
    case = decide(case, officer, flag_equalities="yes")
    assert not any(secret in message_of(case.mails.get()).body for secret in SECRETS)
    assert MonitoringTotal.objects.filter(count=1).count() == MonitoringTotal.objects.count() == 4


def _the_morning_is_told(officer):
    digests.plan(on=today(), member_ids=[officer.pk])
    digests.plan(on=today(), member_ids=[officer.pk])
    (row_id,) = digests.due(on=today())
    assert digests.take(digest_id=row_id)
    assert digests.take(digest_id=row_id) is None
    mail = digest.compose(officer, read_morning(today()), public_url="https://putright.council.example")
    digests.mark_sent(digest_id=row_id, lines=mail.lines)
    assert Digest.objects.get().sent_at


def _a_holiday_moves_dates(case, manager, monkeypatch):
    redate_service.redate(digest=loaded_digest())
    assert preview(today()).moved == ()
    new_holiday(monkeypatch, _next_working_day(today()))
    found = preview(today())
    assert case.pk in {one.case_id for one in found.moved}
    done = redate_service.redate(digest=found.digest, member=manager)
    assert (len(done.moved), done.failed) == (len(found.moved), ())
    assert preview(today()).moved == ()


def _everything_is_still_there():
    """Say that no matter, clock or event was lost, and prove the history by its seals and links."""
    for one in Case.objects.all():
        matters = list(one.matters.order_by("number"))
        assert [row.number for row in matters] == list(range(1, len(matters) + 1))
        _check_clocks(one, matters)
        parked = sorted(row.number for row in matters if row.state == "parked")
        assert parked == sorted(Parking.objects.filter(case=one, ended_on=None).values_list("matter", flat=True))
    connection.check_constraints()
    assert seals.seal(timezone.now() + timedelta(hours=1)).events == Event.objects.count()
    assert "everything is as it was written" in _verify()


def _check_clocks(case: Case, matters: list[Matter]) -> None:
    counted = set(case.deadlines.filter(what="reply").values_list("matter", "stage"))
    for row in matters:
        if row.state in {"split", "merged"}:
            assert lives_on_in(row)
        if row.state in OPEN_STATES and row.procedure:
            assert (row.number, row.stage) in counted


def _verify() -> str:
    out = StringIO()
    with contextlib.suppress(CommandError):
        call_command("verify", stdout=out)
    return out.getvalue()


def _next_working_day(day: date) -> date:
    calendar, found = desk_calendar(), day + timedelta(days=1)
    while not calendar.is_working_day(found):
        found += timedelta(days=1)
    return found
