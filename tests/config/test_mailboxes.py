"""The administrator's mailboxes are read whole, and every fault is named with its cure."""

import pytest

from config.mailboxes import MailboxKind, MailboxSettingsError, read_mailboxes

IMAP = """
[[mailbox]]
name = "complaints"
kind = "imap"
host = "mail.brackenshire.example"
username = "complaints"
password_env = "MAIL_PASSWORD"
folders = ["INBOX", "Fostering"]
"""


def _write(tmp_path, text):
    path = tmp_path / "mailboxes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_imap_mailbox_takes_its_password_from_the_environment(tmp_path):
    (box,) = read_mailboxes(_write(tmp_path, IMAP), {"MAIL_PASSWORD": "open"})
    assert (box.kind, box.port, box.password, box.folders) == (MailboxKind.IMAP, 993, "open", ("INBOX", "Fostering"))


def test_a_password_file_is_read_without_its_line_end(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("open\n")
    text = IMAP.replace('password_env = "MAIL_PASSWORD"', f'password_file = "{secret}"')
    assert read_mailboxes(_write(tmp_path, text), {})[0].password == "open"


def test_no_file_means_no_mailboxes(tmp_path):
    assert read_mailboxes(tmp_path / "mailboxes.toml", {}) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(IMAP, "no password", id="the variable is not set"),
        pytest.param(IMAP.replace("imap", "pop3"), 'kind must be "imap" or "folder"', id="a kind we do not know"),
        pytest.param(IMAP.replace('host = "mail.brackenshire.example"', ""), "host is missing", id="no host"),
        pytest.param(IMAP + 'password = "open"', "unknown key 'password'", id="a password in the file itself"),
        pytest.param('[[mailbox]]\nname = "a"\nkind = "folder"', "path is missing", id="a folder without its path"),
        pytest.param("[[mailbox]", "is not TOML", id="a slip of the pen"),
    ],
)
def test_a_fault_is_named_with_its_cure(tmp_path, text, words):
    with pytest.raises(MailboxSettingsError, match=words):
        read_mailboxes(_write(tmp_path, text), {})


def test_all_faults_are_named_at_once(tmp_path):
    folder = '[[mailbox]]\nname = "a"\nkind = "folder"\npath = "/a"\n'
    text = f'{folder}{folder}[[mailbox]]\nname = "b"\nkind = "pigeon"\n'
    with pytest.raises(MailboxSettingsError) as refused:
        read_mailboxes(_write(tmp_path, text), {})
    assert len(refused.value.faults) == 2
