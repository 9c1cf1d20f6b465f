"""Facts: the name signed, the children, the wishes, the dates, references and numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.facts.find import find_facts
from classify.language import sentences
from classify.reading import FactField
from tests.classify.messages import message, part_of

THURSDAY = date(2026, 4, 9)


def facts(body: str, field: FactField, **more) -> list[str]:
    mail = message(body, **more)
    return [f.value for f in find_facts(mail, sentences(mail), sent_on=THURSDAY) if f.field is field]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("Please reply.\n\nKind regards,\nTova Lindqvist", ["Tova Lindqvist"], id="signed off"),
        pytest.param("Hello\nMy name is Omar Sadiq and I live here", ["Omar Sadiq"], id="introduced"),
        pytest.param("Sort it out\nLena", ["Lena Marsh"], id="a first name that is the sender's"),
        pytest.param("Sort it out.", [], id="unsigned"),
        pytest.param("Ok\n> Kind regards,\n> Somebody Else", [], id="another's signature"),
    ],
)
def test_the_writer_is_named_as_they_sign(body, names):
    assert facts(body, FactField.WRITER_NAME) == names


@pytest.mark.parametrize(
    ("body", "children"),
    [
        pytest.param("My son Kai (7) was left.", ["Kai (7)"], id="son with age"),
        pytest.param("my daughter Amina, who is 12, cried", ["Amina (12)"], id="who is"),
        pytest.param("our 9 year old son Reuben", ["Reuben (9)"], id="age first"),
        pytest.param("My sons Tom and Eli", ["Tom", "Eli"], id="two sons"),
        pytest.param("Her son on Monday", [], id="no name"),
        pytest.param("My social worker Dana Cole", [], id="no child"),
    ],
)
def test_children_are_named_with_their_age(body, children):
    assert facts(body, FactField.CHILD) == children


def test_what_the_writer_wants_is_kept_in_their_words():
    body = "Nobody came. I want an apology and a new social worker. Thank you."
    assert facts(body, FactField.DESIRED_OUTCOME) == ["I want an apology and a new social worker"]


def test_a_wish_to_complain_is_no_outcome():
    assert facts("I want to complain about the review.", FactField.DESIRED_OUTCOME) == []


def test_references_and_phone_numbers_are_found_once():
    body = "Ref CS/20417, that is CS/20417. Ring 01632 960 123 or 07700 900456."
    assert facts(body, FactField.REFERENCE) == ["CS/20417"]
    assert facts(body, FactField.PHONE) == ["01632 960 123", "07700 900456"]


@pytest.mark.parametrize(
    ("field", "body", "values"),
    [
        pytest.param("capacity", "My daughter cries every night.", ["parent"], id="my daughter: a parent"),
        pytest.param("capacity", "I am his nan and he lives with me.", ["grandparent"], id="a grandparent says so"),
        pytest.param("capacity", "We foster two boys for you.", ["foster carer"], id="they foster"),
        pytest.param("capacity", "Im 14 and my placement is rubbish.", ["child or young person"], id="fourteen"),
        pytest.param("capacity", "I am a care leaver and I am 20.", ["care leaver"], id="a care leaver"),
        pytest.param("capacity", "We are special guardians.", ["special guardian"], id="special guardians"),
        pytest.param("capacity", "I want an advocate please.", [], id="asks for an advocate: is none"),
        pytest.param("capacity", "I am 14 weeks pregnant.", [], id="fourteen weeks pregnant is no age"),
        pytest.param("capacity", 'She said "I am a foster carer".', [], id="somebody else's words"),
        pytest.param("capacity", "Ok\n> I am a foster carer", [], id="quoted history"),
        pytest.param("on_behalf_of", "I write on behalf of my sister.", ["my sister"], id="for a sister"),
        pytest.param("on_behalf_of", "She spoke on behalf of the council.", [], id="for the council"),
        pytest.param(
            "consent",
            "I write on behalf of my sister. Her signed consent is attached.",
            ["enclosed"],
            id="consent enclosed",
        ),
        pytest.param(
            "consent",
            "I complain for my friend. She does not know I am writing.",
            ["not given"],
            id="she does not know",
        ),
        pytest.param("consent", "You lost the consent form for the school trip.", [], id="a school trip's form"),
        pytest.param(
            "person_named", "My social worker Dana Cole lied.", ["Dana Cole (social worker)"], id="role, name"
        ),
        pytest.param(
            "person_named",
            "Łukasz Żak, the IRO, came.",
            ["Łukasz Żak (independent reviewing officer)"],
            id="any letters",
        ),
        pytest.param("person_named", "Adele's manager rang.", [], id="another's manager"),
        pytest.param("person_named", "The social worker March visit", [], id="a month is nobody"),
        pytest.param("service", "The leaving care team never rang.", ["leaving care"], id="leaving care"),
        pytest.param("service", "Nobody cares.", [], id="no service"),
        pytest.param(
            "provider", "He is in a private children's home.", ["independent children's home"], id="private home"
        ),
        pytest.param("provider", "It is a children's home run by the council.", [], id="the council's own home"),
        pytest.param("first_aware", "I only found out on 3 March.", ["2026-03-03"], id="found out on a day"),
        pytest.param("first_aware", "He went out on 3 March.", [], id="going out is not finding out"),
        pytest.param(
            "where", "It was at the Ferris Road Contact Centre.", ["Ferris Road Contact Centre"], id="a named place"
        ),
        pytest.param("where", "She is a home worker.", [], id="no place"),
        pytest.param(
            "effect", "My son has had nightmares since.", ["My son has had nightmares since"], id="nightmares"
        ),
        pytest.param("effect", "The review was on time.", [], id="no effect"),
        pytest.param(
            "what_happened", "Nobody visited us for months.", ["Nobody visited us for months"], id="no visits"
        ),
        pytest.param("what_happened", "Thank you for your help.", [], id="thanks"),
        pytest.param(
            "desired_outcome",
            "What I want:\n1. a written apology from her\n2. a new worker for him",
            ["1. a written apology from her", "2. a new worker for him"],
            id="a list of wishes",
        ),
        pytest.param(
            "earlier_contact",
            "I emailed the team manager on 3 March. Nobody replied.",
            ["team manager; 2026-03-03; no answer"],
            id="whom, when, no answer",
        ),
        pytest.param("earlier_contact", "I rang the police.", [], id="the police are not us"),
        pytest.param("proceedings", "We are in court in May.", ["court (running)"], id="in court"),
        pytest.param("proceedings", "Care proceedings ended in 2024.", ["court (finished)"], id="ended"),
        pytest.param("proceedings", "The police are investigating him.", ["criminal (running)"], id="police"),
        pytest.param(
            "proceedings", "You are in pre-proceedings with me.", ["pre-proceedings (intended)"], id="before court"
        ),
        pytest.param("proceedings", "I will take you to court.", [], id="the writer's own threat"),
        pytest.param("safe_contact", "He reads my emails.", ["somebody else reads the mail or post"], id="he reads it"),
        pytest.param(
            "safe_contact",
            "Text only please, he reads my post.",
            ["somebody else reads the mail or post", "by text"],
            id="text only for safety",
        ),
        pytest.param("safe_contact", "Please don't leave a voicemail.", ["no voicemail"], id="no voicemail"),
        pytest.param("safe_contact", "He reads books to my son.", [], id="reads books"),
        pytest.param("safe_contact", "They don't know I exist as a parent to them.", [], id="no secret", marks=()),
        pytest.param("contact_wish", "Please email me.", ["by email"], id="by email"),
        pytest.param("contact_wish", "They don't ring me back.", [], id="a grievance is no wish"),
        pytest.param("adjustment", "Please send it in large print.", ["large print"], id="large print"),
        pytest.param("adjustment", "I need a Polish interpreter.", ["Polish interpreter"], id="interpreter"),
        pytest.param("adjustment", "In plain English, you failed us.", [], id="a figure of speech"),
        pytest.param("adjustment", "My son is autistic.", [], id="the child's disability"),
        pytest.param("recording", "I recorded the meeting.", ["audio (held)"], id="recorded"),
        pytest.param("recording", "The video is attached.", ["video (attached)"], id="video attached"),
        pytest.param("recording", "I sent it by recorded delivery.", [], id="recorded delivery"),
        pytest.param("event_date", "His date of birth is 3 March 2015.", [], id="a birth is no event"),
    ],
)
def test_each_fact_is_found_and_its_near_miss_is_not(field, body, values):
    assert facts(body, FactField(field)) == values


def test_facts_come_in_the_order_of_their_fields():
    mail = message("My daughter is upset. I rang the duty team on 3 March. I want an apology from them.")
    order = [list(FactField).index(f.field) for f in find_facts(mail, sentences(mail), sent_on=THURSDAY)]
    assert order == sorted(order)
    assert len(set(order)) > 3


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_fact_is_found_where_it_says(text):
    mail = message(text + "\nmy son Kai (7) on 3 March\nRegards\nLena")
    for fact in find_facts(mail, sentences(mail), sent_on=THURSDAY):
        assert part_of(mail, fact.evidence.where)[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
