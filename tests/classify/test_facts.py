"""Facts: the name signed, the children, the wishes, the dates, references and numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.dates import find_dates
from classify.facts import find_facts
from classify.language import sentences
from classify.reading import FactField
from tests.classify.messages import message, part_of

THURSDAY = date(2026, 4, 9)


def facts(body: str, field: FactField, **more) -> list[str]:
    mail = message(body, **more)
    return [f.value for f in find_facts(mail, sentences(mail), sent_on=THURSDAY) if f.field is field]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("on 3 March", ["2026-03-03"], id="day and month just past"),
        pytest.param("on 12 November", ["2025-11-12"], id="a month not yet come is last year's"),
        pytest.param("the hearing is due on 12 May", ["2026-05-12"], id="due: to come"),
        pytest.param("on 03/02/2026", ["2026-02-03"], id="British order"),
        pytest.param("on 3.2.26", ["2026-02-03"], id="short year"),
        pytest.param("2026-02-03", ["2026-02-03"], id="ISO"),
        pytest.param("March 3rd, 2025", ["2025-03-03"], id="month first"),
        pytest.param("yesterday", ["2026-04-08"], id="yesterday"),
        pytest.param("last Thursday", ["2026-04-02"], id="the same weekday is a week ago"),
        pytest.param("next Friday", ["2026-04-10"], id="next Friday"),
        pytest.param("they came on Tuesday", ["2026-04-07"], id="a weekday is past"),
        pytest.param("he will move on Tuesday", ["2026-04-14"], id="unless it is to come"),
        pytest.param("three weeks ago", ["2026-03-19"], id="weeks ago"),
        pytest.param("two years ago", ["2024-04"], id="years ago has no day"),
        pytest.param("in June 2024", ["2024-06"], id="a month alone"),
        pytest.param("on 31/02/2026", [], id="no such day"),
        pytest.param("it may be 5 of us", [], id="may is not May"),
        pytest.param("24/7 support", [], id="not a date"),
    ],
)
def test_dates_are_read_from_the_day_they_are_written(text, values):
    assert [d.value for d in find_dates(text, written_on=THURSDAY)] == values


@settings(deadline=None)
@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_read_for_dates(text, day):
    for found in find_dates(text, written_on=day):
        assert text[found.start : found.end]


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


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_fact_is_found_where_it_says(text):
    mail = message(text + "\nmy son Kai (7) on 3 March\nRegards\nLena")
    for fact in find_facts(mail, sentences(mail), sent_on=THURSDAY):
        assert part_of(mail, fact.evidence.where)[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
