"""What a person types for a letter, however they begin and end it, reads on in its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.compose import compose
from letters.fitting import as_line, as_sentence, fit
from tests.letters.telling_cases import behaviour_case, passed_case, share_case, thanks_case

INSIDE = [
    pytest.param(
        "we shared ", "What you told us about home.", "what you told us about home", id="capital and full stop"
    ),
    pytest.param("we shared ", "what you told us", "what you told us", id="as the hint asks"),
    pytest.param("You asked us about ", "A bus pass?", "a bus pass", id="typed as a question"),
    pytest.param("If this goes on, we may ", "We may ask you to ring once.", "ask you to ring once", id="said twice"),
    pytest.param("We shared it with ", "With the duty team", "the duty team", id="the little word twice"),
    pytest.param(
        "We passed it to ", "School Transport Team", "the School Transport Team", id="a team without its article"
    ),
    pytest.param("We passed it to ", "Early Help", "Early Help", id="a name that takes no article"),
    pytest.param(
        "We passed it to ", "Anita Flood in the fostering team", "Anita Flood in the fostering team", id="a person"
    ),
    pytest.param("We passed it to ", "Barnardo's fostering service", "Barnardo's fostering service", id="whose it is"),
    pytest.param("We passed it to ", "your social worker's team", "your social worker's team", id="your own team"),
    pytest.param("decide that: ", "The head of children's services", "the head of children's services", id="a role"),
    pytest.param("You told us about ", "One of our drivers", "one of our drivers", id="a number as a word"),
    pytest.param(
        "You told us about ", "Easter at the short breaks home", "Easter at the short breaks home", id="a feast"
    ),
    pytest.param("You told us about ", "Its a pity", "its a pity", id="one odd word more"),
]


@pytest.mark.parametrize(("before", "words", "fitted"), INSIDE)
def test_words_inside_a_sentence_go_on_as_one(before, words, fitted):
    assert fit(words, before, " on 4 March 2026.") == fitted


@pytest.mark.parametrize(
    ("words", "after", "fitted"),
    [
        pytest.param("we can ring you", " If more would help, tell us.", "We can ring you.", id="no end of its own"),
        pytest.param("We can ring you.", " If more would help, tell us.", "We can ring you.", id="whole already"),
        pytest.param("May we ring you?", "", "May we ring you?", id="a question"),
        pytest.param("they said “no.”", "", "They said “no.”", id="ends inside the quotation"),
        pytest.param("the new bed", ", as you asked.", "The new bed", id="its sentence goes on"),
    ],
)
def test_words_that_begin_a_sentence_begin_and_end_as_one(words, after, fitted):
    assert fit(words, "", after) == fitted
    assert fit(words, "We thought about it. ", after) == fitted


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("please ring once about one thing", "Please ring once about one thing."),
        ("Please ring once.", "Please ring once."),
        ("when did the visits stop?", "When did the visits stop?"),
        ("which team was it", "Which team was it"),
    ],
)
def test_a_line_of_a_list_is_a_sentence(line, said):
    assert as_line(line) == said


@given(st.text(alphabet=" abAB.?!,;:'", min_size=1).filter(str.strip), st.sampled_from(["", "We do ", "It is over. "]))
def test_no_sentence_ever_gets_a_second_end_or_loses_a_letter(words, before):
    fitted = fit(words.strip(), before, "" if before.endswith(". ") or not before else ".")
    assert [c for c in fitted.casefold() if c.isalpha()] == [c for c in words.casefold() if c.isalpha()]
    if before == "We do ":
        assert not fitted.endswith((".", "?", "!", ",", ";", ":"))
    else:
        assert as_sentence(fitted) == fitted


SLOPPY = [
    pytest.param(
        share_case(said={"shared": "What you told us about home.", "team": "Duty and Advice Team."}),
        "On 3 March 2026 we shared what you told us about home. We shared it with Duty and Advice Team.",
        id="what we shared",
    ),
    pytest.param(
        behaviour_case(said={"effect": "The person was upset.", "change": "please speak quietly"}),
        "This is how it affected us: the person was upset.",
        id="how it affected us",
    ),
    pytest.param(
        behaviour_case(
            said={"next": "other", "next_other": "We may ask you to ring on Mondays.", "decides": "The head."}
        ),
        "If this goes on, we may ask you to ring on Mondays. This is who would decide that: the head. They",
        id="what may happen",
    ),
    pytest.param(
        thanks_case(said={"about": "The trip to the sea!", "passed_to": "to Short Breaks Team"}),
        "We passed on your thanks to the Short Breaks Team on 4 March 2026.",
        id="who was told",
    ),
    pytest.param(
        passed_case(said={"about": "A larger car seat?", "to_whom": "Fostering Team, on 01632 960610."}),
        "We passed your request to the Fostering Team, on 01632 960610. We did this on",
        id="who has it now",
    ),
]


@pytest.mark.parametrize(("case", "words"), SLOPPY)
def test_a_letter_reads_well_however_its_words_were_typed(case, words):
    draft = compose(case)
    text = " ".join(p.text for p in draft.paragraphs)
    assert words in text
    assert ".." not in text
    assert "?." not in text
    assert [c.key for c in draft.checklist if c.must and not c.present] == []
