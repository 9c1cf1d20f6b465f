"""What the council says it did lies between the day of the message and the letter; what is to come lies ahead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letters.check import failed_musts
from letters.compose import compose
from letters.items.said_days import AHEAD, DONE
from letters.words import load_words
from tests.letters.asking_cases import golden_cases as asking_cases
from tests.letters.telling_cases import behaviour_case, passed_case, share_case, thanks_case

FINISHED = asking_cases()["140-ombudsman-finished"]


def closing_case(said):
    return replace(FINISHED, said={**FINISHED.said, **said})


def musts(case):
    return {check.key for check in failed_musts(compose(case).checklist)}


@pytest.mark.parametrize(
    ("make", "key"),
    [
        pytest.param(share_case, "told_on", id="what was shared"),
        pytest.param(thanks_case, "passed_on", id="thanks that were passed on"),
        pytest.param(passed_case, "passed_on", id="a request that was passed on"),
        pytest.param(closing_case, "final_on", id="a final letter"),
    ],
)
@pytest.mark.parametrize(
    ("day", "is_right"),
    [
        pytest.param(lambda case: case.received_at.date(), True, id="the day the message came"),
        pytest.param(lambda case: case.written_on, True, id="the day of the letter"),
        pytest.param(lambda case: case.received_at.date() - timedelta(days=1), False, id="before the message"),
        pytest.param(lambda case: case.written_on + timedelta(days=1), False, id="after the letter"),
    ],
)
def test_what_was_done_lies_between_the_message_and_the_letter(make, key, day, is_right):
    chosen = day(make(said={})).isoformat()
    assert ("done_days" not in musts(make(said={key: chosen}))) is is_right


@pytest.mark.parametrize("key", ["comment_by", "review"])
@pytest.mark.parametrize(
    ("day", "is_right"),
    [("2026-03-04", False), ("2026-02-28", False), ("2026-03-05", True)],
    ids=["the day of the letter", "a day that is over", "the day after"],
)
def test_what_a_letter_about_behaviour_leaves_time_for_lies_ahead(key, day, is_right):
    assert ("days_ahead" not in musts(behaviour_case(said={key: day}))) is is_right


def test_every_day_a_letter_is_told_of_is_asked_for():
    for letter, keys in (*DONE.items(), *AHEAD.items()):
        assert set(keys) <= {ask.key for ask in load_words().heads[letter].asks}


def test_dates_that_stay_the_same_were_given_before():
    def words(case):
        return " ".join(p.text for p in compose(case).paragraphs)

    given = "The dates that we gave you stay the same."
    assert given in words(behaviour_case())
    unanswered = behaviour_case(acknowledged_on=None)
    assert given not in words(unanswered)
    assert "does not change when you will hear from us" in words(unanswered)
    assert not musts(unanswered)
