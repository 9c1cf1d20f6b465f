"""What a message is: the model proposes, rules shift the odds, a machine's header decides."""

from dataclasses import replace

import pytest

from classify.kind import UNSURE, decide_kind
from classify.labels import Kind
from classify.rules import Strength
from tests.classify.model_fakes import cut, hit, mail, scores

WORDS = "Nobody rang me back. I want to know why that is."


def decide(body=WORDS, *, kind, hits=(), automatic=None, familiarity=1.0):
    message = replace(mail(body), automatic=automatic)
    found = cut(body)
    return decide_kind(
        message, found, scores(len(found), kind=kind, familiarity=familiarity), hits, found_by="model:test"
    )


def test_the_likeliest_kind_is_said_with_its_probability_and_its_sentences():
    kind, rivals = decide(kind={Kind.COMPLAINT: 0.7, Kind.FOLLOW_UP: 0.3})
    assert (kind.label, kind.confidence, kind.found_by) == (Kind.COMPLAINT, 0.7, "model:test")
    assert [span.quote for span in kind.evidence] == ["Nobody rang me back.", "I want to know why that is."]
    assert [(rival.label, rival.confidence) for rival in rivals] == [(Kind.FOLLOW_UP, 0.3)]


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        pytest.param(Strength.DECIDES, Kind.ESCALATION, id="a deciding rule turns a close call"),
        pytest.param(Strength.SUPPORTS, Kind.COMPLAINT, id="a supporting rule does not"),
    ],
)
def test_a_rule_shifts_the_odds(strength, expected):
    odds = {Kind.COMPLAINT: 0.75, Kind.ESCALATION: 0.25}
    assert decide(kind=odds, hits=[hit("escalation", "rang me", 7, strength)])[0].label is expected


def test_where_rule_and_model_disagree_the_confidence_falls():
    sure = decide(kind={Kind.COMPLAINT: 0.9, Kind.COMPLIMENT: 0.1})[0]
    doubted = decide(kind={Kind.COMPLAINT: 0.9, Kind.COMPLIMENT: 0.1}, hits=[hit("compliment", "rang", 7)])[0]
    assert doubted.label is sure.label
    assert doubted.confidence < sure.confidence - 0.1


def test_several_rules_for_one_kind_count_once():
    odds = {Kind.COMPLAINT: 0.9, Kind.COMPLIMENT: 0.1}
    one = decide(kind=odds, hits=[hit("compliment", "rang", 7)])[0]
    many = decide(kind=odds, hits=[hit("compliment", "rang", 7), hit("compliment", "back", 15)] * 3)[0]
    assert one.confidence == many.confidence


def test_rules_for_subjects_do_not_touch_the_kind():
    assert decide(kind={Kind.COMMENT: 1.0}, hits=[hit("statutory"), hit("stage:2")])[0].confidence == 1.0


def test_a_machine_s_header_decides():
    kind, _ = decide(kind={Kind.COMPLAINT: 0.6, Kind.AUTOMATIC: 0.4}, automatic="auto-submitted")
    assert kind.label is Kind.AUTOMATIC
    assert kind.confidence > 0.9


def test_a_complaint_behind_a_machine_s_header_is_not_lost():
    kind, rivals = decide(kind={Kind.COMPLAINT: 0.97, Kind.AUTOMATIC: 0.03}, automatic="list-id")
    assert kind.label is Kind.COMPLAINT
    assert kind.label not in {rival.label for rival in rivals}


@pytest.mark.parametrize("sign", ["auto-replied", "delivery-report", "read-receipt", "own-letter"])
def test_a_machine_s_answer_is_never_a_complaint_whatever_it_quotes(sign):
    kind, rivals = decide(kind={Kind.COMPLAINT: 0.99, Kind.AUTOMATIC: 0.01}, automatic=sign)
    assert kind.label is Kind.AUTOMATIC
    assert Kind.COMPLAINT not in {rival.label for rival in rivals}


@pytest.mark.parametrize("familiarity", [0.0, 0.5, 0.79])
def test_words_the_model_does_not_know_are_never_put_away_and_never_sure(familiarity):
    kind, _ = decide(kind={Kind.AUTOMATIC: 0.8, Kind.NOT_FOR_US: 0.15, Kind.COMPLAINT: 0.05}, familiarity=familiarity)
    assert kind.label is Kind.COMPLAINT
    assert kind.confidence <= UNSURE


def test_two_words_are_never_sure():
    assert decide("Help please", kind={Kind.SERVICE_REQUEST: 1.0})[0].confidence <= UNSURE


def test_a_mail_without_words_is_left_to_a_person():
    kind, rivals = decide("", kind={Kind.COMPLAINT: 1.0})
    assert kind.confidence <= 0.1
    assert kind.evidence == ()
    assert [rival.label for rival in rivals] == [Kind.COMPLAINT]


@pytest.mark.parametrize(
    ("body", "sort"),
    [
        pytest.param("Under the Freedom of Information Act, how many children are in care?", "foi", id="FOI"),
        pytest.param("This is an FOI request about placements.", "foi", id="FOI in short"),
        pytest.param("I would like to make a subject access request.", "sar", id="subject access"),
        pytest.param("Please send me my file from when I was in care.", "sar", id="own file"),
        pytest.param("What is your policy on home visits?", "policy", id="policy"),
        pytest.param("Who decides how often a social worker visits?", "policy", id="a question"),
    ],
)
def test_an_information_request_says_which_sort(body, sort):
    assert decide(body, kind={Kind.INFORMATION_REQUEST: 1.0})[0].note == sort


def test_other_kinds_bear_no_sort():
    assert decide("I complain. Where is my subject access request?", kind={Kind.COMPLAINT: 1.0})[0].note == ""
