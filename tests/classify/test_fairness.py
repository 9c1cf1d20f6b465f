"""Like cases alike: who writes, and of whom, moves no kind, route, reason, stage or behaviour flag."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.asides import is_aside, without_asides
from classify.labels import BEHAVIOUR_FLAGS, Flag, Subject
from classify.language import sentences as cut
from classify.model.packaged import load_model
from classify.model.scores import TextUnits
from classify.neutral import neutral_units, neutral_words
from classify.read import read
from classify.reading import Reading
from classify.units import scores_of
from ingest.message import Address
from ingest.parse import message_of_text
from tests.classify.model_fakes import mail, scores
from tests.classify.same_but_who import AXES, MESSAGES, SOMEBODY, Who

DAY = date(2026, 6, 1)
CASES = [pytest.param(who, id=f"{axis}: {name}") for axis, people in AXES.items() for name, who in people.items()]


@cache
def read_about(number: int, who: Who) -> Reading:
    subject, body = MESSAGES[number]
    sender = f"{who.writer} <{who.address}>"
    mail = message_of_text(subject=who.fill(subject), sender=sender, body=who.fill(body))
    return read(mail, load_model(), sent_on=DAY)


def decided(reading: Reading) -> tuple[object, ...]:
    return (
        reading.kind.label,
        [finding.label for finding in reading.subjects],
        reading.stage.label if reading.stage else None,
        {finding.label for finding in reading.flags if finding.label in BEHAVIOUR_FLAGS},
    )


@pytest.mark.parametrize("who", CASES)
def test_the_same_message_of_somebody_else_is_decided_alike(who):
    for number, (subject, _) in enumerate(MESSAGES):
        assert decided(read_about(number, who)) == decided(read_about(number, SOMEBODY)), subject


@pytest.mark.parametrize("who", CASES)
def test_nor_does_it_make_the_kind_surer_or_less_sure(who):
    for number, (subject, _) in enumerate(MESSAGES):
        moved = read_about(number, who).kind.confidence - read_about(number, SOMEBODY).kind.confidence
        assert abs(moved) < 0.05, subject


def test_the_messages_are_of_many_kinds_so_that_the_comparison_means_something():
    kinds = {read_about(number, SOMEBODY).kind.label for number in range(len(MESSAGES))}
    flags = {finding.label for n in range(len(MESSAGES)) for finding in read_about(n, SOMEBODY).flags}
    assert len(MESSAGES) >= 40
    assert len(kinds) >= 7
    assert flags & BEHAVIOUR_FLAGS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ms Wojciechowska rang.", "Mrs Leo rang.", id="after a title"),
        pytest.param("I rang Oluwaseun Adeyemi today", "I rang Leo today", id="first and last name are one"),
        pytest.param("my daughter Ayaan's school", "my son Leo's school", id="the 's stays"),
        pytest.param("about Fatima al Zahra again", "about Leo again", id="a particle"),
        pytest.param("Kacper was moved.", "Leo was moved.", id="at the beginning"),
        pytest.param("my son Will and I will ring", "my son Leo and I will ring", id="a name that is a word"),
        pytest.param("Will was refused a place.", "Leo was refused a place.", id="and begins a sentence"),
        pytest.param("Will's plan is wrong.", "Leo's plan is wrong.", id="and owns something"),
        pytest.param("My son Kai, 4, waits", "My son Leo, 9, waits", id="a child's age"),
        pytest.param(
            "It frightened Kai, who is 4. He hid", "It frightened Leo, who is 9. She hid", id="an age that ends"
        ),
        pytest.param("It came at 4.30", "It came at 4.30", id="not an hour"),
        pytest.param("She is 15 now. Tom (6) too", "She is 9 now. Leo (9) too", id="ages of two children"),
        pytest.param("my 14-year-old", "my 9-year-old", id="an age before the child"),
        pytest.param("I am 15 and in care", "I am 15 and in care", id="not the writer's own age"),
        pytest.param("I, 16, was moved", "I, 16, was moved", id="nor told so"),
        pytest.param("She is 19 now", "She is 19 now", id="not a care leaver's age"),
        pytest.param("She is 20 minutes late", "She is 20 minutes late", id="not minutes"),
        pytest.param("She was 12 weeks in care", "She was 12 weeks in care", id="not weeks"),
        pytest.param("Will you ring me back?", "Will you ring me back?", id="a word that is also a name"),
        pytest.param("He hurt his arm", "She hurt her arm", id="sex"),
        pytest.param("the Polish interpreter came", "the Polish interpreter came", id="not a language"),
        pytest.param("the Ombudsman and Ofsted", "the Ombudsman and Ofsted", id="not a body"),
        pytest.param("on Monday in May", "on Monday in May", id="not a day or month"),
        pytest.param("your Social Worker and Placement Team", "your Social Worker and Placement Team", id="not a role"),
        pytest.param("Nobody answers. Please ring.", "Nobody answers. Please ring.", id="not a first word"),
        pytest.param("the EHCP and CAMHS", "the EHCP and CAMHS", id="not an abbreviation"),
        pytest.param("NOBODY IS LISTENING", "NOBODY IS LISTENING", id="not shouting"),
    ],
)
def test_only_names_and_sex_are_neutral(text, expected):
    assert neutral_words(text) == expected


def test_the_sender_s_name_is_known_in_small_letters_too():
    units = TextUnits(subject="from kebede", sentences=("my name is kebede", "will you ring"))
    found = neutral_units(units, Address(name="Tesfaye Kebede", address="t@post.example"))
    assert (found.subject, found.sentences) == ("from Leo", ("my name is Leo", "will you ring"))


@given(st.lists(st.text(max_size=120), max_size=6), st.text(max_size=20))
def test_any_text_keeps_its_sentences(sentences, name):
    units = TextUnits(subject="", sentences=tuple(sentences))
    found = without_asides(neutral_units(units, Address(name=name, address="a@post.example")))
    assert len(found.sentences) == len(sentences)


@pytest.mark.parametrize(
    "sentence",
    [
        "We are a Polish family.",
        "I am Black British.",
        "I'm a deaf person.",
        "My husband is from Somalia.",
        "We are practising Catholic people.",
        "I am 74 years old.",
    ],
)
def test_who_somebody_is_said_in_passing_is_an_aside(sentence):
    assert is_aside(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "She is Polish.",
        "I am 16.",
        "I am disabled and the office has no ramp.",
        "I am being treated badly because I am Black.",
        "We are from the council.",
        "My son is 9.",
        "I am her mother.",
        "",
    ],
)
def test_what_says_more_than_that_is_none(sentence):
    assert not is_aside(sentence)


def test_an_aside_inside_a_sentence_is_taken_out_and_the_grievance_left():
    units = TextUnits(
        subject="", sentences=("As a Muslim mother, I object.", "My autistic son waits.", "As ever, no call.")
    )
    assert without_asides(units).sentences == ("I object.", "My son waits.", "As ever, no call.")


def test_a_message_that_says_nothing_else_stays_as_it_is():
    units = TextUnits(subject="", sentences=("I am a deaf person.",))
    assert without_asides(units) == units


class Listener:
    """Hear a need and a threat wherever deafness is told of."""

    version = "model:listener"
    subject_thresholds = dict.fromkeys(Subject, 0.4)
    flag_thresholds = dict.fromkeys(Flag, 0.5)

    def predict(self, units):
        told = 0.9 if any("deaf" in sentence for sentence in units.sentences) else 0.1
        return scores(len(units.sentences), flags={Flag.ADJUSTMENTS: told, Flag.THREAT: told})


def test_the_flags_about_the_person_still_see_the_aside():
    message = mail("Nobody rang. I am a deaf person. I want an answer.")
    found = scores_of(message, cut(message), Listener())
    assert found.flags[Flag.ADJUSTMENTS] == 0.9
    assert found.flags[Flag.THREAT] == 0.1
