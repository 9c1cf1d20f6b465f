"""The clocks beside a complaint's own: information law, breaches, danger to a child."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clocks.extensions import ExtensionRefusedError
from routing.clocks.neighbours import ALWAYS_STRICT, CONFIRM, Events, NotInForceError, neighbour_dates
from tests.routing.clocks.cases import CALENDARS, CLOCKS, at, day, extension, pause


def _dates(clock: str, received: str, **events):
    found = neighbour_dates(CLOCKS.neighbours[clock], Events(began_at=at(received), **events), calendars=CALENDARS)
    return {one.limit.what: one for one in found}


@pytest.mark.parametrize(
    ("clock", "what", "received", "due"),
    [
        pytest.param("sar", "reply", "2026-09-01", "2026-10-01", id="SAR: the same date next month"),
        pytest.param("sar", "reply", "2027-01-31", "2027-03-01", id="SAR: 28 February is a Sunday"),
        pytest.param("sar", "reply", "2026-11-26", "2026-12-29", id="SAR: Boxing Day on a Saturday, then its substitute"),
        pytest.param("sar", "reply", "2026-11-21", "2026-12-21", id="SAR: a Saturday's mail came that Saturday"),
        pytest.param("sar", "reply", "2026-08-31T23:30:00+00:00", "2026-10-01", id="SAR: past midnight in London"),
        pytest.param("sar", "reply_at_latest", "2027-01-31", "2027-04-30", id="SAR: three months have no 31 April"),
        pytest.param("sar", "reply_at_latest", "2026-09-25", "2026-12-29", id="SAR: three months end at Christmas"),
        pytest.param("foi", "reply", "2026-11-06", "2026-12-07", id="FOI: Saint Andrew's Day does not count"),
        pytest.param("foi", "reply", "2026-06-01", "2026-06-30", id="FOI: nor does Scotland's day of the World Cup"),
        pytest.param("foi", "reply", "2026-07-01", "2026-07-30", id="FOI: nor the Boyne's substitute"),
        pytest.param("foi", "reply", "2026-11-21", "2026-12-21", id="FOI: received on a Saturday"),
        pytest.param("foi", "reply", "2026-09-01", "2026-09-29", id="FOI: no holiday between"),
        pytest.param("dp_complaint", "acknowledge", "2026-09-01", "2026-10-01", id="data protection: 30 days"),
        pytest.param("dp_complaint", "acknowledge", "2026-09-03", "2026-10-05", id="data protection: a Saturday rolls to Monday"),
        pytest.param("dp_complaint", "acknowledge_safely", "2026-09-03", "2026-10-02", id="data protection: in time on every reading"),
        pytest.param("dp_complaint", "acknowledge_safely", "2026-09-05", "2026-10-02", id="data protection: the earlier reading rolls back"),
        pytest.param("dp_complaint", "acknowledge", "2026-06-19", "2026-07-20", id="data protection: the first day of the law"),
        pytest.param("lado", "refer", "2026-11-20", "2026-11-23", id="LADO: Friday's allegation by Monday"),
        pytest.param("lado", "refer", "2026-12-24", "2026-12-29", id="LADO: over Christmas"),
        pytest.param("safeguarding", "refer", "2026-11-20", "2026-11-20", id="danger: the same working day"),
        pytest.param("safeguarding", "refer", "2026-11-21", "2026-11-21", id="danger on a Saturday does not wait for Monday"),
        pytest.param("safeguarding", "answer", "2026-11-20", "2026-11-23", id="danger: the front door answers in one working day"),
        pytest.param("adult_care", "acknowledge", "2026-11-20", "2026-11-25", id="adult care: three working days"),
        pytest.param("adult_care", "reply", "2026-08-31", "2027-03-01", id="adult care: six months, 28 February is a Sunday"),
        pytest.param("breach", "pass_on", "2026-11-22", "2026-11-22", id="breach: the officer hears of it on a Sunday too"),
    ],
)  # fmt: skip
def test_a_date_worked_out_by_hand(clock, what, received, due):
    assert _dates(clock, received)[what].due_on == day(due)


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        pytest.param("2026-09-01T10:00:00+01:00", "2026-09-04T10:00:00+01:00", id="three days to the hour"),
        pytest.param("2026-11-20T16:30:00+00:00", "2026-11-23T16:30:00+00:00", id="over a weekend"),
        pytest.param("2026-12-24T18:30:00+00:00", "2026-12-27T18:30:00+00:00", id="over Christmas"),
        pytest.param("2026-10-24T12:00:00+01:00", "2026-10-27T11:00:00+00:00", id="an hour earlier on the clock when summer time ends"),
        pytest.param("2027-03-27T12:00:00+00:00", "2027-03-30T13:00:00+01:00", id="an hour later on it when it begins"),
    ],
)  # fmt: skip
def test_a_breach_is_told_within_72_hours(aware, due):
    found = _dates("breach", aware)["notify"]
    assert found.due_at == datetime.fromisoformat(due)
    assert found.due_at.isoformat() == due
    assert found.due_on == found.due_at.date()


def test_what_is_only_recalled_says_that_a_person_confirms_it():
    dates = _dates("breach", "2026-09-01T10:00:00+01:00")
    assert CONFIRM in dates["notify"].condition
    assert CONFIRM not in dates["pass_on"].condition
    recalled = {
        (c.id, limit.what) for c in CLOCKS.neighbours.values() for limit in c.limits if limit.needs_confirmation
    }
    assert recalled == {("breach", "notify")}


def test_a_person_opens_a_sign_of_danger_within_the_hour():
    assert _dates("safeguarding", "2026-11-21T23:30:00+00:00")["open"].due_at == at("2026-11-22T00:30:00+00:00")


def test_the_front_door_s_answer_counts_from_the_referral_once_it_is_made():
    waiting = _dates("safeguarding", "2026-11-20")["answer"]
    made = _dates("safeguarding", "2026-11-20", referred_on=day("2026-11-23"))["answer"]
    assert (waiting.is_latest_possible, waiting.due_on) == (True, day("2026-11-23"))
    assert (made.is_latest_possible, made.due_on, made.anchor_on) == (False, day("2026-11-24"), day("2026-11-23"))


def test_these_clocks_know_no_deemed_receipt_and_say_so():
    assert ALWAYS_STRICT in _dates("foi", "2026-11-21")["reply"].condition


def test_a_data_protection_complaint_before_the_law_has_no_clock():
    with pytest.raises(NotInForceError, match=r"from Friday 19 June 2026 on; Thursday 18 June 2026 is before"):
        _dates("dp_complaint", "2026-06-18")


def test_a_time_without_a_zone_is_refused():
    clock = CLOCKS.neighbours["breach"]
    with pytest.raises(ValueError, match="time zone"):
        neighbour_dates(clock, Events(began_at=datetime(2026, 9, 1, 10)), calendars=CALENDARS)  # noqa: DTZ001 - the very fault


# --- extensions and pauses ------------------------------------------------------------------------------------------


def test_a_subject_access_request_is_extended_by_two_months_with_notice():
    found = _dates("sar", "2026-09-01", extension=extension("2026-12-01", "2026-09-30"))["reply"]
    assert (found.due_on, found.first_due_on, found.days[-1].on) == (
        day("2026-12-01"),
        day("2026-10-01"),
        day("2026-12-01"),
    )


@pytest.mark.parametrize(
    ("clock", "until_on", "told_on", "said"),
    [
        pytest.param(
            "sar", "2026-12-02", "2026-09-30", "3 months from Tuesday 1 September 2026", id="a day beyond three months"
        ),
        pytest.param("sar", "2026-12-01", "2026-10-02", "after it was due", id="told after the first month"),
        pytest.param("foi", "2026-10-15", "2026-09-10", "no longer time", id="FOI is not extended"),
        pytest.param("breach", "2026-10-15", "2026-09-01", "no longer time", id="nor is a breach"),
    ],
)
def test_an_extension_that_cannot_stand_is_refused(clock, until_on, told_on, said):
    with pytest.raises(ExtensionRefusedError, match=said):
        _dates(clock, "2026-09-01", extension=extension(until_on, told_on))


def test_a_subject_access_request_waits_while_it_is_being_made_clear():
    found = _dates("sar", "2026-09-01", pauses=(pause("2026-09-07", "2026-09-08", "we asked which records"),))["reply"]
    # Two days more would be Saturday 3 October, which rolls to Monday.
    assert found.due_on == day("2026-10-05")
    open_ = _dates("sar", "2026-09-01", pauses=(pause("2026-09-07"),))
    assert {(one.due_on, one.paused_since) for one in open_.values()} == {(None, day("2026-09-07"))}


def test_a_paused_request_is_not_extended_at_the_same_time():
    with pytest.raises(ExtensionRefusedError, match="End the pause"):
        _dates("sar", "2026-09-01", pauses=(pause("2026-09-07"),), extension=extension("2026-12-01"))


@pytest.mark.parametrize("clock", ["foi", "breach", "safeguarding", "lado", "dp_complaint", "adult_care"])
def test_a_clock_that_cannot_be_paused_says_so(clock):
    with pytest.raises(ExtensionRefusedError, match="cannot be paused"):
        _dates(clock, "2026-09-01", pauses=(pause("2026-09-07"),))


@given(minutes=st.integers(0, 5 * 366 * 24 * 60), clock=st.sampled_from(sorted(CLOCKS.neighbours)))
def test_every_neighbouring_date_is_after_its_anchor_and_its_days_are_whole(minutes, clock):
    began = datetime(2024, 1, 1, tzinfo=UTC).timestamp() + minutes * 60
    whole = replace(CLOCKS.neighbours[clock], valid_from=None)
    for found in neighbour_dates(whole, Events(began_at=datetime.fromtimestamp(began, UTC)), calendars=CALENDARS):
        assert found.due_on >= found.anchor_on
        assert not found.days or (found.days[-1].on, len(found.days)) == (
            found.due_on,
            (found.due_on - found.anchor_on).days,
        )
        if found.days:
            assert CALENDARS[found.limit.calendar].is_working_day(found.due_on)
        if found.due_at:
            assert (found.due_at.timestamp() - began) / 3600 == found.limit.n
