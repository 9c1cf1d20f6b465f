"""A reply that raises something new is noticed; one that chases, thanks or adds is not."""

from datetime import date

import pytest

from classify.model.packaged import load_model
from classify.read import read
from routing.news import find_news
from tests.classify.messages import message

CASE = (
    "My son's social worker has not visited us since before Christmas and nobody has told us why. His care plan says she "
    "comes every four weeks. I have left three messages and nobody rings back."
)


def _news(words, stage="1"):
    reading = read(message(words), load_model(), sent_on=date(2026, 3, 3))
    return find_news(reading, texts=[CASE], stage=stage)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Any news?", id="a chase"),
        pytest.param("Thank you for your letter.", id="thanks"),
        pytest.param("Here is the care plan. She has not visited for ten weeks now.", id="adds to what is known"),
        pytest.param("She still has not come and nobody rings back.", id="the same again"),
    ],
)
def test_nothing_new(words):
    assert _news(words) == ()


def test_a_new_matter_is_pointed_out_with_its_words():
    words = "Also, Leo's taxi to Moorside School stopped in January and the transport desk does not answer the phone."
    (found,) = _news(f"She still has not come. {words} I want the taxi back.")
    assert found.quote == words
    assert found.words == "It tells of something the case does not hold yet."


def test_a_next_stage_is_pointed_out():
    words = "I am not happy with your answer and want this to go to stage 2."
    assert any(found.words.startswith("It is unhappy with our answer") for found in _news(words))


def test_the_stage_the_case_stands_at_is_nothing_new():
    words = "I am not happy with your answer and want this to go to stage 2."
    assert not any(found.words.startswith("It is unhappy") for found in _news(words, stage="2"))
