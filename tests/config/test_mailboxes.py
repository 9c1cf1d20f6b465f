"""The administrator's mailboxes are read whole, and every fault is named with its cure."""

import subprocess
from datetime import UTC, date, datetime, timedelta

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


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        pytest.param("", "", id="off unless it is named"),
        pytest.param("sent_folder = false", "", id="off"),
        pytest.param("sent_folder = true", "\\Sent", id="whatever the server calls it"),
        pytest.param('sent_folder = "Sent Items"', "Sent Items", id="by its name"),
    ],
)
def test_a_copy_of_letters_is_kept_where_the_administrator_says(tmp_path, line, folder):
    (box,) = read_mailboxes(_write(tmp_path, f"{IMAP}{line}\n"), {"MAIL_PASSWORD": "open"})
    assert box.sent_folder == folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(f'{IMAP}sent_folder = "Fostering"\n', "also a folder that is read", id="a folder that is watched"),
        pytest.param(
            f'{IMAP}junk = "Junk"\nsent_folder = "Junk"\n', "also a folder that is read", id="the junk folder"
        ),
        pytest.param(
            f"{IMAP}sent_folder = true\n" + IMAP.replace('"complaints"', '"other"', 1) + "sent_folder = true\n",
            "more than one mailbox",
            id="two mailboxes",
        ),
        pytest.param(f"{IMAP}sent_folder = 3\n", "sent_folder must be a text", id="a number"),
    ],
)
def test_a_folder_for_copies_that_cannot_be_is_named(tmp_path, text, words):
    with pytest.raises(MailboxSettingsError, match=words):
        read_mailboxes(_write(tmp_path, text), {"MAIL_PASSWORD": "open"})


APP = """
[[mailbox]]
name = "complaints"
kind = "imap"
host = "outlook.office365.com"
username = "complaints@brackenshire.example"
tenant = "a-tenant"
client_id = "an-app"
client_secret_env = "APP_SECRET"
secret_expires = 2027-03-01
junk = true
since = 2026-01-01
"""
SECRET = {"APP_SECRET": "hush"}


def _certificate(tmp_path, days=90):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=putright",
         "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    both = tmp_path / "both.pem"
    both.write_text((tmp_path / "key.pem").read_text() + (tmp_path / "cert.pem").read_text())
    return both


def test_an_app_of_the_councils_own_needs_no_password(tmp_path):
    (box,) = read_mailboxes(_write(tmp_path, APP), SECRET)
    assert (box.password, box.sign_in.secret, box.sign_in.tenant) == ("", "hush", "a-tenant")
    assert box.sign_in.authority == "https://login.microsoftonline.com"
    assert box.sign_in.scope == "https://outlook.office365.com/.default"
    assert (box.junk, box.since, box.secret_expires) == ("\\Junk", date(2026, 1, 1), date(2027, 3, 1))


def test_secrets_are_never_shown(tmp_path):
    told = repr(
        read_mailboxes(_write(tmp_path, APP + IMAP.replace("complaints", "other")), SECRET | {"MAIL_PASSWORD": "open"})
    )
    assert "hush" not in told
    assert "'open'" not in told


def test_the_end_of_a_certificate_is_read_off_it(tmp_path):
    path = _certificate(tmp_path)
    text = APP.replace('client_secret_env = "APP_SECRET"', f'certificate_file = "{path}"').replace(
        "secret_expires = 2027-03-01", ""
    )
    (box,) = read_mailboxes(_write(tmp_path, text), {})
    assert box.secret_expires == (datetime.now(UTC) + timedelta(days=90)).date()
    assert "PRIVATE KEY" in box.sign_in.certificate


def test_the_earlier_of_two_ends_counts(tmp_path):
    path = _certificate(tmp_path, days=9000)
    text = APP.replace('client_secret_env = "APP_SECRET"', f'certificate_file = "{path}"')
    assert read_mailboxes(_write(tmp_path, text), {})[0].secret_expires == date(2027, 3, 1)


def test_a_command_may_give_the_token(tmp_path):
    text = IMAP.replace('password_env = "MAIL_PASSWORD"', 'token_command = ["/usr/local/bin/token", "complaints"]')
    (box,) = read_mailboxes(_write(tmp_path, text), {})
    assert box.sign_in.command == ("/usr/local/bin/token", "complaints")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('tenant = "a-tenant"\n', "", "tenant is missing"),
        ('client_id = "an-app"\n', "", "client_id is missing"),
        ('client_secret_env = "APP_SECRET"\n', "", "either a secret"),
        ('"APP_SECRET"', '"NOT_SET"', "no client_secret"),
        ("secret_expires", 'password_env = "P"\nsecret_expires', "one way to sign in"),
        ("secret_expires", 'token_command = ["t"]\nsecret_expires', "one way to sign in"),
        ("2027-03-01", '"2027-03-01"', "secret_expires must be a date without quotes"),
        ("2026-01-01", "2026-01-01T00:00:00Z", "since must be a date"),
        ("junk = true", 'folders = ["Junk"]\njunk = "Junk"', "both in folders and in junk"),
        ("junk = true", 'folders = "INBOX"', "folders must be a list"),
        ("junk = true", "folders = []", "folders must be a list"),
        ("junk = true", 'junk = "' + "j" * 201 + '"', "200 letters at most"),
        ("junk = true", "port = 99999", "port must be a whole number"),
        ("junk = true", 'port = "993"', "port must be a whole number"),
        ("junk = true", 'authority = "http://login.example"', "authority must begin with https"),
        ("junk = true", 'certificate_file = "/nowhere.pem"', "certificate_file cannot be read"),
        ("[[mailbox]]", "[mailbox]", r"written as \[\[mailbox\]\]"),
        ("[[mailbox]]", "poll = 5\n[[mailbox]]", "unknown key 'poll'"),
        ('"outlook.office365.com"', "365", "host must be a text"),
        ('"complaints"', '"' + "c" * 101 + '"', "100 letters at most"),
    ],
    ids=lambda value: value[:40] if " " in value else None,
)
def test_a_fault_in_an_apps_rows_is_named_with_its_cure(tmp_path, old, new, words):
    assert old in APP
    with pytest.raises(MailboxSettingsError, match=words) as refused:
        read_mailboxes(_write(tmp_path, APP.replace(old, new)), SECRET)
    assert "hush" not in str(refused.value)


def test_a_certificate_that_is_none_is_named(tmp_path):
    path = tmp_path / "both.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n")
    text = APP.replace('client_secret_env = "APP_SECRET"', f'certificate_file = "{path}"')
    with pytest.raises(MailboxSettingsError) as refused:
        read_mailboxes(_write(tmp_path, text), {})
    assert any("private key" in fault for fault in refused.value.faults)
    assert any("cannot be read" in fault for fault in refused.value.faults)


def test_a_file_that_may_not_be_read_is_named(tmp_path):
    (tmp_path / "mailboxes.toml").mkdir()
    with pytest.raises(MailboxSettingsError, match="cannot be read"):
        read_mailboxes(tmp_path / "mailboxes.toml", {})


def test_all_faults_are_named_at_once(tmp_path):
    folder = '[[mailbox]]\nname = "a"\nkind = "folder"\npath = "/a"\n'
    text = f'{folder}{folder}[[mailbox]]\nname = "b"\nkind = "pigeon"\n'
    with pytest.raises(MailboxSettingsError) as refused:
        read_mailboxes(_write(tmp_path, text), {})
    assert len(refused.value.faults) == 2
