"""A call about danger holds a reference and a link; nothing of a mail, a person or a case can get in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.call_words import LINK, REFERENCE, CallWords

LINKED = "https://putright.council.example/cases/12/safety"


def test_the_message_is_a_reference_and_where_to_open_it():
    words = CallWords(reference="BCC-2026-0012", link=LINKED)
    said = "A message in Putright may be about danger. Reference BCC-2026-0012. Open it now:"
    assert words.text == f"{said} {LINKED}"
    assert words.subject_line == "Putright: open now, reference BCC-2026-0012"
    assert "999" in words.body


def test_without_an_address_it_says_to_sign_in():
    assert "Sign in to Putright" in CallWords(reference="mail 40", link="").text


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param("unopened", "Nobody has opened it yet.", id="not opened"),
        pytest.param("hour", "Nobody has dealt with it yet.", id="not dealt with"),
        pytest.param("unconfirmed", "The duty desk has not said that it has it.", id="not confirmed"),
        pytest.param("a_councils_own", "danger. Reference", id="a step of the council's own"),
    ],
)
def test_each_step_says_why(step, said):
    assert said in CallWords(reference="mail 40", link="", step=step).text


def test_what_could_not_be_read_is_not_called_danger():
    assert "could not be read" in CallWords(reference="mail 40", link="", is_unscreened=True).text


def test_a_test_says_that_it_is_one():
    words = CallWords(reference="none", link="", is_test=True)
    assert "test" in words.subject_line
    assert "Nothing has happened" in words.text


def test_a_text_message_is_short():
    assert len(CallWords(reference="BCC-2026-0012", link=LINKED, step="unconf_hour").text) < 306


@pytest.mark.parametrize(
    ("reference", "link"),
    [
        pytest.param("Leo Harker", "", id="a name"),
        pytest.param("BCC-2026-0012 Leo", "", id="a name behind a reference"),
        pytest.param("BCC-2026-0012\nBcc: x@y.example", "", id="a header behind a reference"),
        pytest.param("mail 40", "https://putright.council.example/find?words=Leo", id="words in a link"),
        pytest.param("mail 40", "javascript:alert(1)", id="no web address"),
    ],
)
def test_nothing_else_gets_in(reference, link):
    with pytest.raises(ValueError, match="nothing else"):
        CallWords(reference=reference, link=link)


@given(st.text(max_size=40), st.text(max_size=60))
def test_whatever_gets_in_has_the_shape_of_a_reference_and_a_link(reference, link):
    try:
        words = CallWords(reference=reference, link=link)
    except ValueError:
        return
    assert REFERENCE.fullmatch(words.reference)
    assert LINK.fullmatch(words.link)
    assert "\n" not in words.text
