"""The rules of route: whose service is it about, and which procedure of this council takes it?"""

import pytest

from classify.labels import Flag, Route, Subject
from routing.assessment import Sureness
from tests.routing.readings import assess_text, codes

CARER = [(Flag.FOSTER_CARER, 0.97)]

ROUTED = [
    ("nobody came to see my son in his placement", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the review was held without her", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("no family group conference was ever held for us", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the child protection plan says someone sees the kids every 10 days and no one came", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the child protection conference decided without me", Subject.STATUTORY, (), Route.CORPORATE, "child_protection_conference"),
    ("the section 47 enquiry was a farce", Subject.STATUTORY, (), Route.CORPORATE, "child_protection_conference"),
    ("the strategy meeting was held behind our backs", Subject.STATUTORY, (), Route.CORPORATE, "child_protection_conference"),
    ("your section 7 report left out what I said", Subject.STATUTORY, (), Route.CORPORATE, "family_court_report"),
    ("no support under section 17 was given", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("our assessment as foster carers dragged on", Subject.STATUTORY, (), Route.CORPORATE, "carer_assessment"),
    ("her assessment as a child in need dragged on", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("we asked for a post-adoption assessment and got a webinar", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the worker who did the section 7 report cancelled our visits", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("our supervising social worker never pays for his clubs", Subject.STATUTORY, CARER, Route.STATUTORY, "statutory"),
    ("our adoption support stopped", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the fostering panel ended our approval", Subject.STATUTORY, CARER, Route.CORPORATE, "foster_carer_terms"),
    ("my retainer was stopped", Subject.CORPORATE, CARER, Route.CORPORATE, "foster_carer_terms"),
    ("his savings were never paid in", Subject.STATUTORY, CARER, Route.STATUTORY, "statutory"),
    ("the fostering panel matched him too late", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("they sent it to the wrong house and breached data protection", Subject.STATUTORY, [(Flag.DATA_PROTECTION, 0.9)], Route.CORPORATE, "data_breach"),
    ("the visits went to the wrong house", Subject.STATUTORY, [(Flag.DATA_PROTECTION, 0.9)], Route.STATUTORY, "statutory"),
    ("they breached data protection", Subject.STATUTORY, (), Route.STATUTORY, "statutory"),
    ("the bins were not emptied", Subject.CORPORATE, (), Route.CORPORATE, "corporate"),
    ("I could not understand a word she said", Subject.ENGLISH_FLUENCY, (), Route.ENGLISH_FLUENCY, "english_fluency"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "subject", "flags", "route", "rule"), ROUTED, ids=[f"{r[4]}: {r[0]}" for r in ROUTED]
)
def test_a_point_goes_where_the_officer_would_send_it(words, subject, flags, route, rule):
    found = assess_text(words, subject, flags=flags)
    assert [(m.route, m.reason, m.ruling.rule) for m in found.matters] == [(route, None, rule)]
    assert not found.matters[0].needs_discretion


@pytest.mark.parametrize(
    ("council", "route", "procedure"),
    [
        pytest.param("brackenshire", Route.CORPORATE, "corporate_default", id="outside, as the Ombudsman says"),
        pytest.param("shropshire", Route.STATUTORY, "shropshire_children", id="inside, as this council's page says"),
    ],
)
def test_a_case_conference_goes_as_the_council_s_own_page_says(council, route, procedure):
    found = assess_text("the case conference decided without me", Subject.STATUTORY, council=council)
    assert [(m.route, m.procedure) for m in found.matters] == [(route, procedure)]
    assert codes(found) & {"conference_route", "child_protection_mentioned"}
    assert found.matters[0].sureness is Sureness.FAIRLY_SURE


@pytest.mark.parametrize(
    ("words", "subject", "flags", "procedure"),
    [
        pytest.param("our approval was ended by the fostering panel", Subject.STATUTORY, CARER, "norfolk_foster_carers_old", id="approval"),
        pytest.param("my mileage was halved", Subject.CORPORATE, CARER, "norfolk_foster_carers_old", id="expenses of a carer"),
        pytest.param("the bins were not emptied", Subject.CORPORATE, CARER, "corporate_default", id="a carer's bins"),
        pytest.param("my mileage was halved", Subject.CORPORATE, (), "corporate_default", id="somebody else's mileage"),
        pytest.param("contact with his brother stopped", Subject.STATUTORY, CARER, "statutory_default", id="what is about the child"),
    ],
)  # fmt: skip
def test_a_council_with_a_procedure_for_carers_uses_it_for_what_is_theirs(words, subject, flags, procedure):
    assert assess_text(words, subject, flags=flags, council="norfolk").matters[0].procedure == procedure


def test_a_carer_s_matter_is_asked_about_when_a_child_is_in_it():
    words = "my retainer was stopped when the placement ended"
    assert "whose_service" in codes(assess_text(words, Subject.CORPORATE, flags=CARER))
    assert "whose_service" not in codes(assess_text("my retainer was stopped", Subject.CORPORATE, flags=CARER))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param("her accent is foreign", "accent_only", id="only an accent"),
        pytest.param("his emails are full of mistakes", "written_english", id="written English"),
        pytest.param("he has a stammer and I could not follow", "speech_or_hearing", id="a stammer"),
    ],
)
def test_fluency_asks_before_it_takes_what_the_duty_leaves_out(words, code):
    assert code in codes(assess_text(words, Subject.ENGLISH_FLUENCY))


def test_plain_fluency_asks_nothing():
    found = assess_text("she did not know the words and I could not follow", Subject.ENGLISH_FLUENCY)
    assert not found.doubts
    assert found.matters[0].sureness is Sureness.SURE


@pytest.mark.parametrize(
    ("words", "subject", "flags", "is_asked"),
    [
        pytest.param("the council tax team was rude", Subject.CORPORATE, (), False, id="nothing of a child"),
        pytest.param("my social worker's team lost my file", Subject.CORPORATE, (), True, id="a social worker in a corporate matter"),
        pytest.param("they lost my bank form", Subject.CORPORATE, [(Flag.YOUNG_PERSON, 0.9)], True, id="written by a young person"),
        pytest.param("the school appeal about his placement", Subject.RIGHT_OF_APPEAL, (), True, id="a refusal that speaks of a placement"),
        pytest.param("my social worker never visits", Subject.STATUTORY, (), False, id="already statutory"),
        pytest.param("my foster carer agreement was ended", Subject.CORPORATE, CARER, False, id="a carer's own business"),
    ],
)  # fmt: skip
def test_a_child_s_matter_is_asked_about_before_it_goes_another_way(words, subject, flags, is_asked):
    assert ("wrong_procedure" in codes(assess_text(words, subject, flags=flags))) is is_asked
