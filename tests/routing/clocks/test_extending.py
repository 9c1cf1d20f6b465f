"""Extensions: a new day with its reason, never beyond the longest time, and every refusal in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.council import ReceiptConvention
from routing.clocks.extending import extend
from routing.clocks.extensions import Extension, ExtensionRefusedError
from routing.clocks.remarks import CUT
from routing.deadlines import What, deadlines_for
from tests.routing.clocks.cases import ENGLAND, PROCEDURES, all_of, clock_of, day, extension, pause


@pytest.mark.parametrize(
    ("procedure", "events", "until_on", "told_on"),
    [
        pytest.param("devon_children", {}, "2026-09-29", "2026-09-10", id="10 to 20 on the last day of it"),
        pytest.param("devon_children", {}, "2026-09-16", "2026-09-15", id="one day more, told on the last day"),
        pytest.param("shropshire_children", {}, "2026-09-22", "2026-09-10", id="Shropshire"),
        pytest.param("statutory_default", {"stage": 2}, "2026-12-01", "2026-10-05", id="25 to 65 at stage 2"),
        pytest.param("corporate_default", {"acknowledged_on": "2026-09-02"}, "2026-09-30", "2026-09-15", id="corporate, from the acknowledgement"),
        pytest.param("corporate_default", {}, "2026-10-06", "2026-09-15", id="corporate, not acknowledged yet"),
        pytest.param("norfolk_foster_carers_old", {"stage": 3}, "2026-12-24", "2026-10-05", id="a page that names no longest time"),
    ],
)  # fmt: skip
def test_an_extension_moves_the_reply(procedure, events, until_on, told_on):
    clock = clock_of(procedure, **events)
    before = all_of(clock)[What.REPLY]
    moved = extend(clock, extension(until_on, told_on), calendar=ENGLAND)
    reply = all_of(moved)[What.REPLY]
    assert reply.due_on == day(until_on)
    assert (reply.first_due_on, reply.limit) == (before.due_on, before.limit)
    assert reply.extensions == moved.extensions
    assert reply.days[-1].on == day(until_on)


@pytest.mark.parametrize(
    ("procedure", "events", "until_on", "told_on", "said"),
    [
        pytest.param("devon_children", {}, "2026-09-30", "2026-09-10", ["20 working days", "Tuesday 29 September 2026", "Name that day"], id="one day more than the cap"),
        pytest.param("statutory_default", {"stage": 2}, "2026-12-02", "2026-09-10", ["65 working days", "Tuesday 1 December 2026"], id="one day more than 65"),
        pytest.param("corporate_default", {}, "2026-10-07", "2026-09-10", ["20 working days", "Tuesday 6 October 2026"], id="one day more than the Code allows"),
        pytest.param("north_yorkshire_children", {}, "2026-09-30", "2026-09-10", ["20 working days", "Tuesday 29 September 2026"], id="North Yorkshire's 20 are the longest already"),
        pytest.param("statutory_default", {"stage": 3}, "2026-11-11", "2026-09-10", ["no longer time", "Ombudsman"], id="the law gives stage 3 no more"),
        pytest.param("devon_children", {}, "2026-09-15", "2026-09-10", ["is due on Tuesday 15 September 2026 already", "later day"], id="no extension at all"),
        pytest.param("devon_children", {}, "2026-09-19", "2026-09-10", ["Saturday", "as Friday 18 September 2026"], id="a Saturday"),
        pytest.param("devon_children", {}, "2026-09-25", "2026-09-16", ["after it was due", "is late"], id="told when it was late already"),
        pytest.param("coram_voice_national_description", {"stage": 3}, "2026-12-01", "2026-09-10", ["no longer time"], id="nor does its description"),
        pytest.param("devon_children", {"pauses": (pause("2026-09-02"),)}, "2026-09-25", "2026-09-10", ["paused since Wednesday 2 September 2026", "end the pause"], id="while it is paused"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_in_words(procedure, events, until_on, told_on, said):
    with pytest.raises(ExtensionRefusedError) as caught:
        extend(clock_of(procedure, **events), extension(until_on, told_on), calendar=ENGLAND)
    assert all(words in str(caught.value) for words in ["Matter 1", *said])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"why": "  "}, "gives no reason", id="no reason"),
        pytest.param({"by": ""}, "names nobody", id="nobody decided it"),
    ],
)
def test_an_extension_without_reason_or_name_is_refused(changed, said):
    whole = {"until_on": day("2026-09-25"), "why": "complex", "by": "Priya Raman", "told_on": day("2026-09-10")}
    with pytest.raises(ExtensionRefusedError, match=said):
        Extension(**(whole | changed))


def test_an_extension_of_a_matter_that_has_no_reply_is_refused():
    with pytest.raises(ExtensionRefusedError, match="matter 4"):
        extend(clock_of("devon_children"), extension("2026-09-25", matter=4), calendar=ENGLAND)


def test_a_stage_without_a_day_for_its_reply_has_none_to_move():
    clock = clock_of("norfolk_foster_carers_old")
    [(number, procedure, stage)] = clock.matters
    silent = replace(procedure, stages=(replace(procedure.stages[0], limit=None), *procedure.stages[1:]))
    with pytest.raises(ExtensionRefusedError, match="no day for a reply"):
        extend(replace(clock, matters=((number, silent, stage),)), extension("2026-09-25"), calendar=ENGLAND)


def test_an_extension_of_the_whole_case_must_hold_for_every_matter():
    clock = clock_of("devon_children")
    both = replace(clock, matters=(*clock.matters, (2, PROCEDURES["north_yorkshire_children"], 1)))
    with pytest.raises(ExtensionRefusedError, match="Matter 2"):
        extend(both, extension("2026-09-25"), calendar=ENGLAND)
    one = extend(both, extension("2026-09-25", matter=1), calendar=ENGLAND)
    due = {d.matter: d.due_on for d in deadlines_for(one, calendar=ENGLAND) if d.what is What.REPLY}
    assert due == {1: day("2026-09-25"), 2: day("2026-09-29")}


def test_an_extension_of_one_matter_leaves_the_other_s_reply_where_it_is():
    clock = clock_of("devon_children")
    both = replace(clock, matters=(*clock.matters, (2, PROCEDURES["shropshire_children"], 1)))
    moved = extend(both, extension("2026-09-25", matter=2), calendar=ENGLAND)
    due = {d.matter: d.due_on for d in deadlines_for(moved, calendar=ENGLAND) if d.what is What.REPLY}
    assert due == {1: day("2026-09-15"), 2: day("2026-09-25")}


def test_the_person_s_own_time_runs_from_the_extended_reply():
    moved = extend(clock_of("devon_children"), extension("2026-09-29"), calendar=ENGLAND)
    assert all_of(moved)[What.ASK_FOR_NEXT_STAGE].due_on == day("2026-10-27")


def test_a_second_extension_goes_on_from_the_first_and_both_are_kept():
    once = extend(clock_of("devon_children"), extension("2026-09-22"), calendar=ENGLAND)
    twice = extend(once, extension("2026-09-29", "2026-09-22"), calendar=ENGLAND)
    reply = all_of(twice)[What.REPLY]
    assert (reply.due_on, reply.first_due_on, len(reply.extensions)) == (day("2026-09-29"), day("2026-09-15"), 2)
    with pytest.raises(ExtensionRefusedError, match="already"):
        extend(twice, extension("2026-09-22"), calendar=ENGLAND)


def test_days_paused_after_the_person_was_told_are_given_back():
    moved = extend(clock_of("devon_children"), extension("2026-09-25", "2026-09-10"), calendar=ENGLAND)
    paused = replace(moved, pauses=(pause("2026-09-14", "2026-09-15"),))
    assert all_of(paused)[What.REPLY].due_on == day("2026-09-29")
    assert all_of(paused)[What.REPLY_AT_LATEST].due_on == day("2026-10-01")


def test_days_paused_before_the_person_was_told_are_in_the_new_day_already():
    clock = clock_of("devon_children", pauses=(pause("2026-09-07", "2026-09-08"),))
    moved = extend(clock, extension("2026-09-25", "2026-09-10"), calendar=ENGLAND)
    assert all_of(moved)[What.REPLY].due_on == day("2026-09-25")


def test_a_pause_opened_after_an_extension_takes_the_date_away():
    moved = extend(clock_of("devon_children"), extension("2026-09-25"), calendar=ENGLAND)
    reply = all_of(replace(moved, pauses=(pause("2026-09-14"),)))[What.REPLY]
    assert (reply.due_on, reply.paused_since, reply.first_due_on) == (None, day("2026-09-14"), None)


def test_an_extension_kept_from_before_never_goes_beyond_the_longest_time():
    # Extended while not acknowledged; acknowledged early, the longest time ends sooner than the new day.
    moved = extend(clock_of("corporate_default"), extension("2026-10-06", "2026-09-15"), calendar=ENGLAND)
    reply = all_of(replace(moved, acknowledged_on=day("2026-09-02")))[What.REPLY]
    assert reply.due_on == day("2026-09-30")
    assert CUT in reply.condition


def test_a_bank_holiday_proclaimed_on_the_new_day_moves_it_on():
    clock = extend(clock_of("devon_children"), extension("2026-09-21"), calendar=ENGLAND)
    proclaimed = replace(ENGLAND, closed={**ENGLAND.closed, day("2026-09-21"): "proclaimed"})
    found = {d.what: d.due_on for d in deadlines_for(clock, calendar=proclaimed)}
    assert (found[What.REPLY], found[What.REPLY_AT_LATEST]) == (day("2026-09-22"), day("2026-09-30"))


def test_an_extension_counts_by_the_receipt_the_council_chose():
    clock = clock_of("devon_children", "2026-11-21")
    deemed = {"calendar": ENGLAND, "convention": ReceiptConvention.DEEMED}
    assert extend(clock, extension("2026-12-21", "2026-11-25"), **deemed).extensions
    with pytest.raises(ExtensionRefusedError, match="18 December"):
        extend(clock, extension("2026-12-21", "2026-11-25"), calendar=ENGLAND)


@given(
    received=st.dates(day("2024-01-01"), day("2028-06-01")),
    later=st.integers(1, 130),
    stage=st.sampled_from([1, 2]),
    name=st.sampled_from(["devon_children", "statutory_default", "corporate_default", "shropshire_children"]),
)
def test_an_extension_stands_within_the_longest_time_or_not_at_all(received, later, stage, name):
    clock = clock_of(name, received.isoformat(), stage=stage)
    reply, latest = all_of(clock)[What.REPLY].due_on, all_of(clock)[What.REPLY_AT_LATEST].due_on
    wanted = ENGLAND.next_working_day(reply + timedelta(days=later))
    asked = Extension(until_on=wanted, why="complex", by="Priya Raman", told_on=reply)
    if wanted > latest:
        with pytest.raises(ExtensionRefusedError):
            extend(clock, asked, calendar=ENGLAND)
    else:
        assert all_of(extend(clock, asked, calendar=ENGLAND))[What.REPLY].due_on == wanted


@given(
    until=st.integers(-30, 200), begins=st.integers(-5, 60), length=st.integers(0, 30), acknowledged=st.integers(0, 9)
)
def test_a_kept_extension_never_makes_a_reply_earlier_nor_later_than_the_longest_time(
    until, begins, length, acknowledged
):
    first = day("2026-09-01")
    stretch = pause((first + timedelta(days=begins)).isoformat(), (first + timedelta(days=begins + length)).isoformat())
    clock = clock_of("corporate_default", pauses=(stretch,), acknowledged_on=first + timedelta(days=acknowledged))
    plain = all_of(clock)[What.REPLY]
    kept = replace(clock, extensions=(extension((first + timedelta(days=until)).isoformat()),))
    found = all_of(kept)
    latest = found.get(What.REPLY_AT_LATEST, found[What.REPLY]).due_on
    assert plain.due_on <= found[What.REPLY].due_on <= latest
