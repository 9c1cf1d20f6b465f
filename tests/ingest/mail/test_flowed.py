"""Flowed lines become whole paragraphs again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.flowed import join_flowed_lines


@pytest.mark.parametrize(
    ("text", "delete_space", "joined"),
    [
        pytest.param("a \nb \nc\nd", False, "a b c\nd", id="a paragraph"),
        pytest.param("wor \nd", True, "word", id="broken inside a word"),
        pytest.param("> a \n> b\nc", False, "> a b\nc", id="a quotation"),
        pytest.param("> a \n>> b", False, "> a \n>> b", id="two depths do not join"),
        pytest.param("a \n-- \nb", False, "a \n-- \nb", id="the signature line stands alone"),
        pytest.param(" >no quotation", False, ">no quotation", id="a stuffed line"),
        pytest.param("a\n\nb", False, "a\n\nb", id="fixed lines stay"),
        pytest.param("", False, "", id="nothing"),
    ],
)
def test_lines_are_joined(text, delete_space, joined):
    assert join_flowed_lines(text, delete_space=delete_space) == joined


@given(st.text("ab >-\n", max_size=80))
def test_no_letter_is_lost(text):
    joined = join_flowed_lines(text, delete_space=False)
    assert [letter for letter in joined if letter in "ab"] == [letter for letter in text if letter in "ab"]
