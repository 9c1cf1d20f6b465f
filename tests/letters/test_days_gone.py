"""No acknowledgement promises a reply for a day that is over when the letter is written."""

from dataclasses import replace
from datetime import date

import pytest

from classify.labels import Route
from letters.check import check, failed_musts
from letters.compose import compose
from letters.draft import LetterId
from letters.nevers.clocks import find_day_gone
from tests.letters.cases import make_case
from tests.letters.test_nevers import caught, letter

ONE = make_case((Route.STATUTORY, "Visits missed since December"))
"""Its reply is due on 17 March 2026, and at the latest on 31 March."""


def on(day: date):
    return replace(ONE, written_on=day)


@pytest.mark.parametrize(
    ("day", "is_late"),
    [
        pytest.param(date(2026, 3, 3), False, id="the day it came"),
        pytest.param(date(2026, 3, 17), False, id="the very day the reply is due"),
        pytest.param(date(2026, 3, 18), True, id="the day after"),
        pytest.param(date(2026, 4, 20), True, id="after the latest date too"),
    ],
)
def test_a_letter_written_after_its_reply_is_due_cannot_promise_that_day(day, is_late):
    case = on(day)
    assert ("no_day_gone" in {one.key for one in failed_musts(check(compose(case), case))}) is is_late


def test_it_says_which_day_and_what_to_do():
    case = on(date(2026, 3, 18))
    found = find_day_gone(compose(case), case)
    assert found.what.startswith("17 March 2026 has passed: say on the page Dates why it takes longer")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("You should have had our reply by 14 April 2026.", id="they should have had it"),
        pytest.param("We will answer no later than Tuesday 14 April.", id="a day without its year"),
    ],
)
def test_a_day_gone_is_caught_in_a_persons_own_words(words):
    case = on(date(2026, 4, 20))
    assert caught("no_day_gone", letter(words, case=case), case)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("You will have our reply by 21 April 2026.", id="tomorrow"),
        pytest.param("You will have our reply by 2 January.", id="next year's, without its year"),
        pytest.param("Thank you for your reply. We got it on 3 March 2026.", id="the day their reply came"),
        pytest.param("Your review was on 14 April 2026.", id="a day of what they tell"),
    ],
)
def test_what_is_no_promise_or_not_gone_is_left_alone(words):
    case = on(date(2026, 12, 20) if "January" in words else date(2026, 4, 20))
    assert not caught("no_day_gone", letter(words, case=case), case)


def test_a_notice_of_delay_may_say_which_day_it_did_not_keep():
    case = replace(on(date(2026, 4, 20)), letter=LetterId.EXTENSION)
    words = "We told you that you would have our reply by 17 March 2026."
    assert not caught("no_day_gone", letter(words, case=case, letter=LetterId.EXTENSION), case)
