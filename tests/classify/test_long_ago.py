"""What the dates of a message say of its age: all of it over a year back, or not."""

from datetime import date

import pytest

from classify.facts.find import find_facts
from classify.labels import Subject
from classify.language import sentences
from classify.long_ago import find_long_ago, last_day_of
from tests.classify.model_fakes import mail

TODAY = date(2026, 6, 15)


def found_in(words, today=TODAY):
    message = mail(words)
    return find_long_ago(find_facts(message, sentences(message), sent_on=today), sentences(message), sent_on=today)


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        pytest.param(
            "The respite was cancelled in the spring of 2023. I want my money.", "spring of 2023", id="a season"
        ),
        pytest.param("She shouted at me on 14 January 2025 at the contact centre.", "14 January 2025", id="a day"),
        pytest.param("Three years ago you took my pocket money.", "Three years ago", id="counted in years"),
        pytest.param(
            "In 2019 they placed him in Hull. In June 2021 they moved him again. Nobody said why.",
            "June 2021",
            id="two",
        ),
    ],
)
def test_what_all_lies_over_a_year_back_is_seen(words, quote):
    hit = found_in(words)
    assert hit
    assert hit.code == Subject.OVER_A_YEAR
    assert quote in hit.evidence.quote


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Nobody came last Tuesday.", id="last week"),
        pytest.param(
            "In 2019 they placed him in Hull, and in May he was moved again.", id="an old beginning, a new end"
        ),
        pytest.param("He has lived with me since 2021 and no allowance was ever paid.", id="it goes on"),
        pytest.param("I found out that in 2018 a note about me was put on the file.", id="only lately known"),
        pytest.param(
            "In 2018 a note was put on my file and I never knew. I found out at the meeting.", id="known later"
        ),
        pytest.param("He has had no social worker since Christmas 2022. I want one.", id="since a feast"),
        pytest.param("No visits since March 2023 and nothing was done.", id="since a month"),
        pytest.param("Since the spring of 2023 nobody came.", id="since a season"),
        pytest.param("From 2021 onwards you paid the wrong rate.", id="from then on"),
        pytest.param("It ran from 2019 to 2025.", id="a long stretch"),
        pytest.param("It began in 2022 and it carries on every week.", id="every week"),
        pytest.param("I complained in March 2024 and again and again about contact.", id="again and again"),
        pytest.param(
            "She refuses to follow the order dated 4 February 2022 and stops my contact.", id="an order's date"
        ),
        pytest.param("He was diagnosed in March 2021. You have cut his short breaks.", id="background"),
        pytest.param("He was born in May 2014. You have cut his respite.", id="born in a month"),
        pytest.param(
            "In 2019 Kai was placed in Hull. On Boxing Day your worker dragged him out of bed.", id="a feast day"
        ),
        pytest.param("In 2019 Kai was placed in Hull. Last week he was moved.", id="a new event without a figure"),
        pytest.param("She said it on 16 June 2025.", id="just within the year"),
        pytest.param("Nobody listens to me.", id="no date"),
        pytest.param("My son was born on 3 May 2014. Nobody listens to me.", id="a date of birth"),
    ],
)
def test_what_may_be_newer_is_not(words):
    assert found_in(words) is None


def test_a_year_has_its_leap_day():
    assert found_in("She shouted at me on 28 February 2023.", date(2024, 2, 29))
    assert not found_in("She shouted at me on 1 March 2023.", date(2024, 2, 29))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-02-03", "2024-02-03"),
        ("2024-02", "2024-02-29"),
        ("2023~", "2023-12-31"),
        ("2025-12/2026-02", "2026-02-28"),
        ("2026-03-30/2026-04-05", "2026-04-05"),
    ],
)
def test_the_last_day_a_value_may_mean(value, day):
    assert last_day_of(value).isoformat() == day


def test_the_calendar_has_a_beginning():
    assert found_in("She shouted at me in 2023.", date.min) is None
