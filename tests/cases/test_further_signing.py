"""Whoever had a hand in a further letter does not sign it; one that needs somebody is seen, whatever the case does."""

import pytest
from django.utils import timezone

from cases.errors import NotAllowedError, NotNowError
from cases.models import Conflict, Letter, Role
from cases.selectors.letter import open_letter
from cases.services import letters
from cases.services.further import beginning
from letters.draft import LetterId
from tests.cases.lives import acknowledged
from tests.factories import make_member

pytestmark = pytest.mark.django_db

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
