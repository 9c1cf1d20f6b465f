"""Two people of one family share an address and a surname, and must be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.names import is_name, is_same_name

SAME = {
    "written alike": ("Joan Ashby", "JOAN ASHBY"),
    "surname first": ("Ashby, Joan", "Joan Ashby"),
    "the first name alone": ("Joan", "Joan Ashby"),
    "a middle name": ("Joan Mary Ashby", "Joan Ashby"),
    "a title": ("Mrs Joan Ashby", "Joan Ashby"),
    "accents": ("Zo\u00eb K\u00f6hler", "Zoe Kohler"),
    "a couple, both times": ("Joan and Paul Ashby", "Joan and Paul Ashby"),
    "no name given": ("", "Joan Ashby"),
    "an address for a name": ("joan.ashby@mailbox.example", "Joan Ashby"),
}
OTHER = {
    "husband and wife": ("Joan Ashby", "Paul Ashby"),
    "names that begin alike": ("Paul Ashby", "Paula Ashby"),
    "the surname alone": ("Ashby", "Joan Ashby"),
    "an initial, which may be anybody's": ("J Ashby", "Joan Ashby"),
    "titles that tell them apart": ("Mr Ashby", "Mrs Ashby"),
    "one of a couple": ("Joan and Paul Ashby", "Joan Ashby"),
    "a couple with a sign": ("Joan & Paul", "Joan"),
    "the family": ("The Ashby Family", "Joan Ashby"),
}


@pytest.mark.parametrize(("first", "second"), SAME.values(), ids=SAME.keys())
def test_one_person(first, second):
    assert is_same_name(first, second)
    assert is_same_name(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER.values(), ids=OTHER.keys())
def test_maybe_another_person(first, second):
    assert not is_same_name(first, second)
    assert not is_same_name(second, first)


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_the_same_both_ways_and_everybody_is_themselves(first, second):
    assert is_same_name(first, second) == is_same_name(second, first)
    assert is_same_name(first, first)


@pytest.mark.parametrize(("text", "so"), [("Joan", True), ("a@b.example", False), ("0163 2960", False), ("", False)])
def test_what_is_a_name(text, so):
    assert is_name(text) is so
