"""Several matters in one message, each on words of its own: lists, rambling, a P.S., and points that are none."""

from datetime import date

import pytest

from classify.labels import Subject
from classify.model.packaged import load_model
from classify.read import read
from ingest.parse import message_of_text

S = Subject


def subjects_of(body):
    mail = message_of_text(subject="", sender="Ana <ana@post.example>", body=body)
    return {found.label: found for found in read(mail, load_model(), sent_on=date(2026, 6, 1)).subjects}


LIST = (
    "I wish to complain.\n\n1. My son's social worker has not visited him at his foster placement since March.\n"
    "2. The council tax office has charged me twice and will not correct the bill.\n"
    "3. The duty worker's English was so poor that I could not understand what she was saying.\n"
)
PS = (
    "My daughter's contact at the contact centre was cancelled again by the social worker and I want to know why.\n\n"
    "Ana\n\nP.S. My council tax bill is wrong too and the council tax office has not answered my letters."
)
RAMBLING = (
    "I do not know where to start, it has been such a year, but the social worker keeps cancelling visits to my "
    "grandson in foster care and nobody writes anything down. And while I am at it the bins in our street have not been "
    "emptied for five weeks, and the council's recycling team just laughs at me. Please look into all of it."
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(LIST, {S.STATUTORY, S.CORPORATE, S.ENGLISH_FLUENCY}, id="a numbered list"),
        pytest.param(PS, {S.STATUTORY, S.CORPORATE}, id="a P.S. with its own matter"),
        pytest.param(RAMBLING, {S.STATUTORY, S.CORPORATE}, id="rambling on"),
    ],
)
def test_every_matter_is_found_with_words(body, expected):
    found = subjects_of(body)
    assert set(found) >= expected
    assert all(found[subject].evidence for subject in expected)


def test_each_point_of_a_list_rests_on_its_own_line():
    found = subjects_of(LIST)
    assert any("council tax" in span.quote for span in found[S.CORPORATE].evidence)
    assert any("English" in span.quote for span in found[S.ENGLISH_FLUENCY].evidence)
    assert not any("council tax" in span.quote for span in found[S.STATUTORY].evidence)


@pytest.mark.parametrize(
    ("aside", "not_found"),
    [
        pytest.param(
            "For your information only, I have also told the police about the neighbour.", S.OTHER_BODY, id="fyi"
        ),
        pytest.param(
            "I have already sent my complaint about the hospital to the hospital itself.",
            S.OTHER_BODY,
            id="sent elsewhere",
        ),
        pytest.param(
            "The council tax bill is with another team already, I mention it only so that you know.",
            S.CORPORATE,
            id="with another team",
        ),
    ],
)
def test_a_point_only_mentioned_is_no_matter(aside, not_found):
    own = "My son's social worker has not visited him at his foster placement since March and I want to complain."
    assert not_found not in subjects_of(f"{own}\n\n{aside}")
