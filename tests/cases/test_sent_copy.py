"""A copy of what left stands in the Sent folder: the very bytes, once, as read; no trouble with it sends anything."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

import workers
from cases import sent_copies
from cases.back_off import BackOff
from cases.models import Letter
from cases.sent_copies import SentCopies
from cases.services import sent_copy
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from tests.cases.signed_letters import signed_letter
from tests.dovecot import DovecotServer
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.server]
NEVER = threading.Event()


@pytest.fixture(scope="module")
def dovecot():
    with DovecotServer() as server:
        yield server


@pytest.fixture
def tray(settings):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        yield sink


@pytest.fixture
def mailbox(dovecot, settings, tmp_path, monkeypatch, request):
    """A mailbox of its own for each test, with an empty folder Sent."""
    user = f"team{abs(hash(request.node.name)) % 10**8}"
    with dovecot.client(user) as client:
        client.create_folder("Sent")
    monkeypatch.setenv("MAIL_PASSWORD", dovecot.password)
    settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"

    def name(folder='"Sent"', port=dovecot.tls_port):
        settings.PUTRIGHT_MAILBOXES.write_text(
            f'[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "127.0.0.1"\nport = {port}\n'
            f'username = "{user}"\npassword_env = "MAIL_PASSWORD"\nca_file = "{dovecot.ca_file}"\n'
            f"sent_folder = {folder}\n"
        )

    name()
    return user, name


def _sent() -> Letter:
    letter = signed_letter()
    workers.send_one(letter.pk)
    letter.refresh_from_db()
    assert letter.state == "sent"
    return letter


def _copies(dovecot, user):
    with dovecot.client(user) as client:
        client.select_folder("Sent", readonly=True)
        return list(client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS"]).values())


def test_the_very_bytes_that_left_stand_there_once_and_read(dovecot, tray, mailbox):
    user, _ = mailbox
    letter = _sent()
    assert SentCopies().keep(NEVER) == 1
    assert SentCopies().keep(NEVER) == 0
    (copy,) = _copies(dovecot, user)
    (envelope,) = tray.envelopes
    assert copy[b"BODY[]"].rstrip(b"\r\n") == envelope.content.rstrip(b"\r\n")
    assert b"\\Seen" in copy[b"FLAGS"]
    letter.refresh_from_db()
    assert letter.copied_at is not None
    assert letter.case.events.filter(verb="letter_copied").count() == 1


def test_the_server_is_asked_which_folder_it_is(dovecot, tray, mailbox):
    user, name = mailbox
    name("true")
    _sent()
    assert SentCopies().keep(NEVER) == 1
    assert len(_copies(dovecot, user)) == 1


def test_a_server_that_keeps_what_it_sends_has_it_already(dovecot, tray, mailbox):
    user, _ = mailbox
    letter = _sent()
    (envelope,) = tray.envelopes
    dovecot.append(user, envelope.content, folder="Sent")
    SentCopies().keep(NEVER)
    letter.refresh_from_db()
    assert letter.copied_at is not None
    assert len(_copies(dovecot, user)) == 1


def test_a_copy_that_stood_there_before_a_crash_is_not_put_there_again(dovecot, tray, mailbox):
    user, _ = mailbox
    letter = _sent()
    SentCopies().keep(NEVER)
    Letter.objects.filter(pk=letter.pk).update(copied_at=None)
    SentCopies().keep(NEVER)
    assert len(_copies(dovecot, user)) == 1


@pytest.mark.parametrize("trouble", ["no such folder", "nobody answers"])
def test_what_goes_wrong_is_said_and_sends_nothing_again(dovecot, tray, mailbox, trouble):
    user, name = mailbox
    letter = _sent()
    name(*{"no such folder": ('"Gone"',), "nobody answers": ('"Sent"', 1)}[trouble])
    copies = SentCopies()
    copies.keep(NEVER)
    copies.keep(NEVER)
    letter.refresh_from_db()
    assert (letter.state, letter.copied_at) == ("sent", None)
    assert letter.copy_trouble
    assert "ashby" not in letter.copy_trouble
    workers.sweep()
    workers.send_one(letter.pk)
    assert len(tray.envelopes) == 1
    name()
    SentCopies().keep(NEVER)
    letter.refresh_from_db()
    assert (letter.copied_at is not None, letter.copy_trouble) == (True, "")
    assert len(_copies(dovecot, user)) == 1


def test_after_a_failure_the_server_is_left_alone_for_a_while(tray, mailbox):
    _, name = mailbox
    first, second = _sent(), _sent()
    name('"Gone"')
    copies = SentCopies()
    copies.keep(NEVER)
    name()
    assert copies.keep(NEVER) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (bool(first.copy_trouble), second.copy_trouble) == (True, "")


def test_nothing_is_copied_unless_a_folder_is_named(tray, settings, tmp_path):
    settings.PUTRIGHT_MAILBOXES = tmp_path / "none.toml"
    _sent()
    assert SentCopies().keep(NEVER) == 0


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"state": "uncertain"}, id="of which nobody knows whether it left"),
        pytest.param({"state": "approved"}, id="that waits"),
        pytest.param({"state": "refused"}, id="that was refused"),
        pytest.param({"state": "sent", "sent_at": timezone.now() - timedelta(days=15)}, id="that left long ago"),
        pytest.param({"state": "sent", "posted_on": timezone.localdate(), "channel": "post"}, id="that went by post"),
        pytest.param({"state": "sent", "made_with": {}}, id="whose bytes were not kept"),
    ],
)
def test_no_copy_is_due_of_a_letter(fields):
    letter = signed_letter(**({"sent_at": timezone.now(), "made_with": {"mail": "a" * 64}} | fields))
    assert letter.pk not in [one.pk for one in sent_copy.due()]


def test_a_letter_whose_kept_bytes_are_gone_holds_up_no_other(dovecot, tray, mailbox):
    user, _ = mailbox
    broken, whole = _sent(), _sent()
    Letter.objects.filter(pk=broken.pk).update(made_with={"mail": "0" * 64})
    SentCopies().keep(NEVER)
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert "could not be read" in broken.copy_trouble
    assert whole.copied_at is not None
    assert len(_copies(dovecot, user)) == 1


def test_a_letter_that_the_server_never_takes_holds_up_no_other(tray, mailbox, monkeypatch):
    refused, other = _sent(), _sent()
    asked = []

    def put(box, letter):
        asked.append(letter.pk)
        if letter.pk == refused.pk:
            raise MailboxError(MailboxTrouble.NO_FOLDER, "The mail server did not take a copy.")
        return True

    monkeypatch.setattr(sent_copies, "put_copy", put)
    monkeypatch.setattr(BackOff, "seconds_after", lambda *_, **__: 0.0)
    copies = SentCopies()
    assert (copies.keep(NEVER), copies.keep(NEVER)) == (0, 1)
    assert asked == [refused.pk, other.pk, refused.pk]
    other.refresh_from_db()
    assert other.copied_at is not None
