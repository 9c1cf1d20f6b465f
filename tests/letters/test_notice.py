"""A notice goes to the administrator and to nobody else, and no machine answers it."""

import pytest

from letters.notice import NoticeError, build_notice, send_digest, send_notice
from letters.post import Post
from letters.post_errors import PostError, PostUnreachableError
from tests.factories import NOW
from tests.smtp_sink import SmtpSink

WORDS = {"administrator": "it@council.example", "sender": "complaints@council.example", "at": NOW}


def _post(sink):
    return Post(host=sink.host, port=sink.port, tls="none")


def test_it_goes_to_the_administrator_alone():
    with SmtpSink() as sink:
        send_notice("Putright: silent", "The mailbox “complaints” is silent.\n", post=_post(sink), **WORDS)
        (envelope,) = sink.envelopes
        (mail,) = sink.messages
    assert envelope.rcpt_tos == ["it@council.example"]
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("it@council.example", None, None)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert "“complaints” is silent" in mail.get_content()
    assert [part.get_content_type() for part in mail.walk()] == ["text/plain"]


@pytest.mark.parametrize(
    "address", ["", "it", "it@council.example, joan@mailbox.example", "it@council.example\r\nBcc: joan@mailbox.example"]
)
def test_an_address_that_is_not_one_address_is_refused(address):
    with pytest.raises(NoticeError, match="PUTRIGHT_ADMINISTRATOR"):
        build_notice("s", "t", **(WORDS | {"administrator": address}))


def test_a_subject_with_a_line_break_cannot_add_a_recipient():
    mail = build_notice("silent\r\nBcc: joan@mailbox.example", "t", **WORDS)
    assert mail["Bcc"] is None
    assert mail.get_all("Subject") == ["silent Bcc: joan@mailbox.example"]


@pytest.mark.parametrize("trouble", ["refuse-recipient", "busy-recipient", "refuse-letter", "drop-after-data"])
def test_a_notice_that_is_not_taken_is_told(trouble):
    with SmtpSink(trouble=trouble) as sink, pytest.raises(PostError):
        send_notice("s", "t", post=_post(sink), **WORDS)


def test_a_mail_server_that_is_down_is_told():
    with pytest.raises(PostUnreachableError):
        send_notice("s", "t", post=Post(host="127.0.0.1", port=9, tls="none"), **WORDS)


MORNING = {"sender": "complaints@council.example", "at": NOW, "key": "morning-2026-03-03-7"}


def test_the_morning_mail_goes_to_one_member_and_is_known_again():
    with SmtpSink() as sink:
        for _ in range(2):
            send_digest("Putright: 1 late", "Late (1)\n", member="priya@council.example", post=_post(sink), **MORNING)
        first, second = sink.messages
        assert [envelope.rcpt_tos for envelope in sink.envelopes] == [["priya@council.example"]] * 2
    assert first["Message-ID"] == second["Message-ID"] == "<morning-2026-03-03-7@council.example>"
    assert (first["Auto-Submitted"], first["Cc"], first["Bcc"]) == ("auto-generated", None, None)
    assert first.get_all("Message-ID") == [first["Message-ID"]]


def test_a_long_morning_mail_is_whole_where_a_notice_would_be_cut():
    words = "\n".join(f"line {number}" for number in range(1_000))
    with SmtpSink() as sink:
        send_digest("s", words, member="priya@council.example", post=_post(sink), **MORNING)
        assert "line 999" in sink.messages[0].get_content()


@pytest.mark.parametrize("address", ["", "priya", "priya@council.example, joan@mailbox.example"])
def test_a_member_without_one_address_gets_no_mail(address):
    with SmtpSink() as sink, pytest.raises(NoticeError, match="the member's address"):
        send_digest("s", "t", member=address, post=_post(sink), **MORNING)
    assert sink.envelopes == []
