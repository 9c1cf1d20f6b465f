"""The whole reading: exact evidence, matters only where they belong, and nothing that crashes it."""

import dataclasses
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.labels import COMPLAINTS, Kind, Stage, Subject
from classify.long_ago import RULE as BY_DATES
from classify.model.corpus import message_of, read_rows
from classify.model.packaged import load_model
from classify.read import asked_rule_ids, read
from classify.reading import BODY, SUBJECT_LINE
from classify.rules import all_rule_ids
from ingest.message import Attachment
from tests.classify.model_fakes import FakeModel, mail, scores

DAY = date(2026, 6, 1)


def read_it(message):
    return read(message, load_model(), sent_on=DAY)


@cache
def rows():
    return tuple(read_rows())


def all_evidence(reading):
    for finding in (reading.kind, *reading.rivals, *reading.subjects, *reading.flags):
        yield from finding.evidence
    yield from (reading.stage.evidence if reading.stage else ())
    yield from (fact.evidence for fact in reading.facts)


def part(message, where):
    named = {SUBJECT_LINE: message.subject, BODY: message.body}
    named |= {f"attachment:{attachment.index}": attachment.text for attachment in message.attachments}
    return named[where]


def check_reading(message, reading):
    for span in all_evidence(reading):
        assert part(message, span.where)[span.start : span.end] == span.quote
        assert span.quote.strip() or span.where == SUBJECT_LINE
    holds_matters = reading.kind.label in COMPLAINTS
    assert bool(reading.subjects) == holds_matters
    assert (reading.stage is not None) == holds_matters
    assert all(subject.evidence for subject in reading.subjects)
    assert all(flag.evidence for flag in reading.flags)
    assert len({subject.label for subject in reading.subjects}) == len(reading.subjects)
    assert len({flag.label for flag in reading.flags}) == len(reading.flags)
    confidences = [finding.confidence for finding in (reading.kind, *reading.rivals, *reading.subjects, *reading.flags)]
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert reading.kind.label not in {rival.label for rival in reading.rivals}
    assert 0 < len(reading.gist) <= 70


@given(st.integers(min_value=0))
@settings(max_examples=150, deadline=None)
def test_every_span_is_found_in_the_message(number):
    message = message_of(rows()[number % len(rows())])
    check_reading(message, read_it(message))


@given(st.text(max_size=400), st.text(max_size=80))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_read(body, subject):
    message = mail(body, subject)
    check_reading(message, read_it(message))


def test_the_same_mail_is_read_the_same_twice():
    message = message_of(rows()[0])
    assert read_it(message) == read_it(message)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(
            "Nobody has arranged my contact with my son for six weeks. The social worker never rings back.",
            Kind.COMPLAINT,
            id="complaint",
        ),
        pytest.param(
            "I am not happy with the reply to my complaint dated 3 March. I do not accept it and want stage 2.",
            Kind.ESCALATION,
            id="escalation",
        ),
        pytest.param(
            "I just wanted to say thank you to Priya for everything. She was brilliant with the boys. Please tell her.",
            Kind.COMPLIMENT,
            id="compliment",
        ),
        pytest.param(
            "Under the Freedom of Information Act please tell me how many children were placed out of county in 2025.",
            Kind.INFORMATION_REQUEST,
            id="information request",
        ),
    ],
)
def test_plain_mail_is_read_plainly(body, kind):
    reading = read_it(mail(body))
    assert reading.kind.label is kind
    assert reading.version in reading.kind.found_by or reading.kind.found_by.startswith("rule:")


def test_two_matters_stand_on_their_own_words():
    reading = read_it(
        mail(
            "My son's respite has been cancelled three times and the social worker has not been to see him since June.\n\n"
            "Separately my council tax bill is wrong again and the council tax office has not answered my letters."
        )
    )
    by_label = {finding.label: finding for finding in reading.subjects}
    assert set(by_label) == {Subject.STATUTORY, Subject.CORPORATE}
    assert "respite" in by_label[Subject.STATUTORY].evidence[0].quote
    assert "council tax" in by_label[Subject.CORPORATE].evidence[0].quote


def test_words_in_an_attachment_are_read_and_pointed_at():
    letter = Attachment(
        index=0,
        filename="letter.docx",
        media_type="application/msword",
        size_bytes=10,
        digest="00",
        text="I complain that the leaving care team never paid my setting up home grant. I am 18.",
    )
    message = dataclasses.replace(mail("Please see attached.", "Letter"), attachments=(letter,))
    reading = read_it(message)
    check_reading(message, reading)
    assert reading.kind.label is Kind.COMPLAINT
    assert "attachment:0" in {span.where for span in reading.subjects[0].evidence}


def test_what_others_wrote_below_is_no_evidence():
    message = mail("Thank you.\n\n> I complain that nobody arranged contact for my son for six weeks.", "Re: contact")
    reading = read_it(message)
    quoted = message.body.index("> I complain")
    assert all(span.end <= quoted for span in all_evidence(reading) if span.where == BODY)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("   \n\n", id="white space"),
        pytest.param("?", id="one mark"),
        pytest.param("ok", id="one word"),
        pytest.param("Dzień dobry, mój syn został zabrany i nikt nie oddzwania od trzech tygodni.", id="Polish"),
        pytest.param("السلام عليكم، أريد تقديم شكوى بخصوص ابني", id="Arabic"),
        pytest.param("孩子的社工从来不回电话，我要投诉。", id="Chinese"),
        pytest.param("\ud800 broken \x00 text", id="damaged"),
        pytest.param("aGVsbG8gd29ybGQ" * 400, id="one endless word"),
    ],
)
def test_what_cannot_be_read_is_unsure_and_never_put_away(body):
    message = mail(body)
    reading = read_it(message)
    check_reading(message, reading)
    assert reading.kind.confidence <= 0.4
    assert reading.kind.label not in {Kind.AUTOMATIC, Kind.NOT_FOR_US}


def test_a_machine_s_mail_is_automatic_and_holds_nothing():
    message = dataclasses.replace(
        mail("I am out of the office until Monday.", "Out of office"), automatic="auto-submitted"
    )
    reading = read_it(message)
    assert (reading.kind.label, reading.subjects, reading.stage) == (Kind.AUTOMATIC, (), None)


def test_a_better_model_can_take_this_one_s_place():
    given_scores = scores(kind={Kind.ESCALATION: 0.9}, subjects={Subject.CORPORATE: 0.8}, stage={Stage.THREE: 0.9})
    reading = read(mail("Words that say little."), FakeModel(given_scores), sent_on=DAY)
    assert reading.kind.label is Kind.ESCALATION
    assert [finding.label for finding in reading.subjects] == [Subject.CORPORATE]
    assert reading.stage is not None
    assert reading.stage.label is Stage.THREE
    assert reading.version == "model:fake"


def test_misses_are_the_rules_asked_and_not_met():
    asked = set(asked_rule_ids())
    reading = read_it(mail("I do not accept your stage 1 reply and I want my complaint to go to stage 2."))
    by_rule = reading.kind.found_by.removeprefix("rule:")
    assert set(reading.misses) < asked
    assert by_rule not in reading.misses
    assert asked <= {*all_rule_ids(), BY_DATES}
