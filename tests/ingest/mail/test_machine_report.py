"""A report names the mail it is about, however its server returns it."""

import pytest

from config.limits import default_limits
from ingest.mail.machine_report import find_calendar_method, find_reported_id
from ingest.mail.mime import split_mail
from ingest.parse import parse_message
from ingest.plain import message_from_plain, message_to_plain

OURS = "<lks-2026-0012.7.0123456789abcdef@larkshire.example>"
HEAD = (
    "From: Mail Delivery System <mailer-daemon@mx.example>\nSubject: Undelivered\nMessage-ID: <bounce@mx.example>\n"
    "MIME-Version: 1.0\n"
)
MULTI = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt came back.\n"


def mail(text):
    return (HEAD + text).encode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{MULTI}--b\nContent-Type: message/rfc822\n\nSubject: x\nMessage-ID: {OURS}\n\nwords\n--b--\n", id="whole"
        ),
        pytest.param(
            f"{MULTI}--b\nContent-Type: text/rfc822-headers\n\nSubject: x\nMessage-Id:\n {OURS}\n--b--\n",
            id="heads, folded",
        ),
        pytest.param(
            f"{MULTI}--b\nContent-Type: message/rfc822-headers\n\nMESSAGE-ID: {OURS}\n--b--\n", id="heads, odd name"
        ),
        pytest.param(
            f"{MULTI}--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nMessage-ID: =\n{OURS}\n--b--\n",
            id="encoded",
        ),
        pytest.param(
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b\n"
            f"Content-Type: message/disposition-notification\n\nOriginal-Message-ID: {OURS}\nDisposition: manual; displayed\n--b--\n",
            id="a receipt",
        ),
        pytest.param(
            f"\n--- Below this line is a copy of the message.\n\nFrom: a\nMessage-ID: {OURS}\n\nwords\n", id="qmail"
        ),
        pytest.param(f"\nYour mail:\n\n> Subject: x\n> Message-ID: {OURS}\n", id="quoted"),
        pytest.param(f"In-Reply-To: {OURS}\n\nGone.\n", id="only what it answers"),
        pytest.param(f"References: <other@x.example> {OURS}\n\nGone.\n", id="the last of a thread"),
    ],
)
def test_the_mail_reported_on_is_named(text):
    message = parse_message(mail(text))
    assert message.reports_on == OURS
    assert message_from_plain(message_to_plain(message)) == message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\nIt came back.\n", id="nothing returned"),
        pytest.param("\nMessage-ID: <bounce@mx.example>\n", id="only its own"),
        pytest.param("\nThe Message-ID: is unknown\n", id="no id"),
    ],
)
def test_a_report_that_names_none_reports_on_none(text):
    assert parse_message(mail(text)).reports_on == ""


def test_a_persons_mail_reports_on_none():
    raw = f"From: Dana <dana@ashdown.example>\nIn-Reply-To: {OURS}\nSubject: Re: x\n\nMessage-ID: {OURS}\n".encode()
    message = parse_message(raw)
    assert (message.automatic, message.reports_on) == (None, "")


def test_an_answering_machine_names_it_in_its_own_header():
    raw = f"From: Dana <dana@ashdown.example>\nIn-Reply-To: {OURS}\nAuto-Submitted: auto-replied\n\nAway.\n".encode()
    message = parse_message(raw)
    assert (message.automatic, message.reports_on, message.in_reply_to) == ("auto-replied", "", OURS)


@pytest.mark.parametrize(
    ("content_type", "method"),
    [
        ("text/calendar; method=REPLY", "reply"),
        ("text/calendar", ""),
        ("text/plain", ""),
        ("application/ics; method=Request", "request"),
    ],
)
def test_what_a_calendar_part_asks_is_read(content_type, method):
    root = split_mail(
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: {content_type}\n\nx\n--b--\n".encode(),
        default_limits(),
    )
    assert find_calendar_method(root) == method
    assert find_reported_id(root) == ""
