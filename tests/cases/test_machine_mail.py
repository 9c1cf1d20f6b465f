"""A machine's mail is never answered, always listed, and shown on the case whose letter it answers or brings back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Joining, Letter, Role
from cases.selectors.buckets import new_replies
from cases.services import letters, sending
from tests.cases.stories import a_case, a_mail, arrive, decide, written
from tests.factories import make_member

pytestmark = pytest.mark.django_db

FAILED = (
    "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; joan.ashby@mailbox.example\nAction: {}\nStatus: 5.1.1\n"
)


@pytest.fixture
def sent():
    """A case whose letter has left."""
    officer, manager = make_member("priya"), make_member("helen", role=Role.MANAGER)
    letter = written(a_case(), officer)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    letter.refresh_from_db()
    return letter


def _report(letter, *, action="failed", message_id=None, sender="MAILER-DAEMON@mx.example"):
    """Return a mail server's report on a letter, with the letter's own headers behind it."""
    number = message_id or letter.message_id
    return (
        f"From: {sender}\nTo: childrens.complaints@brackenshire.example\nSubject: Undelivered Mail Returned to Sender\n"
        f"Message-ID: <{action}@mx.example>\nAuto-Submitted: auto-replied\nReturn-Path: <>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        f"--b\nContent-Type: message/delivery-status\n\n{FAILED.format(action)}\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {number}\nSubject: Your complaint\n--b--\n"
    ).encode()


def test_our_letter_came_back_reopens_the_case_and_its_clock(sent):
    case = sent.case
    case.refresh_from_db()
    assert (case.state, case.next_due_what) == ("acknowledged", "reply")
    (mail,) = arrive(_report(sent))
    case.refresh_from_db()
    sent.refresh_from_db()
    assert (mail.state, mail.case) == ("automatic", case)
    assert (case.state, case.next_due_what, case.acknowledged_on) == ("triage", "acknowledge", None)
    assert case.deadlines.get(what="acknowledge").met_on is None
    assert "came back" in case.waiting_for
    assert sent.came_back_at is not None
    assert case.events.filter(verb="letter_came_back").count() == 1


def test_after_it_came_back_a_letter_can_be_written_again(sent):
    arrive(_report(sent))
    case = Case.objects.get()
    case = decide(case, make_member("marcus"))
    assert case.state == "letter"
    assert [letter.state for letter in case.letters.order_by("pk")] == ["sent", "draft"]


def test_the_same_report_twice_reopens_once(sent):
    arrive(_report(sent))
    arrive(_report(sent).replace(b"<failed@", b"<again@"))
    assert sent.case.events.filter(verb="letter_came_back").count() == 1


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_that_nothing_failed_is_listed_and_changes_nothing(sent, action):
    (mail,) = arrive(_report(sent, action=action))
    case = Case.objects.get()
    sent.refresh_from_db()
    assert mail.case == case
    assert (case.state, sent.came_back_at) == ("acknowledged", None)


@pytest.mark.parametrize(
    "letter_id", ["<bcc-2026-0001.1.0000000000000000@brackenshire.example>", "<other@mailbox.example>"]
)
def test_a_report_on_a_letter_that_is_none_of_ours_is_only_listed(sent, letter_id):
    (mail,) = arrive(_report(sent, message_id=letter_id))
    sent.refresh_from_db()
    assert (mail.state, mail.case, sent.came_back_at) == ("automatic", None, None)


def _away(letter, **headers):
    given = {"Auto_Submitted": "auto-replied", "In_Reply_To": letter.message_id} | headers
    return a_mail(
        "I am away until Monday and will read your message then.", subject="Automatic reply: Your complaint", **given
    )


def test_an_out_of_office_is_listed_under_the_case_it_answers_and_reopens_nothing(sent):
    (mail,) = arrive(_away(sent))
    case = Case.objects.get()
    assert (mail.state, mail.case, case.state) == ("automatic", case, "acknowledged")
    assert Joining.objects.get().mail == mail
    assert not new_replies().exists()


def test_an_answering_machine_without_a_return_path_is_no_bounce(sent):
    raw = _away(sent, Return_Path="<>").replace(b"Auto-Submitted: auto-replied\n", b"")
    (mail,) = arrive(raw)
    sent.refresh_from_db()
    assert (mail.state, sent.came_back_at) == ("automatic", None)


def test_somebody_elses_out_of_office_is_not_shown_on_the_case(sent):
    """The other parent's address, however it came to hold our number, must not show in this case."""
    (mail,) = arrive(_away(sent, From="Paul Ashby <paul.ashby@elsewhere.example>"))
    assert (mail.state, mail.case) == ("automatic", None)


def test_our_own_letter_that_came_round_is_no_case(sent):
    raw = a_mail(
        "Dear Joan Ashby, we have your complaint.",
        Message_ID=sent.message_id,
        From="childrens.complaints@brackenshire.example",
    )
    (mail,) = arrive(raw)
    assert (mail.state, mail.case) == ("automatic", sent.case)
    assert Case.objects.count() == 1


def test_a_machines_mail_without_a_letter_of_ours_is_only_listed():
    (mail,) = arrive(a_mail("I am away until Monday.", subject="Out of office", Auto_Submitted="auto-replied"))
    assert (mail.state, mail.case) == ("automatic", None)


def test_danger_in_a_machines_mail_is_a_case_all_the_same(sent):
    words = "I am away. If you are the council: he hit Leo again last night and I am scared to go home."
    (mail,) = arrive(
        a_mail(words, subject="Automatic reply", Auto_Submitted="auto-replied", In_Reply_To=sent.message_id)
    )
    assert mail.case.has_open_alert
