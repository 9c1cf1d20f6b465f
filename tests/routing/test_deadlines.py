"""Deadlines: every date worked out by hand in the project's notes, and what must hold of all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.council import ReceiptConvention
from config.packs import load_calendar, load_council, load_procedures
from config.procedure import Anchor, Unit
from routing.clock import LONDON, CaseClock, receipt_day
from routing.clocks.pauses import Pause
from routing.count import add_months, count_limit, count_safely
from routing.deadlines import UNCLEAR, Deadline, What, deadlines_for

ENGLAND = load_calendar()
UNITED_KINGDOM = load_calendar("united_kingdom")
PROCEDURES = load_procedures()
DEEMED = replace(load_council("brackenshire"), receipt=ReceiptConvention.DEEMED)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


def _clock(procedure: str, received: str, *, stage: int = 1, **events) -> CaseClock:
    at = datetime.fromisoformat(received) if "T" in received else _noon(date.fromisoformat(received))
    days = {key: date.fromisoformat(value) if isinstance(value, str) else value for key, value in events.items()}
    return CaseClock(received_at=at, matters=((1, PROCEDURES[procedure], stage),), **days)


def _due(clock: CaseClock, what: What, **kw) -> Deadline:
    found = [deadline for deadline in deadlines_for(clock, calendar=ENGLAND, **kw) if deadline.what is what]
    assert len(found) == 1, found
    return found[0]


# --- dates worked out by hand: received, limit in working days, due -------------------------------------------------

WORKED_DATES = """
2026-11-20  3 2026-11-25   2026-11-20  5 2026-11-27   2026-11-20 10 2026-12-04   2026-11-20 20 2026-12-18
2026-11-21  3 2026-11-25   2026-11-21  5 2026-11-27   2026-11-21 10 2026-12-04   2026-11-21 20 2026-12-18
2026-11-22  3 2026-11-25   2026-11-22  5 2026-11-27   2026-11-22 10 2026-12-04   2026-11-22 20 2026-12-18
2026-12-24  3 2026-12-31   2026-12-24  5 2027-01-05   2026-12-24 10 2027-01-12   2026-12-24 20 2027-01-26
2026-12-26  3 2026-12-31   2026-12-26  5 2027-01-05   2026-12-26 10 2027-01-12   2026-12-26 20 2027-01-26
2026-04-02  3 2026-04-09   2026-04-02  5 2026-04-13   2026-04-02 10 2026-04-20   2026-04-02 20 2026-05-05
2026-04-03  3 2026-04-09   2026-04-03  5 2026-04-13   2026-04-03 10 2026-04-20   2026-04-03 20 2026-05-05
2026-08-31  3 2026-09-03   2026-08-31  5 2026-09-07   2026-08-31 10 2026-09-14   2026-08-31 20 2026-09-28
2027-12-24  3 2027-12-31   2027-12-24  5 2028-01-05   2027-12-24 10 2028-01-12   2027-12-24 20 2028-01-26
2026-09-01  5 2026-09-08   2026-09-01 10 2026-09-15   2026-09-01 20 2026-09-29   2026-09-01 25 2026-10-06
2026-09-01 30 2026-10-13   2026-09-01 50 2026-11-10   2026-09-01 65 2026-12-01
"""
WORKED = WORKED_DATES.split()


@pytest.mark.parametrize(
    ("received", "n", "due"),
    [
        pytest.param(WORKED[i], int(WORKED[i + 1]), WORKED[i + 2], id=f"{WORKED[i + 1]} from {WORKED[i]}")
        for i in range(0, len(WORKED), 3)
    ],
)
def test_a_date_worked_out_by_hand(received, n, due):
    on, _ = count_limit(n, Unit.WORKING_DAYS, date.fromisoformat(received), ENGLAND)
    assert on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("clock", "what", "due"),
    [
        pytest.param(_clock("shropshire_children", "2026-11-20"), What.ACKNOWLEDGE, "2026-11-25", id="3 days, Friday"),
        pytest.param(_clock("shropshire_children", "2026-12-24"), What.ACKNOWLEDGE, "2026-12-31", id="3 days at Christmas"),
        pytest.param(_clock("statutory_default", "2026-12-24T23:59:00+00:00"), What.REPLY, "2027-01-12", id="any hour of Christmas Eve"),
        pytest.param(_clock("statutory_default", "2026-04-03"), What.REPLY_AT_LATEST, "2026-05-05", id="Good Friday"),
        pytest.param(_clock("north_yorkshire_children", "2026-09-01"), What.REPLY, "2026-09-29", id="North Yorkshire's 20"),
        pytest.param(_clock("north_yorkshire_children", "2026-09-01"), What.INNER_TARGET, "2026-09-15", id="and the 10 inside it"),
        pytest.param(_clock("statutory_default", "2026-03-02", stage=2, stage_requested_on="2026-09-01"), What.REPLY, "2026-10-06", id="stage 2 from its request"),
        pytest.param(_clock("statutory_default", "2026-09-01", stage=2), What.REPLY_AT_LATEST, "2026-12-01", id="stage 2 asked in the mail"),
        pytest.param(_clock("statutory_default", "2026-09-01", stage=3), What.PANEL_MEETS, "2026-10-13", id="panel"),
        pytest.param(_clock("statutory_default", "2026-09-01", stage=3), What.REPLY_AFTER_PANEL, "2026-11-10", id="30 and 5 and 15"),
        pytest.param(_clock("statutory_default", "2026-09-01", stage=3, panel_met_on="2026-09-15"), What.PANEL_REPORTS, "2026-09-22", id="panel met early"),
        pytest.param(_clock("statutory_default", "2026-09-01", stage=3, panel_reported_on="2026-09-22"), What.REPLY_AFTER_PANEL, "2026-10-13", id="panel reported"),
        pytest.param(_clock("corporate_default", "2026-09-01"), What.REPLY, "2026-09-22", id="corporate, acknowledged on the last day"),
        pytest.param(_clock("corporate_default", "2026-09-01"), What.REPLY_AT_LATEST, "2026-10-06", id="corporate, extended"),
        pytest.param(_clock("corporate_default", "2026-09-01", acknowledged_on="2026-09-08"), What.REPLY, "2026-09-22", id="corporate, 8 September"),
        pytest.param(_clock("corporate_default", "2026-09-01", acknowledged_on="2026-09-02"), What.REPLY, "2026-09-16", id="corporate, acknowledged next day"),
        pytest.param(_clock("english_fluency_default", "2026-09-01"), What.REPLY, "2026-09-22", id="fluency keeps the corporate clock"),
        pytest.param(_clock("norfolk_foster_carers_old", "2026-09-01", acknowledged_on="2026-09-08"), What.REPLY, "2026-09-29", id="Norfolk: 15 from the acknowledgement"),
        pytest.param(_clock("norfolk_foster_carers_old", "2026-08-03", stage=2, stage_requested_on="2026-08-10", stage_started_on="2026-09-01"), What.REPLY, "2026-10-06", id="Norfolk stage 2 from its start"),
        pytest.param(_clock("devon_children", "2026-08-31", response_received_on="2026-09-01"), What.ASK_FOR_NEXT_STAGE, "2026-09-29", id="20 from the reply"),
        pytest.param(_clock("devon_children", "2026-03-02", response_received_on="2026-04-30"), What.ASK_FOR_NEXT_STAGE, "2026-06-01", id="20 over two holidays"),
        pytest.param(_clock("devon_children", "2026-11-02", response_received_on="2026-12-10"), What.ASK_FOR_NEXT_STAGE, "2027-01-12", id="20 over Christmas"),
        pytest.param(_clock("coram_voice_national_description", "2026-03-02", response_received_on="2026-04-30"), What.ASK_FOR_NEXT_STAGE, "2026-05-28", id="28 calendar days in May"),
        pytest.param(_clock("coram_voice_national_description", "2026-11-02", response_received_on="2026-12-10"), What.ASK_FOR_NEXT_STAGE, "2027-01-07", id="28 calendar days over Christmas"),
        pytest.param(_clock("statutory_default", "2026-06-30T23:30:00+00:00"), What.ACKNOWLEDGE, "2026-07-08", id="half past midnight in London is the next day"),
        pytest.param(_clock("statutory_default", "2026-06-30T22:30:00+00:00"), What.ACKNOWLEDGE, "2026-07-07", id="half past eleven in London is not"),
        pytest.param(_clock("statutory_default", "2026-12-01T23:30:00+00:00"), What.ACKNOWLEDGE, "2026-12-08", id="in winter the clocks agree"),
    ],
)  # fmt: skip
def test_a_deadline_worked_out_by_hand(clock, what, due):
    assert _due(clock, what).due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "received_on", "due"),
    [
        pytest.param("2026-11-21", "2026-11-23", "2026-11-30", id="Saturday is Monday"),
        pytest.param("2026-12-24T18:30:00+00:00", "2026-12-29", "2027-01-06", id="after hours on Christmas Eve"),
        pytest.param("2026-11-20T17:00:00+00:00", "2026-11-23", "2026-11-30", id="at closing time on a Friday"),
        pytest.param("2026-11-20T16:59:00+00:00", "2026-11-20", "2026-11-27", id="a minute before"),
        pytest.param("2026-11-23T06:00:00+00:00", "2026-11-23", "2026-11-30", id="before the office opens"),
        pytest.param("2026-11-21T20:00:00+00:00", "2026-11-23", "2026-11-30", id="Saturday night is Monday, not Tuesday"),
    ],
)  # fmt: skip
def test_the_deemed_convention_moves_receipt_and_the_strict_one_does_not(received, received_on, due):
    clock = _clock("statutory_default", received)
    assert _due(clock, What.ACKNOWLEDGE, council=DEEMED).anchor_on == date.fromisoformat(received_on)
    assert _due(clock, What.ACKNOWLEDGE, council=DEEMED).due_on == date.fromisoformat(due)
    assert _due(clock, What.ACKNOWLEDGE).anchor_on == clock.received_at.astimezone(LONDON).date()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(date(2026, 9, 1), date(2026, 10, 1), id="the same date next month"),
        pytest.param(date(2027, 1, 31), date(2027, 3, 1), id="28 February is a Sunday"),
        pytest.param(date(2026, 11, 26), date(2026, 12, 29), id="Boxing Day on a Saturday, then its substitute"),
    ],
)
def test_a_subject_access_request_has_a_month_rolled_forward(received, due):
    assert count_limit(1, Unit.MONTHS, received, ENGLAND)[0] == due


def test_a_month_without_that_date_ends_on_its_last_day():
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 15), 2) == date(2027, 2, 15)


def test_freedom_of_information_counts_around_a_scottish_holiday():
    assert count_limit(20, Unit.WORKING_DAYS, date(2026, 11, 6), UNITED_KINGDOM)[0] == date(2026, 12, 7)
    assert count_limit(20, Unit.WORKING_DAYS, date(2026, 11, 6), ENGLAND)[0] == date(2026, 12, 4)


# --- what stands while something has not happened -------------------------------------------------------------------


def test_a_clock_that_waits_for_the_acknowledgement_shows_the_latest_possible_date():
    waiting = _due(_clock("corporate_default", "2026-09-01"), What.REPLY)
    running = _due(_clock("corporate_default", "2026-09-01", acknowledged_on="2026-09-02"), What.REPLY)
    assert (waiting.is_latest_possible, waiting.anchor, waiting.anchor_on) == (True, Anchor.ACK_SENT, date(2026, 9, 8))
    assert (running.is_latest_possible, running.anchor_on) == (False, date(2026, 9, 2))


def test_a_statutory_reply_never_waits_for_the_acknowledgement():
    reply = _due(_clock("statutory_default", "2026-09-01"), What.REPLY)
    assert (reply.is_latest_possible, reply.anchor) == (False, Anchor.RECEIPT)


def test_a_spoken_stage_two_complaint_waits_for_its_agreed_statement():
    spoken = _clock("statutory_default", "2026-09-01", stage=2, is_spoken=True)
    assert _due(spoken, What.REPLY).due_on == date(2026, 10, 6)
    assert "until the statement is agreed" in _due(spoken, What.REPLY).condition
    agreed = replace(spoken, statement_agreed_on=date(2026, 9, 8))
    assert _due(agreed, What.REPLY).anchor is Anchor.STATEMENT_AGREED
    assert _due(agreed, What.REPLY).due_on == date(2026, 10, 13)


def test_a_written_stage_two_complaint_does_not_wait_for_a_statement():
    written = _clock("statutory_default", "2026-09-01", stage=2, statement_agreed_on="2026-09-08")
    assert _due(written, What.REPLY).due_on == date(2026, 10, 6)


def test_norfolk_s_stage_two_says_that_its_start_is_not_known_yet():
    reply = _due(_clock("norfolk_foster_carers_old", "2026-09-01", stage=2), What.REPLY)
    assert "until its start is known" in reply.condition
    assert UNCLEAR in reply.condition


def test_three_days_of_no_stated_kind_have_a_safe_date_before_the_working_day_one():
    safe = _due(_clock("shropshire_children", "2026-11-20"), What.INNER_TARGET)
    assert (safe.due_on, safe.matter, safe.unit) == (date(2026, 11, 23), 0, Unit.CALENDAR_DAYS)
    assert [day.number for day in safe.days] == [1, 2, 3]
    assert UNCLEAR in safe.condition


@pytest.mark.parametrize(
    ("received", "safe"),
    [
        pytest.param(date(2026, 11, 19), date(2026, 11, 20), id="third day a Sunday: the Friday before"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 29), id="all three days closed: the first one open"),
    ],
)
def test_a_safe_date_is_a_day_somebody_works(received, safe):
    assert count_safely(3, received, ENGLAND)[0] == safe


def test_a_page_that_names_its_days_has_no_safe_date():
    assert all(
        d.what is not What.INNER_TARGET for d in deadlines_for(_clock("devon_children", "2026-09-01"), calendar=ENGLAND)
    )


# --- one acknowledgement a case -------------------------------------------------------------------------------------


def _mixed(*procedures: str | None) -> CaseClock:
    matters = tuple((n, PROCEDURES[p] if p else None, 1) for n, p in enumerate(procedures, start=1))
    return CaseClock(received_at=_noon(date(2026, 9, 1)), matters=matters)


@pytest.mark.parametrize(
    ("procedures", "due", "procedure"),
    [
        pytest.param(("corporate_default", "shropshire_children"), date(2026, 9, 4), "shropshire_children", id="the earliest of two"),
        pytest.param(("corporate_default", "norfolk_foster_carers_old"), date(2026, 9, 8), "corporate_default", id="both the same day"),
        pytest.param((None,), date(2026, 9, 8), "", id="nothing in scope is still acknowledged"),
        pytest.param((), date(2026, 9, 8), "", id="nothing understood is still acknowledged"),
        pytest.param((None, "corporate_default"), date(2026, 9, 8), "corporate_default", id="what a page states stands before our default"),
        pytest.param((None, "shropshire_children"), date(2026, 9, 4), "shropshire_children", id="a refusal beside a matter"),
    ],
)  # fmt: skip
def test_a_case_is_acknowledged_once_by_its_earliest_limit(procedures, due, procedure):
    found = _due(_mixed(*procedures), What.ACKNOWLEDGE)
    assert (found.due_on, found.procedure, found.matter) == (due, procedure, 0)


def test_no_procedure_can_promise_a_later_acknowledgement_than_the_project():
    slow = replace(
        PROCEDURES["devon_children"], acknowledgement=replace(PROCEDURES["devon_children"].acknowledgement, n=15)
    )
    clock = CaseClock(received_at=_noon(date(2026, 9, 1)), matters=((1, slow, 1),))
    found = _due(clock, What.ACKNOWLEDGE)
    assert (found.due_on, found.limit, found.is_default) == (date(2026, 9, 8), 5, True)


def test_a_request_for_stage_two_is_acknowledged_from_the_request():
    found = _due(_clock("corporate_default", "2026-03-02", stage=2, stage_requested_on="2026-09-01"), What.ACKNOWLEDGE)
    assert (found.anchor, found.due_on, found.is_default) == (Anchor.STAGE2_REQUEST_RECEIVED, date(2026, 9, 8), False)


def test_a_stage_one_that_is_sent_back_counts_from_the_day_it_came_back():
    clock = _clock("statutory_default", "2026-03-02", stage_requested_on="2026-09-01")
    assert _due(clock, What.ACKNOWLEDGE).due_on == date(2026, 9, 8)
    assert (_due(clock, What.REPLY).due_on, _due(clock, What.REPLY_AT_LATEST).due_on) == (
        date(2026, 9, 15),
        date(2026, 9, 29),
    )


def test_a_refused_matter_beside_a_later_stage_makes_its_acknowledgement_no_earlier():
    clock = _clock("statutory_default", "2026-03-02", stage=2, stage_requested_on="2026-09-01")
    beside = replace(clock, matters=(*clock.matters, (2, None, 1)))
    assert _due(beside, What.ACKNOWLEDGE).due_on == _due(clock, What.ACKNOWLEDGE).due_on == date(2026, 9, 8)


def test_each_matter_has_its_own_reply_and_a_refused_one_has_none():
    found = deadlines_for(_mixed("statutory_default", "corporate_default", None), calendar=ENGLAND)
    assert [(d.matter, d.due_on) for d in found if d.what is What.REPLY] == [
        (1, date(2026, 9, 15)),
        (2, date(2026, 9, 22)),
    ]


def test_a_request_for_information_is_passed_on_by_the_next_working_day():
    clock = CaseClock(received_at=_noon(date(2026, 11, 20)), passes_on=True, needs_acknowledgement=False)
    assert [(d.what, d.due_on) for d in deadlines_for(clock, calendar=ENGLAND)] == [(What.PASS_ON, date(2026, 11, 23))]


def test_praise_has_no_date_to_keep():
    clock = CaseClock(received_at=_noon(date(2026, 11, 20)), needs_acknowledgement=False)
    assert deadlines_for(clock, calendar=ENGLAND) == ()


def test_the_law_s_20_days_are_not_shown_beside_a_page_s_own_20():
    found = deadlines_for(_clock("north_yorkshire_children", "2026-09-01"), calendar=ENGLAND)
    assert all(d.what is not What.REPLY_AT_LATEST for d in found)


def test_a_date_after_the_checked_calendar_says_so():
    clock = _clock("statutory_default", "2029-03-01")
    assert "not yet checked" in _due(clock, What.REPLY).condition
    assert "checked" not in _due(_clock("statutory_default", "2026-03-02"), What.REPLY).condition


def test_a_time_without_a_zone_is_refused():
    clock = CaseClock(received_at=datetime(2026, 9, 1, 10, 0))  # noqa: DTZ001 - the very fault
    with pytest.raises(ValueError, match="time zone"):
        deadlines_for(clock, calendar=ENGLAND)


# --- what always holds ----------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2007, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
any_stage = st.sampled_from([(p, s.number) for p in PROCEDURES.values() for s in p.stages])


def _oracle(anchor: date, n: int) -> date:
    """Count again in another way: list the working days after the anchor and take the n-th."""
    open_days = (
        d for k in range(1, 400) if (d := anchor + timedelta(days=k)).weekday() < 5 and d not in ENGLAND.closed
    )
    return [day for _, day in zip(range(n), open_days, strict=False)][-1]


@given(received_at=moments, case=any_stage)
def test_every_deadline_is_a_working_day_with_its_days_counted(received_at, case):
    procedure, stage = case
    for found in deadlines_for(CaseClock(received_at=received_at, matters=((1, procedure, stage),)), calendar=ENGLAND):
        assert ENGLAND.is_working_day(found.due_on)
        assert [day.on for day in found.days] == [
            found.anchor_on + timedelta(days=k) for k in range(1, (found.due_on - found.anchor_on).days + 1)
        ]
        if found.unit is Unit.WORKING_DAYS:
            assert max(day.number or 0 for day in found.days) == found.limit
            assert found.days[-1].number == found.limit
            assert found.due_on == _oracle(found.anchor_on, found.limit)


@given(received_at=moments, later=st.timedeltas(timedelta(0), timedelta(days=20)), case=any_stage)
def test_a_later_mail_is_never_due_earlier(received_at, later, case):
    procedure, stage = case
    first, second = (
        {
            d.what: d.due_on
            for d in deadlines_for(CaseClock(received_at=at, matters=((1, procedure, stage),)), calendar=ENGLAND)
        }
        for at in (received_at, received_at + later)
    )
    # A safe date may roll back to a Friday and is no limit of its own.
    assert all(due <= second[what] for what, due in first.items() if what is not What.INNER_TARGET)


@given(received_at=moments)
def test_the_deemed_day_is_a_working_day_and_never_before_the_strict_one(received_at):
    strict = receipt_day(received_at, calendar=ENGLAND, convention=ReceiptConvention.STRICT)
    deemed = receipt_day(received_at, calendar=ENGLAND, convention=ReceiptConvention.DEEMED)
    assert strict <= deemed
    assert ENGLAND.is_working_day(deemed)


@given(received_at=moments, case=any_stage)
def test_the_same_clock_gives_the_same_dates(received_at, case):
    procedure, stage = case
    clock = CaseClock(received_at=received_at, matters=((1, procedure, stage),))
    assert deadlines_for(clock, calendar=ENGLAND) == deadlines_for(clock, calendar=ENGLAND)


pauses = st.lists(
    st.builds(
        lambda begins, length: Pause(
            from_on=date(2026, 8, 25) + timedelta(days=begins),
            until_on=date(2026, 8, 25) + timedelta(days=begins + length) if length < 20 else None,
            why="asked to wait",
        ),
        st.integers(0, 120),
        st.integers(0, 20),
    ),
    max_size=4,
).map(tuple)


@given(case=any_stage, stretches=pauses)
def test_every_date_of_every_pack_is_the_sum_of_its_days_whatever_is_paused(case, stretches):
    procedure, stage = case
    clock = CaseClock(received_at=_noon(date(2026, 9, 1)), matters=((1, procedure, stage),), pauses=stretches)
    for found in deadlines_for(clock, calendar=ENGLAND):
        counted = sum(day.number is not None for day in found.days)
        paused = sum(day.is_paused for day in found.days)
        skipped = sum(bool(day.why) and not day.is_paused for day in found.days)
        assert counted + paused + skipped == len(found.days)
        assert [day.on for day in found.days] == [
            found.anchor_on + timedelta(days=k + 1) for k in range(len(found.days))
        ]
        assert (found.due_on is None) == (found.paused_since is not None)
        assert not found.due_on or len(found.days) == (found.due_on - found.anchor_on).days


@given(case=any_stage, stretches=pauses, more=pauses)
def test_more_pauses_never_make_any_date_of_a_case_earlier(case, stretches, more):
    procedure, stage = case
    before = CaseClock(received_at=_noon(date(2026, 9, 1)), matters=((1, procedure, stage),), pauses=stretches)
    first, second = (
        {d.what: d.due_on or date.max for d in deadlines_for(clock, calendar=ENGLAND)}
        for clock in (before, replace(before, pauses=(*stretches, *more)))
    )
    assert all(due <= second[what] for what, due in first.items())
