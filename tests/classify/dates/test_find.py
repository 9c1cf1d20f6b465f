"""Dates: absolute, told from the day of writing, at the edges of months and years, and what is no date."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.dates.days import FORMS
from classify.dates.feasts import FEASTS
from classify.dates.find import find_dates, looks_ahead
from classify.dates.words import MONTHS, PATTERNS, WEEKDAYS

THURSDAY = date(2026, 4, 9)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("on 3 March", ["2026-03-03"], id="day and month just past"),
        pytest.param("on 12 November", ["2025-11-12"], id="a month not yet come is last year's"),
        pytest.param("the hearing is due on 12 May", ["2026-05-12"], id="due: to come"),
        pytest.param("on 03/02/2026", ["2026-02-03"], id="British order"),
        pytest.param("on 3.2.26", ["2026-02-03"], id="short year"),
        pytest.param("2026-02-03", ["2026-02-03"], id="ISO"),
        pytest.param("March 3rd, 2025", ["2025-03-03"], id="month first"),
        pytest.param("yesterday", ["2026-04-08"], id="yesterday"),
        pytest.param("last Thursday", ["2026-04-02"], id="the same weekday is a week ago"),
        pytest.param("next Friday", ["2026-04-10"], id="next Friday"),
        pytest.param("they came on Tuesday", ["2026-04-07"], id="a weekday is past"),
        pytest.param("he will move on Tuesday", ["2026-04-14"], id="unless it is to come"),
        pytest.param("three weeks ago", ["2026-03-19"], id="weeks ago"),
        pytest.param("two years ago", ["2024-04"], id="years ago has no day"),
        pytest.param("in June 2024", ["2024-06"], id="a month alone"),
        pytest.param("on 31/02/2026", [], id="no such day"),
        pytest.param("it may be 5 of us", [], id="may is not May"),
        pytest.param("24/7 support", [], id="not a date"),
        pytest.param("since March", ["2026-03"], id="since a month"),
        pytest.param("since May", ["2025-05"], id="a month not yet come"),
        pytest.param("on the 4th she came", ["2026-04-04"], id="a day of the month alone"),
        pytest.param("on the 31st", ["2026-03-31"], id="the last month that had a 31st"),
        pytest.param("on the 4th floor", [], id="a floor"),
        pytest.param("for the 4th time", [], id="a count"),
        pytest.param("29 February", ["2024-02-29"], id="the last leap day"),
        pytest.param("last week", ["2026-03-30/2026-04-05"], id="a week is a stretch"),
        pytest.param("at the weekend", ["2026-04-04/2026-04-05"], id="the weekend"),
        pytest.param("a few weeks ago", ["2026-03~"], id="only about so"),
        pytest.param("two and a half years ago", ["2023-10"], id="and a half"),
        pytest.param("for the last six months", ["2025-10"], id="since when"),
        pytest.param("since Christmas", ["2025-12-25"], id="Christmas"),
        pytest.param("since Easter", ["2026-04-05"], id="Easter"),
        pytest.param("every Tuesday", [], id="a habit"),
        pytest.param("this Monday", ["2026-04-06"], id="this Monday is gone"),
        pytest.param("this Friday", ["2026-04-10"], id="this Friday is to come"),
        pytest.param("a week last Tuesday", ["2026-03-31"], id="a week last"),
        pytest.param("she was due on Tuesday", ["2026-04-07"], id="was due: past"),
        pytest.param("answer me by Friday", ["2026-04-10"], id="by a day: to come"),
        pytest.param("you should have replied by 20 March", ["2026-03-20"], id="should have: past"),
        pytest.param("between 3 and 10 March", ["2026-03-03", "2026-03-10"], id="both ends"),
        pytest.param("in two weeks' time", ["2026-04-23"], id="weeks' time"),
        pytest.param("back in 2021", ["2021"], id="a year"),
        pytest.param("in the spring of 2021", ["2021-03/2021-05"], id="a season of a year"),
        pytest.param("cancelled summer 2023", ["2023-06/2023-08"], id="a season and a year"),
        pytest.param("It was 2024 Easter", ["2024-03-31"], id="a feast behind its year"),
        pytest.param("since Christmas 2022", ["2022-12-25"], id="a feast and a year"),
        pytest.param("at Easter last year", ["2025-04-20"], id="a feast of last year"),
        pytest.param("In January last year we did the course", ["2025-01"], id="a month of last year"),
        pytest.param("in March of this year", ["2026-03"], id="a month of this year"),
        pytest.param("in October the year before last", ["2024-10"], id="a month of the year before last"),
        pytest.param("on 12 March last year", ["2025-03-12"], id="a day of last year"),
        pytest.param("about three summers ago", ["2023~"], id="seasons ago, about so"),
        pytest.param("between 1998 and 2003", ["1998"], id="from a year"),
        pytest.param("it was 1989 to 1994", ["1989"], id="years from and to"),
        pytest.param("back in the summer", ["2025-06/2025-08"], id="the last summer there was"),
        pytest.param("on Christmas Eve 2024", ["2024-12-24"], id="Christmas Eve"),
        pytest.param("on New Year's Eve 2024", ["2024-12-31"], id="New Year's Eve"),
        pytest.param("on Boxing Day your worker came", ["2025-12-26"], id="Boxing Day"),
        pytest.param("Easter Monday 2025", ["2025-04-21"], id="Easter Monday"),
        pytest.param("since Good Friday", ["2026-04-03"], id="Good Friday"),
        pytest.param("in the spring term 2024", ["2024-01/2024-04"], id="a school term"),
        pytest.param("the summer term of 2025", ["2025-04/2025-07"], id="another school term"),
        pytest.param("in May last year", ["2025-05"], id="May of last year"),
        pytest.param("in Jan last year", ["2025-01"], id="a short month of last year"),
        pytest.param("in May the year before last", ["2024-05"], id="May the year before last"),
        pytest.param("in the summer two years ago", ["2024-06/2024-08"], id="a season years ago"),
        pytest.param("in March 3 years ago", ["2023-03"], id="a month years ago"),
        pytest.param("Summer '22", ["2022-06/2022-08"], id="a season of a short year"),
        pytest.param("this winter", ["2025-12/2026-02"], id="this winter is the nearest"),
        pytest.param("this summer", ["2026-06/2026-08"], id="this summer is the nearest"),
        pytest.param("1 in 2019 children waits", [], id="a ratio"),
        pytest.param("room 2021", [], id="a room"),
        pytest.param("spring cleaning", [], id="a season that is none"),
        pytest.param("12 May 25 - rang", ["2025-05-12"], id="a diary's short year"),
    ],
)
def test_dates_are_read_from_the_day_they_are_written(text, values):
    assert [d.value for d in find_dates(text, written_on=THURSDAY)] == values


@pytest.mark.parametrize("day", [date.min, date.max], ids=["the first day there is", "the last"])
@pytest.mark.parametrize("text", ["last year", "next year", "three years ago", "last month", "next month", "since May"])
def test_the_ends_of_the_calendar_are_no_trouble(text, day):
    found = [text[one.start : one.end] for one in find_dates(text, written_on=day)]
    assert all(words and words in text for words in found)
    assert list(find_dates(text, written_on=date(2026, 6, 1))), "the words do tell a date"


@settings(deadline=None)
@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_read_for_dates(text, day):
    for found in find_dates(text, written_on=day):
        assert text[found.start : found.end]


@pytest.mark.parametrize(
    ("written", "text", "value"),
    [
        pytest.param("2026-01-02", "on 28 December", "2025-12-28", id="over the new year"),
        pytest.param("2026-01-01", "yesterday", "2025-12-31", id="yesterday was last year"),
        pytest.param("2026-01-05", "last month", "2025-12", id="last month was December"),
        pytest.param("2025-12-30", "he will move on 3 January", "2026-01-03", id="ahead over the new year"),
        pytest.param("2026-03-01", "on the 29th", "2026-01-29", id="February had none"),
        pytest.param("2026-05-05", "on the 31st", "2026-03-31", id="April has none"),
        pytest.param("2026-01-20", "this summer", "2026-06/2026-08", id="this summer said in January"),
        pytest.param("2026-01-20", "this Easter", "2026-04-05", id="this Easter said in January"),
        pytest.param("2026-01-20", "winter 2026", "2025-12/2026-02", id="the winter the year began in"),
        pytest.param("2024-03-01", "two days ago", "2024-02-28", id="a leap February"),
        pytest.param("2026-01-15", "three months ago", "2025-10", id="months over the year's end"),
    ],
)
def test_months_and_years_have_edges(written, text, value):
    assert [d.value for d in find_dates(text, written_on=date.fromisoformat(written))] == [value]


PAST_FORMS = [
    "on {day} {month}",
    "on the {day}th",
    "since {month}",
    "last {weekday}",
    "she came on {weekday}",
    "{day} weeks ago",
]


@settings(deadline=None)
@given(
    st.sampled_from(PAST_FORMS),
    st.integers(4, 20),
    st.sampled_from(sorted(name for name in MONTHS if len(name) > 4)),
    st.sampled_from(sorted(name for name in WEEKDAYS if len(name) > 5)),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_nothing_lies_ahead_unless_the_words_say_so(form, day, month, weekday, written):
    text = form.format(day=day, month=month, weekday=weekday)
    (found,) = find_dates(text, written_on=written)
    assert not found.is_ahead
    assert found.value <= written.isoformat()


def test_every_form_of_a_date_can_be_worked_out():
    assert {name for name, _, _ in PATTERNS} == set(FORMS)


@pytest.mark.parametrize(("year", "day"), [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28")])
def test_easter_is_right(year, day):
    assert FEASTS["easter"](year).isoformat() == f"{year}-{day}"


def test_what_was_to_come_then_is_past_now():
    text = "it was going to end on 3 June"
    assert not looks_ahead(text, text.index("3"), len(text))
