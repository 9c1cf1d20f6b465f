"""Working days: which days count, why the others do not, and a warning before the data runs out."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.packs import load_calendar
from config.working_days import CalendarEndsError

ENGLAND = load_calendar("england")
UNITED_KINGDOM = load_calendar("united_kingdom")

# The weekday bank holidays of England as published; frozen, so that a new version of the library cannot move a date.
PUBLISHED = """
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""


def test_england_2024_to_2028_is_the_published_list():
    weekdays = {day for day in ENGLAND.closed if 2024 <= day.year <= 2028 and day.weekday() < 5}
    assert weekdays == {date.fromisoformat(day) for day in PUBLISHED.split()}


@pytest.mark.parametrize("calendar", [ENGLAND, UNITED_KINGDOM], ids=["England", "United Kingdom"])
def test_the_checked_list_reaches_a_year_and_a_month_ahead(calendar):
    # Fails on purpose before any count would leave the checked days: compare with www.gov.uk/bank-holidays, then move
    # checked_until on in the calendar's file.
    assert calendar.checked_until >= datetime.now(UTC).date() + timedelta(days=395)
    assert calendar.last >= calendar.checked_until


@pytest.mark.parametrize(
    ("day", "why"),
    [
        pytest.param(date(2026, 11, 21), "Saturday", id="a Saturday"),
        pytest.param(date(2026, 11, 22), "Sunday", id="a Sunday"),
        pytest.param(date(2026, 4, 3), "Good Friday", id="Good Friday"),
        pytest.param(date(2026, 12, 25), "Christmas Day", id="Christmas Day"),
        pytest.param(date(2026, 12, 26), "Saturday, Boxing Day", id="Boxing Day on a Saturday"),
        pytest.param(date(2026, 12, 28), "Boxing Day (substitute)", id="its substitute"),
        pytest.param(date(2027, 12, 27), "Christmas Day (substitute)", id="Christmas on a Saturday"),
        pytest.param(date(2022, 9, 19), "State Funeral of Queen Elizabeth II", id="a day proclaimed once"),
    ],
)
def test_a_day_that_does_not_count_says_why(day, why):
    assert ENGLAND.why_not(day) == why
    assert not ENGLAND.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 12, 29), id="town hall closed between Christmas and New Year"),
        pytest.param(date(2026, 12, 24), id="Christmas Eve"),
        pytest.param(date(2026, 11, 30), id="Saint Andrew's Day, a Scottish holiday"),
        pytest.param(date(2026, 8, 3), id="the Scottish summer holiday"),
        pytest.param(date(2026, 5, 1), id="1 May that is not the holiday"),
    ],
)
def test_a_day_that_counts_has_no_reason_against_it(day):
    assert ENGLAND.why_not(day) == ""


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 1, 2), id="2 January, Scotland"),
        pytest.param(date(2026, 3, 17), id="Saint Patrick's Day, Northern Ireland"),
        pytest.param(date(2026, 7, 13), id="12 July's substitute, Northern Ireland"),
        pytest.param(date(2026, 11, 30), id="Saint Andrew's Day, Scotland"),
    ],
)
def test_freedom_of_information_skips_a_holiday_anywhere_in_the_kingdom(day):
    assert not UNITED_KINGDOM.is_working_day(day)
    assert ENGLAND.is_working_day(day)


def test_the_receipt_names_every_day_from_the_day_after():
    due, days = ENGLAND.add_working_days(date(2026, 12, 24), 3)
    assert due == date(2026, 12, 31)
    assert [(str(d.on), d.number, d.why) for d in days] == [
        ("2026-12-25", None, "Christmas Day"),
        ("2026-12-26", None, "Saturday, Boxing Day"),
        ("2026-12-27", None, "Sunday"),
        ("2026-12-28", None, "Boxing Day (substitute)"),
        ("2026-12-29", 1, ""),
        ("2026-12-30", 2, ""),
        ("2026-12-31", 3, ""),
    ]


@pytest.mark.parametrize("n", [0, -1])
def test_no_days_cannot_be_counted(n):
    with pytest.raises(ValueError, match="1 or more"):
        ENGLAND.add_working_days(date(2026, 9, 1), n)


def test_a_date_the_calendar_does_not_know_is_refused_with_the_cure():
    with pytest.raises(CalendarEndsError, match="last_year"):
        ENGLAND.add_working_days(ENGLAND.last, 1)


def test_next_and_last_working_day_keep_a_day_that_counts():
    assert ENGLAND.next_working_day(date(2026, 11, 20)) == date(2026, 11, 20)
    assert ENGLAND.next_working_day(date(2026, 11, 21)) == date(2026, 11, 23)
    assert ENGLAND.last_working_day(date(2026, 12, 28)) == date(2026, 12, 24)


@given(anchor=st.dates(date(2007, 1, 1), date(2034, 1, 1)), n=st.integers(1, 65))
def test_a_count_ends_on_a_working_day_with_n_counted_days(anchor, n):
    due, days = ENGLAND.add_working_days(anchor, n)
    assert ENGLAND.is_working_day(due)
    assert [d.number for d in days if d.number] == list(range(1, n + 1))
    assert [d.on for d in days] == [anchor + timedelta(days=k) for k in range(1, (due - anchor).days + 1)]
    assert all(bool(d.why) == (d.number is None) for d in days)


@given(anchor=st.dates(date(2007, 1, 1), date(2034, 1, 1)), n=st.integers(1, 65))
def test_a_count_agrees_with_numpy(anchor, n):
    due, _ = ENGLAND.add_working_days(anchor, n)
    # Rolled backward, the anchor's own day never counts: the n-th business day after it is the answer.
    expected = np.busday_offset(anchor, n, roll="backward", holidays=list(ENGLAND.closed))
    assert due == expected.astype(object)


@given(anchor=st.dates(date(2007, 1, 1), date(2034, 1, 1)), n=st.integers(1, 65))
def test_received_later_is_never_due_earlier(anchor, n):
    assert ENGLAND.add_working_days(anchor, n)[0] <= ENGLAND.add_working_days(anchor + timedelta(days=1), n)[0]
