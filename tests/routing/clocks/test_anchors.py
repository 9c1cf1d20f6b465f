"""Where a clock waits for an event: the latest possible day until it happens, and the panel's chain of 30, 5 and 15."""

import pytest

from config.procedure import Anchor
from routing.clocks.anchors import BEFORE_IS_PAUSED
from routing.clocks.extensions import say_day
from routing.clocks.remarks import SOFT
from routing.deadlines import What
from tests.routing.clocks.cases import all_of, clock_of, day, pause

CHAIN = (What.PANEL_MEETS, What.PANEL_REPORTS, What.REPLY_AFTER_PANEL)


@pytest.mark.parametrize(
    ("events", "chain", "possible"),
    [
        pytest.param({}, ("2026-10-13", "2026-10-20", "2026-11-10"), (False, True, True), id="nothing happened: 30, 5, 15, in all 50"),
        pytest.param({"panel_met_on": "2026-09-15"}, ("2026-10-13", "2026-09-22", "2026-10-13"), (False, False, True), id="the panel met early"),
        pytest.param({"panel_met_on": "2026-10-13"}, ("2026-10-13", "2026-10-20", "2026-11-10"), (False, False, True), id="the panel met on its last day"),
        pytest.param({"panel_met_on": "2026-09-15", "panel_reported_on": "2026-09-17"}, ("2026-10-13", "2026-09-22", "2026-10-08"), (False, False, False), id="and reported early"),
        pytest.param({"panel_met_on": "2026-10-20", "panel_reported_on": "2026-10-30"}, ("2026-10-13", "2026-10-27", "2026-11-20"), (False, False, False), id="both late: the next counts from what happened"),
    ],
)  # fmt: skip
def test_the_panel_s_chain_follows_what_has_happened(events, chain, possible):
    found = all_of(clock_of("statutory_default", stage=3, **events))
    assert tuple(found[what].due_on for what in CHAIN) == tuple(day(one) for one in chain)
    assert tuple(found[what].is_latest_possible for what in CHAIN) == possible


def test_the_whole_of_stage_three_is_fifty_working_days():
    found = all_of(clock_of("statutory_default", stage=3))
    assert found[What.REPLY].due_on == found[What.REPLY_AFTER_PANEL].due_on == day("2026-11-10")
    assert [found[what].limit for what in (*CHAIN, What.REPLY)] == [30, 5, 15, 50]


def test_shropshire_s_printed_65_stand_beside_the_law_s_own_chain():
    found = all_of(clock_of("shropshire_children", stage=3))
    assert found[What.REPLY].due_on == day("2026-12-01")
    assert found[What.REPLY_AFTER_PANEL].due_on == day("2026-11-10")
    assert found[What.PANEL_MEETS].is_default


@pytest.mark.parametrize(
    ("procedure", "stage"),
    [
        ("devon_children", 1),
        ("statutory_default", 1),
        ("statutory_default", 2),
        ("coram_voice_national_description", 1),
    ],
)
def test_the_person_s_own_time_is_soft_and_says_so(procedure, stage):
    asks = all_of(clock_of(procedure, stage=stage))[What.ASK_FOR_NEXT_STAGE]
    assert asks.is_soft
    assert SOFT in asks.condition
    assert (asks.is_latest_possible, asks.anchor) == (True, Anchor.RESPONSE_RECEIVED)


def test_nothing_of_ours_is_soft():
    found = all_of(clock_of("devon_children", "2026-09-01"))
    assert {what for what, deadline in found.items() if deadline.is_soft} == {What.ASK_FOR_NEXT_STAGE}
    assert all(SOFT not in deadline.condition for deadline in found.values() if not deadline.is_soft)


def test_the_person_s_own_time_ends_counting_once_they_have_the_reply():
    asks = all_of(clock_of("devon_children", response_received_on="2026-09-10"))[What.ASK_FOR_NEXT_STAGE]
    assert (asks.is_latest_possible, asks.due_on) == (False, day("2026-10-08"))


def test_what_waits_for_a_paused_event_has_no_date_and_says_so():
    found = all_of(clock_of("statutory_default", stage=3, pauses=(pause("2026-09-07"),)))
    for what in CHAIN[1:]:
        assert (found[what].due_on, found[what].paused_since) == (None, day("2026-09-07"))
        assert BEFORE_IS_PAUSED in found[what].condition


def test_a_spoken_request_is_acknowledged_from_the_request_whatever_its_statement_takes():
    spoken = clock_of("statutory_default", stage=2, is_spoken=True, statement_agreed_on="2026-09-22")
    found = all_of(spoken)
    assert found[What.ACKNOWLEDGE].due_on == day("2026-09-08")
    assert found[What.REPLY].due_on == day("2026-10-27")


@pytest.mark.parametrize(
    ("sent", "days", "arrived", "due"),
    [
        pytest.param("2026-09-10", 2, "2026-09-14", "2026-10-12", id="posted on Thursday, there on Monday"),
        pytest.param("2026-09-10", 0, "2026-09-10", "2026-10-08", id="an e-mail is there at once"),
        pytest.param("2026-12-23", 2, "2026-12-29", "2027-01-27", id="posted before Christmas"),
    ],
)
def test_a_reply_whose_arrival_nobody_knows_is_given_time_to_arrive(sent, days, arrived, due):
    clock = clock_of("devon_children", response_sent_on=sent, delivery_working_days=days)
    asks = all_of(clock)[What.ASK_FOR_NEXT_STAGE]
    assert (asks.anchor_on, asks.due_on, asks.is_latest_possible) == (day(arrived), day(due), False)
    assert f"sent on {say_day(day(sent))}, is taken to have arrived" in asks.condition


def test_a_known_arrival_stands_before_an_assumed_one():
    clock = clock_of("devon_children", response_sent_on="2026-09-10", response_received_on="2026-09-11")
    assert all_of(clock)[What.ASK_FOR_NEXT_STAGE].anchor_on == day("2026-09-11")
