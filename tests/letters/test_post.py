"""Letters leave only signed, only to one person, and every kind of failure is told apart."""

import socket
import threading
from dataclasses import replace

import pytest

from letters.compose import compose
from letters.mail import mail_bytes
from letters.post import Post, probe, send
from letters.post_errors import PostRefusedError, PostUncertainError, PostUnreachableError
from tests.letters.cases import golden_cases
from tests.letters.signed_letters import DOCX, LETTER
from tests.smtp_faults import Fault, FaultySmtp
from tests.smtp_sink import SmtpSink


def post_to(sink: SmtpSink, **changes) -> Post:
    return replace(Post(host=sink.host, port=sink.port, tls="none", timeout=5), **changes)


def test_a_signed_letter_arrives_whole_and_threaded():
    with SmtpSink() as sink:
        send(LETTER, post_to(sink))
        (mail,) = sink.messages
        (envelope,) = sink.envelopes
    assert envelope.rcpt_tos == ["denise.harker@mailbox.example"]
    assert envelope.mail_from == "childrens.complaints@brackenshire.example"
    assert mail["Subject"] == "Your complaint, reference PR-2026-0228"
    assert mail["Message-ID"] == LETTER.message_id
    assert mail["In-Reply-To"] == "<first@mailbox.example>"
    assert mail["References"] == "<older@mailbox.example> <first@mailbox.example>"
    assert mail["To"].addresses[0].display_name == "Mrs Denise Härker"
    assert mail["Auto-Submitted"] is None
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.body_text
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "PR-2026-0228.docx"
    assert attachment.get_content() == DOCX


def test_the_letter_goes_as_text_as_a_page_and_as_the_files_of_the_council_s_choice():
    page = '<!doctype html><html lang="en-GB"><body><p>Dear Mrs Härker, £20.</p></body></html>\n'
    both = replace(LETTER, body_html=page, pdf=b"%PDF-1.7 a letter")
    with SmtpSink() as sink:
        send(both, post_to(sink))
        send(replace(both, docx=b""), post_to(sink))
        first, second = sink.messages
    assert first.get_content_type() == "multipart/mixed"
    assert first.get_body(("html",)).get_content().replace("\r\n", "\n") == page
    assert first.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.body_text
    # A reader shows the last alternative that it can.
    (alternative,) = [part for part in first.walk() if part.get_content_type() == "multipart/alternative"]
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    files = [(a.get_filename(), a.get_content_type(), a.get_content()) for a in first.iter_attachments()]
    assert files[0] == ("PR-2026-0228.pdf", "application/pdf", b"%PDF-1.7 a letter")
    assert [(name, content) for name, _, content in files[1:]] == [("PR-2026-0228.docx", DOCX)]
    assert [a.get_filename() for a in second.iter_attachments()] == ["PR-2026-0228.pdf"]


@pytest.mark.parametrize("thing", [None, b"mail", "text", {"docx": DOCX}], ids=["nothing", "bytes", "text", "a dict"])
def test_nothing_but_a_signed_letter_can_be_sent(thing):
    with SmtpSink() as sink:
        with pytest.raises(TypeError, match="SignedLetter"):
            send(thing, post_to(sink))
        assert sink.envelopes == []


def test_a_draft_cannot_be_sent():
    with SmtpSink() as sink:
        with pytest.raises(TypeError, match="not Draft"):
            send(compose(golden_cases()["01-statutory"]), post_to(sink))
        assert sink.envelopes == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        pytest.param("refuse-recipient", PostRefusedError, id="no such person"),
        pytest.param("busy-recipient", PostUnreachableError, id="try the person again later"),
        pytest.param("refuse-letter", PostRefusedError, id="letter not taken"),
        pytest.param("busy-letter", PostUnreachableError, id="disk full over there"),
        pytest.param("drop-after-data", PostUncertainError, id="silence after the letter"),
    ],
)
def test_each_trouble_has_its_own_error(trouble, error):
    with SmtpSink(trouble=trouble) as sink, pytest.raises(error) as raised:
        send(LETTER, post_to(sink))
    assert "denise" not in str(raised.value).lower()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(b"250 2.0.0 queued as 4F\r\n", None, id="taken"),
        pytest.param(b"250-2.0.0 queued\r\n250 as 4F\r\n", None, id="taken, in two lines"),
        pytest.param(b"252 taken, I think\r\n", None, id="another yes is a yes"),
        pytest.param(b"451 4.3.0 try later\r\n", PostUnreachableError, id="a clear no for now"),
        pytest.param(b"554 5.7.1 spam\r\n", PostRefusedError, id="a clear no"),
        pytest.param(b"25", PostUncertainError, id="half an answer"),
        pytest.param(b"queued\r\n", PostUncertainError, id="words without a number"),
        pytest.param(b"354 go on\r\n", PostUncertainError, id="an answer to another question"),
        pytest.param(b"", PostUncertainError, id="no answer, the line is closed"),
        pytest.param(None, PostUncertainError, id="no answer, the line stays open"),
    ],
)
def test_only_a_clear_no_to_the_whole_letter_lets_it_be_tried_again(answer, error):
    with FaultySmtp() as server:
        server.plan(Fault(at="end", say=answer, keeps=True))
        post = Post(host=server.host, port=server.port, tls="none", timeout=2, last_answer_seconds=0.3)
        if error:
            with pytest.raises(error):
                send(LETTER, post)
        else:
            send(LETTER, post)
        assert server.kept == [LETTER.message_id]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault(at="mail", say=b"530 5.7.0 STARTTLS first\r\n"), PostUnreachableError, id="encrypt first"),
        pytest.param(
            Fault(at="mail", say=b"550 5.7.60 not as this sender\r\n"), PostUnreachableError, id="not our name"
        ),
        pytest.param(Fault(at="mail", say=b"421 4.7.0 too many\r\n"), PostUnreachableError, id="busy"),
        pytest.param(Fault(at="rcpt", say=b"530 5.7.0 sign in first\r\n"), PostUnreachableError, id="sign in first"),
        pytest.param(Fault(at="rcpt", say=b"451 4.7.1 greylisted\r\n"), PostUnreachableError, id="greylisted"),
        pytest.param(Fault(at="rcpt", say=b"252 perhaps\r\n"), PostUnreachableError, id="a perhaps is no yes"),
        pytest.param(Fault(at="rcpt", say=b"550 5.1.1 nobody\r\n"), PostRefusedError, id="nobody of that name"),
        pytest.param(Fault(at="data", say=b"554 no\r\n"), PostRefusedError, id="no to the letter"),
        pytest.param(Fault(at="data", say=b"250 fine\r\n"), PostUnreachableError, id="a yes that waits for no letter"),
        pytest.param(Fault(at="data", say=b"421 closing\r\n"), PostUnreachableError, id="closing"),
    ],
)
def test_what_is_said_of_us_lets_a_letter_wait_and_what_is_said_of_it_needs_a_person(fault, error):
    with FaultySmtp() as server:
        server.plan(fault)
        with pytest.raises(error):
            send(LETTER, Post(host=server.host, port=server.port, tls="none", timeout=5))
        assert server.kept == []


def test_a_server_that_thinks_long_over_the_last_answer_is_waited_for():
    with FaultySmtp() as server:
        server.plan(Fault(at="end", say=b"250 taken\r\n", keeps=True, after_seconds=0.6))
        send(LETTER, Post(host=server.host, port=server.port, tls="none", timeout=0.3, last_answer_seconds=20))
        assert server.kept == [LETTER.message_id]


def test_what_is_sent_are_the_bytes_that_are_kept():
    with SmtpSink() as sink:
        send(LETTER, post_to(sink))
        (envelope,) = sink.envelopes
    assert envelope.content.rstrip(b"\r\n") == mail_bytes(LETTER).rstrip(b"\r\n")


def test_a_server_that_is_not_there_can_be_tried_again():
    with socket.socket() as idle:
        idle.bind(("127.0.0.1", 0))
        port = idle.getsockname()[1]
    with pytest.raises(PostUnreachableError):
        send(LETTER, Post(host="127.0.0.1", port=port, tls="none", timeout=2))


def test_a_connection_that_breaks_before_the_letter_can_be_tried_again():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        thread = threading.Thread(target=hang_up_after_hello, args=(server,))
        thread.start()
        with pytest.raises(PostUnreachableError):
            send(LETTER, Post(host="127.0.0.1", port=server.getsockname()[1], tls="none", timeout=5))
        thread.join()


def hang_up_after_hello(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"220 hello\r\n")
        connection.recv(1000)
        connection.sendall(b"250 fine\r\n")
        connection.recv(1000)


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "TLS from the start"])
def test_tls_with_a_trusted_certificate_and_a_password(certificate, implicit):
    with SmtpSink(
        certificate=certificate, implicit_tls=implicit, login=None if implicit else ("post", "secret")
    ) as sink:
        post = post_to(sink, tls="tls" if implicit else "starttls", ca_file=certificate[0])
        if not implicit:
            post = replace(post, username="post", password="secret")
        probe(post)
        assert sink.envelopes == []
        send(LETTER, post)
        assert len(sink.envelopes) == 1


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "TLS from the start"])
def test_a_certificate_nobody_vouches_for_is_not_trusted(certificate, implicit):
    with SmtpSink(certificate=certificate, implicit_tls=implicit) as sink:
        with pytest.raises(PostUnreachableError):
            send(LETTER, post_to(sink, tls="tls" if implicit else "starttls"))
        assert sink.envelopes == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for():
    with SmtpSink() as sink:
        with pytest.raises(PostUnreachableError):
            send(LETTER, post_to(sink, tls="starttls"))
        assert sink.envelopes == []


def test_a_wrong_password_is_told(certificate):
    with SmtpSink(certificate=certificate, login=("post", "secret")) as sink:
        post = post_to(sink, tls="starttls", ca_file=certificate[0], username="post", password="wrong")
        with pytest.raises(PostUnreachableError, match="sign-in"):
            probe(post)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient_name": "Denise\r\nBcc: other@mailbox.example"},
        {"recipient_email": "denise@mailbox.example, other@mailbox.example"},
        {"recipient_email": "denise@mailbox.example\r\nBcc: other@mailbox.example"},
        {"recipient_email": ""},
        {"recipient_email": "dënise@mailbox.example"},
        {"subject_line": "Your complaint\nBcc: other@mailbox.example"},
        {"sender_name": "Team\nBcc: other@mailbox.example"},
        {"message_id": "<a@b.example>\nX: y"},
        {"filename": "a.docx\r\nX: y"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_nothing_can_be_smuggled_into_the_headers(changes):
    with SmtpSink() as sink:
        with pytest.raises(PostRefusedError) as raised:
            send(replace(LETTER, **changes), post_to(sink))
        assert sink.envelopes == []
    assert "other@" not in str(raised.value)


def test_a_password_is_not_shown():
    assert "secret" not in repr(Post(host="h", port=25, password="secret"))
