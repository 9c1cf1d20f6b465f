"""No mail that a person must look at is left out, and what was set aside stays listed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import LedgerEntry
from cases.selectors.buckets import unread_mails
from cases.selectors.unread import (
    acknowledge_by,
    alerts_of,
    count_set_aside,
    find_mail,
    list_set_aside,
    list_unread,
    load_of_mailboxes,
    load_of_steps,
)
from cases.states import MailState
from tests.factories import NOW, make_alert, make_case, make_mail, make_mailbox

pytestmark = pytest.mark.django_db


def test_what_nothing_was_read_of_comes_first_then_what_is_stuck_then_the_oldest():
    newer = make_mail(unread_parts=1, received_at=NOW)
    older = make_mail(unread_parts=1, received_at=NOW - timedelta(days=3))
    sorting = make_mail(state="read", stuck=True, received_at=NOW)
    nothing = make_mail(state="stored", text=None, stuck=True, received_at=NOW)
    assert [mail.pk for mail in list_unread()] == [nothing.pk, sorting.pk, older.pk, newer.pk]
    assert len(list_unread()) == unread_mails().count()


@pytest.mark.parametrize(
    "fields",
    [{}, {"unread_parts": 2, "looked_at": NOW}, {"state": "automatic"}, {"state": "stored", "text": None}],
    ids=["read whole", "a person has read it", "set aside", "still being read"],
)
def test_other_mails_are_not_listed(fields):
    make_mail(**fields)
    assert list_unread() == []


def test_mails_set_aside_are_counted_and_listed_by_why():
    first, second = make_mail(state="automatic"), make_mail(state="automatic", received_at=NOW)
    copy = make_mail(state="duplicate")
    make_mail(state="joined", case=make_case())
    assert count_set_aside() == {MailState.AUTOMATIC: 2, MailState.DUPLICATE: 1}
    assert list(list_set_aside(MailState.AUTOMATIC)) == [second, first]
    assert set(list_set_aside()) == {first, second, copy}


@pytest.mark.parametrize(
    ("received_at", "due_on"),
    [
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 4, 2, 9, 30, tzinfo=UTC), date(2026, 4, 13)),
        (datetime(1999, 1, 1, 9, 30, tzinfo=UTC), None),
    ],
    ids=["a Monday", "before Easter", "outside the calendar"],
)
def test_a_mail_without_a_case_is_due_as_if_it_were_a_complaint(received_at, due_on):
    assert acknowledge_by(received_at) == due_on


def test_a_mail_is_found_with_its_alerts_in_order():
    mail = make_mail()
    second = make_alert(None, mail, raised_at=NOW)
    first = make_alert(None, mail, flag="unscreened", raised_at=NOW - timedelta(hours=1))
    assert find_mail(mail.pk) == mail
    assert alerts_of(mail) == [first, second]
    assert find_mail(999) is None


def test_a_mail_found_in_two_places_of_a_mailbox_is_counted_once():
    box, mail = make_mailbox(), make_mail(state="stored", text=None)
    for uid in (1, 2):
        LedgerEntry.objects.create(mailbox=box, uid_validity=7, uid=uid, mail=mail, found_at=NOW)
    (load,) = load_of_mailboxes(NOW - timedelta(hours=1))
    assert (load.found, load.today, load.waiting, load.oldest_at) == (1, 1, 1, mail.received_at)


def test_what_stopped_does_not_count_as_waiting():
    make_mail(state="read", stuck=True, received_at=NOW - timedelta(days=4))
    waiting = make_mail(state="read")
    steps = {step.state: step for step in load_of_steps()}
    assert set(steps) == {MailState.STORED, MailState.PART_READ, MailState.READ, MailState.SORTED}
    assert (steps[MailState.READ].waiting, steps[MailState.READ].stopped) == (1, 1)
    assert steps[MailState.READ].oldest_at == waiting.received_at
