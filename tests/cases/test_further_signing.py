"""Whoever had a hand in a further letter does not sign it; one that needs somebody is seen, whatever the case does."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cases.errors import NotAllowedError, NotNowError
from cases.models import Conflict, Letter, Role
from cases.selectors.buckets import CASES_IN, Bucket, cases_in
from cases.selectors.letter import open_letter
from cases.selectors.queue import list_entries
from cases.selectors.queue_rows import list_rows
from cases.services import letters
from cases.services.further import beginning
from letters.draft import LetterId
from tests.cases.lives import acknowledged
from tests.factories import make_case, make_letter, make_member, start_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    """Let it be Monday 23 November 2026, at noon: the days said in these letters have not come yet."""
    start_at(monkeypatch, datetime(2026, 11, 23, 12, tzinfo=UTC))


ASKED = {"questions": "When did the visits stop?\nWho told you about it?", "by": "2026-12-11"}


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def case(officer, manager):
    found = acknowledged(officer, manager)
    found.refresh_from_db()
    return found


def _begin(case, member) -> Letter:
    return beginning.begin_letter(
        case_id=case.pk, version=case.version, member=member, letter=LetterId.MORE_INFORMATION, typed=ASKED
    )


def _hand_in(letter, member) -> Letter:
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=member, missing_reason="Left out on purpose."
    )


def _answer(letter, member) -> Letter:
    return beginning.say_again(letter_id=letter.pk, version=letter.version, member=member, typed=ASKED)


@pytest.mark.parametrize("part", ["began it", "answered its questions anew"])
def test_whoever_answered_its_questions_does_not_sign_it_though_another_handed_it_in(case, officer, manager, part):
    letter = _begin(case, manager) if part == "began it" else _answer(_begin(case, officer), manager)
    letter = _hand_in(letter, officer)
    assert manager.pk in open_letter(letter.pk).writers
    with pytest.raises(NotAllowedError, match="somebody else must sign"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def test_another_manager_signs_it(case, officer, manager):
    letter = _hand_in(_begin(case, manager), officer)
    other = make_member("ruth", role=Role.MANAGER)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=other).signer == other


def test_whoever_began_another_letter_of_the_case_may_sign_this_one(case, officer, manager):
    first = _begin(case, manager)
    beginning.set_aside(letter_id=first.pk, version=first.version, member=manager, why="They rang.")
    letter = _hand_in(_begin(case, officer), officer)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=manager).signer == manager


def test_nobody_signs_what_somebody_named_in_the_case_began(case, officer, manager):
    accused = make_member("mark")
    letter = _hand_in(_begin(case, accused), officer)
    Conflict.objects.create(case=case, member=accused, why="Named in it", state="open", at=timezone.now())
    with pytest.raises(NotNowError, match="wrote or changed this letter"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def _buckets(case):
    return {bucket for bucket in CASES_IN if cases_in(bucket).filter(pk=case.pk).exists()}


@pytest.mark.parametrize("state", ["acknowledged", "waiting", "filed", "going_out"])
@pytest.mark.parametrize(
    ("letter", "bucket"),
    [
        pytest.param("draft", Bucket.TRIAGE, id="not finished"),
        pytest.param("returned", Bucket.TRIAGE, id="given back"),
        pytest.param("to_sign", Bucket.SIGN, id="to sign"),
        pytest.param("uncertain", Bucket.SIGN, id="may not have left"),
    ],
)
def test_a_further_letter_that_needs_somebody_brings_its_case_into_one_list_and_its_row(state, letter, bucket):
    case = make_case(state=state)
    make_letter(case, state="sent")
    further = make_letter(case, state=letter, letter="L07", is_further=True)
    assert _buckets(case) == {bucket}
    (row,) = list_rows(list_entries(bucket))
    assert row.letter == further


@pytest.mark.parametrize("letter", ["sent", "dropped"])
def test_one_that_needs_nobody_leaves_its_case_where_it_is(letter):
    case = make_case(state="acknowledged")
    acknowledgement = make_letter(case, state="sent")
    make_letter(case, state=letter, letter="L07", is_further=True)
    assert _buckets(case) == {Bucket.WAITING}
    (row,) = list_rows(list_entries(Bucket.WAITING))
    assert row.letter == acknowledgement


def test_an_acknowledgement_to_sign_is_shown_before_a_letter_that_is_given_back():
    case = make_case(state="signing")
    acknowledgement = make_letter(case, state="to_sign")
    make_letter(case, state="returned", letter="L07", is_further=True)
    assert _buckets(case) == {Bucket.SIGN}
    (row,) = list_rows(list_entries(Bucket.SIGN))
    assert row.letter == acknowledgement


def test_one_that_a_signer_gives_back_is_seen_again(case, officer, manager):
    letter = _hand_in(_begin(case, officer), officer)
    letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Ask less.")
    assert _buckets(case) == {Bucket.TRIAGE}
