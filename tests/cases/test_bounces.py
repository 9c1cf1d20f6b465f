"""What a mail server reports is told apart: failed, late, arrived, none of our business; and nobody can forge it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.bounces import Verdict, judge_report
from cases.models import Case, Letter, Role
from cases.reach import why_address_doubtful
from cases.services import letters, sending, taking_back
from tests.cases.stories import a_case, a_mail, arrive, decide, written
from tests.factories import make_member, make_message

TO = "joan.ashby@mailbox.example"
ID = "<bcc-2026-0001.1.0123456789abcdef@brackenshire.example>"

FAILED = {
    "Postfix": f"This is the mail system at host mx.example. I'm sorry to have to inform you that your message could not "
    f"be delivered to one or more recipients. <{TO}>: host mx said: 550 5.1.1 User unknown (in reply to RCPT TO)",
    "Exim": f"A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. "
    f"The following address(es) failed: {TO} Unrouteable address",
    "Exim, after days of trying": f"A message that you sent could not be delivered. {TO} retry timeout exceeded",
    "qmail": f"Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message to the following "
    f"addresses. This is a permanent error; I've given up. <{TO}>: Sorry, no mailbox here by that name. (#5.1.1)",
    "Sendmail": f"The following addresses had permanent fatal errors: <{TO}> 550 5.1.1 <{TO}>... User unknown",
    "Exchange": f"Your message to {TO} couldn't be delivered. joan.ashby wasn't found at mailbox.example. 550 5.1.10",
    "Gmail": f"Address not found. Your message wasn't delivered to {TO} because the address couldn't be found. 550 5.1.1",
    "mailbox full": f"Your message was undeliverable to {TO}: 552 5.2.2 mailbox is full",
    "late for days, then given up": f"Delivery has been delayed for more than 5 days and has failed: giving up on {TO}. "
    "It could not be delivered.",
    "old and terse": f"User unknown: {TO}",
}
LATE = {
    "Gmail": f"Delivery incomplete. There was a temporary problem delivering your message to {TO}. Gmail will retry for "
    "46 more hours. You'll be notified if the delivery fails permanently.",
    "Postfix": "This is a warning message only. YOU DO NOT NEED TO RESEND YOUR MESSAGE. Your message could not be "
    "delivered for more hours than usual. It will be retried until it is 5 days old.",
    "Exim": f"A message that you sent has not yet been delivered to {TO}. No action is required on your part. Delivery "
    "attempts will continue for some time, and this warning may be repeated.",
    "Exchange": f"Delivery is delayed to these recipients: {TO}. The server will keep trying to deliver this message.",
    "a server that is busy": "The mail system is still trying to deliver your message. 451 4.7.1 Greylisted",
    "Sendmail": "Warning: message still undelivered after 4 hours. Will keep trying until message is 5 days old",
}


def _report(body, sign="mailer-daemon", subject="Undelivered Mail Returned to Sender"):
    return judge_report(make_message(body, subject=subject, automatic=sign))


@pytest.mark.parametrize("body", FAILED.values(), ids=FAILED)
def test_a_report_in_words_that_a_letter_failed(body):
    assert _report(body) is Verdict.FAILED


@pytest.mark.parametrize("body", LATE.values(), ids=LATE)
def test_a_report_in_words_that_a_letter_is_late_is_no_failure(body):
    assert _report(body, subject="Delivery delayed") is Verdict.DELAYED


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        ("failed", Verdict.FAILED),
        ("delayed", Verdict.DELAYED),
        ("delivered", Verdict.ARRIVED),
        ("relayed", Verdict.ARRIVED),
        ("expanded", Verdict.ARRIVED),
    ],
)
def test_the_field_of_the_standard_counts_before_any_words(action, verdict):
    body = f"It could not be delivered. Will keep trying.\n\nAction: {action}\nStatus: 4.4.7\n"
    assert _report(body, sign="delivery-report") is verdict


@pytest.mark.parametrize("sign", ["auto-replied", "auto-reply-subject", "read-receipt", "null-sender", "list-id", ""])
def test_what_is_no_servers_report_says_nothing_of_a_letter(sign):
    assert _report("I am away until Monday. Your message could not be delivered to my desk.", sign) is Verdict.NO_REPORT


def test_a_servers_mail_that_says_neither_is_for_a_person():
    assert (
        _report("Your message is in quarantine. Press here to release it.", subject="Your message") is Verdict.UNCLEAR
    )


@pytest.fixture
def sent(db):
    """A case whose letter has left."""
    return _send(a_case(), make_member("priya"), make_member("helen", role=Role.MANAGER))


def _send(case, officer, manager) -> Letter:
    letter = written(case, officer)
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    letter.refresh_from_db()
    return letter


def _bounce(body, **headers):
    given = {"From": "Mail Delivery System <MAILER-DAEMON@mx.example>", "Message_ID": "<report@mx.example>"}
    (mail,) = arrive(
        a_mail(body, subject="Undelivered Mail Returned to Sender", Auto_Submitted="auto-replied", **(given | headers))
    )
    return mail


def _stands(sent):
    sent.refresh_from_db()
    case = Case.objects.get(pk=sent.case_id)
    return sent.came_back_at is not None, case.acknowledged_on is not None, case.tasks.filter(kind="came_back").count()


@pytest.mark.parametrize("body", FAILED.values(), ids=FAILED)
def test_a_plain_bounce_with_our_headers_below_brings_the_case_back(sent, body):
    mail = _bounce(f"{body}\n\n--- The header of the original message follows.\n\nMessage-ID: {sent.message_id}\n")
    assert mail.case == sent.case
    assert _stands(sent) == (True, False, 1)


@pytest.mark.parametrize("body", LATE.values(), ids=LATE)
def test_a_plain_warning_changes_nothing(sent, body):
    mail = _bounce(f"{body}\n\nMessage-ID: {sent.message_id}\n")
    assert mail.case == sent.case
    assert _stands(sent) == (False, True, 0)


def test_a_bounce_that_names_only_the_reference_and_the_address_asks_a_person_to_look(sent):
    mail = _bounce(f"{FAILED['Exchange']}\nSubject: Your complaint, reference {sent.case.reference}")
    assert mail.case == sent.case
    assert _stands(sent) == (False, True, 1)
    assert "may have reported" in Case.objects.get().waiting_for
    assert Case.objects.get().events.filter(verb="letter_may_have_come_back").count() == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "Your message to paul.ashby@elsewhere.example failed. {reference}", id="our reference, another address"
        ),
        pytest.param(f"Your message to {TO} failed: user unknown.", id="our address, no reference"),
        pytest.param("Your message failed: user unknown. {reference}", id="the reference alone"),
        pytest.param(
            f"Your message to {TO} failed. {{reference}} Message-ID: {ID}", id="a number of ours that is none"
        ),
        pytest.param(f"I am away. {{reference}} {TO} will not reach me.", id="an out-of-office that names both"),
    ],
)
def test_a_forged_or_stray_report_changes_nothing(sent, words):
    is_away = words.startswith("I am away")
    headers = {"From": "Paul <paul.ashby@elsewhere.example>"} if is_away else {}
    mail = _bounce(words.format(reference=sent.case.reference), **headers)
    assert _stands(sent) == (False, True, 0)
    assert is_away or mail.case is None


def test_a_report_on_a_letter_that_never_left_changes_nothing(sent):
    Letter.objects.update(state="returned")
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    assert _stands(sent)[0] is False


def test_a_letter_of_which_nobody_knew_left_if_it_came_back(sent):
    Letter.objects.update(state="uncertain", sent_at=None)
    Case.objects.update(state="going_out", acknowledged_on=None)
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    assert Letter.objects.get().came_back_at is not None
    taking_back.settle(letter_id=sent.pk, member=make_member(role=Role.MANAGER), was_sent=True)
    case = Case.objects.get()
    assert (Letter.objects.get().state, case.acknowledged_on, case.state) == ("sent", None, "triage")


def test_a_report_on_what_did_not_leave_says_nothing_of_the_letter_that_is_sent_next(sent):
    Letter.objects.update(state="uncertain", sent_at=None)
    Case.objects.update(state="going_out", acknowledged_on=None)
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    manager = make_member(role=Role.MANAGER)
    letter = taking_back.settle(letter_id=sent.pk, member=manager, was_sent=False)
    assert letter.came_back_at is None
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=make_member(), missing_reason="The address is right."
    )
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.update(send_at=timezone.now() - timedelta(seconds=1))
    Letter.objects.get().postings.all().delete()
    assert sending.begin(letter_id=sent.pk) is not None
    sending.mark_sent(letter_id=sent.pk, message_id=Letter.objects.get(pk=sent.pk).message_id)
    case = Case.objects.get()
    assert (Letter.objects.get().came_back_at, case.state) == (None, "acknowledged")
    assert case.acknowledged_on is not None


def _signed_again(sent):
    """Say that the letter did not leave after all, and send it again with the same words."""
    first = sent.message_id
    Letter.objects.update(state="uncertain", sent_at=None)
    Case.objects.update(state="going_out", acknowledged_on=None)
    manager = make_member(role=Role.MANAGER)
    letter = taking_back.settle(letter_id=sent.pk, member=manager, was_sent=False)
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=make_member(), missing_reason="As before."
    )
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.update(send_at=timezone.now() - timedelta(seconds=1))
    Letter.objects.get().postings.all().delete()
    sending.begin(letter_id=sent.pk)
    sending.mark_sent(letter_id=sent.pk, message_id=Letter.objects.get(pk=sent.pk).message_id)
    sent.refresh_from_db()
    return first


def test_a_late_report_on_the_first_try_is_listed_and_says_nothing_of_the_second(sent):
    first = _signed_again(sent)
    assert sent.message_id != first
    mail = _bounce(f"{FAILED['Postfix']}\nMessage-ID: {first}")
    assert (mail.state, mail.case) == ("automatic", sent.case)
    assert _stands(sent) == (False, True, 0)
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}", Message_ID="<second@mx.example>")
    assert _stands(sent) == (True, False, 1)


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(r"<\g<1>.9\g<2>.\g<3>@\g<4>>", id="of another letter"),
        pytest.param(r"<\g<1>.\g<2>.0123456789abcdef@\g<4>>", id="guessed"),
        pytest.param(r"<\g<1>.\g<2>.\g<3>@elsewhere.example>", id="of another sender"),
    ],
)
def test_a_name_that_no_try_had_is_about_nobodys_letter(sent, forged):
    name = re.sub(r"<(.+)\.(\d+)\.([0-9a-f]{16})@(.+)>", forged, _signed_again(sent))
    assert _bounce(f"{FAILED['Postfix']}\nMessage-ID: {name}").case is None
    assert _stands(sent) == (False, True, 0)


def test_a_letter_beside_the_acknowledgement_opens_no_clock(sent):
    Letter.objects.update(is_further=True)
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    assert _stands(sent) == (True, True, 1)


def test_the_next_letter_to_that_address_warns_and_needs_a_reason(sent):
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    assert "did not arrive" in why_address_doubtful("Joan.Ashby+again@mailbox.example")
    officer = make_member("marcus")
    letter = decide(Case.objects.get(), officer).letters.exclude(pk=sent.pk).get()
    with pytest.raises(Exception, match="did not arrive"):
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    letter.refresh_from_db()
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Her mailbox is empty again."
    )
    assert letter.missing_reason == "Her mailbox is empty again."


def test_another_address_is_not_warned_of(sent):
    _bounce(f"{FAILED['Postfix']}\nMessage-ID: {sent.message_id}")
    assert why_address_doubtful("somebody.else@mailbox.example") == ""
    assert why_address_doubtful("") == ""


def test_an_address_at_which_the_last_letter_stayed_is_not_warned_of(sent):
    assert why_address_doubtful(TO) == ""
