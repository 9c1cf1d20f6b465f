"""The writer's points come into a letter without abuse, names of workers, or what was said about danger."""

import pytest

from classify.labels import Flag, Route
from classify.reading import FactField
from letters.compose import compose
from letters.gists import point_words, staff_named, wishes
from tests.letters.cases import fact, flag, make_case

RUDE = flag(Flag.STAFF_CONDUCT, "Mrs Okell was rude")


def points_of(gist, *flags, facts=()):
    case = make_case((Route.STATUTORY, gist), flags=flags, facts=facts)
    return point_words(case, case.assessment.matters[0])


@pytest.mark.parametrize(
    ("gist", "said"),
    [
        pytest.param("visits missed since December.", "Visits missed since December", id="a short text"),
        pytest.param("I have had no visit since May", "“I have had no visit since May”", id="their own words"),
        pytest.param("VISITS MISSED AGAIN", "Visits missed again", id="all in capitals"),
        pytest.param("• (nobody answers)", "Nobody answers", id="bullets and brackets"),
        pytest.param(
            "Leo's taxi to Moorside School stopped", "Leo's taxi to Moorside School stopped", id="places stay"
        ),
    ],
)
def test_a_point_is_put_into_the_letter(gist, said):
    assert points_of(gist) == said


@pytest.mark.parametrize("gist", ["", "   ", "She is a fucking liar", "That bitch did not come", "utter f***ing joke"])
def test_a_point_that_cannot_be_repeated_is_left_to_a_person(gist):
    assert points_of(gist) == ""
    draft = compose(make_case((Route.STATUTORY, gist)))
    assert any(blank.startswith("Point 1: write what it is about") for blank in draft.blanks)


def test_what_was_said_about_danger_is_left_to_a_person():
    assert points_of("Worker ignored that he hits her at night", flag(Flag.SAFEGUARDING, "he hits her at night")) == ""


def test_a_worker_is_called_by_their_role():
    assert points_of("Mrs Okell shouted in the meeting", RUDE) == "The worker shouted in the meeting".replace(
        "The", "The"
    )
    assert points_of("social worker Hayley Brown did not come") == "Social worker the worker did not come"


@pytest.mark.parametrize(
    ("quote", "named"),
    [
        ("Mrs Okell was rude", {"Okell"}),
        ("the manager Dave Price laughed", {"Dave Price", "Dave", "Price"}),
        ("Abigail Storey, family support, told me off", {"Abigail Storey", "Abigail", "Storey"}),
        ("she told Leo to be quiet on Monday", set()),
        ("Mrs Harker was told off", set()),
        ("the social worker Leo likes", set()),
    ],
)
def test_only_workers_are_taken_for_workers(quote, named):
    flags = [flag(Flag.STAFF_CONDUCT, quote)]
    case = make_case((Route.STATUTORY, "Visits missed"), flags=flags, facts=[fact(FactField.CHILD, "Leo")])
    assert staff_named(case) == named


def test_wishes_that_cannot_be_repeated_are_left_out():
    said = ["an apology.", "get that bastard sacked", "an apology.", "I want Mrs Okell off the case"]
    case = make_case(
        (Route.STATUTORY, "Visits missed"), flags=[RUDE], facts=[fact(FactField.DESIRED_OUTCOME, wish) for wish in said]
    )
    assert wishes(case) == ("“an apology”", "“I want the worker off the case”")


def test_a_long_wish_is_cut_at_a_sentence_or_a_word():
    long = fact(FactField.DESIRED_OUTCOME, "I want an answer. " + "word " * 80)
    (wish,) = wishes(make_case((Route.STATUTORY, "Visits missed"), facts=[long]))
    assert wish == "“I want an answer”"
    (wish,) = wishes(
        make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.DESIRED_OUTCOME, "word " * 80)])
    )
    assert wish.endswith("word”")
    assert len(wish) < 250
