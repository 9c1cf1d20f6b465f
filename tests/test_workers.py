"""The workers do what the rows say, once; a failure is written down, and nothing unsigned gets past the post."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from dramatiq.middleware import TimeLimitExceeded

import workers
from cases import blobs, clockwork, outgoing, steps
from cases.handed import Handed
from cases.models import Case, Letter, Mail, Mailbox, Role
from cases.selectors.buckets import unread_mails
from cases.services import letters, sending
from cases.services import mail as mails
from cases.watch import poll_all, poll_one
from config.mailboxes import MailboxKind, MailboxSettings
from ingest.sandbox.box import SandboxError
from letters.post_errors import PostUnreachableError
from tests.cases.stories import a_case, a_mail, store, written
from tests.factories import make_member
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def tray(settings):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        yield sink


def _approved() -> Letter:
    letter = written(a_case(), make_member("writer"))
    signer = make_member("signer", role=Role.MANAGER)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=signer)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    return letter


class TestSending:
    """What becomes of a signed letter."""

    def test_it_goes_out_once_with_its_file(self, tray):
        letter = _approved()
        workers.send_one(letter.pk)
        workers.send_one(letter.pk)
        (mail,) = tray.messages
        assert mail["To"].addresses[0].addr_spec == "joan.ashby@mailbox.example"
        assert next(mail.iter_attachments()).get_filename().endswith(".pdf")
        letter.refresh_from_db()
        assert letter.state == "sent"

    @pytest.mark.parametrize("state", ["draft", "to_sign", "returned"])
    def test_nothing_unsigned_reaches_the_server(self, tray, state):
        letter = written(a_case(), make_member())
        Letter.objects.filter(pk=letter.pk).update(state=state, send_at=timezone.now() - timedelta(hours=1))
        workers.send_one(letter.pk)
        assert tray.envelopes == []

    def test_a_letter_called_approved_without_a_signature_goes_back(self, tray):
        letter = written(a_case(), make_member())
        Letter.objects.filter(pk=letter.pk).update(state="approved", send_at=timezone.now() - timedelta(hours=1))
        Case.objects.filter(pk=letter.case_id).update(state="going_out")
        workers.send_one(letter.pk)
        letter.refresh_from_db()
        assert tray.envelopes == []
        assert (letter.state, letter.case.state) == ("returned", "letter")
        assert "not what was signed" in letter.trouble

    @pytest.mark.parametrize(
        ("trouble", "state"),
        [
            pytest.param("refuse-recipient", "refused", id="the address is refused for good"),
            pytest.param("busy-recipient", "approved", id="the server is busy: later again"),
            pytest.param("drop-after-data", "uncertain", id="the line broke after the letter: a person looks"),
        ],
    )
    def test_each_trouble_has_its_end(self, tray, trouble, state):
        letter = _approved()
        tray.trouble = trouble
        workers.send_one(letter.pk)
        letter.refresh_from_db()
        assert letter.state == state
        assert letter.trouble
        assert "ashby" not in letter.trouble

    def test_without_a_mail_server_it_waits_and_says_so(self, settings):
        settings.PUTRIGHT_SMTP_URL = ""
        letter = _approved()
        workers.send_one(letter.pk)
        letter.refresh_from_db()
        assert (letter.state, "PUTRIGHT_SMTP_URL" in letter.trouble) == ("approved", True)

    def test_a_letter_whose_file_is_gone_says_so_and_waits(self, tray, monkeypatch):
        letter = _approved()
        monkeypatch.setattr(blobs, "get", _gone)
        workers.send_one(letter.pk)
        letter.refresh_from_db()
        assert (letter.state, tray.envelopes) == ("approved", [])
        assert letter.trouble == "The kept original could not be read from the disk."
        assert letter.pk not in sending.due()


def _gone(digest: str) -> bytes:
    raise blobs.BlobError(digest, "is not where it was put.")


@pytest.mark.parametrize(
    ("url", "tls", "port"),
    [
        ("smtp://localhost", "none", 25),
        ("smtp+starttls://post@mail.example", "starttls", 587),
        ("smtps://mail.example:4650", "tls", 4650),
    ],
)
def test_the_mail_server_is_named_by_an_address(settings, url, tls, port):
    settings.PUTRIGHT_SMTP_URL = url
    post = outgoing.post_from_settings()
    assert (post.tls, post.port) == (tls, port)


@pytest.mark.parametrize("url", ["", "mail.example", "smtp://mail.example:mail", "smtp://[mail.example"])
def test_an_address_that_is_none_lets_letters_wait(settings, url):
    settings.PUTRIGHT_SMTP_URL = url
    with pytest.raises(PostUnreachableError, match="PUTRIGHT_SMTP_URL"):
        outgoing.post_from_settings()


class TestFailures:
    """A step that fails leaves a row that says so."""

    def test_a_failed_step_is_noted_in_plain_words(self, monkeypatch):
        (mail,) = store(a_mail())

        def fail(_):
            raise SandboxError("no child")

        monkeypatch.setitem(steps.STEPS, "stored", fail)
        assert workers.handle(mail.pk) == "stored"
        mail.refresh_from_db()
        assert (mail.tries, mail.stuck) == (1, False)
        assert mail.trouble == "The protected reader could not be started on this machine."

    def test_a_step_that_outlasts_its_task_is_not_begun_for_ever(self, monkeypatch):
        (mail,) = store(a_mail())

        def outlast(_):
            raise TimeLimitExceeded

        monkeypatch.setitem(steps.STEPS, "stored", outlast)
        for _ in range(mails.MOST_TRIES):
            workers.handle(mail.pk)
        mail.refresh_from_db()
        assert (mail.stuck, mail.trouble) == (True, "A step took longer than the time it has, and was stopped.")
        assert list(mails.due()) == []

    def test_a_mail_nothing_can_sort_becomes_a_case_without_suggestions(self, monkeypatch):
        (mail,) = store(a_mail())

        def fail(_):
            raise ValueError("Joan Ashby said")

        monkeypatch.setitem(steps.STEPS, "read", fail)
        for _ in range(mails.MOST_TRIES):
            workers.handle(mail.pk)
        mail.refresh_from_db()
        assert mail.case is not None
        assert mail.case.doubts[0]["code"] == "unsorted"

    def test_the_log_says_where_and_never_what(self, monkeypatch, caplog):
        (mail,) = store(a_mail())

        def fail(_):
            raise ValueError("Joan Ashby said")

        monkeypatch.setitem(steps.STEPS, "stored", fail)
        workers.handle(mail.pk)
        assert f"mail={mail.pk} outcome=failed error=ValueError" in caplog.text
        assert "Ashby" not in caplog.text

    def test_what_cannot_even_be_made_an_unsorted_case_stays_listed(self, monkeypatch, caplog):
        (mail,) = store(a_mail())

        def fail(_):
            raise ValueError("Joan Ashby said")

        monkeypatch.setitem(steps.STEPS, "read", fail)
        monkeypatch.setattr(steps, "open_unsorted", fail)
        for _ in range(mails.MOST_TRIES):
            workers.handle(mail.pk)
        assert unread_mails().get() == mail
        assert "Ashby" not in caplog.text

    @pytest.mark.parametrize("task", ["handle", "send_one"])
    def test_a_task_that_fails_tells_the_queue_nothing_of_a_mail(self, task, monkeypatch, caplog):
        def fail(_):
            raise ValueError("Joan Ashby said")

        monkeypatch.setattr(workers, task, fail)
        {"handle": workers.handle_mail, "send_one": workers.send_letter}[task].fn(1)
        assert "error=ValueError" in caplog.text
        assert "Ashby" not in caplog.text


class TestSweep:
    """The rows are the to-do list."""

    def test_what_is_due_is_handed_over_and_left_alone_for_a_while(self):
        (mail,) = store(a_mail())
        assert workers.sweep() == 1
        assert workers.sweep() == 0
        mails.release()
        assert list(mails.due()) == [mail.pk]

    def test_what_has_ended_is_never_handed_over_again(self):
        (mail,) = store(a_mail())
        workers.handle(mail.pk)
        mails.release()
        assert workers.sweep() == 0

    def test_a_letter_of_which_nobody_knows_is_shown_though_the_queue_is_away(self, monkeypatch):
        letter = _approved()
        sending.begin(letter_id=letter.pk)
        Letter.objects.filter(pk=letter.pk).update(sending_since=timezone.now() - timedelta(hours=1))
        store(a_mail("Another thing altogether.", subject="Other"))

        def fail(_):
            raise ConnectionError

        monkeypatch.setattr(workers.handle_mail, "send", fail)
        with pytest.raises(ConnectionError):
            workers.sweep()
        letter.refresh_from_db()
        assert letter.state == "uncertain"

    def test_the_clock_ends_when_told(self, settings):
        settings.PUTRIGHT_POLL_SECONDS = 3600
        stop = threading.Event()
        stop.set()
        workers.clock(stop)
        assert stop.is_set()


class TestRounds:
    """What the clock does beside sweeping and watching."""

    def test_a_round_that_fails_keeps_no_other_part_from_its_work(self, monkeypatch, caplog):
        stop, done = threading.Event(), []

        def fail(_):
            raise ValueError("Joan Ashby said")

        def count(stop):
            done.append("counted")
            stop.set()

        monkeypatch.setattr(clockwork, "ROUND_SECONDS", 0.01)
        clockwork.go_rounds(stop, (fail, lambda _: done.append("told"), count), workers._quietly)
        assert done == ["told", "counted"]
        assert "error=ValueError" in caplog.text
        assert "Ashby" not in caplog.text

    def test_a_letter_handed_to_the_queue_is_not_handed_again_at_once(self):
        handed = Handed(seconds=60)
        assert handed.not_lately([1, 2]) == [1, 2]
        assert handed.not_lately([2, 3]) == [3]
        assert Handed(seconds=0).not_lately([1]) == [1]


class TestWatching:
    """Mailboxes are read through the ledger."""

    def _box(self, tmp_path, *raws):
        folder = tmp_path / "box"
        folder.mkdir(exist_ok=True)
        for number, raw in enumerate(raws):
            (folder / f"{number}.eml").write_bytes(raw)
        return MailboxSettings(name="scans", kind=MailboxKind.FOLDER, path=str(folder))

    def test_a_folder_is_taken_in_once(self, tmp_path):
        box = self._box(tmp_path, a_mail(), a_mail("Another thing altogether.", subject="Other"))
        assert len(poll_one(box, "").new) == 2
        assert poll_one(box, "").new == ()
        assert Mail.objects.count() == 2

    def test_a_new_file_is_found_at_the_next_look(self, tmp_path):
        poll_one(self._box(tmp_path, a_mail()), "")
        box = self._box(tmp_path, a_mail(), a_mail("Another thing altogether.", subject="Other"))
        assert len(poll_one(box, "").new) == 1

    def test_a_missing_folder_is_a_trouble_the_queue_shows(self, tmp_path):
        box = MailboxSettings(name="scans", kind=MailboxKind.FOLDER, path=str(tmp_path / "gone"))
        assert poll_one(box, "").trouble
        assert Mailbox.objects.get().trouble

    def test_a_mailbox_that_works_again_says_so(self, tmp_path):
        gone = MailboxSettings(name="scans", kind=MailboxKind.FOLDER, path=str(tmp_path / "gone"))
        poll_one(gone, "")
        (tmp_path / "gone").mkdir()
        assert poll_one(gone, "").trouble == ""
        assert Mailbox.objects.get().polled_at is not None

    def test_every_named_mailbox_is_looked_into_whatever_another_does(self, tmp_path, settings):
        box = self._box(tmp_path, a_mail())
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text(
            f'[[mailbox]]\nname = "a"\nkind = "folder"\npath = "{tmp_path / "gone"}"\n'
            f'[[mailbox]]\nname = "b"\nkind = "folder"\npath = "{box.path}"\n'
        )
        first, second = poll_all()
        assert (bool(first.trouble), len(second.new)) == (True, 1)
