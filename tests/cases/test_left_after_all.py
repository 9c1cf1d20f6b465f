"""A sender so slow that a person was asked meanwhile: what the mail server took in the end is told, and nothing doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.errors import NotNowError
from cases.models import Event, Letter, Role
from cases.services import letters, sending, taking_back
from tests.cases.signed_letters import signed_letter
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def slow():
    """A letter that is still being handed over when it is given to a person."""
    letter = signed_letter()
    assert sending.begin(letter_id=letter.pk)
    assert sending.settle_lost(older_than=timedelta(0)) == 1
    letter.refresh_from_db()
    return letter


def _sign_again(letter, manager, officer):
    letter.refresh_from_db()
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="As before."
    )
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    letter.refresh_from_db()
    return letter


def _told(letter):
    return Event.objects.filter(verb="letter_left_after_all", facts__letter=letter.pk).count()


def test_while_nobody_has_said_anything_it_is_simply_sent(slow):
    sending.mark_sent(letter_id=slow.pk, message_id=slow.message_id)
    slow.refresh_from_db()
    assert (slow.state, slow.trouble) == ("sent", "")
    assert slow.case.deadlines.filter(what="acknowledge", met_on=None).count() == 0
    assert _told(slow) == 0


def test_said_to_have_left_it_stays_as_the_person_said(slow, manager):
    taking_back.settle(letter_id=slow.pk, member=manager, was_sent=True)
    before = Letter.objects.values().get(pk=slow.pk)
    sending.mark_sent(letter_id=slow.pk, message_id=slow.message_id)
    assert Letter.objects.values().get(pk=slow.pk) == before


def test_said_not_to_have_left_the_writer_is_told_that_it_did(slow, manager):
    first = slow.message_id
    taking_back.settle(letter_id=slow.pk, member=manager, was_sent=False)
    sending.mark_sent(letter_id=slow.pk, message_id=first)
    slow.refresh_from_db()
    assert slow.state == "returned"
    assert "took this letter after all" in slow.trouble
    assert _told(slow) == 1


def test_signed_again_meanwhile_it_is_held_and_not_sent_twice(slow, manager):
    officer = make_member("priya")
    first = slow.message_id
    taking_back.settle(letter_id=slow.pk, member=manager, was_sent=False)
    again = _sign_again(slow, manager, officer)
    sending.mark_sent(letter_id=slow.pk, message_id=first)
    again.refresh_from_db()
    assert again.state == "held"
    assert "Do not send it a second time" in again.trouble
    assert sending.begin(letter_id=slow.pk) is None


def test_the_bytes_of_a_try_that_was_taken_back_are_not_kept_for_another(slow, manager):
    officer = make_member("priya")
    first = slow.message_id
    taking_back.settle(letter_id=slow.pk, member=manager, was_sent=False)
    again = _sign_again(slow, manager, officer)
    Letter.objects.filter(pk=again.pk).update(state="sending", sending_since=timezone.now())
    with pytest.raises(NotNowError, match="not being sent"):
        sending.keep_mail(letter_id=again.pk, message_id=first, content=b"the first try")
