from datetime import UTC, date, datetime, timedelta

import pytest

from config.packs import load_calendar
from review import words

TUESDAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
is_working_day = load_calendar().is_working_day


@pytest.mark.parametrize(
    ("due_on", "today", "said", "tone"),
    [
        pytest.param(date(2026, 3, 2), TUESDAY, "1 working day late", "late", id="Monday seen on Tuesday"),
        pytest.param(date(2026, 2, 27), TUESDAY, "2 working days late", "late", id="Friday seen on Tuesday"),
        pytest.param(
            date(2026, 2, 27), date(2026, 2, 28), "Late", "late", id="Friday seen on Saturday: no day counted"
        ),
        pytest.param(TUESDAY, TUESDAY, "Due today", "today", id="today"),
        pytest.param(date(2026, 3, 4), TUESDAY, "Due tomorrow", "soon", id="the next calendar day"),
        pytest.param(
            date(2026, 3, 9),
            date(2026, 3, 6),
            "Due in 1 working day",
            "soon",
            id="Monday seen on Friday is not tomorrow",
        ),
        pytest.param(date(2026, 3, 5), TUESDAY, "Due in 2 working days", "soon", id="two days"),
        pytest.param(date(2026, 3, 9), TUESDAY, "Due in 4 working days", "ok", id="over a weekend"),
        pytest.param(
            date(2026, 4, 7),
            date(2026, 4, 2),
            "Due in 1 working day",
            "soon",
            id="over Easter, bank holidays do not count",
        ),
        pytest.param(
            date(2026, 3, 8), date(2026, 3, 6), "Due on Sunday", "soon", id="a calendar-day limit that ends on a Sunday"
        ),
    ],
)
def test_a_deadline_counts_working_days(due_on, today, said, tone):
    due = words.say_due(due_on, today, is_working_day)
    assert (due.words, due.tone) == (said, tone)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "less than a minute ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=38), "38 minutes ago"),
        (timedelta(hours=2, minutes=25), "2 hours 25 minutes ago"),
        (timedelta(hours=23, minutes=59), "23 hours 59 minutes ago"),
        (timedelta(hours=24), "2 March"),
        (timedelta(days=90), "3 December 2025"),
        (timedelta(minutes=-5), "less than a minute ago"),
    ],
)
def test_an_age_is_said_up_to_one_day(ago, said):
    assert words.say_ago(NOW - ago, NOW) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 3, 14, 5, tzinfo=UTC), "2:05pm"),
        (datetime(2026, 3, 3, 0, 5, tzinfo=UTC), "12:05am"),
        (datetime(2026, 3, 3, 12, 0, tzinfo=UTC), "12:00pm"),
        (datetime(2026, 7, 3, 14, 5, tzinfo=UTC), "3:05pm"),
    ],
)
def test_times_are_londons(at, said):
    assert words.say_time(at) == said


def test_summer_time_may_change_the_day():
    assert words.say_moment(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 July 2026 at 12:30am"


def test_a_day_of_another_year_keeps_its_year():
    assert words.say_day(date(2026, 3, 9), TUESDAY) == "9 March"
    assert words.say_day(date(2025, 3, 9), TUESDAY) == "9 March 2025"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        pytest.param(0, "less than a minute", id="at once"),
        pytest.param(1, "1 minute", id="one"),
        pytest.param(5.6, "6 minutes", id="a middle one"),
        pytest.param(60, "1 hour", id="an hour"),
        pytest.param(145, "2 hours 25 minutes", id="hours"),
        pytest.param(24 * 60, "1 day", id="a day"),
        pytest.param(4592.6, "3 days 5 hours", id="days"),
    ],
)
def test_how_long_something_took(minutes, said):
    assert words.say_span(minutes) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param("2026-11-11", "11 November 2026", id="a day"),
        pytest.param("2026-06", "June 2026", id="a month"),
        pytest.param("2026-06/2026-08", "June 2026 to August 2026", id="from month to month"),
        pytest.param("2026-11-16/2026-11-22", "16 November 2026 to 22 November 2026", id="a week"),
        pytest.param("last winter", "last winter", id="their own words stay"),
        pytest.param("2026-13", "2026-13", id="no month"),
        pytest.param("Monday/Tuesday", "Monday/Tuesday", id="their own words with a stroke"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_day_that_was_read_is_said_in_words(value, said):
    assert words.say_written_day(value) == said


def test_today_has_its_weekday():
    assert words.say_now(NOW) == "Tuesday 3 March 2026, 2:05pm"


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (999, "999 bytes"), (38_000, "38 KB"), (1_800_000, "1.8 MB")]
)
def test_sizes(size, said):
    assert words.say_size(size) == said


@pytest.mark.parametrize(
    ("given", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined_as_a_sentence_does(given, said):
    assert words.join_words(given) == said


@pytest.mark.parametrize("today", [date(2026, 2, 26) + timedelta(days=n) for n in range(60)])
def test_the_last_soon_day_is_the_last_that_is_said_to_be_soon(today):
    last = words.last_soon_day(today, is_working_day)
    assert words.say_due(last, today, is_working_day).tone == "soon"
    assert words.say_due(last + timedelta(days=1), today, is_working_day).tone == "ok"
