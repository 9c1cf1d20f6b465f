"""The pages of a letter are given what it says now, checked against the case as it is now."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Letter
from cases.selectors.letter import count_outgoing, find_turn, letters_to_sign, open_letter
from cases.services import letters
from tests.cases.stories import a_case, decide
from tests.factories import make_case, make_letter, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    return decide(a_case(), make_member("priya")).letters.get()


def test_a_letter_that_is_not_there_is_none():
    assert open_letter(999) is None


def test_the_checklist_follows_the_case_while_it_is_a_draft(letter):
    letter.case.reference = "BCC-2026-9999"
    letter.case.save()
    file = open_letter(letter.pk)
    assert "reference" in {check.key for check in file.draft.checklist if not check.present}


def test_a_signed_letter_is_shown_as_it_was_signed(letter):
    before = open_letter(letter.pk).draft.checklist
    Letter.objects.filter(pk=letter.pk).update(state="sent")
    letter.case.reference = "BCC-2026-9999"
    letter.case.save()
    assert open_letter(letter.pk).draft.checklist == before
    assert "reference" in {check.key for check in before if check.present}


def test_the_last_change_is_that_of_this_letter(letter):
    assert open_letter(letter.pk).last_change is None
    member = make_member("marcus")
    letters.edit(letter_id=letter.pk, version=letter.version, member=member, texts={"correct": "Tell us."})
    file = open_letter(letter.pk)
    assert file.last_change.actor == member
    assert file.editors == {member.pk}
    newer = make_letter(letter.case, draft=letter.draft, drafted=letter.drafted)
    assert open_letter(newer.pk).last_change is None


def test_letters_to_sign_stand_in_the_order_of_their_deadlines():
    late = make_letter(make_case(next_due_on=date(2026, 3, 9)), state="to_sign")
    never = make_letter(make_case(next_due_on=None), state="to_sign")
    soon = make_letter(make_case(next_due_on=date(2026, 3, 5)), state="to_sign")
    other = make_letter(make_case(next_due_on=date(2026, 3, 1)), state="draft")
    assert letters_to_sign() == [soon.pk, late.pk, never.pk]
    turn = find_turn(late.pk)
    assert (turn.number, turn.total, turn.before, turn.after) == (2, 3, soon.pk, never.pk)
    assert find_turn(other.pk) is None


def test_letters_on_their_way_are_counted_by_what_they_wait_for():
    now = timezone.now()
    for state, fields in (
        ("to_sign", {}),
        ("approved", {"send_at": now + timedelta(minutes=5)}),
        ("approved", {"send_at": now, "trouble": "No answer."}),
        ("sending", {"send_at": now - timedelta(minutes=1)}),
        ("uncertain", {}),
        ("refused", {}),
        ("sent", {}),
        ("dropped", {}),
    ):
        make_letter(make_case(), state=state, **fields)
    found = count_outgoing()
    assert (found.to_sign, found.under_way, found.in_trouble, found.need_look) == (1, 3, 1, 2)
    assert found.oldest_due_at == now - timedelta(minutes=1)
