"""A notice of delay names the day that every reply it is about is kept for, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from letters.check import failed_musts, recheck
from letters.compose import compose
from letters.extension import is_kept
from routing.clocks.extensions import Extension
from routing.deadlines import What
from tests.letters.later_cases import TAXI, VISITS, delayed, staged
from tests.letters.later_cases import golden_cases as later_cases

CASES = later_cases()
ONE_OF_TWO = CASES["231-delay-one-of-two-points"]
PAST = CASES["261-delay-the-longest-has-passed"]


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
            replace(CASES["230-delay-first"], written_on=date(2026, 9, 30)),
            {"kept_date", "agreed_by", "next_stage_now"},
            id="a new day that is over",
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


def unsaid(case, *keys):
    return replace(case, said={key: words for key, words in case.said.items() if key not in keys})


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(PAST, set(), id="the longest time has passed, and a manager agreed"),
        pytest.param(
            unsaid(PAST, "authorised_by"),
            {"agreed_by", "kept_date", "beyond", "next_stage_now", "own_clock", "past_longest"},
            id="the longest time has passed, and no manager is named",
        ),
        pytest.param(about(PAST, until="2026-10-08"), {"kept_date"}, id="a new day that is the day of the letter"),
        pytest.param(about(PAST, until="2026-09-25"), {"kept_date"}, id="a new day that is over already"),
        pytest.param(
            unsaid(CASES["260-delay-late-within-the-longest"], "authorised_by"),
            {"agreed_by", "kept_date", "next_stage_now", "own_clock"},
            id="our day has passed, the longest time not yet, and no manager is named",
        ),
    ],
)
def test_a_late_council_writes_with_the_name_of_a_manager(case, expected):
    assert missing(case) == expected


def test_a_late_council_writes_where_the_procedure_states_no_longest_time():
    none_stated = replace(PAST, deadlines=tuple(d for d in PAST.deadlines if d.what is not What.REPLY_AT_LATEST))
    words = " ".join(p.text for p in compose(none_stated).paragraphs)
    assert missing(none_stated) == set()
    assert "That day has passed" in words
    assert "longest time" not in words


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("That day has passed", "Time goes by", "late_said", id="that our day has passed"),
        pytest.param("29 September 2026", "a day", "past_longest", id="when the longest time ended"),
        pytest.param("agreed to", "knows of", "agreed_by", id="that the manager agreed"),
        pytest.param("The complaints manager", "Somebody", "agreed_by", id="which manager"),
        pytest.param("You do not have to wait for us.", "", "none", id="not this: going on now is still said"),
    ],
)
def test_what_a_late_letter_must_say_is_missed(old, new, key):
    draft = compose(PAST)
    paragraphs = tuple(replace(p, text=p.text.replace(old, new)) for p in draft.paragraphs)
    found = {check.key for check in failed_musts(recheck(replace(draft, paragraphs=paragraphs), PAST).checklist)}
    assert found == ({key} - {"none"})


@pytest.mark.parametrize("name", ["230-delay-first", "232-delay-beyond-the-longest", "233-delay-again"])
def test_no_day_is_said_to_have_passed_that_is_still_to_come(name):
    words = " ".join(p.text for p in compose(CASES[name]).paragraphs)
    assert "has passed" not in words
    assert "ended on" not in words


def test_a_late_letter_moves_no_clock_and_says_of_no_other_date_that_it_stays_if_that_has_passed():
    one = CASES["264-delay-one-of-two-has-passed"]
    assert all(not d.extensions for d in one.deadlines)
    assert "stays as it is" not in " ".join(p.text for p in compose(one).paragraphs)
