"""Every mail ends in exactly one place that a person can see, however often and in whatever order things run."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cases import events, steps
from cases.models import Alert, Case, Event, LedgerEntry, Letter, Mail
from cases.selectors.buckets import caseless_alerts, new_replies, unread_mails
from cases.services import mail as mails
from cases.services import retrying
from cases.states import MAIL_ENDED, MailState
from classify.labels import Flag
from classify.reading import Finding
from ingest.mailboxes.mailbox import RawMail
from tests.cases.stories import WORDS, a_case, a_mail, arrive, decide, store
from tests.factories import make_mailbox, make_member

pytestmark = pytest.mark.django_db


def test_a_complaint_becomes_a_case_with_matters_dates_and_a_draft():
    case = a_case()
    assert case.kind == "complaint"
    assert [m.route for m in case.matters.all()] == ["statutory"]
    assert case.deadlines.get(what="acknowledge").due_on.isoformat() == "2026-03-09"
    assert case.next_due_on.isoformat() == "2026-03-09"
    assert case.letters.get().letter == "L01"
    assert case.person_name == "Joan Ashby"
    assert case.reference.startswith("BCC-")


def test_a_suggestion_shows_the_words_it_rests_on():
    case = a_case()
    text = case.mails.get().text["body"]
    for row in case.decisions.exclude(evidence=[]):
        for found in row.evidence:
            if found["where"] == "body":
                assert text[found["start"] : found["end"]] == found["quote"]
    assert case.decisions.get(key="matter:1").evidence


def test_the_same_bytes_in_two_mailboxes_are_one_mail_and_two_entries():
    raw = a_mail()
    (first,) = store(raw)
    assert store(raw) == []
    assert Mail.objects.get() == first
    assert LedgerEntry.objects.count() == 2


def test_the_same_look_twice_changes_nothing():
    box = make_mailbox()
    store(a_mail(), mailbox=box)
    before = (Mail.objects.count(), LedgerEntry.objects.count(), Event.objects.count())
    store(a_mail(), mailbox=box)
    assert (Mail.objects.count(), LedgerEntry.objects.count(), Event.objects.count()) == before


def test_steps_run_again_change_nothing():
    (mail,) = arrive(a_mail())
    before = (Case.objects.count(), Letter.objects.count(), Event.objects.count())
    for step in (steps.read_quickly, steps.sort_mail, steps.draft_letter):
        step(mail)
    assert (Case.objects.count(), Letter.objects.count(), Event.objects.count()) == before


def test_every_step_that_was_cut_off_goes_on_where_it_stopped():
    (mail,) = store(a_mail())
    for step, state in ((steps.read_quickly, "read"), (steps.sort_mail, "sorted"), (steps.draft_letter, "drafted")):
        step(mail)
        mail.refresh_from_db()
        assert mail.state == state
    assert steps.advance(mail.pk) is MailState.DRAFTED


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        pytest.param(
            a_mail("I am away until Monday.", subject="Automatic reply: Your letter", Auto_Submitted="auto-replied"),
            "automatic",
            id="out of office",
        ),
        pytest.param(b"", "drafted", id="no bytes at all"),
        pytest.param(b"\xff\xfe\x00garbage\x00" * 50, "drafted", id="not a mail"),
        pytest.param(a_mail(""), "drafted", id="an empty mail"),
    ],
)
def test_any_mail_ends_somewhere(raw, state):
    (mail,) = arrive(raw)
    assert mail.state == state
    assert mail.state in MAIL_ENDED


def test_an_automatic_mail_with_danger_in_it_is_a_case_all_the_same():
    words = "My stepdad hit me again last night and I am scared to go home."
    (mail,) = arrive(a_mail(words, Auto_Submitted="auto-generated"))
    assert mail.case is not None
    assert mail.case.has_open_alert


def test_a_second_delivery_of_one_mail_is_a_copy_and_no_second_case():
    first, second = arrive(a_mail(Received="by one"), a_mail(Received="by another"))
    assert (first.state, second.state) == ("drafted", "duplicate")
    assert second.same_as == first
    assert Case.objects.count() == 1


def test_a_mail_sent_again_is_shown_beside_the_first_and_never_merged():
    first, second = arrive(a_mail(), a_mail(Message_ID="<again@mailbox.example>"))
    assert Case.objects.count() == 2
    assert second.case.maybe_same.get().other == first.case


def test_a_reply_to_a_case_joins_it_when_sender_reference_and_content_agree():
    case = a_case()
    reply = a_mail(
        "She still has not come. Please add this to my complaint.",
        subject=f"Re: Your complaint, reference {case.reference}",
    )
    (mail,) = arrive(reply)
    assert (mail.state, mail.case) == ("joined", case)


def test_a_reply_from_another_address_waits_for_a_person():
    """Two separated parents must never meet in one case because one of them knows its number."""
    case = a_case()
    (mail,) = arrive(
        a_mail("What has she told you?", subject=f"Re: {case.reference}", From="Paul Ashby <paul@elsewhere.example>")
    )
    assert mail.case != case
    assert mail.case.maybe_same.get().other == case


def test_danger_is_seen_before_anything_else_is_done():
    (mail,) = store(a_mail("He hit Leo again last night and Leo is too scared to go home."))
    steps.read_quickly(mail)
    alert = Alert.objects.get(flag="safeguarding")
    assert alert.state == "open"
    assert alert.case is None
    steps.advance(mail.pk)
    alert.refresh_from_db()
    assert alert.case.has_open_alert


def test_an_unread_attachment_counts_as_unscreened():
    raw = (
        b"From: a@mailbox.example\r\nSubject: papers\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nSee attached.\r\n'
        b'--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="letter.pdf"\r\n\r\n'
        b"%PDF-1.4 this is no PDF at all\r\n--b--\r\n"
    )
    (mail,) = arrive(raw)
    assert mail.unread_parts == 1
    assert "damaged" in mail.alerts.get(flag="unscreened").words[0]["quote"]


def test_a_failure_is_noted_tried_again_and_then_shown():
    (mail,) = store(a_mail())
    for number in range(1, mails.MOST_TRIES + 1):
        failed = mails.note_failure(mail_id=mail.pk, words="The disk was full.")
        assert failed.tries == number
        assert failed.due_at > timezone.now()
    assert failed.stuck
    assert mail.pk not in list(mails.due())
    again = retrying.try_again(mail_id=mail.pk, member=make_member())
    assert not again.stuck
    assert mail.pk in list(mails.due())


def test_a_mail_that_cannot_be_sorted_is_a_case_for_a_person(monkeypatch):
    (mail,) = store(a_mail())
    steps.read_quickly(mail)
    mail.refresh_from_db()
    steps.open_unsorted(mail)
    case = Case.objects.get()
    assert [d["code"] for d in case.doubts] == ["unsorted"]
    assert case.deadlines.get(what="acknowledge").due_on.isoformat() == "2026-03-09"
    assert case.decisions.get(key="kind").sureness == "not_sure"


def test_a_person_can_say_that_an_automatic_mail_is_a_case():
    (mail,) = arrive(a_mail("I am away until Monday.", subject="Out of office", Auto_Submitted="auto-replied"))
    assert mail.state == "automatic"
    mails.make_case_of(mail_id=mail.pk, member=make_member())
    steps.advance(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.case.gist != "") == ("drafted", True)


def test_a_complaint_sent_by_a_web_form_is_a_case_for_all_its_headers():
    (mail,) = arrive(a_mail(WORDS, Auto_Submitted="auto-generated"))
    assert (mail.state, mail.case.kind) == ("drafted", "complaint")


def test_every_chain_of_events_is_whole_after_all_that():
    arrive(a_mail(), a_mail(Message_ID="<again@mailbox.example>"), b"")
    chains = set(Event.objects.values_list("chain", flat=True))
    assert len(chains) >= 5
    assert all(events.broken_links(chain) == [] for chain in chains)


def test_an_event_holds_no_person_and_no_words():
    a_case()
    for facts in Event.objects.values_list("facts", flat=True):
        assert "Ashby" not in str(facts)
        assert "visited" not in str(facts)


def _reply(case, words="She still has not come. Please add this to my complaint."):
    return a_mail(words, subject=f"Re: Your complaint, reference {case.reference}")


def test_danger_that_only_the_model_finds_in_a_reply_is_an_alert_too(monkeypatch):
    case, read = a_case(), steps.read
    danger = Finding(label=Flag.SAFEGUARDING, confidence=0.4, evidence=(), found_by="model")
    monkeypatch.setattr(steps, "read", lambda *given, **named: replace(read(*given, **named), flags=(danger,)))
    (mail,) = arrive(_reply(case))
    case.refresh_from_db()
    assert mail.state == "joined"
    assert (mail.alerts.get().case, case.has_open_alert) == (case, True)


def test_a_reply_made_a_case_of_its_own_takes_its_danger_with_it():
    case = a_case()
    words = "He hit Leo again last night and Leo is too scared to go home. Please add this to my complaint."
    (mail,) = arrive(_reply(case, words))
    case.refresh_from_db()
    assert (mail.case, case.has_open_alert) == (case, True)
    mails.make_case_of(mail_id=mail.pk, member=make_member())
    case.refresh_from_db()
    assert not case.has_open_alert
    assert caseless_alerts().get().mail == mail
    steps.advance(mail.pk)
    mail.refresh_from_db()
    assert mail.case != case
    assert mail.case.has_open_alert


def test_a_reply_is_new_until_somebody_decides_with_it_before_them():
    case = a_case()
    arrive(_reply(case))
    assert new_replies().count() == 1
    case.refresh_from_db()
    case = decide(case, make_member())
    assert (new_replies().count(), case.waiting_for) == (0, "")


def test_a_reply_with_a_part_nobody_could_read_stays_listed_though_the_case_is_decided():
    case = a_case()
    (mail,) = arrive(_reply(case))
    Mail.objects.filter(pk=mail.pk).update(unread_parts=1)
    case.refresh_from_db()
    decide(case, make_member())
    assert unread_mails().get() == mail


@pytest.mark.parametrize("first_read", [0, 1], ids=["in order", "the first one failed at first"])
def test_one_of_two_deliveries_is_a_copy_whichever_is_read_first(first_read):
    two = store(a_mail(Received="by one"), a_mail(Received="by another"))
    for mail in (two[first_read], two[1 - first_read]):
        steps.advance(mail.pk)
    assert Case.objects.count() == 1
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["drafted", "duplicate"]


@pytest.mark.parametrize(
    ("internal_at", "date"),
    [
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), "Thu, 01 Jan 1970 00:00:00 +0000", id="clocks never set"),
        pytest.param(None, "Mon, 02 Mar 1998 09:30:00 +0000", id="a folder's mail with a sender's broken clock"),
        pytest.param(datetime(2199, 1, 1, tzinfo=UTC), "Fri, 01 Jan 2199 00:00:00 +0000", id="clocks that run ahead"),
    ],
)
def test_a_time_no_limit_can_count_from_is_not_believed(internal_at, date):
    raw = RawMail(mailbox="b", folder="", uid_validity=1, uid=1, internal_at=internal_at, content=a_mail(Date=date))
    (mail,) = mails.store(make_mailbox(), [raw])
    assert steps.advance(mail.pk) == "drafted"
    mail.refresh_from_db()
    assert timezone.localdate(mail.received_at) == timezone.localdate()
    assert mail.case.next_due_on > timezone.localdate()
