"""How a date stands, in words for a person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clocks.states import AMBER_WORKING_DAYS, State, state_at, state_of, working_days_between
from routing.deadlines import What
from tests.routing.clocks.cases import CLOCKS, ENGLAND, all_of, at, clock_of, day, pause

REPLY = all_of(clock_of("devon_children"))[What.REPLY]  # due Tuesday 15 September 2026
CHRISTMAS = all_of(clock_of("devon_children", "2026-12-18"))[What.ACKNOWLEDGE]  # due Tuesday 29 December 2026
ASKS = all_of(clock_of("devon_children", response_received_on="2026-09-01"))[What.ASK_FOR_NEXT_STAGE]
PAUSED = all_of(clock_of("devon_children", pauses=(pause("2026-09-07"),)))[What.REPLY]


@pytest.mark.parametrize(
    ("deadline", "today", "state", "n", "words"),
    [
        pytest.param(REPLY, "2026-09-01", State.ON_TRACK, 10, "due in 10 working days, on Tuesday 15 September 2026", id="the day it came"),
        pytest.param(REPLY, "2026-09-10", State.ON_TRACK, 3, "due in 3 working days", id="three days left"),
        pytest.param(REPLY, "2026-09-11", State.AMBER, 2, "due in 2 working days", id="two days left is amber"),
        pytest.param(REPLY, "2026-09-13", State.AMBER, 2, "due in 2 working days", id="on a Sunday the working days count"),
        pytest.param(REPLY, "2026-09-14", State.AMBER, 1, "due in 1 working day,", id="one day left"),
        pytest.param(REPLY, "2026-09-15", State.DUE_TODAY, 0, "due today", id="the day itself is not late"),
        pytest.param(REPLY, "2026-09-16", State.LATE, 1, "late by 1 working day: it was due on Tuesday 15 September 2026", id="the day after"),
        pytest.param(REPLY, "2026-09-20", State.LATE, 3, "late by 3 working days", id="a weekend adds nothing"),
        pytest.param(CHRISTMAS, "2026-12-24", State.AMBER, 1, "due in 1 working day", id="Christmas between"),
        pytest.param(ASKS, "2026-09-30", State.WINDOW_PASSED, 1, "not refused, a person decides", id="the person's own time is never late"),
        pytest.param(ASKS, "2026-09-28", State.AMBER, 1, "their own time ends in 1 working day, on Tuesday 29 September 2026", id="the person's own time nears its end"),
        pytest.param(ASKS, "2026-09-29", State.DUE_TODAY, 0, "their own time ends today", id="its last day"),
        pytest.param(PAUSED, "2026-12-01", State.PAUSED, 0, "paused since Monday 7 September 2026: there is no date, and nothing is late", id="nothing paused is late"),
    ],
)  # fmt: skip
def test_how_a_date_stands(deadline, today, state, n, words):
    found = state_of(deadline, day(today), calendar=ENGLAND)
    assert (found.state, found.working_days) == (state, n)
    assert words in found.words


@pytest.mark.parametrize(
    ("deadline", "met_on", "state", "words"),
    [
        pytest.param(
            REPLY, "2026-09-15", State.MET, "done on Tuesday 15 September 2026, in time", id="on the last day"
        ),
        pytest.param(REPLY, "2026-09-02", State.MET, "in time", id="early"),
        pytest.param(REPLY, "2026-09-17", State.MET_LATE, "2 working days late", id="two days late"),
        pytest.param(REPLY, "2026-09-16", State.MET_LATE, "1 working day late", id="a day late"),
        pytest.param(PAUSED, "2026-09-17", State.MET, "while paused", id="done while it was paused"),
    ],
)
def test_what_is_done_stays_done_whatever_day_it_is(deadline, met_on, state, words):
    for today in ("2026-09-01", "2027-09-01"):
        found = state_of(deadline, day(today), calendar=ENGLAND, met_on=day(met_on))
        assert found.state is state
        assert words in found.words


def test_late_on_a_saturday_is_late_though_no_working_day_has_passed():
    friday = all_of(clock_of("devon_children", "2026-09-04"))[What.REPLY]
    found = state_of(friday, day("2026-09-19"), calendar=ENGLAND)
    assert (friday.due_on, found.state, found.working_days) == (day("2026-09-18"), State.LATE, 0)
    assert "no working day has passed" in found.words
    done = state_of(friday, day("2026-09-21"), calendar=ENGLAND, met_on=day("2026-09-20"))
    assert (done.state, done.working_days) == (State.MET_LATE, 0)
    assert done.words == "done on Sunday 20 September 2026, after its last day, though no working day had passed"


def test_a_council_chooses_when_amber_begins():
    assert state_of(REPLY, day("2026-09-08"), calendar=ENGLAND, amber_days=5).state is State.AMBER
    assert state_of(REPLY, day("2026-09-08"), calendar=ENGLAND).state is State.ON_TRACK


def test_what_stands_in_for_the_file_is_what_the_file_says():
    assert CLOCKS.amber_working_days == AMBER_WORKING_DAYS


@pytest.mark.parametrize(
    ("now", "met", "state", "words"),
    [
        pytest.param("2026-09-01T10:00:00+01:00", "", State.ON_TRACK, "72 hours left", id="just now"),
        pytest.param(
            "2026-09-03T09:59:00+01:00", "", State.ON_TRACK, "24 hours 1 minute left", id="a minute before amber"
        ),
        pytest.param("2026-09-03T10:00:00+01:00", "", State.AMBER, "24 hours left", id="a day left"),
        pytest.param("2026-09-04T09:59:00+01:00", "", State.AMBER, "1 minute left", id="the last minute"),
        pytest.param(
            "2026-09-04T10:00:00+01:00", "", State.AMBER, "0 minutes left", id="the moment itself is not late"
        ),
        pytest.param("2026-09-04T11:30:00+01:00", "", State.LATE, "late by 1 hour 30 minutes", id="late"),
        pytest.param("2026-09-09T10:00:00+01:00", "2026-09-04T09:00:00+01:00", State.MET, "done in time", id="done"),
        pytest.param(
            "2026-09-09T10:00:00+01:00",
            "2026-09-04T12:00:00+01:00",
            State.MET_LATE,
            "done 2 hours late",
            id="done late",
        ),
    ],
)
def test_how_an_hour_s_limit_stands(now, met, state, words):
    due = at("2026-09-04T10:00:00+01:00")
    found = state_at(due, at(now), amber_hours=24, met_at=at(met) if met else None)
    assert (found.state, found.words) == (state, words)


days = st.dates(date(2024, 1, 1), date(2028, 12, 1))


@given(today=days)
def test_a_day_later_a_date_stands_no_better(today):
    order = [State.ON_TRACK, State.AMBER, State.DUE_TODAY, State.LATE]
    now, next_day = (state_of(REPLY, t, calendar=ENGLAND) for t in (today, today + timedelta(days=1)))
    assert order.index(now.state) <= order.index(next_day.state)
    assert now.working_days >= 0


@given(first=days, length=st.integers(0, 40))
def test_working_days_between_is_the_count_of_a_limit(first, length):
    until = first + timedelta(days=length)
    n = working_days_between(first, until, ENGLAND)
    assert n == 0 or ENGLAND.add_working_days(first, n)[0] <= until
    assert ENGLAND.add_working_days(first, n + 1)[0] > until
