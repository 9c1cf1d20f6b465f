"""A request that comes again, or behind a false hit, or with another case's messages, has a clock of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.case_beside import clocks_beside_case
from cases.errors import NotNowError
from cases.models import Event
from cases.services.clocks.beside import Which
from cases.services.joining import join_by_hand
from tests.cases.beside.beside_cases import (
    ASTRAY,
    AT_NINE,
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
from tests.factories import make_mail, make_message

pytestmark = pytest.mark.django_db


class TestASecondRequest:
    def test_one_that_came_after_the_first_was_met_is_owed_anew(self, member):
        case = met(a_case_that_asks(), member)
        make_mail(
            make_message("Now I want a copy of my records."), case=case, received_at=datetime(2026, 7, 27, tzinfo=UTC)
        )
        first, second = clocks_beside_case(case)
        assert (first.began_on, second.began_on) == (BEGAN, date(2026, 7, 27))
        assert (bool(first.notes), bool(second.notes)) == (True, False)
        assert told(date(2026, 8, 28)) == [(case.pk, *LATE)]

    @pytest.mark.parametrize(
        ("words", "day"),
        [
            pytest.param("Thank you for everything.", 27, id="thanks"),
            pytest.param("My request is late, where is the copy of my file?", 27, id="asks after the first"),
            pytest.param("I want a copy of my file.", 10, id="asks again before it was met"),
        ],
    )
    def test_other_messages_begin_none(self, member, words, day):
        case = met(a_case_that_asks(), member)
        make_mail(make_message(words), case=case, received_at=datetime(2026, 7, day, tzinfo=UTC))
        assert len(clocks_beside_case(case)) == 1

    def test_while_the_first_is_open_there_is_one(self):
        case = a_case_that_asks()
        make_mail(make_message("I want a copy of my file."), case=case, received_at=datetime(2026, 7, 27, tzinfo=UTC))
        assert len(clocks_beside_case(case)) == 1


class TestOneBehindAFalseHit:
    """A request that stood behind a hit which was none is owed from its own day."""

    WRONG = "You sent me a copy of my file in the wrong order."
    REAL = "Now I want a copy of my records."

    def _later(self, case, words=REAL, at=datetime(2026, 7, 10, 9, tzinfo=UTC), **fields):
        return make_mail(make_message(words), case=case, received_at=at, **fields)

    @pytest.mark.parametrize(
        ("wrong", "real", "decisions", "which", "title"),
        [
            pytest.param(WRONG, REAL, [], SAR, "sar", id="records"),
            pytest.param(
                "An EIR is what I mean to learn about.",
                "This is a freedom of information request.",
                [],
                Which(clock="foi", what="reply", began_on=BEGAN),
                "foi",
                id="freedom of information",
            ),
            pytest.param(
                "The wrong person rang me.",
                ASTRAY,
                [FLAG],
                BREACH,
                "breach",
                id="data gone astray",
            ),
        ],
    )
    def test_it_runs_once_the_hit_is_set_aside(self, member, wrong, real, decisions, which, title):
        case = a_case_that_asks(wrong, decisions=decisions)
        self._later(case, real)
        whats = {one.limit.met_by for each in self._of(case, title) for one in each.dates}
        for what in sorted(whats):
            aside(case, member, which=Which(clock=which.clock, what=what, began_on=BEGAN))
        first, second = self._of(case, title)
        assert (first.is_settled, second.is_settled) == (True, False)
        assert second.began_on == date(2026, 7, 10)

    def _of(self, case, title):
        case.refresh_from_db()
        return [one for one in clocks_beside_case(case) if one.found.clock == title]

    def test_it_is_met_and_set_aside_apart_from_the_hit(self, member):
        case = a_case_that_asks(self.WRONG)
        self._later(case)
        aside(case, member)
        met(case, member, on=date(2026, 8, 3), which=Which(clock="sar", what="reply", began_on=date(2026, 7, 10)))
        first, second = self._of(case, "sar")
        assert [bool(one.notes["reply"].why_not) for one in (first, second)] == [True, False]

    def test_one_of_the_same_day_is_kept_apart_by_its_hour(self, member):
        case = a_case_that_asks(self.WRONG)
        self._later(case, at=datetime(2026, 7, 1, 13, 30, tzinfo=UTC))
        aside(case, member)
        first, second = self._of(case, "sar")
        assert (first.key, second.key, second.is_settled) == ("sar", "sar@1430", False)
        assert told() == [(case.pk, *LATE)]
        met(case, member, which=Which(clock="sar@1430", what="reply", began_on=BEGAN))
        assert told() == []
        assert self._of(case, "sar")[0].notes["reply"].why_not

    def test_a_request_of_the_day_of_the_answer_is_owed(self, member):
        case = met(a_case_that_asks(), member)
        self._later(case, at=datetime(2026, 7, 20, 15, tzinfo=UTC))
        assert [one.began_on for one in self._of(case, "sar")] == [BEGAN, date(2026, 7, 20)]

    @pytest.mark.parametrize(
        ("words", "day"),
        [
            pytest.param("Thank you for everything.", 10, id="thanks"),
            pytest.param("My request is late, where is the copy of my file?", 10, id="asks after it"),
            pytest.param("I want a copy of my file.", 1, id="its own words, and nothing later"),
        ],
    )
    def test_what_begins_none(self, member, words, day):
        case = a_case_that_asks(self.WRONG)
        self._later(case, words, at=datetime(2026, 7, day, 8, tzinfo=UTC))
        aside(case, member)
        assert len(self._of(case, "sar")) == 1

    def test_once_it_is_taken_out_the_one_in_front_counts_again(self, member):
        case = a_case_that_asks(self.WRONG)
        self._later(case)
        aside(case, member)
        out(case, member)
        assert [one.began_on for one in self._of(case, "sar")] == [BEGAN]


class TestPutWithAnotherCase:
    """What was written down of a request goes along where its message is put with another case."""

    @pytest.fixture
    def other(self):
        return a_running_case(received_at=AT_NINE)

    @pytest.fixture(autouse=True)
    def _minutes(self, clock):
        self.clock = clock

    def _join(self, case, other, member):
        case.refresh_from_db()
        self.clock.now += timedelta(minutes=1)
        join_by_hand(case_id=case.pk, other_id=other.pk, version=case.version, member=member, confirmed=True)
        other.refresh_from_db()
        return other

    @pytest.mark.parametrize("act", [met, aside], ids=["met", "set aside"])
    def test_a_request_that_was_settled_is_not_counted_again(self, member, other, act):
        case = act(a_case_that_asks(), member)
        self._join(case, other, member)
        assert told() == []

    def test_one_that_nobody_answered_is_still_owed(self, member, other):
        self._join(a_case_that_asks(), other, member)
        assert told() == [(other.pk, *LATE)]

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            pytest.param(AT_NINE, datetime(2026, 7, 2, 9, tzinfo=UTC), id="the answered one came first"),
            pytest.param(datetime(2026, 7, 2, 9, tzinfo=UTC), AT_NINE, id="the open one came first"),
            pytest.param(AT_NINE, datetime(2026, 7, 1, 13, tzinfo=UTC), id="the same day, the answered one first"),
            pytest.param(datetime(2026, 7, 1, 13, tzinfo=UTC), AT_NINE, id="the same day, the open one first"),
        ],
    )
    @pytest.mark.parametrize("goes_along", [True, False], ids=["answered goes along", "open goes along"])
    def test_an_answer_to_one_is_none_to_the_other(self, member, ours, theirs, goes_along):
        answered, unanswered = a_case_that_asks(at=ours), a_case_that_asks(at=theirs)
        began = timezone.localdate(ours)
        met(answered, member, which=Which(clock="sar", what="reply", began_on=began))
        case, other = (answered, unanswered) if goes_along else (unanswered, answered)
        self._join(case, other, member)
        assert (other.pk, *LATE) in told()

    def test_what_went_along_can_be_corrected_and_taken_out_there(self, member, other):
        case = met(a_case_that_asks(), member)
        self._join(case, other, member)
        met(other, member, on=date(2026, 7, 21))
        assert Event.objects.get(case=other, verb="other_clock_corrected").facts["was"] == "2026-07-20"
        out(other, member)
        assert told() == [(other.pk, *LATE)]
        assert case.neighbour_notes.get().met_on == date(2026, 7, 20)

    def test_what_went_along_as_met_is_not_set_aside(self, member, other):
        self._join(met(a_case_that_asks(), member), other, member)
        with pytest.raises(NotNowError, match="20 July 2026"):
            aside(other, member)
