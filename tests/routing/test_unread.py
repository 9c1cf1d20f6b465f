"""What was not understood raises a question a person can see, and is never sure."""

from dataclasses import replace

import pytest

from classify.labels import Kind, Subject
from config.packs import load_council
from routing.assessment import Sureness
from routing.chain import assess
from routing.explain import explain
from tests.routing.readings import PROCEDURES, RECEIVED_ON, make_reading

TEXT = "Nikt mi nie odpisuje od trzech miesięcy."


def _assessed(**unread):
    reading = replace(make_reading(TEXT, [(Subject.STATUTORY, 0.99, [TEXT])]), **unread)
    return assess(reading, council=load_council("brackenshire"), procedures=PROCEDURES, received_on=RECEIVED_ON)


@pytest.mark.parametrize(
    ("unread", "code"),
    [
        pytest.param({"tongue": "Polish", "is_unread": True}, "other_language", id="another language"),
        pytest.param({"tongue": "Polish"}, "part_in_other_language", id="a part in another language"),
        pytest.param({"is_unread": True}, "unreadable", id="hardly words"),
    ],
)
def test_what_was_not_understood_is_asked_about(unread, code):
    found = _assessed(**unread)
    assert [doubt.code for doubt in found.doubts if doubt.about == "kind"] == [code]
    assert found.kind.sureness is not Sureness.SURE
    assert code in explain(found)


def test_unread_words_are_never_even_fairly_sure():
    found = _assessed(tongue="Polish", is_unread=True)
    assert found.kind.sureness is Sureness.NOT_SURE
    assert {matter.sureness for matter in found.matters} == {Sureness.NOT_SURE}
    assert "Polish" in next(doubt.words for doubt in found.doubts)


def test_what_was_understood_raises_no_such_question():
    found = _assessed()
    assert found.kind.value == Kind.COMPLAINT
    assert found.doubts == ()
