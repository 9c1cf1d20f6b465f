"""The worked dates of the project's notes: each is counted so, and stands as an example in the pack it belongs to."""

from datetime import UTC, date, datetime

import pytest

from config.council import ReceiptConvention
from config.packs import load_calendar, load_procedures
from config.procedure import Unit, named_limits
from config.procedure_examples import wrong_examples
from routing.clock import LONDON, receipt_day
from routing.count import count_limit

PROCEDURES = load_procedures()
ENGLAND = load_calendar()

# received, then the last day of 3, 5, 10, 20 working days, day 1 being the next working day after receipt.
RECEIPTS = """
2026-11-20 2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-11-21 2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-11-22 2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-12-24 2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-12-26 2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-04-02 2026-04-09 2026-04-13 2026-04-20 2026-05-05
2026-04-03 2026-04-09 2026-04-13 2026-04-20 2026-05-05
2026-08-31 2026-09-03 2026-09-07 2026-09-14 2026-09-28
2027-12-24 2027-12-31 2028-01-05 2028-01-12 2028-01-26
2026-09-01 2026-09-04 2026-09-08 2026-09-15 2026-09-29
"""
COLUMNS = (
    ("shropshire_children", "acknowledgement", 3),
    ("statutory_default", "acknowledgement", 5),
    ("statutory_default", "stage 1 limit", 10),
    ("statutory_default", "stage 1 maximum", 20),
)
# Two dates of the notes are written for the five-day column alone.
WRITTEN_FOR_THREE = {"2026-11-20", "2026-12-24", "2026-12-26", "2026-04-02", "2026-04-03", "2026-08-31", "2027-12-24"}
CHAINS = [
    ("corporate_default", "acknowledgement", 5, "2026-09-01", "2026-09-08", "corporate: acknowledged on the last day"),
    ("corporate_default", "stage 1 limit", 10, "2026-09-08", "2026-09-22", "corporate: stage 1 due"),
    ("corporate_default", "stage 1 maximum", 20, "2026-09-08", "2026-10-06", "corporate: extended"),
    ("corporate_default", "stage 1 limit", 10, "2026-09-02", "2026-09-16", "corporate: acknowledged on the second"),
    ("norfolk_foster_carers_old", "acknowledgement", 5, "2026-09-01", "2026-09-08", "foster carer: acknowledged"),
    ("norfolk_foster_carers_old", "stage 1 limit", 15, "2026-09-08", "2026-09-29", "foster carer: 15 from there"),
    ("statutory_default", "stage 2 limit", 25, "2026-09-01", "2026-10-06", "25 working days"),
    ("statutory_default", "stage 3 panel_meets", 30, "2026-09-01", "2026-10-13", "30 working days"),
    ("statutory_default", "stage 3 limit", 50, "2026-09-01", "2026-11-10", "50 working days"),
    ("statutory_default", "stage 2 maximum", 65, "2026-09-01", "2026-12-01", "65 working days"),
    ("statutory_default", "stage 1 next_stage_request", 20, "2026-09-01", "2026-09-29", "20 working days from a reply in September"),
    ("statutory_default", "stage 1 next_stage_request", 20, "2026-04-30", "2026-06-01", "20 working days over two bank holidays"),
    ("statutory_default", "stage 1 next_stage_request", 20, "2026-12-10", "2027-01-12", "20 working days over Christmas"),
    ("coram_voice_national_description", "stage 1 next_stage_request", 28, "2026-09-01", "2026-09-29", "28 days from a reply in September"),
    ("coram_voice_national_description", "stage 1 next_stage_request", 28, "2026-04-30", "2026-05-28", "28 days over two bank holidays"),
    ("coram_voice_national_description", "stage 1 next_stage_request", 28, "2026-12-10", "2027-01-07", "28 days over Christmas"),
]  # fmt: skip


def _rows():
    for line in RECEIPTS.split("\n"):
        received, *due = line.split() or [""]
        for (procedure, what, n), day in zip(COLUMNS, due, strict=False):
            if n == 3 and received not in WRITTEN_FOR_THREE:
                continue
            yield pytest.param(procedure, what, n, received, day, id=f"received {received}, {n} working days")
    for procedure, what, n, anchor, day, words in CHAINS:
        yield pytest.param(procedure, what, n, anchor, day, id=words)


@pytest.mark.parametrize(("procedure", "what", "n", "anchor_on", "due_on"), list(_rows()))
def test_a_worked_date_is_counted_so_and_stands_in_its_pack(procedure, what, n, anchor_on, due_on):
    limit = named_limits(PROCEDURES[procedure])[what]
    assert limit.n == n
    anchor, due = date.fromisoformat(anchor_on), date.fromisoformat(due_on)
    assert count_limit(limit.n, limit.unit, anchor, ENGLAND)[0] == due
    assert (what, anchor, due) in {(e.what, e.anchor_on, e.due_on) for e in PROCEDURES[procedure].examples}


@pytest.mark.parametrize(
    ("received_at", "convention", "due_on"),
    [
        pytest.param("2026-11-21T12:00+00:00", "strict", "2026-11-27", id="a Saturday mail, strict"),
        pytest.param("2026-11-21T12:00+00:00", "deemed", "2026-11-30", id="a Saturday mail, deemed received on Monday"),
        pytest.param("2026-12-24T18:30+00:00", "strict", "2027-01-05", id="Christmas Eve after hours, strict"),
        pytest.param("2026-12-24T18:30+00:00", "deemed", "2027-01-06", id="Christmas Eve after hours, deemed the 29th"),
        pytest.param("2026-12-24T00:00+00:00", "strict", "2027-01-05", id="Christmas Eve at midnight, strict"),
    ],
)
def test_the_receipt_convention_moves_a_date_as_worked_out(received_at, convention, due_on):
    at = datetime.fromisoformat(received_at)
    day = receipt_day(at, calendar=ENGLAND, convention=ReceiptConvention(convention))
    assert ENGLAND.add_working_days(day, 5)[0] == date.fromisoformat(due_on)


def test_a_mail_late_on_the_last_evening_of_june_in_utc_is_received_in_july():
    day = receipt_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), calendar=ENGLAND, convention=ReceiptConvention.STRICT)
    assert day == date(2026, 7, 1)
    assert ENGLAND.add_working_days(day, 1)[0] == date(2026, 7, 2)
    assert datetime(2026, 6, 30, 23, 30, tzinfo=UTC).astimezone(LONDON).date() == day


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        pytest.param("2026-09-01", "2026-10-01", id="a request for records on the first"),
        pytest.param("2027-01-31", "2027-03-01", id="a month with no 31st, ending on a Sunday"),
        pytest.param("2026-11-26", "2026-12-29", id="a month that ends on Boxing Day"),
    ],
)
def test_a_month_is_counted_as_worked_out(received_on, due_on):
    assert count_limit(1, Unit.MONTHS, date.fromisoformat(received_on), ENGLAND)[0] == date.fromisoformat(due_on)


def test_every_example_of_every_pack_is_counted_so():
    assert (
        tuple(wrong_examples(PROCEDURES.every_version(), lambda n, unit, on: count_limit(n, unit, on, ENGLAND)[0]))
        == ()
    )


def test_an_example_that_is_wrong_is_named_with_both_dates():
    said = tuple(wrong_examples(PROCEDURES.every_version(), lambda n, unit, on: date(2026, 9, 8)))
    assert any(
        words.startswith("devon_children (copy read in 2026): example 'stage 3 limit': 50 working days from 2026-09-01 end on 2026-09-08, and the example says 2026-11-10")
        for words in said
    )  # fmt: skip
    assert not any("'acknowledgement': 5 working days from 2026-09-01" in words for words in said)
