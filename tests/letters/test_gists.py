"""The writer's points come into a letter without abuse, names of workers, or what was said about danger."""

from dataclasses import replace

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


@pytest.mark.parametrize(
    ("gist", "whole", "said"),
    [
        pytest.param(
            "He was told that the plan of his review would be…",
            "He was told that the plan of his review would be sent in May.",
            "He was told that the plan of his review would be sent in May",
            id="the whole sentence",
        ),
        pytest.param(
            "The chair put the review off, and since then the plan that the…",
            f"The chair put the review off, and since then the plan that the {'very long ' * 20}plan was.",
            "The chair put the review off",
            id="too long: as far as it can end",
        ),
        pytest.param(
            "The council changed the time of the bus and…",
            "Also the council changed the time of the bus and nobody asked us.",
            "“The council changed the time of the bus and nobody asked us”",
            id="from the middle of its sentence",
        ),
        pytest.param("He was told he could", "He was told he could have a bike.", "He was told he could", id="not cut"),
        pytest.param("On the list (aged 12", "", "On the list aged 12", id="a bracket left open"),
        pytest.param("I asked why “it can’t be…", "", "“I asked why ‘it can’t be’”", id="a quotation left open"),
    ],
)
def test_a_point_is_told_in_full_or_up_to_where_it_can_end(gist, whole, said):
    case = make_case((Route.STATUTORY, gist))
    evidence = (fact(FactField.WHAT_HAPPENED, whole).evidence,) if whole else ()
    assert point_words(case, replace(case.assessment.matters[0], evidence=evidence)) == said


@pytest.mark.parametrize(
    ("gist", "whole", "is_left"),
    [
        ("Pracownica socjalna mówiła szybko", "Pracownica socjalna mówiła szybko i nikt mi nie wyjaśnił.", True),
        ("عندما اتصلت بالمكتب", "عندما اتصلت بالمكتب لم يكن هناك مترجم", True),
        ("Contact was cut without an interpreter", "Pracownica socjalna mówiła szybko i nikt mi nie wyjaśnił.", False),
        ("Skarga - wizyty z córką", "Pracownica socjalna mówiła szybko i nikt mi nie wyjaśnił.", True),
        ("Contact reduced", "Pracownica socjalna mówiła szybko i nikt mi nie wyjaśnił.", False),
        ("Zoé's trip to Orléans", "Zoé's trip to Orléans was agreed.", False),
    ],
)
def test_a_point_in_another_language_waits_for_a_person(gist, whole, is_left):
    case = make_case((Route.STATUTORY, gist))
    evidence = (fact(FactField.WHAT_HAPPENED, whole).evidence,)
    assert (point_words(case, replace(case.assessment.matters[0], evidence=evidence)) == "") is is_left


@pytest.mark.parametrize("gist", ["", "   ", "She is a fucking liar", "That bitch did not come", "utter f***ing joke"])
def test_a_point_that_cannot_be_repeated_is_left_to_a_person(gist):
    assert points_of(gist) == ""
    draft = compose(make_case((Route.STATUTORY, gist)))
    assert any(blank.startswith("Point 1: write what it is about") for blank in draft.blanks)


def test_what_was_said_about_danger_is_left_to_a_person():
    assert points_of("Worker ignored that he hits her at night", flag(Flag.SAFEGUARDING, "he hits her at night")) == ""


def test_a_worker_is_called_by_their_role():
    assert points_of("Mrs Okell shouted in the meeting", RUDE) == "The worker shouted in the meeting"
    assert points_of("social worker Hayley Brown did not come") == "Social worker did not come"
    assert points_of("The team manager, Mr Price, did not ring", RUDE) == "The team manager did not ring"
    assert points_of("The support worker Mr F was rude") == "The support worker Mr F was rude"


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


@pytest.mark.parametrize(
    "wish",
    [
        "She wants to watch herself walking back to her car",
        "I would need to be referred",
        "I expect it's a phase",
        "I'd like this recorded as a complaint",
        "We wish to complain about the delay",
        "what I want now",
        "I'd like you to know that I have it all on tape",
        "I would like to assure you that I take this seriously",
    ],
)
def test_what_asks_for_nothing_is_no_wish(wish):
    case = make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.DESIRED_OUTCOME, wish)])
    assert wishes(case) == ()


@pytest.mark.parametrize(
    "wish",
    [
        "what I want is for the plan to be put right",
        "I need to be able to understand the worker",
        "I want someone I can talk to",
        "I want to know who will watch him",
        "I would like to know why it took so long",
        "I want to see somebody who is not her manager",
    ],
)
def test_a_wish_is_kept_as_it_was_said(wish):
    case = make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.DESIRED_OUTCOME, wish)])
    assert wishes(case) == (f"“{wish}”",)


def test_a_threat_is_no_wish():
    facts = [fact(FactField.DESIRED_OUTCOME, "I want her to see what she gets")]
    threat = flag(Flag.THREAT, "I want her to see what she gets on her way home")
    assert wishes(make_case((Route.STATUTORY, "Visits missed"), flags=[threat], facts=facts)) == ()
    assert wishes(make_case((Route.STATUTORY, "Visits missed"), facts=facts)) != ()


def test_a_wish_that_was_cut_when_it_was_read_ends_where_it_can():
    said = f"I want {'the plan and ' * 17}when it"
    (wish,) = wishes(make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.DESIRED_OUTCOME, said)]))
    assert wish.endswith("the plan”")


def test_a_long_wish_is_cut_at_a_sentence_or_a_word():
    long = fact(FactField.DESIRED_OUTCOME, "I want an answer. " + "word " * 80)
    (wish,) = wishes(make_case((Route.STATUTORY, "Visits missed"), facts=[long]))
    assert wish == "“I want an answer”"
    (wish,) = wishes(
        make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.DESIRED_OUTCOME, "word " * 80)])
    )
    assert wish.endswith("word”")
    assert len(wish) < 250
