"""Pauses: the days on which a clock stands still are given back, no more and no fewer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.procedure import Unit
from routing.clocks.pauses import PAUSED, Pause, count_between, count_with_pauses
from routing.count import count_limit
from routing.deadlines import What, deadlines_for
from tests.routing.clocks.cases import ENGLAND, all_of, clock_of, day, pause


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param([], "2026-09-15", id="none"),
        pytest.param([("2026-09-07", "2026-09-09")], "2026-09-18", id="three working days"),
        pytest.param([("2026-09-02", "2026-09-02")], "2026-09-16", id="the first day alone"),
        pytest.param([("2026-09-15", "2026-09-15")], "2026-09-16", id="the last day alone"),
        pytest.param([("2026-09-05", "2026-09-06")], "2026-09-15", id="a weekend gives nothing back"),
        pytest.param([("2026-09-04", "2026-09-07")], "2026-09-17", id="over a weekend: Friday and Monday only"),
        pytest.param([("2026-08-20", "2026-09-01")], "2026-09-15", id="all before the anchor"),
        pytest.param([("2026-08-20", "2026-09-02")], "2026-09-16", id="begun before the anchor"),
        pytest.param([("2026-09-16", "2026-09-30")], "2026-09-15", id="after the due date"),
        pytest.param([("2026-09-16", "")], "2026-09-15", id="open, but after the due date"),
        pytest.param([("2026-09-07", "2026-09-09"), ("2026-09-08", "2026-09-10")], "2026-09-21", id="two that overlap count once"),
        pytest.param([("2026-09-07", "2026-09-09"), ("2026-09-07", "2026-09-09")], "2026-09-18", id="the same one twice"),
        pytest.param([("2026-09-07", "2026-09-07"), ("2026-09-15", "2026-09-16")], "2026-09-18", id="the second reached through the first"),
    ],
)  # fmt: skip
def test_a_reply_of_ten_working_days_around_its_pauses(pauses, due):
    clock = clock_of("devon_children", pauses=tuple(pause(*one) for one in pauses))
    assert all_of(clock)[What.REPLY].due_on == day(due)


@pytest.mark.parametrize(
    ("received", "stretch", "due"),
    [
        pytest.param("2026-12-21", ("2026-12-25", "2026-12-28"), "2027-01-07", id="Christmas gives nothing back"),
        pytest.param("2026-12-21", ("2026-12-25", "2026-12-29"), "2027-01-08", id="Christmas and one working day"),
        pytest.param("2026-04-01", ("2026-04-03", "2026-04-06"), "2026-04-17", id="Easter gives nothing back"),
    ],
)
def test_a_pause_over_a_holiday(received, stretch, due):
    clock = clock_of("devon_children", received, pauses=(pause(*stretch),))
    assert all_of(clock)[What.REPLY].due_on == day(due)


def test_each_paused_day_stands_in_the_receipt_with_its_reason():
    pauses = (pause("2026-09-04", "2026-09-07", "the statement is awaited"), pause("2026-09-07", "2026-09-08"))
    reply = all_of(clock_of("devon_children", pauses=pauses))[What.REPLY]
    assert [(d.on.isoformat(), d.number, d.why) for d in reply.days[2:8]] == [
        ("2026-09-04", None, "paused: the statement is awaited"),
        ("2026-09-05", None, "Saturday"),
        ("2026-09-06", None, "Sunday"),
        ("2026-09-07", None, "paused: the statement is awaited; the person asked us to wait"),
        ("2026-09-08", None, "paused: the person asked us to wait"),
        ("2026-09-09", 3, ""),
    ]
    assert [d.is_paused for d in reply.days[2:8]] == [True, False, False, True, True, False]


def test_while_a_pause_is_open_there_is_no_date():
    found = all_of(clock_of("devon_children", pauses=(pause("2026-09-05"),)))
    reply = found[What.REPLY]
    assert (reply.due_on, reply.paused_since) == (None, day("2026-09-05"))
    # The weekend on which it began is no part of the count: three days are used.
    assert [d.number for d in reply.days] == [1, 2, 3]
    assert found[What.REPLY_AT_LATEST].due_on is None
    asks = found[What.ASK_FOR_NEXT_STAGE]
    assert (asks.due_on, asks.paused_since, asks.days) == (None, day("2026-09-05"), ())


def test_an_open_pause_that_begins_before_receipt_uses_no_day():
    reply = all_of(clock_of("devon_children", pauses=(pause("2026-08-01"),)))[What.REPLY]
    assert (reply.due_on, reply.paused_since, reply.days) == (None, day("2026-08-01"), ())


def test_a_closed_pause_inside_an_open_one_does_not_end_it():
    reply = all_of(clock_of("devon_children", pauses=(pause("2026-09-03"), pause("2026-09-03", "2026-09-04"))))[
        What.REPLY
    ]
    assert (reply.due_on, reply.paused_since) == (None, day("2026-09-03"))


def test_the_acknowledgement_is_owed_whatever_stands_still():
    found = all_of(clock_of("devon_children", pauses=(pause("2026-09-02"),)))
    assert found[What.ACKNOWLEDGE].due_on == day("2026-09-08")
    passed_on = replace(clock_of("devon_children", pauses=(pause("2026-09-02"),)), passes_on=True)
    assert all_of(passed_on)[What.PASS_ON].due_on == day("2026-09-02")


def test_a_page_whose_limit_is_the_longest_shows_no_second_date_while_paused():
    found = all_of(clock_of("north_yorkshire_children", pauses=(pause("2026-09-02"),)))
    assert What.REPLY_AT_LATEST not in found


def test_a_pause_of_one_matter_leaves_the_other_alone():
    one = clock_of("devon_children")
    procedure = one.matters[0][1]
    clock = replace(
        one, matters=((1, procedure, 1), (2, procedure, 1)), pauses=(pause("2026-09-07", "2026-09-09", matter=2),)
    )
    due = {d.matter: d.due_on for d in deadlines_for(clock, calendar=ENGLAND) if d.what is What.REPLY}
    assert due == {1: day("2026-09-15"), 2: day("2026-09-18")}


def test_a_panel_chain_moves_on_by_a_pause_before_the_panel():
    found = all_of(clock_of("statutory_default", stage=3, pauses=(pause("2026-09-07", "2026-09-11"),)))
    assert found[What.PANEL_MEETS].due_on == day("2026-10-20")
    assert found[What.REPLY_AFTER_PANEL].due_on == day("2026-11-17")


def test_a_month_gives_back_calendar_days_and_then_rolls():
    plain = count_with_pauses(1, Unit.MONTHS, day("2026-09-01"), ENGLAND)
    assert plain.due_on == day("2026-10-01")
    # Two days back is Saturday 3 October, which rolls to Monday.
    paused = count_with_pauses(1, Unit.MONTHS, day("2026-09-01"), ENGLAND, (pause("2026-09-05", "2026-09-06"),))
    assert paused.due_on == day("2026-10-05")
    assert [d.why for d in paused.days[-2:]] == [
        "Sunday",
        "the limit ended on a day that does not count, so it moves to this one",
    ]


@pytest.mark.parametrize(
    ("from_on", "until_on", "why", "said"),
    [
        pytest.param("2026-09-02", "2026-09-03", " ", "gives no reason", id="no reason"),
        pytest.param("2026-09-03", "2026-09-02", "proceedings", "ends before it begins", id="backwards"),
    ],
)
def test_a_pause_that_nobody_could_defend_is_refused(from_on, until_on, why, said):
    with pytest.raises(ValueError, match=said):
        pause(from_on, until_on, why)


# --- what always holds ----------------------------------------------------------------------------------------------

anchors = st.dates(date(2024, 1, 1), date(2028, 6, 1))
units = st.sampled_from([(Unit.WORKING_DAYS, 1, 65), (Unit.CALENDAR_DAYS, 1, 60), (Unit.MONTHS, 1, 3)])
limits = units.flatmap(lambda one: st.tuples(st.just(one[0]), st.integers(one[1], one[2])))


@st.composite
def near(draw, *, is_open: bool = False):
    """A limit with pauses close enough to touch it."""
    anchor, (unit, n) = draw(anchors), draw(limits)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begins = anchor + timedelta(days=draw(st.integers(-10, 90)))
        ends = begins + timedelta(days=draw(st.integers(0, 20)))
        found.append(
            Pause(from_on=begins, until_on=None if is_open and draw(st.booleans()) else ends, why="asked to wait")
        )
    return anchor, unit, n, tuple(found)


@given(case=near())
def test_counted_and_paused_and_skipped_are_all_the_days_that_passed(case):
    anchor, unit, n, pauses = case
    count = count_with_pauses(n, unit, anchor, ENGLAND, pauses)
    assert count.due_on is not None
    assert [d.on for d in count.days] == [
        anchor + timedelta(days=k) for k in range(1, (count.due_on - anchor).days + 1)
    ]
    counted = [d.number for d in count.days if d.number]
    paused = [d for d in count.days if d.why.startswith(PAUSED)]
    skipped = [d for d in count.days if d.why and not d.why.startswith(PAUSED)]
    assert len(counted) + len(paused) + len(skipped) == (count.due_on - anchor).days
    assert counted == list(range(1, len(counted) + 1))
    assert len(counted) == (
        n if unit is not Unit.MONTHS else len([d for d in count_limit(n, unit, anchor, ENGLAND)[1] if d.number])
    )
    assert all(any(p.covers(d.on) for p in pauses) for d in paused)
    assert ENGLAND.is_working_day(count.due_on)


@given(case=near(is_open=True), data=st.data())
def test_one_more_pause_never_makes_a_date_earlier(case, data):
    anchor, unit, n, pauses = case
    before = count_with_pauses(n, unit, anchor, ENGLAND, pauses)
    begins = anchor + timedelta(days=data.draw(st.integers(-5, 90)))
    more = Pause(from_on=begins, until_on=begins + timedelta(days=data.draw(st.integers(0, 9))), why="proceedings")
    after = count_with_pauses(n, unit, anchor, ENGLAND, (*pauses, more))
    # No date at all, while a pause is open, is later than any.
    assert (after.due_on or date.max) >= (before.due_on or date.max)


@given(case=near(), data=st.data())
def test_a_pause_of_no_counted_day_moves_nothing(case, data):
    anchor, unit, n, pauses = case
    before = count_with_pauses(n, unit, anchor, ENGLAND, pauses)
    idle = [d.on for d in before.days if d.number is None] + [anchor, anchor - timedelta(days=3)]
    on = data.draw(st.sampled_from(idle))
    after = count_with_pauses(n, unit, anchor, ENGLAND, (*pauses, Pause(from_on=on, until_on=on, why="asked to wait")))
    assert after.due_on == before.due_on


@given(case=near())
def test_what_is_counted_between_a_limit_s_two_ends_is_the_limit(case):
    anchor, _, n, pauses = case
    count = count_with_pauses(n, Unit.WORKING_DAYS, anchor, ENGLAND, pauses)
    assert count.due_on is not None
    assert count_between(anchor, count.due_on, Unit.WORKING_DAYS, ENGLAND, pauses) == n


@given(case=near())
def test_closing_an_open_pause_gives_a_date_back(case):
    anchor, unit, n, pauses = case
    standing = Pause(from_on=anchor, until_on=None, why="proceedings")
    assert count_with_pauses(n, unit, anchor, ENGLAND, (*pauses, standing)).due_on is None
    closed = replace(standing, until_on=anchor + timedelta(days=30))
    assert count_with_pauses(n, unit, anchor, ENGLAND, (*pauses, closed)).due_on is not None
