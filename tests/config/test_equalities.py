"""The closed lists of monitoring answers are whole, and every fault of a file is said at once."""

import pytest

from config.equalities import EQUALITIES_FILE, default_monitoring, load_monitoring
from config.toml_tables import ConfigError

QUESTIONS = default_monitoring().questions


def test_the_questions_of_the_seeds_are_there():
    assert {"gender", "age", "ethnic_group", "disability"} <= {question.code for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_every_question_has_its_source_and_answers_that_differ(question):
    assert question.source
    assert len(question.answers) == len({answer.code for answer in question.answers}) > 1
    assert all(len(code) <= 60 for code in question.codes)


def test_every_age_falls_into_one_band():
    (age,) = [question for question in QUESTIONS if question.code == "age"]
    for years in range(1, 121):
        assert sum(answer.from_years <= years <= answer.to_years for answer in age.answers) == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "female"', 'code = "male"', "male stands twice"),
        ('code = "female"', 'code = "not_said"', "not_said stands twice"),
        ('alone = ["male", "man"]', 'alone = ["woman", "man"]', '"woman" stands for two answers'),
        ("from = 1, to = 15", "from = 1", "without its other end"),
        ('code = "age"', 'code = "gender"', "gender stands twice"),
        ('otherwise = "yes"', 'otherwise = "maybe"', "maybe, which is no answer"),
        ('labels = ["sexual', 'label = ["sexual', "label: is not known"),
        ("[[question]]", "[[question", "cannot be read"),
    ],
    ids=["twice", "taken", "two meanings", "open band", "question twice", "otherwise", "misspelt", "no TOML"],
)
def test_a_fault_is_said(tmp_path, old, new, fault):
    file = tmp_path / "equalities.toml"
    file.write_text(EQUALITIES_FILE.read_text().replace(old, new, 1))
    with pytest.raises(ConfigError, match=fault):
        load_monitoring(file)
