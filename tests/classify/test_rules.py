"""Rules for kinds, subjects and stage: what hits, and what must not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.language import sentences
from classify.rules import Strength, find_rule_hits
from tests.classify.messages import message, part_of


def codes(body: str, subject: str = "") -> set[str]:
    mail = message(body, subject=subject)
    return {hit.code for hit in find_rule_hits(mail, sentences(mail))}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("I want to make a complaint about my social worker", "complaint", id="a complaint says so"),
        pytest.param("I do not accept your response of 3 March", "escalation", id="answer rejected"),
        pytest.param("Please move my complaint to stage 2", "stage:2", id="stage two asked for"),
        pytest.param("I am taking this to the Ombudsman", "stage:ombudsman", id="Ombudsman"),
        pytest.param("Any news on my complaint?", "follow_up", id="chasing"),
        pytest.param("Just wanted to say thank you for everything", "compliment", id="thanks"),
        pytest.param(
            "Under the Freedom of Information Act please send me the figures", "information_request", id="FOI"
        ),
        pytest.param("The final hearing is listed for June", "court_proceedings", id="court is running"),
        pytest.param("I could not understand a word she said", "english_fluency", id="not understood"),
        pytest.param("My council tax bill is wrong", "corporate", id="council tax"),
        pytest.param("Nobody showed us the care plan", "statutory", id="care plan"),
        pytest.param("He is on bail until July", "criminal_investigation", id="on bail"),
    ],
)
def test_a_rule_hits(body, code):
    assert code in codes(body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("This is not a complaint", "complaint", id="denied"),
        pytest.param("He is in key stage 2 at school", "stage:2", id="school stage"),
        pytest.param("I will see you in court", "court_proceedings", id="angry word"),
        pytest.param("I do not understand your letter", "english_fluency", id="writer does not understand"),
        pytest.param("He should be disciplined", "disciplinary_proceedings", id="a wish, no proceeding"),
        pytest.param("Thanks for nothing", "compliment", id="sarcasm"),
        pytest.param("An agency social worker came", "independent_provider", id="agency worker"),
    ],
)
def test_a_near_miss_does_not_hit(body, code):
    assert code not in codes(body)


def test_quoted_history_is_not_read():
    assert codes("Thanks.\n> I want to make a complaint about my social worker") == set()


def test_a_header_that_says_machine_decides_even_without_words():
    for mail in (message("", automatic="auto-submitted"), message("", subject="Away", automatic="list-id")):
        (hit,) = [h for h in find_rule_hits(mail, sentences(mail)) if h.rule == "automatic.header"]
        assert hit.code == "automatic"
        assert hit.strength is Strength.DECIDES


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_evidence_is_always_in_the_mail(body, subject):
    mail = message(body + " my social worker ignored me, i want to complain", subject=subject)
    for hit in find_rule_hits(mail, sentences(mail)):
        found = hit.evidence
        assert part_of(mail, found.where)[found.start : found.end] == found.quote != ""
