"""A mailbox of Microsoft's kind, opened by token and watched by a running Putright: at once, to the last mail, to the end."""

import pytest

from tests.authority import Authority
from tests.dovecot import DovecotServer
from tests.installation import Installation
from tests.journey.mails import many_mails

pytestmark = pytest.mark.server

MAILBOX = "complaints@council.example"
STORED = "select count(*) from cases_mail"


@pytest.fixture
def server():
    with DovecotServer("xoauth2") as running:
        yield running


@pytest.fixture
def authority(server):
    with Authority(mailbox=MAILBOX, sign=server.sign_token) as running:
        yield running


@pytest.fixture
def putright(tmp_path, server, authority):
    # Looks by the clock are an hour apart: what is found sooner was told of by the server.
    installation = Installation(tmp_path / "home", PUTRIGHT_POLL_SECONDS="3600", APP_SECRET=authority.secret)
    (installation.home / "mailboxes.toml").write_text(
        f'[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "{server.host}"\nport = {server.tls_port}\n'
        f'ca_file = "{server.ca_file}"\nusername = "{MAILBOX}"\nclient_id = "{authority.client_id}"\n'
        f'client_secret_env = "APP_SECRET"\nauthority = "{authority.url}"\nauthority_ca_file = "{authority.ca_file}"\n'
        "junk = true\n"
    )
    yield installation
    installation.stop()


def test_mail_is_found_at_once_in_every_folder_counted_and_never_changed(putright, server, authority):
    first, second, spam = many_mails(3)
    server.append(MAILBOX, first)
    process = putright.start("run", "--port", "0")
    putright.wait("the first mail", lambda: putright.rows(STORED) == [(1,)])
    server.append(MAILBOX, second, flags=(b"\\Seen",))
    putright.wait("the mail the server told of", lambda: putright.rows(STORED) == [(2,)])
    server.append(MAILBOX, spam, folder="Junk Email")
    putright.wait("the mail in the junk folder", lambda: putright.rows(STORED) == [(3,)])
    (counted, junk) = putright.call_json("reconcile", "--json")
    assert (counted["mails"], counted["not_accounted_for"], counted["missed_and_fetched"]) == (2, [], [])
    assert (junk["folder"], junk["mails"], junk["not_accounted_for"]) == ("\\Junk", 1, [])
    assert [("\\Seen" in flags) for flags in server.flags(MAILBOX).values()] == [False, True]
    process.terminate()
    process.wait(timeout=20)
    log = putright.log()
    assert authority.secret not in log
    assert "eyJ" not in log
    assert MAILBOX not in log


def test_a_secret_that_has_run_out_is_said_with_its_cure_and_never_shown(putright, server, authority):
    authority.trouble = "secret-ran-out"
    putright.start("run", "--port", "0")
    trouble = "select trouble_kind, trouble from cases_mailbox where folder = 'INBOX' and trouble <> ''"
    putright.wait("the refusal", lambda: putright.rows(trouble))
    ((kind, words),) = putright.rows(trouble)
    assert kind == "token_refused"
    assert "secret has run out" in words
    assert authority.secret not in putright.log() + words
