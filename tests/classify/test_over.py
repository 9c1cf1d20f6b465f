"""Whether harm told of is over, and whether own words are taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.language import split_sentences
from classify.over import is_past, is_taken_back


def spoken(text):
    return tuple(split_sentences(text, where="body"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He broke her arm in 2019.", id="an old year"),
        pytest.param("Four years ago her dad hit her with a stick.", id="years ago"),
        pytest.param("When he was seven his uncle touched him.", id="when he was seven"),
        pytest.param("Her stepdad burned her leg. He is in prison now.", id="the offender is in prison"),
        pytest.param("School saw a bruise. It turned out to be a birthmark.", id="an innocent cause"),
        pytest.param("There was a bruise on her arm. The enquiry was closed with no further action.", id="closed"),
        pytest.param("He went missing for a night. He was found safe at his nan's.", id="found safe"),
        pytest.param("My mum took an overdose. She is well now and back at work.", id="well now"),
        pytest.param("A girl said I had hit her. It was concluded as unfounded.", id="unfounded"),
    ],
)
def test_harm_that_is_over_is_past(text):
    assert is_past(spoken(text), 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He hit her with a belt on Saturday.", id="on saturday"),
        pytest.param("He broke her arm in 2019 and last night he did it again.", id="again after years"),
        pytest.param("He broke her arm in 2019. He is still in the house with the kids.", id="still there"),
        pytest.param("He went to prison for it. He is out on bail and parked outside.", id="out on bail"),
        pytest.param("On 14 March 2026 she came home with a bruise.", id="a full date may be last week"),
        pytest.param("There is a bruise on his neck. You closed the case and nobody has checked.", id="closed unseen"),
        pytest.param("He hits me. I have not told anybody.", id="untold"),
        pytest.param("She took tablets yesterday. The hospital says she is ok now.", id="yesterday"),
        pytest.param(
            "My brother was hurt. My other complaint is about the taxi. Long after that. It was closed.", id="far"
        ),
    ],
)
def test_harm_that_goes_on_or_nobody_looked_at_is_not(text):
    assert not is_past(spoken(text), 0)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        pytest.param("I called her a cow. I am sorry for what I said.", True, id="sorry for what I said"),
        pytest.param("I shouldn't have said I would swing for him.", True, id="should not have"),
        pytest.param("I said I'd do time for him. It was a figure of speech.", True, id="explained"),
        pytest.param("I will break his jaw. I am not sorry.", False, id="not sorry"),
        pytest.param("I will break his jaw. Sorry to bother you.", False, id="politeness"),
    ],
)
def test_words_the_writer_regrets_are_taken_back(text, back):
    assert is_taken_back(spoken(text), 0) is back


@given(
    st.lists(
        st.sampled_from(["He hit me.", "It is closed.", "Again!", "In 2019.", "Sorry for what I said."]), min_size=1
    )
)
def test_any_row_of_sentences_can_be_judged(said):
    rows = spoken(" ".join(said))
    for at in range(len(rows)):
        assert isinstance(is_past(rows, at), bool)
        assert isinstance(is_taken_back(rows, at), bool)
