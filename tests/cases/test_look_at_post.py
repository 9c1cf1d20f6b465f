"""What takes letters away is looked at before the first one goes: a wrong Sent folder is named with its cure."""

import pytest

from cases.management.look_at_post import look_at_post, look_at_sent
from cases.management.looks import State
from tests.dovecot import DovecotServer
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def dovecot():
    with DovecotServer() as server:
        for user in ("amara", "bola"):
            server.append(user, b"Subject: One\r\n\r\nOne.\r\n", folder="Sent Items")
        yield server


@pytest.fixture
def mailbox(dovecot, settings, tmp_path, monkeypatch):
    """Write the file of mailboxes for one user, with a Sent folder under a name."""
    monkeypatch.setenv("MAIL_PASSWORD", dovecot.password)
    settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"

    def write(folder, user="amara", more="", port=dovecot.tls_port):
        settings.PUTRIGHT_MAILBOXES.write_text(
            f'[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "127.0.0.1"\nport = {port}\n{more}'
            f'username = "{user}"\npassword_env = "MAIL_PASSWORD"\nca_file = "{dovecot.ca_file}"\n'
            + (f"sent_folder = {folder}\n" if folder else "")
        )

    return write


@pytest.mark.parametrize("folder", ['"Sent Items"', "true"], ids=["by its name", "the one the server means"])
def test_the_folder_is_opened_and_nothing_is_put_there(dovecot, mailbox, folder):
    mailbox(folder)
    (found,) = look_at_sent()
    assert (found.what, found.state) == ("copies of letters, mailbox complaints", State.FINE)
    assert found.words == "They go into 'Sent Items' (mails there now: 1)."
    assert dovecot.flags("amara", "Sent Items") == {1: ("\\Recent",)}


def test_a_wrong_name_is_named_with_the_folder_it_should_be(mailbox):
    mailbox('"Sent Itmes"')
    (found,) = look_at_sent()
    assert found.state is State.WRONG
    assert "no folder named 'Sent Itmes'" in found.words
    assert "keeps sent mail in 'Sent Items': sent_folder = true" in found.words


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        pytest.param('"Gone"', "Check the spelling of sent_folder.", id="a name there is not"),
        pytest.param("true", "marks no folder as the one for sent mail", id="the server means none"),
    ],
)
def test_where_there_is_no_sent_mail_at_all_no_folder_is_made_up(mailbox, folder, words):
    mailbox(folder, user="nobody-has-written")
    (found,) = look_at_sent()
    assert (found.state, "keeps sent mail" in found.words) == (State.WRONG, False)
    assert words in found.words


def test_a_folder_that_is_also_read_is_not_taken(mailbox):
    mailbox("true", more='folders = ["INBOX", "Sent Items"]\n')
    (found,) = look_at_sent()
    assert (found.state, "also read" in found.words) == (State.WRONG, True)


def test_a_server_nobody_answers_at_is_said(mailbox):
    mailbox('"Sent Items"', port=1)
    (found,) = look_at_sent()
    assert (found.state, "cannot be reached" in found.words) == (State.WRONG, True)


def test_nothing_is_said_where_no_copies_are_wanted(mailbox):
    mailbox("")
    assert list(look_at_sent()) == []


@pytest.mark.parametrize(("url", "state"), [("", State.LOOK), ("smtp://127.0.0.1:9", State.WRONG)])
def test_a_mail_server_that_is_not_there(settings, url, state):
    settings.PUTRIGHT_SMTP_URL = url
    (found,) = look_at_post()
    assert (found.what, found.state) == ("post", state)


def test_a_mail_server_that_answers(settings):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        (found,) = look_at_post()
    assert found.state is State.FINE
