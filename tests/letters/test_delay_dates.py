"""A notice of delay names the day that every reply it is about is kept for, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from letters.check import failed_musts, recheck
from letters.compose import compose
from letters.extension import is_kept
from routing.clocks.extensions import Extension
from tests.letters.later_cases import TAXI, VISITS, delayed, staged
from tests.letters.later_cases import golden_cases as later_cases

CASES = later_cases()
ONE_OF_TWO = CASES["231-delay-one-of-two-points"]


def missing(case):
    return {check.key for check in failed_musts(compose(case).checklist)}


def about(case, **words):
    return replace(case, said={**case.said, **words})


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(ONE_OF_TWO, set(), id="the point that is kept"),
        pytest.param(about(ONE_OF_TWO, what="our reply to point 2"), {"kept_date", "own_clock"}, id="the other point"),
        pytest.param(about(ONE_OF_TWO, what=""), {"kept_date"}, id="both points, of which one is kept"),
        pytest.param(
            about(CASES["230-delay-first"], until="2026-09-28"),
            {"agreed_by", "kept_date", "own_clock"},
            id="a day nobody kept",
        ),
        pytest.param(
            replace(CASES["230-delay-first"], written_on=date(2026, 9, 30)), {"kept_date"}, id="a new day that is over"
        ),
        pytest.param(
            replace(CASES["230-delay-first"], written_on=date(2026, 9, 29)), {"kept_date"}, id="the day of the letter"
        ),
        pytest.param(
            about(CASES["230-delay-first"], until="2026-09-15"),
            {"agreed_by", "kept_date"},
            id="the day they were told before",
        ),
        pytest.param(CASES["232-delay-beyond-the-longest"], set(), id="beyond the longest, a manager agreed"),
    ],
)
def test_the_new_day_is_one_that_the_clocks_hold(case, expected):
    assert missing(case) == expected


def test_an_extension_taken_back_after_the_draft_is_seen_when_the_letter_is_checked_again():
    kept = CASES["230-delay-first"]
    draft = compose(kept)
    plain = delayed(VISITS, until="2026-10-06").deadlines
    again = recheck(draft, replace(kept, deadlines=plain))
    assert {check.key for check in failed_musts(again.checklist)} == {"kept_date"}


def test_a_manager_who_agreed_moves_no_reply_that_could_be_kept():
    """Point 1 is beyond its longest time; point 2 has a longer one, and its clock must hold the day itself."""
    said = {"authorised_by": "the complaints manager"}
    both = delayed(VISITS, TAXI, until="2026-09-30", said=said)
    assert not is_kept(both)
    taxi = Extension(until_on=date(2026, 9, 30), why="Records", by="Anita Flood", told_on=date(2026, 9, 14), matter=2)
    usual = {"stage": both.stage, "kind": both.kind, "acknowledged_on": both.acknowledged_on}
    moved = staged(VISITS, TAXI, extensions=[taxi], written_on=both.written_on, **usual)
    assert is_kept(replace(both, deadlines=moved.deadlines))


def test_a_second_delay_names_the_first_new_day_as_the_one_before():
    again = CASES["233-delay-again"]
    assert "by 22 September 2026. We need more time." in compose(again).paragraphs[0].text
    assert missing(again) == set()
