"""Machines' mail is known by its marks; a person's mail never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.automatic import find_automatic_sign
from ingest.mail.headers import Headers


def sign(*fields, subject="Complaint", sender="dana@ashdown.example", **facts):
    headers = Headers(tuple((name.lower(), value.encode()) for name, value in fields))
    return find_automatic_sign(headers, subject=subject, sender=sender, **facts)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (("Auto-Submitted", "auto-replied"), "auto-replied"),
        (("Auto-Submitted", "Auto-Replied (vacation)"), "auto-replied"),
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
        (("Return-Path", "<MAILER-DAEMON>"), "null-sender"),
        (("X-POST-MessageClass", "9; Autoresponder"), "post-messageclass"),
        (("X-Precedence", "auto_reply"), "precedence"),
        (("X-OTRS-Loop", "yes"), "otrs-loop"),
        (("X-Putright", "letter"), "own-letter"),
        (("Message-ID", "<lks-2026-0012.7.0123456789abcdef@larkshire.example>"), "own-letter"),
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
        "Автоматична відповідь: x",
        "Răspuns automat: x",
        "Risposta automatica: x",
        "Resposta automática: x",
        "Automatisch antwoord: x",
        "Ofis dışında: x",
        "رد تلقائي: x",
        "خودکار جواب: x",
        "Automatinis atsakymas: x",
        "[Auto-Reply] Your complaint",
        "Your complaint [Automatic reply]",
        "Your complaint (Out of Office)",
        "AUTO: Dana Ashdown is out of the office (returning 05/01/2026)",
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
        "Out of Office - complaint about being ignored",
        "Absent: Leon, today",
        "The social worker is out of the office again",
        "Re: Your complaint (Auto reply)",
        "Automatically refused",
        "Accepted: nobody",
        "Holiday: nobody covers",
        "Failure notice of the council",
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


OURS = ("In-Reply-To", "<lks-2026-0012.7.0123456789abcdef@larkshire.example>")


@pytest.mark.parametrize(
    ("subject", "body", "found"),
    [
        pytest.param(
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.",
            "bounce-subject",
            id="Exim through a relay",
        ),
        pytest.param(
            "Warning: message 1uQx7h-0003Jd delayed 24 hours",
            "A message that you sent has not yet been delivered to one or more of its recipients. "
            "The message has been delayed.",
            "bounce-subject",
            id="a delay",
        ),
        pytest.param(
            "Undeliverable: Your complaint",
            "Your message did not reach some or all of the intended recipients.\ngone@family.example",
            "bounce-subject",
            id="old Exchange",
        ),
        pytest.param(
            "Your letter : non remis (delivery failed)",
            "Votre message n'a pas pu être délivré à gone@family.example",
            "bounce-subject",
            id="French",
        ),
        pytest.param(
            "Read: Your complaint",
            "Your message\n\nTo: Dana Ashdown\nSubject: Your complaint\nSent: Monday\n\nwas read on Tuesday, 3 March.",
            "read-receipt",
            id="Outlook's receipt in words",
        ),
        pytest.param(
            "Dana Ashdown is out of the office.",
            "I will be out of the office starting 02/03/2026 and will not return until 09/03/2026.",
            "auto-reply-subject",
            id="Lotus Notes",
        ),
        pytest.param(
            "Undeliverable: my complaint", "I told you my son could not be delivered to school", None, id="a person"
        ),
        pytest.param(
            "Delivery failed",
            "The wheelchair could not be delivered. Our child sits on the floor.",
            None,
            id="a parcel",
        ),
        pytest.param(
            "Undelivered mail",
            "Your letter could not be delivered, my social worker at duty@larkshire.example says. My son waits.",
            None,
            id="a letter of the post",
        ),
        pytest.param("Read: this now", "he was read on without asking", None, id="asks to be read"),
        pytest.param(
            "Fwd: Undeliverable: x", "see what came back: user unknown gone@family.example", None, id="passed on"
        ),
        pytest.param("Nobody is out of the office", "I will be heard", None, id="a complaint"),
    ],
)
def test_what_machines_say_is_a_sign_only_where_subject_and_words_agree(subject, body, found):
    assert sign(subject=subject, body=body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            "I am on annual leave until Monday. If urgent please contact the duty desk.", "auto-reply-words", id="away"
        ),
        pytest.param(
            "Jestem na urlopie, wracam w poniedziałek. W pilnych sprawach proszę dzwonić.",
            "auto-reply-words",
            id="Polish",
        ),
        pytest.param(
            "Please click the following link to have your message delivered.", "asks-to-confirm", id="a spam guard"
        ),
        pytest.param("I am out of the office of the social worker now and still nothing.", None, id="tells"),
        pytest.param("I am on holiday, he was hurt there.", None, id="on holiday"),
        pytest.param("Please call me back, it is urgent.", None, id="urgent"),
    ],
)
def test_words_alone_are_a_sign_only_in_an_answer_to_our_letter(body, found):
    assert sign(OURS, subject="Re: Your complaint", body=body) == found
    assert sign(subject="Re: Your complaint", body=body) is None


def test_an_answered_invitation_is_a_machines_mail_and_an_invitation_is_not():
    assert sign(subject="Accepted: Meeting", calendar_method="REPLY") == "calendar-reply"
    assert sign(subject="Meeting", calendar_method="REQUEST") is None


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
        sign(*LIST, ("Auto-Submitted", "auto-replied"), recipients=("complaints@larkshire.example",)) == "auto-replied"
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
