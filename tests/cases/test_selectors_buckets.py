from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.selectors.buckets import (
    CASES_IN,
    Bucket,
    caseless_alerts,
    cases_in,
    cases_needing_action,
    count_newer_than,
    is_late,
    list_buckets,
    newest_case,
    read_mailboxes,
    unread_mails,
)
from cases.states import CaseState
from tests.factories import NOW, make_alert, make_case, make_letter, make_mail, make_mailbox

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)

WHERE = {
    CaseState.TRIAGE: Bucket.TRIAGE,
    CaseState.LETTER: Bucket.TRIAGE,
    CaseState.SIGNING: Bucket.SIGN,
    CaseState.GOING_OUT: Bucket.WAITING,
    CaseState.ACKNOWLEDGED: Bucket.WAITING,
    CaseState.WAITING: Bucket.WAITING,
    CaseState.FILED: None,
}


def buckets_of(case):
    return {bucket for bucket in CASES_IN if cases_in(bucket).filter(pk=case.pk).exists()}


def test_every_state_is_placed():
    assert set(WHERE) == set(CaseState)


@pytest.mark.parametrize(("state", "bucket"), WHERE.items())
def test_a_case_is_in_exactly_one_bucket_or_over(state, bucket):
    assert buckets_of(make_case(state=state)) == ({bucket} if bucket else set())


@pytest.mark.parametrize("state", CaseState)
def test_danger_outranks_every_state_even_a_closed_one(state):
    case = make_case(state=state)
    make_alert(case)
    assert buckets_of(case) == {Bucket.SAFETY}
    assert case in cases_needing_action()


@pytest.mark.parametrize(
    ("letter", "bucket"),
    [("uncertain", Bucket.SIGN), ("refused", Bucket.SIGN), ("sending", Bucket.WAITING), ("approved", Bucket.WAITING)],
)
def test_a_letter_that_may_not_have_left_needs_action(letter, bucket):
    case = make_case(state="going_out")
    make_letter(case, state=letter)
    assert buckets_of(case) == {bucket}


@pytest.mark.parametrize(
    ("fields", "bucket"),
    [
        pytest.param({"tries": 6}, Bucket.SIGN, id="tried for half an hour"),
        pytest.param({"tries": 40}, Bucket.SIGN, id="tried for a day"),
        pytest.param({"tries": 5}, Bucket.WAITING, id="tried for a quarter of an hour"),
        pytest.param({"tries": 6, "state": "sending"}, Bucket.WAITING, id="leaving now"),
        pytest.param({"tries": 6, "state": "sent"}, Bucket.WAITING, id="left in the end"),
    ],
)
def test_a_letter_tried_again_and_again_comes_before_somebody(fields, bucket):
    case = make_case(state="going_out")
    letter = make_letter(case, **({"state": "approved"} | fields))
    assert buckets_of(case) == {bucket}
    assert is_late(letter) is (bucket is Bucket.SIGN)
    beside = make_case(state="acknowledged")
    make_letter(beside, **({"state": "approved", "is_further": True} | fields))
    assert buckets_of(beside) == {bucket}


def test_each_bucket_has_its_fact():
    make_alert(make_case(), make_mail(received_at=NOW - timedelta(hours=1)))
    make_case(next_due_on=date(2026, 3, 2))
    make_case(next_due_on=TODAY)
    waiting = make_case(state="waiting", next_due_on=date(2026, 3, 9))
    make_mail(case=waiting, state="joined")
    make_mail(stuck=True)
    facts = {fact.bucket: fact for fact in list_buckets(TODAY)}
    assert list(facts) == list(Bucket)
    assert (facts[Bucket.SAFETY].number, facts[Bucket.SAFETY].oldest_at) == (1, NOW - timedelta(hours=1))
    assert (facts[Bucket.TRIAGE].number, facts[Bucket.TRIAGE].late, facts[Bucket.TRIAGE].today) == (2, 1, 1)
    assert (facts[Bucket.WAITING].replies, facts[Bucket.WAITING].next_due_on) == (1, date(2026, 3, 9))
    assert facts[Bucket.UNREAD].number == 1


def test_a_reply_somebody_looked_at_is_no_longer_new():
    make_mail(case=make_case(state="waiting"), state="joined", looked_at=NOW)
    assert {fact.bucket: fact for fact in list_buckets(TODAY)}[Bucket.WAITING].replies == 0


@pytest.mark.parametrize(
    ("fields", "is_unread"),
    [
        pytest.param({"stuck": True}, True, id="a step kept failing"),
        pytest.param({"unread_parts": 1}, True, id="a part could not be read"),
        pytest.param({"unread_parts": 1, "looked_at": NOW}, False, id="a person has read it"),
        pytest.param({}, False, id="all was read"),
        pytest.param({"tries": 3, "trouble": "again"}, False, id="still being tried"),
    ],
)
def test_what_a_person_must_read(fields, is_unread):
    mail = make_mail(**fields)
    assert (mail in unread_mails()) is is_unread


def test_danger_without_a_case_is_counted_once_a_mail():
    mail = make_mail()
    make_alert(None, mail)
    make_alert(None, mail, flag="self_harm")
    make_alert(None, make_mail(), flag="unscreened")
    make_alert(None, make_mail(), state="escalated")
    assert {alert.mail for alert in caseless_alerts()} == {mail}
    assert list_buckets(TODAY)[0].number == 1


def test_the_last_read_is_that_of_a_watched_mailbox():
    fine = make_mailbox()
    make_mailbox(polled_at=NOW - timedelta(minutes=40))
    make_mailbox(polled_at=NOW, watched=False)
    make_mail(state="stored")
    make_mail(state="stored", stuck=True)
    facts = read_mailboxes()
    assert facts.last_read_at == fine.polled_at
    assert facts.being_read == 1


def test_new_cases_are_counted_from_the_newest_seen():
    assert newest_case() == 0
    first = make_case()
    assert newest_case() == first.pk
    make_case(state="filed")
    assert count_newer_than(first.pk) == 0
    make_case()
    assert count_newer_than(first.pk) == 1
    assert Case.objects.count() == 3
