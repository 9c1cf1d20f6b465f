"""A call reaches one address or one number, by the mail server or the gateway; whatever stands in the way is told."""

import ast
import json
import socket
import threading
from pathlib import Path
from urllib.parse import parse_qs

import jwt
import pytest

from config.text_gateway import Gateway, GatewayKind
from letters import call
from letters.call import CallError, call_by_mail, call_by_text
from letters.call_words import CallWords
from letters.post import Post
from tests.factories import NOW
from tests.smtp_sink import SmtpSink
from tests.text_gateway import TextGateway

WORDS = CallWords(reference="BCC-2026-0012", link="https://putright.council.example/cases/12/safety")
MAIL = {"to": "duty.desk@council.example", "sender": "complaints@council.example", "at": NOW}
NUMBER = "07700 900911"


def _gateway(server, **changed):
    rows = {
        "kind": GatewayKind.POST,
        "url": server.url,
        "body": '{"to": "$to", "text": "$text"}',
        "headers": {"Authorization": "Bearer abc"},
        "ca_file": server.ca_file,
    }
    return Gateway(**(rows | changed))


def test_a_mail_goes_to_one_address_and_no_machine_answers_it():
    with SmtpSink() as sink:
        call_by_mail(WORDS, post=Post(host=sink.host, port=sink.port, tls="none"), **MAIL)
        (envelope,), (mail,) = sink.envelopes, sink.messages
    assert envelope.rcpt_tos == ["duty.desk@council.example"]
    assert (mail["Auto-Submitted"], mail["X-Priority"]) == ("auto-generated", "1")
    assert mail.get_content().split() == WORDS.body.split()


@pytest.mark.parametrize("trouble", ["refuse-recipient", "busy-recipient", "refuse-letter", "drop-after-data"])
def test_a_mail_that_is_not_taken_is_told(trouble):
    with SmtpSink(trouble=trouble) as sink, pytest.raises(CallError) as error:
        call_by_mail(WORDS, post=Post(host=sink.host, port=sink.port, tls="none"), **MAIL)
    assert "duty.desk" not in str(error.value)


def test_a_mail_server_that_is_down_is_told():
    with pytest.raises(CallError, match="cannot be reached"):
        call_by_mail(WORDS, post=Post(host="127.0.0.1", port=9, tls="none"), **MAIL)


def test_an_address_that_is_two_is_refused():
    with pytest.raises(CallError, match="malformed"):
        call_by_mail(WORDS, post=Post(host="127.0.0.1", port=9), **(MAIL | {"to": "a@b.example, c@d.example"}))


def test_a_text_message_is_posted_with_its_headers():
    with TextGateway() as server:
        call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server))
        ((path, headers, body),) = server.requests
    assert path == "/messages"
    assert headers["Authorization"] == "Bearer abc"
    assert json.loads(body) == {"to": NUMBER, "text": WORDS.text}


def test_a_form_is_encoded_as_one():
    with TextGateway() as server:
        form = {"body": "to=$to&text=$text", "content_type": "application/x-www-form-urlencoded"}
        call_by_text(WORDS, to="+44 7700 900911", at=NOW, gateway=_gateway(server, **form))
        assert parse_qs(server.bodies[0]) == {"to": ["+44 7700 900911"], "text": [WORDS.text]}


def test_notify_is_given_a_token_signed_for_this_call():
    with TextGateway() as server:
        key = "3d844edf-8d35-48ac-975b-e847b4f122b0"
        notify = {"kind": GatewayKind.NOTIFY, "template_id": "t-1", "service_id": "s-1", "key": key}
        call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server, **notify))
        ((_, headers, body),) = server.requests
    token = headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, key, algorithms=["HS256"], options={"verify_iat": False})
    assert claims == {"iss": "s-1", "iat": int(NOW.timestamp())}
    assert json.loads(body)["personalisation"] == {"text": WORDS.text}


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        pytest.param("refuses", "403", id="the key is refused"),
        pytest.param("busy", "503", id="the gateway is busy"),
        pytest.param("elsewhere", "not followed", id="it sends us elsewhere"),
    ],
)
def test_a_text_message_that_is_not_taken_is_told(trouble, said):
    with TextGateway(trouble) as server, TextGateway() as other:
        server.elsewhere = other.url
        with pytest.raises(CallError, match=said):
            call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server))
        assert other.requests == []


@pytest.mark.parametrize("trouble", ["hangs", "drips"])
def test_a_gateway_that_does_not_come_to_an_end_is_left(trouble, monkeypatch):
    monkeypatch.setattr(call, "TEXT_SECONDS", 1.0)
    with TextGateway(trouble) as server, pytest.raises(CallError, match=r"could not be reached|came to no end"):
        call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server))


class Dripper:
    """Take a connection and say one thing after another, without ever coming to an end of it."""

    def __init__(self, begin, piece):
        self._begin, self._piece, self.over = begin, piece, threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._drip, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self._socket.close()

    def _drip(self):
        line, _ = self._socket.accept()
        with line:
            line.sendall(self._begin)
            for _ in range(40):
                if self.over.wait(0.2):
                    return
                line.sendall(self._piece)
        self.over.set()


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(call, "TEXT_SECONDS", 1.0)
    monkeypatch.setattr(call, "MAIL_IN_ALL_SECONDS", 1.0)


def test_a_gateway_that_never_finishes_saying_who_it_is_is_left(short):
    # The head of a TLS record of 16 kB: each byte of it keeps within the limit of one read.
    with Dripper(b"\x16\x03\x03\x40\x00", b"\x02") as server:
        gateway = Gateway(kind=GatewayKind.POST, url=f"https://127.0.0.1:{server.port}/", body="$to $text")
        with pytest.raises(CallError, match=r"could not be reached|came to no end"):
            call_by_text(WORDS, to=NUMBER, at=NOW, gateway=gateway)
        assert not server.over.is_set()


def test_a_mail_server_that_never_finishes_its_greeting_is_left(short):
    with Dripper(b"220-Welcome\r\n", b"220-and welcome\r\n") as server:
        with pytest.raises(CallError, match="came to no end"):
            call_by_mail(WORDS, post=Post(host="127.0.0.1", port=server.port, tls="none"), **MAIL)
        assert not server.over.is_set()


def test_calls_that_came_to_no_end_do_not_pile_up(short, monkeypatch):
    monkeypatch.setattr(call, "MOST_LEFT", 1)
    monkeypatch.setattr(call, "_left", {})  # calls of other tests may still hang
    with Dripper(b"220-Welcome\r\n", b"220-and welcome\r\n") as server:
        post = Post(host="127.0.0.1", port=server.port, tls="none")
        with pytest.raises(CallError, match="came to no end"):
            call_by_mail(WORDS, post=post, **MAIL)
        with pytest.raises(CallError, match="still hang"):
            call_by_mail(WORDS, post=post, **MAIL)


@pytest.mark.parametrize("words", [None, "", "no certificate"], ids=["not there", "empty", "something else"])
def test_a_file_of_certificates_that_is_none_is_told(tmp_path, words):
    file = tmp_path / "ca.pem"
    if words is not None:
        file.write_text(words, encoding="utf-8")
    with TextGateway() as server:
        with pytest.raises(CallError, match="putright check"):
            call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server, ca_file=str(file)))
        assert server.requests == []


def test_what_the_mail_server_says_of_our_sign_in_stays_out():
    with SmtpSink(login=("somebody", "else")) as sink:
        post = Post(host=sink.host, port=sink.port, tls="none", username="svc-putright", password="wrong")
        with pytest.raises(CallError) as error:
            call_by_mail(WORDS, post=post, **MAIL)
    assert str(error.value) == "the mail server does not accept our sign-in (SMTPAuthenticationError)"


def test_a_gateway_whose_certificate_nobody_vouches_for_is_told_nothing():
    with TextGateway() as server:
        with pytest.raises(CallError, match="could not be reached"):
            call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server, ca_file=""))
        assert server.requests == []


def test_no_trouble_holds_the_number_or_the_secret():
    with TextGateway("refuses") as server, pytest.raises(CallError) as error:
        call_by_text(WORDS, to=NUMBER, at=NOW, gateway=_gateway(server))
    assert NUMBER not in str(error.value)
    assert "abc" not in str(error.value)


def test_only_what_leaves_makes_calls():
    root = Path(__file__).resolve().parents[2]
    found = set()
    for path in [*root.glob("*.py"), *(p for f in ("cases", "review", "letters") for p in (root / f).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "letters.call":
                found.add(str(path.relative_to(root)))
    assert found == {"cases/outgoing.py"}
