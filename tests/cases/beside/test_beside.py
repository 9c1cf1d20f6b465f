"""A date by other law is written down as met or set aside, stays so, and is asked about until it is."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from cases import digest, events
from cases.case_beside import clocks_beside_case
from cases.digest_words import MOST_LINES
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.models import Conflict, Event, NeighbourNote, Role
from cases.selectors.digest import read_morning
from cases.services.clocks.beside import Which, note_met
from tests.cases.beside.beside_cases import (
    ASTRAY,
    BEGAN,
    BREACH,
    FLAG,
    LATE,
    SAR,
    a_case_that_asks,
    aside,
    met,
    out,
    told,
)
from tests.cases.clock_cases import a_running_case
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestWhatIsTold:
    def test_a_request_for_a_file_that_nobody_answered_is_late(self):
        case = a_case_that_asks()
        assert told() == [(case.pk, *LATE)]

    @pytest.mark.parametrize(
        ("day", "state"),
        [
            pytest.param(date(2026, 7, 29), None, id="three working days before"),
            pytest.param(date(2026, 7, 30), "amber", id="two working days before"),
            pytest.param(date(2026, 8, 3), "due_today", id="its day"),
            pytest.param(date(2026, 8, 4), "late", id="the day after"),
            pytest.param(date(2026, 12, 1), "late", id="months later, and still"),
        ],
    )
    def test_how_near_it_is(self, clock, day, state):
        a_case_that_asks()
        clock.now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        assert [one[3] for one in told()] == ([state] if state else [])

    def test_a_filed_complaint_still_owes_the_file(self):
        case = a_case_that_asks(state="filed")
        assert told() == [(case.pk, *LATE)]

    @pytest.mark.parametrize(
        ("words", "fields"),
        [
            pytest.param("Nobody visits us.", {}, id="asks for nothing"),
            pytest.param("My subject access request was ignored.", {}, id="tells of an earlier request"),
            pytest.param(ASTRAY, {}, id="data astray, and nobody has said that it is of data protection"),
        ],
    )
    def test_what_owes_nothing_is_not_told(self, words, fields):
        a_case_that_asks(words, **fields)
        assert told() == []

    def test_a_message_that_was_put_with_another_case_is_told_there_alone(self):
        case, other = a_case_that_asks(), a_running_case()
        case.joined_to = other
        case.save()
        assert told() == []

    def test_the_longest_time_and_the_other_reading_are_not_told_beside_the_date(self, clock):
        a_case_that_asks("Please look into it.", decisions=[FLAG])
        clock.now = datetime(2026, 9, 1, 8, tzinfo=UTC)
        assert [one[1:] for one in told()] == [
            ("Complaint about how personal data was handled", "Acknowledge the complaint", "late")
        ]

    def test_however_many_cases_it_asks_as_often(self, django_assert_num_queries):
        for _ in range(12):
            a_case_that_asks()
        with django_assert_num_queries(7):
            assert len(told()) == 12

    @pytest.mark.parametrize(
        ("came", "is_told"),
        [
            pytest.param(
                datetime(2026, 7, 1, 8, tzinfo=UTC), True, id="a request of this month in a case of two years ago"
            ),
            pytest.param(datetime(2024, 7, 9, 8, tzinfo=UTC), False, id="all of it two years ago"),
        ],
    )
    def test_a_filed_case_is_read_by_its_newest_mail(self, came, is_told):
        case = a_case_that_asks(at=came, state="filed")
        type(case).objects.filter(pk=case.pk).update(received_at=datetime(2024, 7, 1, 8, tzinfo=UTC))
        assert bool(told()) is is_told

    def test_hours_come_first_and_then_the_newest_that_is_late(self, clock):
        old = a_case_that_asks(at=datetime(2026, 6, 1, 8, tzinfo=UTC))
        newer = a_case_that_asks()
        astray = a_case_that_asks(ASTRAY, decisions=[FLAG])
        clock.now = datetime(2026, 8, 20, 8, tzinfo=UTC)
        found = [(one[0], one[1]) for one in told()]
        assert found[0] == (astray.pk, "Personal data breach by the council")
        ours = [case_id for case_id, title in found if title == "Subject access request"]
        assert ours == [newer.pk, old.pk]


class TestMet:
    def test_what_was_met_is_told_no_more_and_its_note_stays(self, member):
        case = met(a_case_that_asks(), member)
        assert told() == []
        note = case.neighbour_notes.get()
        assert (note.met_on, note.met_at, note.by) == (date(2026, 7, 20), None, member)

    def test_the_longest_time_is_met_with_it(self, member):
        case = met(a_case_that_asks(), member)
        (clock,) = clocks_beside_case(case)
        assert [clock.note_of(one.limit).met_on for one in clock.dates] == [date(2026, 7, 20)] * 2

    def test_its_event_holds_days_and_no_words_and_a_correction_keeps_the_old_day(self, member):
        case = met(a_case_that_asks(), member)
        met(case, member, on=date(2026, 7, 21))
        found = Event.objects.filter(case=case, verb__startswith="other_clock").order_by("pk")
        assert [(one.verb, one.facts) for one in found] == [
            (
                "other_clock_met",
                {"clock": "sar", "what": "reply", "began": "2026-07-01", "on": "2026-07-20", "was": ""},
            ),
            (
                "other_clock_corrected",
                {"clock": "sar", "what": "reply", "began": "2026-07-01", "on": "2026-07-21", "was": "2026-07-20"},
            ),
        ]
        assert NeighbourNote.objects.count() == 1
        assert events.broken_links(f"case:{case.pk}") == []

    def test_no_date_of_the_complaint_moves(self, member):
        case = a_case_that_asks()
        before = list(case.deadlines.order_by("pk").values_list("what", "due_on", "met_on"))
        met(case, member)
        assert list(case.deadlines.order_by("pk").values_list("what", "due_on", "met_on")) == before

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            pytest.param(date(2026, 8, 5), "not come yet", id="tomorrow"),
            pytest.param(date(2026, 6, 30), "began on Wednesday 1 July 2026", id="the day before it began"),
        ],
    )
    def test_days_that_cannot_be(self, member, on, words):
        case = a_case_that_asks()
        with pytest.raises(IncompleteError) as refused:
            met(case, member, on=on)
        assert words in refused.value.missing["on"]
        assert not NeighbourNote.objects.exists()

    @pytest.mark.parametrize("on", [BEGAN, date(2026, 8, 4)], ids=["the day it began", "today"])
    def test_the_first_and_the_last_day_that_can_be(self, member, on):
        assert met(a_case_that_asks(), member, on=on).neighbour_notes.get().met_on == on

    @pytest.mark.parametrize(
        "which",
        [
            pytest.param(Which(clock="foi", what="reply", began_on=BEGAN), id="a clock that does not run"),
            pytest.param(Which(clock="sar", what="notify", began_on=BEGAN), id="no limit of it"),
            pytest.param(Which(clock="sar", what="reply_at_latest", began_on=BEGAN), id="met by another"),
            pytest.param(Which(clock="sar", what="reply", began_on=date(2026, 7, 2)), id="began on no such day"),
            pytest.param(Which(clock="", what="", began_on=BEGAN), id="nothing"),
        ],
    )
    def test_what_is_no_date_of_the_case_is_refused(self, member, which):
        case = a_case_that_asks()
        for act in (met, aside, out):
            with pytest.raises(NotNowError):
                act(case, member, which=which)
        assert not NeighbourNote.objects.exists()

    def test_somebody_named_in_it_writes_nothing_down(self, member):
        case = a_case_that_asks()
        Conflict.objects.create(case=case, member=member, why="Named in it", state="open", at=timezone.now())
        for act in (met, aside, out):
            with pytest.raises(NotAllowedError):
                act(case, member)

    def test_an_administrator_writes_nothing_down(self):
        case = a_case_that_asks()
        with pytest.raises(NotAllowedError):
            met(case, make_member(role=Role.ADMINISTRATOR))

    def test_whoever_has_an_old_page_open_overwrites_nothing(self, member):
        case = a_case_that_asks()
        stale = case.version
        met(case, member)
        with pytest.raises(StaleError):
            note_met(case_id=case.pk, version=stale, member=member, which=SAR, on=date(2026, 7, 6))
        assert NeighbourNote.objects.get().met_on == date(2026, 7, 20)

    def test_a_case_put_with_another_is_not_written_to(self, member):
        case = a_case_that_asks()
        case.joined_to = a_running_case()
        case.save()
        with pytest.raises(NotNowError):
            met(case, member)

    def test_an_information_request_can_be_met_though_it_is_no_complaint(self, member):
        case = a_case_that_asks("Please send me a copy of my file.", kind="information_request")
        met(case, member)
        assert told() == []


class TestHours:
    def test_a_limit_in_hours_asks_for_the_hour(self, member):
        case = a_case_that_asks(ASTRAY, decisions=[FLAG])
        with pytest.raises(IncompleteError) as refused:
            met(case, member, on=date(2026, 7, 2), which=BREACH)
        assert set(refused.value.missing) == {"at"}

    @pytest.mark.parametrize(
        ("on", "at"),
        [
            pytest.param(date(2026, 8, 4), time(8, 1), id="in a minute"),
            pytest.param(BEGAN, time(8, 59), id="a minute before it began"),
        ],
    )
    def test_hours_that_cannot_be(self, member, on, at):
        case = a_case_that_asks(ASTRAY, decisions=[FLAG])
        with pytest.raises(IncompleteError) as refused:
            met(case, member, on=on, at=at, which=BREACH)
        assert set(refused.value.missing) == {"at"}

    def test_the_other_limits_of_that_clock_stay_open(self, member):
        case = a_case_that_asks(ASTRAY, decisions=[FLAG])
        met(case, member, on=date(2026, 7, 2), at=time(9), which=BREACH)
        assert ("Personal data breach by the council", "Tell the data-protection officer", "late") in [
            one[1:] for one in told()
        ]
        assert case.neighbour_notes.get().met_at == datetime(2026, 7, 2, 8, tzinfo=UTC)


class TestSetAside:
    def test_what_is_owed_by_nobody_is_told_no_more_and_says_why(self, member):
        case = aside(a_case_that_asks(), member)
        assert told() == []
        assert case.neighbour_notes.get().why_not == "The information team keeps it: told on 2 July."

    @pytest.mark.parametrize("why", ["", "  \n "], ids=["nothing", "blanks"])
    def test_not_without_a_reason(self, member, why):
        case = a_case_that_asks()
        with pytest.raises(IncompleteError):
            aside(case, member, why=why)
        assert told() == [(case.pk, *LATE)]

    def test_not_once_it_was_met(self, member):
        case = met(a_case_that_asks(), member)
        with pytest.raises(NotNowError, match="20 July 2026"):
            aside(case, member)

    def test_its_reason_stands_in_no_event(self, member):
        case = aside(a_case_that_asks(), member)
        assert "information team" not in str(list(Event.objects.filter(case=case).values_list("facts", flat=True)))


class TestTakenOut:
    @pytest.mark.parametrize("act", [met, aside], ids=["met", "set aside"])
    def test_it_is_owed_again(self, member, act):
        case = a_case_that_asks()
        act(case, member)
        out(case, member)
        assert told() == [(case.pk, *LATE)]
        assert Event.objects.filter(case=case, verb="other_clock_taken_out").count() == 1

    def test_what_stands_nowhere_cannot_be_taken_out(self, member):
        with pytest.raises(NotNowError):
            out(a_case_that_asks(), member)


class TestTheMorningMail:
    URL = "https://putright.brackenshire.example"

    def _text(self, member):
        return digest.compose(member, read_morning(timezone.localdate()), public_url=self.URL).text

    def test_whoever_has_the_case_is_told_with_a_link_to_its_dates(self, member):
        case = a_case_that_asks(assignee=member)
        case.deadlines.all().delete()
        text = self._text(member)
        assert "Late (1)" in text
        assert f"{case.reference}: Subject access request: Reply to the request: late by 1 working day" in text
        assert f"{self.URL}/cases/{case.pk}/dates" in text
        assert "copy of my file" not in text

    def test_a_manager_is_told_whoever_has_it_and_a_colleague_is_not(self, member):
        a_case_that_asks(assignee=member)
        manager, colleague = make_member("mira", role=Role.MANAGER), make_member("marcus")
        assert "Late by other law (1)" in self._text(manager)
        assert "other law" not in self._text(colleague)
        assert "Subject access" not in self._text(colleague)

    def test_a_managers_own_is_told_once(self):
        manager = make_member("mira", role=Role.MANAGER)
        a_case_that_asks(assignee=manager)
        assert self._text(manager).count("Subject access request") == 1

    def test_a_manager_to_whom_the_case_is_shut_is_not_told(self, member):
        case, manager = a_case_that_asks(assignee=member), make_member("mira", role=Role.MANAGER)
        Conflict.objects.create(case=case, member=manager, why="Named in it", state="open", at=timezone.now())
        assert "Subject access" not in self._text(manager)

    def test_one_that_nobody_has_and_is_due_today_is_the_managers(self, clock):
        clock.now = datetime(2026, 8, 3, 7, tzinfo=UTC)
        a_case_that_asks().deadlines.all().delete()
        assert "Nobody has these (1)" in self._text(make_member("mira", role=Role.MANAGER))

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER], ids=["whoever has them", "a manager"])
    def test_none_by_other_law_is_cut_off(self, member, role):
        who = make_member("mira", role=role)
        owner = who if role == Role.OFFICER else member
        cases = [a_case_that_asks(assignee=owner) for _ in range(MOST_LINES + 3)]
        text = self._text(who)
        assert all(f"/cases/{case.pk}/dates" in text for case in cases)
