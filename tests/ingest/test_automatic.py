"""Machines' mail is known by its marks; a person's mail never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.automatic import find_automatic_sign
from ingest.headers import Headers


def sign(*fields, subject="Complaint", sender="dana@ashdown.example", **facts):
    headers = Headers(tuple((name.lower(), value.encode()) for name, value in fields))
    return find_automatic_sign(headers, subject=subject, sender=sender, **facts)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (("Auto-Submitted", "auto-replied"), "auto-submitted"),
        (("Auto-Submitted", "auto-generated; x=y"), "auto-submitted"),
        (("Auto-Submitted", "auto-notified"), "auto-submitted"),
        (("X-Autoreply", "yes"), "autoreply"),
        (("X-Autorespond", "out"), "autorespond"),
        (("X-Auto-Reply-From", "a@b.example"), "auto-reply-from"),
        (("X-FC-MachineGenerated", "true"), "fc-machinegenerated"),
        (("X-Failed-Recipients", "a@b.example"), "failed-recipients"),
        (("Precedence", "auto_reply"), "precedence-auto-reply"),
        (("Precedence", "bulk"), "precedence-bulk"),
        (("Precedence", "Junk"), "precedence-junk"),
        (("Precedence", "list"), "precedence-list"),
        (("Return-Path", "<>"), "null-sender"),
        (("Content-Class", "urn:content-classes:mdn"), "read-receipt"),
        (("List-Id", "News <news.foster.example>"), "list-id"),
        (("List-Unsubscribe", "<https://foster.example/u>"), "list-unsubscribe"),
    ],
)
def test_a_machines_headers_are_signs(field, found):
    assert sign(field) == found


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([], id="no header at all"),
        pytest.param([("Auto-Submitted", "no")], id="says itself that it is not"),
        pytest.param([("Auto-Submitted", "")], id="says nothing"),
        pytest.param([("X-Auto-Response-Suppress", "All")], id="Outlook on people's mail"),
        pytest.param([("X-Auto-Response-Suppress", "DR, OOF, AutoReply")], id="Exchange on people's mail"),
        pytest.param([("X-Autoreply", "no")], id="no answering machine"),
        pytest.param([("Precedence", "normal")], id="ordinary"),
        pytest.param([("Precedence", "first-class")], id="first class"),
        pytest.param([("Return-Path", "<dana@ashdown.example>")], id="an ordinary way back"),
        pytest.param([("Content-Class", "urn:content-classes:message")], id="Exchange's ordinary class"),
        pytest.param([("Disposition-Notification-To", "dana@ashdown.example")], id="asks for a receipt"),
        pytest.param([("X-Spam-Flag", "YES"), ("X-Priority", "1")], id="urgent"),
    ],
)
def test_a_persons_headers_are_none(fields):
    assert sign(*fields) is None


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your complaint",
        "Auto-reply: x",
        "Auto Response: x",
        "Out of office: x",
        "Out of Office",
        "Out-of-office autoreply: back on Monday",
        "Automatische Antwort: x",
        "Abwesenheitsnotiz: x",
        "Réponse automatique : x",
        "Respuesta automática: x",
        "Odpowiedź automatyczna: x",
        "Ymateb awtomatig: x",
        "Allan o'r swyddfa: x",
        "Otomatik yan\u0131t: x",
        "Автоответ: x",
    ],
)
def test_an_answering_machine_is_known_by_its_subject(subject):
    assert sign(subject=subject) == "auto-reply-subject"


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office hours nobody answers",
        "Re: Automatic reply: Your complaint",
        "Your automatic reply says ten days",
        "All I ever get is an out of office",
        "Automatic refusal of my complaint",
        "Auto reply again?",
        "Read my letter",
        "Undeliverable promises",
        "Delivery of my son's medicine failed",
        "Away from home",
        "",
    ],
)
@pytest.mark.parametrize("sender", ["dana@ashdown.example", ""])
def test_a_person_may_write_about_machines(subject, sender):
    assert sign(subject=subject, sender=sender) is None


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@mx.example",
        "postmaster@council.example",
        "Postmaster+x@council.example",
        "listserv@lists.example",
    ],
)
def test_postmasters_are_machines(sender):
    assert sign(sender=sender) == "mailer-daemon"


@pytest.mark.parametrize(
    "sender", ["no-reply@speakup.example", "donotreply@forms.example", "postmasters@family.example"]
)
def test_no_reply_alone_is_no_sign(sender):
    assert sign(sender=sender) is None


@pytest.mark.parametrize(
    "subject", ["Undeliverable: Your complaint", "Delivery Status Notification (Failure)", "Mail delivery failed"]
)
def test_a_bounce_without_any_sender_is_known_by_its_subject(subject):
    assert sign(subject=subject, sender="") == "bounce-subject"
    assert sign(subject=subject, sender="dana@ashdown.example") is None


@pytest.mark.parametrize(
    ("report_type", "found"),
    [
        ("delivery-status", "delivery-report"),
        ("disposition-notification", "read-receipt"),
        ("Disposition-Notification", "read-receipt"),
        ("feedback-report", "abuse-report"),
        ("", "report"),
    ],
)
def test_reports_are_machines_mail(report_type, found):
    assert sign(media_type="multipart/report", report_type=report_type) == found


LIST = (("List-Id", "<complaints.larkshire.example>"), ("Precedence", "list"), ("List-Unsubscribe", "<x>"))


def test_a_team_mailbox_that_is_a_group_marks_nobodys_mail():
    assert sign(*LIST, recipients=("Complaints@Larkshire.example",)) is None
    assert sign(*LIST, recipients=("duty@larkshire.example",)) == "list-id"
    assert (
        sign(*LIST, ("Auto-Submitted", "auto-replied"), recipients=("complaints@larkshire.example",))
        == "auto-submitted"
    )


def test_a_form_sent_for_a_person_is_that_persons_mail():
    fields = (("List-Unsubscribe", "<x>"), ("Precedence", "bulk"))
    facts = {"sender": "no-reply@speakup.example"}
    assert sign(*fields, reply_to="dana@ashdown.example", **facts) is None
    assert sign(*fields, reply_to="info@speakup.example", **facts) == "list-unsubscribe"
    assert sign(*fields, reply_to="info@mail.speakup.example", **facts) == "list-unsubscribe"
    assert sign(*fields, ("List-Id", "<x.speakup.example>"), reply_to="dana@ashdown.example", **facts) == "list-id"
    assert sign(*fields, **facts) == "list-unsubscribe"


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_subject_and_sender_can_be_judged(subject, sender):
    found = sign(subject=subject, sender=sender)
    assert found is None or found.replace("-", "").isalpha()
