"""Mailboxes are opened by token: kept, renewed, refused in plain words, and never told to anybody."""

import logging
import sys

import pytest

from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.imap_connection import ImapAccount, connect
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from ingest.mailboxes.oauth import AppLogin, AppTokens, CommandTokens, certificate_credential
from tests.authority import Authority
from tests.dovecot import DovecotServer

pytestmark = pytest.mark.server

MAILBOX = "complaints@council.example"


@pytest.fixture(scope="module")
def server():
    with DovecotServer() as running:
        yield running


@pytest.fixture
def authority(server):
    with Authority(mailbox=MAILBOX, sign=server.sign_token) as running:
        yield running


def login(running, **changes):
    values = {
        "tenant": "tenant",
        "client_id": running.client_id,
        "secret": running.secret,
        "authority": running.url,
        "ca_file": running.ca_file,
    }
    return AppLogin(**(values | changes))


def account(server, tokens, username=MAILBOX):
    return ImapAccount(host=server.host, port=server.tls_port, username=username, tokens=tokens, ca_file=server.ca_file)


class Tokens:
    """Tokens in the order given; whether each was asked for afresh is noted."""

    def __init__(self, *tokens):
        self.left, self.asked = list(tokens), []

    def token(self, *, fresh=False):
        self.asked.append(fresh)
        return self.left.pop(0)


@pytest.mark.parametrize("mechanisms", ["xoauth2 oauthbearer", "xoauth2", "oauthbearer"])
def test_an_app_opens_the_mailbox_by_whichever_form_the_server_takes(mechanisms):
    with (
        DovecotServer(mechanisms) as server,
        Authority(mailbox=MAILBOX, sign=server.sign_token) as authority,
    ):
        server.append(MAILBOX, b"Subject: visits\r\n\r\nNobody came.\r\n")
        with ImapMailbox("m", account(server, AppTokens(login(authority)))) as opened:
            assert len(opened.list_uids()) == 1


def test_an_app_signs_in_by_certificate(server, authority):
    tokens = AppTokens(login(authority, secret="", certificate=authority.new_certificate()))
    connect(account(server, tokens)).logout()
    assert authority.asked == 1


def test_a_token_is_kept_until_it_is_nearly_over(server, authority):
    tokens = AppTokens(login(authority))
    assert tokens.token() == tokens.token()
    assert authority.asked == 1
    authority.seconds = 60
    assert tokens.token(fresh=True)
    tokens.token()
    assert authority.asked == 3


def test_a_token_that_was_taken_back_is_asked_for_anew_once(server):
    stale, good = server.sign_token(MAILBOX, seconds=-60), server.sign_token(MAILBOX)
    tokens = Tokens(stale, good)
    connect(account(server, tokens)).logout()
    assert tokens.asked == [False, True]


def test_a_token_that_is_refused_twice_is_a_refused_login(server):
    tokens = Tokens(*[server.sign_token(MAILBOX, key=b"x" * 32)] * 2)
    with pytest.raises(MailboxError) as caught:
        connect(account(server, tokens))
    assert caught.value.trouble is MailboxTrouble.LOGIN_REFUSED
    assert tokens.asked == [False, True]


def test_a_token_for_one_mailbox_opens_no_other(server):
    with pytest.raises(MailboxError) as caught:
        connect(account(server, Tokens(*[server.sign_token(MAILBOX)] * 2), username="fostering@council.example"))
    assert caught.value.trouble is MailboxTrouble.LOGIN_REFUSED


REFUSED = {
    "secret-ran-out": (MailboxTrouble.TOKEN_REFUSED, "The app's secret has run out"),
    "wrong-secret": (MailboxTrouble.TOKEN_REFUSED, "Give its value, not its id"),
    "unknown-app": (MailboxTrouble.TOKEN_REFUSED, "Check client_id and tenant"),
    "wrong-tenant": (MailboxTrouble.TOKEN_REFUSED, "Check tenant"),
    "busy": (MailboxTrouble.UNREACHABLE, "It is asked again"),
    "garbage": (MailboxTrouble.TOKEN_REFUSED, "no answer that makes sense"),
}


@pytest.mark.parametrize(("trouble", "end"), REFUSED.items(), ids=REFUSED)
def test_an_authority_that_gives_no_token_is_told_with_the_cure(authority, trouble, end, caplog):
    authority.trouble = trouble
    with caplog.at_level(logging.DEBUG), pytest.raises(MailboxError) as caught:
        AppTokens(login(authority)).token()
    assert caught.value.trouble is end[0]
    assert end[1] in caught.value.words
    assert authority.secret not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.parametrize(
    ("changes", "trouble", "words"),
    [
        ({"ca_file": ""}, MailboxTrouble.NOT_TRUSTED, "certificate that is not trusted"),
        ({"authority": "https://localhost:1/t"}, MailboxTrouble.UNREACHABLE, "cannot be reached"),
        ({"secret": "", "certificate": "no PEM"}, MailboxTrouble.TOKEN_REFUSED, "no answer that makes sense"),
    ],
    ids=["its certificate is nobody's", "nobody listens", "our certificate is none"],
)
def test_an_authority_that_cannot_be_asked_is_told(authority, changes, trouble, words):
    with pytest.raises(MailboxError) as caught:
        AppTokens(login(authority, **changes)).token()
    assert caught.value.trouble is trouble
    assert words in caught.value.words


def test_neither_token_nor_secret_is_ever_shown(server, authority, caplog):
    tokens = AppTokens(login(authority))
    with caplog.at_level(logging.DEBUG):
        connect(account(server, tokens)).logout()
        token = tokens.token()
    told = f"{login(authority)!r} {account(server, tokens)!r} {tokens!r} {CommandTokens(('print', token))!r}"
    assert token not in told
    assert authority.secret not in told


def test_at_the_loudest_log_level_no_login_is_told(settings):
    loud = {name: row["level"] for name, row in settings.LOGGING["loggers"].items()}
    assert {loud[name] for name in ("imapclient", "msal", "urllib3")} == {"ERROR"}


def _command(words):
    return CommandTokens((sys.executable, "-c", words))


def test_a_command_gives_the_token(server):
    token = server.sign_token(MAILBOX)
    connect(account(server, _command(f"print({token!r})"))).logout()


@pytest.mark.parametrize(
    "words",
    [
        "import sys; print('a-token'); sys.exit(3)",
        "print()",
        "print('two words')",
        "print('x' * 30000)",
        "raise SystemExit",
    ],
    ids=["it fails", "it prints nothing", "it prints a sentence", "it prints without end", "it ends silently"],
)
def test_a_command_that_gives_no_token_is_told_without_what_it_said(words):
    with pytest.raises(MailboxError) as caught:
        _command(words).token()
    assert caught.value.trouble is MailboxTrouble.TOKEN_REFUSED
    assert "a-token" not in caught.value.words


def test_a_command_that_is_not_there_is_told():
    with pytest.raises(MailboxError, match="could not be run"):
        CommandTokens(("/nowhere/token",)).token()


@pytest.mark.parametrize("pem", ["", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"])
def test_a_certificate_without_its_key_is_none(pem):
    with pytest.raises(ValueError, match="private key"):
        certificate_credential(pem)
