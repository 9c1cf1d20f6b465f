"""Filled-in fields are read, their machinery is not."""

import pytest

from ingest.html.fields import Choice, words_of_field


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"value": "Jo"}, "Jo"),
        ({"type": "EMAIL", "value": "jo@lee.example"}, "jo@lee.example"),
        ({"type": "checkbox", "value": "on"}, " [ ] "),
        ({"type": "radio", "checked": ""}, " [x] "),
        ({"type": "hidden", "value": "token"}, ""),
        ({"type": "submit", "value": "Send"}, ""),
        ({"type": "password", "value": "x"}, ""),
        ({}, ""),
    ],
)
def test_a_field_shows_its_answer(attributes, words):
    assert words_of_field(attributes) == words


def test_the_last_of_two_choices_counts_where_one_can_be():
    for takes_many, words in ((False, "B"), (True, "A, B")):
        choice = Choice(takes_many=takes_many)
        for option in ("A", "B"):
            choice.begin_option({"selected": ""})
            choice.add_words(f" {option}\n")
        assert choice.chosen() == words


def test_a_label_stands_for_an_options_words():
    choice = Choice()
    choice.add_words("before any option")
    choice.begin_option({"label": "A"})
    choice.add_words("a long text")
    assert choice.chosen() == "A"
    assert Choice().chosen() == ""
