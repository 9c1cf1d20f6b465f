"""The case for the other procedure: said where a children's matter leaves its own, silent where there is nothing to say."""

import pytest

from classify.labels import Flag, Reason, Route
from classify.reading import BODY, Evidence, Fact, FactField
from routing.chain import CHAIN
from routing.childrens_services import LISTED
from routing.other_side import OWN_WORDS, Told, case_for_other_side

CORPORATE, STATUTORY, FLUENCY, OUT = Route.CORPORATE, Route.STATUTORY, Route.ENGLISH_FLUENCY, Route.OUT_OF_SCOPE


def evidence(words):
    return Evidence(where=BODY, start=0, end=len(words), quote=words)


def told(words, route=CORPORATE, *, reason=None, suggested="corporate", rule="corporate", who="parent", **more):
    facts = [Fact(field=FactField.CAPACITY, value=who, evidence=evidence(f"I am a {who}"))] if who else []
    values = {"evidence": (evidence(words),), "facts": tuple(facts), "flags": frozenset()} | more
    return Told(route=route, reason=reason, suggested=suggested, rule=rule, **values)


SPEAKS = [
    pytest.param(told("My son's respite was cancelled three times."), "short breaks", id="respite called corporate"),
    pytest.param(told("The pathway plan was never written.", who="care leaver"), "leaves care", id="a care leaver's plan"),
    pytest.param(told("My daughter's social worker never rings back."), "worker", id="a worker, a child and a parent"),
    pytest.param(
        told("Contact with my daughter is called off every week."), "contact between a child", id="contact with a child"
    ),
    pytest.param(
        told("They moved his placement without asking us.", who=""), "looked after", id="a placement, writer unknown"
    ),
    pytest.param(
        told("Nobody came for weeks.", suggested="statutory", rule="statutory"), "suggested", id="a suggestion overruled"
    ),
    pytest.param(
        told("She could not follow him.", FLUENCY, suggested="statutory", rule="statutory"),
        "suggested",
        id="a children's matter turned into a fluency one",
    ),
    pytest.param(
        told("Our child in need plan was closed in 2024.", OUT, reason=Reason.OVER_A_YEAR, suggested=""),
        "child in need",
        id="a children's matter refused for its age",
    ),
    pytest.param(
        told("The police came, and our social worker told the child's school.", OUT, reason=Reason.OTHER_BODY, suggested="")
        , "worker", id="another body's, but our worker too",
    ),
    pytest.param(
        told(
            "At the case conference it was promised that respite for my son would start, and it never did.",
            rule="child_protection_conference",
        ),
        "short breaks",
        id="a conference, and a service not given",
    ),
    pytest.param(
        told("My approval was refused and the children's placement ended.", rule="foster_carer_terms", who="foster carer"),
        "looked after",
        id="a carer's terms, and a child's placement",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("matter", "sign"), SPEAKS)
def test_the_case_for_the_childrens_procedure_is_made(matter, sign):
    found = case_for_other_side(matter)
    assert found is not None
    assert found.toward is STATUTORY
    assert any(sign in one.words for one in found.signs)
    assert all(one.source for one in found.signs)
    assert any("23 008 191" in words for words in found.findings)


SILENT = [
    pytest.param(told("Our council tax bill is wrong for the third time."), id="council tax"),
    pytest.param(told("My son's bins were not emptied."), id="bins, and a son"),
    pytest.param(told("Leo's taxi to school stopped and nobody can tell me why."), id="school transport"),
    pytest.param(told("My daughter's school placement was changed without telling us."), id="a school placement"),
    pytest.param(told("His placement at the college was cancelled."), id="a placement at college"),
    pytest.param(told("I was the student placement supervisor."), id="a student on placement"),
    pytest.param(told("My mum's social worker never visits her."), id="an adult's social worker"),
    pytest.param(told("Adult social care took my brother's social worker away."), id="adult social care"),
    pytest.param(told("My daughter saw the hospital social worker, who was rude."), id="a hospital's social worker"),
    pytest.param(told("The Cafcass officer, my son's social worker, lied."), id="Cafcass called a social worker"),
    pytest.param(told("I rang your contact centre four times."), id="the call centre"),
    pytest.param(told("I want contact with your manager."), id="contact with a manager"),
    pytest.param(told("My son's Education, Health and Care Plan came late."), id="an education, health and care plan"),
    pytest.param(told("The social worker parked across my drive.", who="friend or neighbour"), id="a neighbour's drive"),
    pytest.param(
        told("The looked after children next door are noisy.", who="friend or neighbour"), id="a neighbour of a home"
    ),
    pytest.param(
        told("My son's social worker could not be understood.", FLUENCY, suggested="english_fluency", rule="english_fluency"),
        id="fluency as suggested",
    ),
    pytest.param(
        told(
            "Her accent is strong, the social worker of my son.", OUT, reason=Reason.EFD_ACCENT_OR_MANNER,
            suggested="out_of_scope:efd_accent_or_manner",
        ),
        id="accent as suggested",
    ),
    pytest.param(
        told("The child protection conference was moved twice.", rule="child_protection_conference"),
        id="a conference, and nothing else",
    ),
    pytest.param(
        told("The social worker lied at the case conference about my son.", rule="child_protection_conference"),
        id="how a worker spoke at a conference",
    ),
    pytest.param(
        told("My registration was withdrawn by the fostering panel.", rule="foster_carer_terms", who="foster carer"),
        id="a carer's registration",
    ),
    pytest.param(
        told("Our address was given to my ex, a data breach by my daughter's social worker.", rule="data_breach"),
        id="a breach, whoever did it",
    ),
    pytest.param(told("My son's respite was cancelled.", STATUTORY, suggested="statutory", rule="statutory"), id="it stays"),
    pytest.param(
        told("The child protection plan says somebody visits.", STATUTORY, suggested="statutory", rule="statutory"),
        id="a plan merely mentioned stays",
    ),
    pytest.param(
        told("The family group conference was cancelled.", STATUTORY, suggested="statutory", rule="statutory"),
        id="a family group conference stays",
    ),
    pytest.param(
        told("After the case conference his placement broke down.", STATUTORY, suggested="statutory", rule="statutory"),
        id="a conference beside a service stays",
    ),
    pytest.param(told(""), id="no words at all"),
]  # fmt: skip


@pytest.mark.parametrize("matter", SILENT)
def test_nothing_is_said_where_there_is_nothing_to_say(matter):
    assert case_for_other_side(matter) is None


def test_a_conference_kept_in_the_childrens_procedure_has_the_case_against_it():
    matter = told("The case conference chair would not let me speak.", STATUTORY, suggested="corporate")
    found = case_for_other_side(matter)
    assert found is not None
    assert found.toward is CORPORATE
    assert "case conference chair" in found.signs[0].quote
    assert any("fact sheet" in words for words in found.findings)


def test_a_council_that_takes_conferences_in_is_not_argued_with():
    matter = told("The case conference chair was rude.", STATUTORY, takes_in_conference=True)
    assert case_for_other_side(matter) is None


def test_what_speaks_against_it_is_said_too():
    matter = told("Respite was cancelled.", suggested="statutory", who="professional")
    found = case_for_other_side(matter)
    assert found is not None
    assert any("professional" in words for words in found.against)


def test_every_quote_stands_in_the_words():
    words = "x " * 200 + "My son's respite was\ncancelled by the social worker " + "y " * 200
    found = case_for_other_side(told(words))
    assert found is not None
    quotes = [sign.quote for sign in found.signs if sign.quote and not sign.quote.startswith("I am")]
    assert quotes
    assert all(quote in words for quote in quotes)


def test_a_young_person_is_a_child_it_concerns():
    found = case_for_other_side(
        told("My social worker never comes.", who="child or young person", flags=frozenset({Flag.YOUNG_PERSON}))
    )
    assert found is not None


def test_every_rule_that_takes_social_care_out_has_its_words():
    names = {rule.name for rule in CHAIN if rule.reason is None and "statutory" in rule.subjects} - {"statutory"}
    assert set(OWN_WORDS) == names


def test_each_capacity_is_one_that_is_read():
    from pathlib import Path

    source = Path("classify/facts/capacity.py").read_text(encoding="utf-8")
    assert [value for value in LISTED if f'"{value}"' not in source] == []
