"""Trying again is offered where something on our side may have been mended, and nowhere else."""

import pytest

from cases.errors import NotAllowedError
from cases.models import Event, Mail, Role
from cases.services import retrying
from cases.states import MailState
from ingest.message import Attachment, Problem, ProblemCode
from tests.factories import NOW, make_case, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db


def _mail(code=ProblemCode.NO_READER, **fields):
    problem = Problem(code=code, words="It could not be read.", part="page.jpg")
    photo = Attachment(
        index=0, filename="page.jpg", media_type="image/jpeg", size_bytes=9, digest="a" * 64, problems=(problem,)
    )
    values = {"case": make_case(), "unread_parts": 1} | fields
    return make_mail(make_message(attachments=[photo]), **values)


@pytest.mark.parametrize("code", sorted(retrying.CURABLE))
def test_what_may_be_mended_on_our_side_can_be_tried_again(code):
    assert retrying.can_try(_mail(code))


@pytest.mark.parametrize("code", sorted(set(ProblemCode) - retrying.CURABLE))
def test_what_never_ends_otherwise_is_not_offered(code):
    assert not retrying.can_try(_mail(code))


@pytest.mark.parametrize("state", [MailState.STORED, MailState.READ, MailState.SORTED, MailState.DRAFTED])
def test_a_mail_that_stopped_anywhere_can_be_tried_again(state):
    assert retrying.can_try(make_mail(state=state, stuck=True, text=None))


@pytest.mark.parametrize(
    "fields",
    [{"state": "read"}, {"state": "part_read"}, {"again": "read"}, {"again": "judge"}],
    ids=["being sorted", "being read", "being read again", "being judged by new words"],
)
def test_what_is_under_way_is_left_alone(fields):
    assert not retrying.can_try(_mail(**fields))


def test_a_mail_that_stopped_goes_on_where_it_stopped():
    mail = make_mail(state="read", stuck=True, tries=5)
    retrying.try_again(mail_id=mail.pk, member=make_member())
    mail.refresh_from_db()
    assert (mail.state, mail.stuck, mail.tries, mail.again) == ("read", False, 0, "")


def test_a_mail_that_has_come_to_its_end_is_read_whole_once_more():
    mail = _mail()
    member = make_member()
    retrying.try_again(mail_id=mail.pk, member=member)
    mail.refresh_from_db()
    assert (mail.state, mail.again) == ("drafted", "read")
    assert Event.objects.get(verb="mail_tried_again").actor == member


def test_the_lane_it_is_in_is_not_taken_from_it():
    mail = make_mail(state="part_read", stuck=True, tries=2, busy_until=NOW.replace(year=2099), due_at=NOW)
    retrying.try_again(mail_id=mail.pk, member=make_member())
    mail.refresh_from_db()
    assert (mail.tries, mail.due_at) == (2, NOW)


def test_all_of_a_kind_are_tried_and_no_other():
    ours = [_mail(), make_mail(state="read", stuck=True)]
    locked = _mail(ProblemCode.PASSWORD)
    assert retrying.try_all_again(mail_ids=[*(mail.pk for mail in ours), locked.pk], member=make_member()) == 2
    assert set(Event.objects.filter(verb="mail_tried_again").values_list("chain", flat=True)) == {
        f"mail:{mail.pk}" for mail in ours
    }


def test_who_may_not_decide_tries_nothing():
    mail = _mail()
    with pytest.raises(NotAllowedError):
        retrying.try_again(mail_id=mail.pk, member=make_member(role=Role.ADMINISTRATOR))
    assert Mail.objects.get(pk=mail.pk).again == ""
