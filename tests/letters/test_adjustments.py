"""What somebody asked for: no call to whoever cannot phone, another language, and nothing read into other wishes."""

import pytest

from letters.adjustments import cannot_phone, large_print_wanted, other_language_wanted
from letters.compose import compose
from letters.item import whole_text
from tests.letters.first_cases import DEAF, TAXI, VISITS, first


@pytest.mark.parametrize(
    "wish",
    [
        "I am deaf",
        "I use BSL",
        "please do not ring me",
        "Please don't phone, I work nights",
        "don\u2019t call me at all",
        "no phone calls please",
        "I cannot use the phone",
        "I'm hard of hearing",
    ],
)
def test_whoever_cannot_phone_is_known(wish):
    assert cannot_phone(first(VISITS, adjustments=(wish,)))


@pytest.mark.parametrize(
    "wish",
    [
        "no calls before 10am",
        "please do not ring me after 6",
        "don't call at weekends",
        "phone me, do not text",
        "please ring, do not write",
        "do not write to my old address",
        "large print please",
    ],
)
def test_a_wish_about_when_to_ring_is_no_wish_never_to_ring(wish):
    assert not cannot_phone(first(VISITS, adjustments=(wish,)))


@pytest.mark.parametrize("wish", ["please write to me in Polish", "I only read Urdu", "translate it for my mum please"])
def test_another_language_is_known(wish):
    assert other_language_wanted(first(VISITS, adjustments=(wish,)))


@pytest.mark.parametrize("wish", ["write in large print", "in plain English please", "I speak English", "in writing"])
def test_english_is_no_other_language(wish):
    assert not other_language_wanted(first(VISITS, adjustments=(wish,)))


def test_large_print_is_still_known_beside_them():
    assert large_print_wanted(first(VISITS, adjustments=("I am deaf, and large print please",)))


@pytest.mark.parametrize("points", [(VISITS,), (TAXI,), (VISITS, TAXI)], ids=["statutory", "corporate", "mixed"])
def test_a_letter_to_a_deaf_person_offers_no_call_and_tells_nobody_why(points):
    said = "\n".join(whole_text(p) for p in compose(first(*points, adjustments=DEAF)).paragraphs)
    assert "We will not ring you." in said
    assert "a phone call instead of a letter" not in said
    assert "Please ring" not in said
    assert "deaf" not in said.lower()


def test_a_letter_to_anybody_else_says_how_to_ring():
    said = "\n".join(whole_text(p) for p in compose(first(VISITS)).paragraphs)
    assert "a phone call instead of a letter" in said
    assert "We will not ring you" not in said
