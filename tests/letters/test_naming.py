"""A letter is to the person who wrote, by the name they use, and greets them as one would."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classify.labels import Flag, Route
from classify.reading import FactField
from letters.naming import UNKNOWN, greet, plain_name, writer_name
from tests.letters.cases import fact, flag, make_case

YOUNG, ANONYMOUS = flag(Flag.YOUNG_PERSON, "im 14"), flag(Flag.ANONYMOUS, "no names")
ADVOCATE = flag(Flag.REPRESENTATIVE, "I write for D", note="advocate")


def assessed(*flags, signed=""):
    facts = [fact(FactField.WRITER_NAME, signed)] if signed else []
    return make_case((Route.STATUTORY, "Visits missed"), flags=flags, facts=facts).assessment


@pytest.mark.parametrize(
    ("sender", "signed", "name"),
    [
        pytest.param("Denise Harker", "", "Denise Harker", id="the mail alone"),
        pytest.param("", "Denise Harker", "Denise Harker", id="the signature alone"),
        pytest.param("Maureen Tasker", "M. Tasker", "Maureen Tasker", id="signed with an initial"),
        pytest.param("P Scanlon", "Pete Scanlon", "Pete Scanlon", id="the mail has the initial"),
        pytest.param("Alan & Christine Bewick", "Alan Bewick", "Alan & Christine Bewick", id="two who write together"),
        pytest.param("Okafor, Chidi", "", "Chidi Okafor", id="last name first"),
        pytest.param("Donna Leach", "Kestle Bridge", "Donna Leach", id="the last line is a place"),
        pytest.param("Office of Ann Lee MP", "Tom Ibbotson", "Tom Ibbotson", id="an office's mail"),
        pytest.param("Brackenshire online forms", "Mo Oduya", "Mo Oduya", id="a form"),
        pytest.param("Sam's family services team", "", "Sam's family services team", id="nobody signed"),
        pytest.param("j.doe77@mailbox.example", "Jo Doe", "Jo Doe", id="an address for a name"),
        pytest.param("J SMITH-JONES", "", "J Smith-Jones", id="in capitals"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_the_writer_is_named_as_they_call_themselves(sender, signed, name):
    assert writer_name(sender, assessed(signed=signed)) == name


def test_whoever_did_not_want_to_be_known_has_no_name():
    assert writer_name("Denise Harker", assessed(ANONYMOUS, signed="Denise Harker")) == ""


@pytest.mark.parametrize(
    ("name", "flags", "greeting"),
    [
        ("Denise Harker", (), "Dear Denise Harker"),
        ("tiana r", (YOUNG,), "Hello Tiana"),
        ("Bronagh Tully", (YOUNG, ADVOCATE), "Dear Bronagh Tully"),
        ("Dr Helen Marchetti", (), "Dear Dr Helen Marchetti"),
        ("", (), UNKNOWN),
        ("", (YOUNG,), UNKNOWN),
        ("a parent", (), UNKNOWN),
        ("A WORRIED MUM", (), UNKNOWN),
        ("A J MABBUTT", (), "Dear A J Mabbutt"),
        ("An Nguyen", (), "Dear An Nguyen"),
        ("Thornby family support team", (), UNKNOWN),
        ("parent77120", (YOUNG,), UNKNOWN),
    ],
)
def test_nobody_is_greeted_by_a_name_that_is_not_theirs(name, flags, greeting):
    assert greet(name, assessed(*flags)) == greeting


@pytest.mark.parametrize("name", ["Ann Lawson", "Anne Formby", "Theo Anson", "Infante Cruz", "Teamus Lee"])
def test_a_name_that_begins_like_an_office_is_a_name(name):
    assert greet(name, assessed()) == f"Dear {name}"


@given(st.text(max_size=60))
def test_no_name_is_greeted_with_nothing(name):
    for flags in ((), (YOUNG,)):
        greeting = greet(name, assessed(*flags))
        assert greeting.strip() not in {"Dear", "Hello"}
        assert greeting.startswith(("Dear ", "Hello "))


@given(st.text(max_size=60))
@example("::ß")
def test_a_plain_name_stays_as_it_is(name):
    assert plain_name(plain_name(name)) == plain_name(name) or ", " in plain_name(name)
