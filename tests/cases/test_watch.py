"""No mail of a mailbox is lost, doubled or overtaken, whatever the mail, the mailbox or its server does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import blobs, steps
from cases.models import Case, LedgerEntry, Mail, Mailbox, NotGiven
from cases.selectors.mailboxes import came_as_junk
from cases.watch import Place, batches_of, look_into, named_places, places_of, poll_all, poll_one
from config.mailboxes import MailboxKind, MailboxSettings, MailboxSettingsError
from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.mailbox import MailboxTrouble
from tests.cases.stories import a_mail
from tests.fake_imap import DROP, FakeImap

pytestmark = pytest.mark.django_db

THROTTLED = "NO Request is throttled. Suggested Backoff Time: 120000 milliseconds"


def raw(number):
    return a_mail(f"Nobody came to visit us in week {number}.", subject=f"Visits {number}")


@pytest.fixture
def server():
    with FakeImap({number: raw(number) for number in (1, 2, 3)}) as running:
        yield running


def box_of(server, name="complaints", **changes):
    values = {
        "name": name,
        "kind": MailboxKind.IMAP,
        "host": server.host,
        "port": server.port,
        "username": server.username,
        "password": server.password,
        "security": "none",
    }
    return MailboxSettings(**(values | changes))


def look(server, row=None, *, alive=lambda: True, folder="INBOX", name="complaints", limits=None):
    row = row or Mailbox.objects.get_or_create(name=name, folder=folder)[0]
    place = Place(box=box_of(server, name), folder=folder)
    with ImapMailbox(name, server.account(), folder, limits=limits) as source:
        return look_into(place, source, row, alive=alive)


class TestTrapsOfOthers:
    """Bugs other products have had with their mailboxes."""

    @pytest.mark.parametrize(
        "bad",
        [
            b"",
            b"From: \r\nSubject: s\r\n\r\nx\r\n",
            b"\xff\xfe\x00 no mail at all",
            b"From: <>\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        ],
        ids=["no bytes", "an empty From", "no mail at all", "a broken multipart"],
    )
    def test_3_a_mail_that_cannot_be_processed_is_never_called_done(self, server, bad):
        server.mails[2] = bad
        look(server)
        assert Mail.objects.count() == 3
        for mail in Mail.objects.all():
            steps.advance(mail.pk)
        # Each is a case, or listed as set aside or unread: a row that a person can see, however odd it is.
        assert not Mail.objects.filter(state="stored").exists()
        assert all("STORE" not in line for line in server.said)

    def test_5_when_many_wait_the_oldest_comes_first_and_none_starves(self, server):
        server.mails = {number: raw(number) for number in range(1, 131)}
        left = iter([True, False])
        first = look(server, alive=lambda: next(left))
        assert len(first.new) == 100
        assert set(LedgerEntry.objects.values_list("uid", flat=True)) == set(range(1, 101))
        server.mails |= {number: raw(number) for number in range(131, 141)}
        look(server)
        assert set(LedgerEntry.objects.values_list("uid", flat=True)) == set(range(1, 141))

    def test_10_nothing_is_done_to_the_mailbox_whatever_becomes_of_the_mail(self, server, monkeypatch):
        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(blobs, "put", full)
        done = look(server)
        assert done.kind is MailboxTrouble.DISK
        assert "No space left" in done.trouble
        monkeypatch.undo()
        assert len(look(server).new) == 3
        changing = ("STORE", "COPY", "MOVE", "EXPUNGE", "SELECT", "APPEND", "UID STORE", "UID MOVE", "UID COPY")
        assert [line for line in server.said if line.startswith(changing)] == []
        assert all("PEEK" in line or "SIZE" in line for line in server.said if "FETCH" in line)


class TestAfterAFault:
    """What is left over is taken up again."""

    def test_a_connection_that_breaks_in_the_middle_keeps_what_came_and_goes_on_later(self, server, monkeypatch):
        monkeypatch.setattr("cases.watch.BATCH", 1)
        server.mails = {1: raw(1), 2: raw(2) + b"x" * 20_000_000, 3: raw(3)}
        server.faults["UID FETCH 2 (BODY"] = [DROP]
        server.faults["UID FETCH 2 BODY"] = [DROP]
        done = look(server)
        assert (len(done.new), done.kind) == (1, MailboxTrouble.BROKEN_OFF)
        row = Mailbox.objects.get()
        assert (row.polled_at, row.last_uid, row.trouble_kind) == (None, 0, "broken_off")
        assert len(look(server).new) == 2
        row.refresh_from_db()
        assert (row.last_uid, row.trouble, row.failing_since) == (3, "", None)

    def test_a_mail_the_server_will_not_give_is_named_hides_no_other_and_is_asked_for_again(self, server):
        server.faults["UID FETCH 1:3 (INTERNALDATE"] = ["NO cannot"] * 5
        server.faults["UID FETCH 1,2,3 (INTERNALDATE"] = ["NO cannot"] * 5
        server.faults["UID FETCH 2 "] = ["NO cannot"] * 5
        done = look(server)
        assert (len(done.new), done.kind) == (2, None)
        assert "Mail number 2" in done.trouble
        row = NotGiven.objects.get()
        assert (row.uid, row.gone_at, row.tries) == (2, None, 1)
        # One bad mail does not make the mailbox look dead.
        assert Mailbox.objects.get().polled_at is not None
        server.faults.clear()
        assert look(server).new == ()
        NotGiven.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        assert len(look(server).new) == 1
        assert not NotGiven.objects.exists()

    def test_a_mail_taken_away_between_the_list_and_the_fetch_is_said_to_be_gone(self, server, monkeypatch):
        fetch = ImapMailbox.fetch

        def take_away_first(self, uids):
            server.mails.pop(2, None)
            return fetch(self, uids)

        monkeypatch.setattr(ImapMailbox, "fetch", take_away_first)
        assert len(look(server).new) == 2
        row = NotGiven.objects.get()
        assert row.gone_at is not None
        assert look(server).new == ()

    def test_a_busy_server_is_obeyed_by_every_process(self, server, settings):
        server.faults["EXAMINE"] = [THROTTLED]
        done = poll_one(box_of(server), "INBOX")
        assert (done.kind, done.wait_seconds) == (MailboxTrouble.ASKED_TO_WAIT, 120)
        logins = server.logins
        assert poll_one(box_of(server), "INBOX").kind is MailboxTrouble.ASKED_TO_WAIT
        assert server.logins == logins
        Mailbox.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
        assert len(poll_one(box_of(server), "INBOX").new) == 3
        assert Mailbox.objects.get().wait_until is None


class TestSameMailTwice:
    """A mail is one row, wherever and however often it lies."""

    def test_new_numbers_list_everything_again_and_double_nothing(self, server):
        assert len(look(server).new) == 3
        server.uid_validity = 8
        server.mails = {10 + number: raw(number) for number in (1, 2, 3)} | {20: raw(20)}
        assert len(look(server).new) == 1
        assert Mail.objects.count() == 4
        row = Mailbox.objects.get()
        assert (row.uid_validity, row.last_uid, row.renumbered_at is not None) == (8, 20, True)

    def test_a_first_look_is_no_renumbering(self, server):
        look(server)
        assert Mailbox.objects.get().renumbered_at is None

    def test_a_mail_moved_to_another_folder_is_found_there_and_not_doubled(self, server):
        look(server)
        with FakeImap({77: server.mails.pop(2)}) as other:
            assert look(other, folder="Fostering").new == ()
        assert Mail.objects.count() == 3
        assert LedgerEntry.objects.filter(mail__in=LedgerEntry.objects.filter(uid=77).values("mail")).count() == 2


class TestJunk:
    """What the server took for spam is read, and says so."""

    def test_a_mail_from_junk_alone_says_so(self, server):
        row = Mailbox.objects.create(name="complaints", folder="\\Junk", is_junk=True)
        look(server, row, folder="INBOX")
        assert all(came_as_junk(mail) for mail in Mail.objects.all())

    def test_a_mail_found_in_the_inbox_too_does_not(self, server):
        look(server, Mailbox.objects.create(name="complaints", folder="\\Junk", is_junk=True))
        look(server)
        assert not any(came_as_junk(mail) for mail in Mail.objects.all())


def test_a_mail_too_large_for_memory_is_kept_whole_and_becomes_a_case(server):
    large = raw(2) + b"x" * 17_000_000
    server.mails = {1: large}
    (mail_id,) = look(server).new
    mail = Mail.objects.get(pk=mail_id)
    assert mail.size_bytes == len(large)
    assert blobs.get_start(mail.digest, 100) == large[:100]
    assert list(blobs.spool().glob(".fetched-*")) == []


def test_many_middling_mails_are_kept_some_at_a_time_so_that_little_is_in_memory():
    class Raw:
        def __init__(self, size_bytes):
            self.content, self.file = bytes(size_bytes), None

    sizes = [[len(raw.content) for raw in batch] for batch in batches_of(Raw(9_000_000) for _ in range(5))]
    assert [len(batch) for batch in sizes] == [2, 2, 1]


class TestNaming:
    """The administrator's file says what is watched."""

    def _write(self, settings, tmp_path, text):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text(text)

    def test_what_is_named_is_watched_and_what_no_longer_is_keeps_its_ledger(self, settings, tmp_path):
        folder = f'[[mailbox]]\nname = "%s"\nkind = "folder"\npath = "{tmp_path}"\n'
        self._write(settings, tmp_path, folder % "one" + folder % "two")
        named_places()
        assert set(Mailbox.objects.filter(watched=True).values_list("name", flat=True)) == {"one", "two"}
        self._write(settings, tmp_path, folder % "two")
        named_places()
        assert list(Mailbox.objects.filter(watched=True).values_list("name", flat=True)) == ["two"]
        assert Mailbox.objects.count() == 2

    def test_a_file_that_vanished_leaves_nothing_unwatched_in_silence(self, settings, tmp_path):
        self._write(settings, tmp_path, f'[[mailbox]]\nname = "one"\nkind = "folder"\npath = "{tmp_path}"\n')
        named_places()
        settings.PUTRIGHT_MAILBOXES.unlink()
        with pytest.raises(MailboxSettingsError, match="not there any more"):
            named_places()
        assert Mailbox.objects.get().watched
        settings.PUTRIGHT_MAILBOXES.write_text("")
        assert named_places() == ()
        assert not Mailbox.objects.get().watched

    def test_every_folder_of_every_mailbox_is_a_place_junk_last(self):
        box = MailboxSettings(name="a", kind=MailboxKind.IMAP, folders=("INBOX", "Stage 2"), junk="\\Junk")
        scans = MailboxSettings(name="scans", kind=MailboxKind.FOLDER, path="/srv/scans")
        places = places_of((box, scans))
        assert [(place.name, place.is_junk) for place in places] == [
            ("a INBOX", False),
            ("a Stage 2", False),
            ("a Junk", True),
            ("scans", False),
        ]

    def test_a_mailbox_that_is_down_keeps_no_other_waiting(self, settings, tmp_path, server, monkeypatch):
        monkeypatch.setenv("PASSWORD", server.password)
        imap = (
            '[[mailbox]]\nname = "%s"\nkind = "imap"\nhost = "127.0.0.1"\nport = %d\nusername = "team"\n'
            'password_env = "PASSWORD"\nsecurity = "none"\n'
        )
        self._write(settings, tmp_path, imap % ("down", 1) + imap % ("up", server.port))
        down, up = poll_all()
        assert (down.kind, len(up.new)) == (MailboxTrouble.UNREACHABLE, 3)

    def test_mails_from_before_the_day_are_not_asked_for(self, server):
        row = Mailbox.objects.create(name="complaints", folder="INBOX", ours_from=date(2026, 2, 1))
        look(server, row)
        assert [line for line in server.said if "SEARCH" in line] == ["UID SEARCH UID 1:* SINCE 01-Feb-2026"]


def test_a_mail_that_is_a_complaint_ends_as_a_case_with_its_place_in_the_ledger(server):
    done = look(server)
    for mail_id in done.new:
        steps.advance(mail_id)
    assert Case.objects.exists()
    assert sorted(Mail.objects.values_list("subject", flat=True)) == ["Visits 1", "Visits 2", "Visits 3"]
