"""Answers are read as people write them, and what is no answer is read as none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.monitoring.answers import find_lines, read_answers
from config.equalities import NOT_LISTED, NOT_SAID, default_monitoring

MONITORING = default_monitoring()


def _read(*stretches):
    return read_answers(stretches, MONITORING)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        pytest.param(
            "For your monitoring: female, 58, Black Caribbean, no disability, Pentecostal",
            "gender=female age=45_64 ethnic_group=black disability=no religion=christian",
            id="a list in one line",
        ),
        pytest.param(
            "Ethnicity: Indian. Age 41. Gender M. Disability: none.",
            "ethnic_group=asian age=25_44 gender=male disability=no",
            id="a form in one line",
        ),
        pytest.param(
            "Gender: F   Age: 36   Ethnic group: Black African",
            "gender=female age=25_44 ethnic_group=black",
            id="a form with gaps",
        ),
        pytest.param(
            "Gender [woman]  Age group [45-54]  Ethnicity [Asian British - Indian]  Religion [Hindu]",
            "gender=female age=45_64 ethnic_group=asian religion=other",
            id="a form with brackets",
        ),
        pytest.param("Boy. 14. Chinese British", "gender=male age=under_16 ethnic_group=asian", id="a young person"),
        pytest.param("female, 16, White and Asian", "gender=female age=16_17 ethnic_group=mixed", id="mixed"),
        pytest.param("Age: 65-74", "age=65_up", id="a band"),
        pytest.param("I'm a 24-year-old woman", "gender=female age=18_24", id="in a sentence"),
        pytest.param("Ethnic group: White - Polish", "ethnic_group=white_other", id="white other"),
        pytest.param("White, British, male", "ethnic_group=white_british gender=male", id="parted by a comma"),
        pytest.param("Religion: prefer not to say", f"religion={NOT_SAID}", id="not said"),
        pytest.param("Ethnicity: Brazilian", f"ethnic_group={NOT_LISTED}", id="on no list"),
        pytest.param("Disability: sickle cell", "disability=yes", id="a condition beside the question"),
        pytest.param("bad back but I don't call it disabled", "", id="denied"),
        pytest.param("not disabled", "disability=no", id="no"),
        pytest.param("4.4.1953, white British", "ethnic_group=white_british", id="a date of birth is no age"),
    ],
)
def test_answers_are_read(words, answers):
    assert _read(words) == dict(pair.split("=") for pair in answers.split())


@pytest.mark.parametrize(
    "words",
    [
        "Please put it right.",
        "I rang 14 times and nobody answered, 3 of them on a Friday.",
        "The taxi costs £43, and 12 of us share it.",
        "Nobody came in week 25.",
    ],
    ids=["nothing", "a count", "money", "a week"],
)
def test_what_is_no_answer_is_none(words):
    assert _read(words) == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Hello\nEthnicity: White British\nGender - Female\nBye", ["Ethnicity: White British", "Gender - Female"]),
        ("1. What is your ethnic group? White British", ["1. What is your ethnic group? White British"]),
        ("Your religion:\nMuslim\nNext", ["Your religion:\nMuslim"]),
        ("> Gender: Female", ["Gender: Female"]),
        ("Child's age: 7", []),
        ("The race: nobody won it", []),
        ("We talked about gender and age.", []),
    ],
    ids=["lines", "a question", "on the next line", "quoted", "the child's", "another race", "a sentence"],
)
def test_the_lines_of_a_form_are_found(text, lines):
    found = [text[start:end].removeprefix("> ") for start, end in find_lines(text, MONITORING, any_answer=False)]
    assert sorted(found) == sorted(lines)


@given(st.text(max_size=300))
def test_any_text_gives_known_answers_and_lines_that_lie_in_it(text):
    for code, answer in _read(text).items():
        assert answer in MONITORING.question(code).codes
    for start, end in find_lines(text, MONITORING, any_answer=True):
        assert 0 <= start < end <= len(text)
