"""Every mail of every mailbox is accounted for, or fetched at once and named; nothing that is missing is called fine."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases import blobs, reconcile, steps
from cases.accounts import Account, account_of
from cases.models import Lease, LedgerEntry, Mail, Mailbox, NotGiven, Reconciliation
from cases.reconcile import last_count_time, reconcile_one, reconcile_when_due
from cases.states import MailState
from cases.watch import Place, poll_all, poll_one
from config.mailboxes import MailboxKind, MailboxSettings
from ingest.mailboxes.imap import ImapMailbox
from tests.cases.stories import a_mail
from tests.fake_imap import DROP, FakeImap

pytestmark = pytest.mark.django_db


def raw(number):
    return a_mail(f"Nobody came to visit us in week {number}.", subject=f"Visits {number}")


@pytest.fixture
def server():
    with FakeImap({number: raw(number) for number in (1, 2, 3)}) as running:
        yield running


@pytest.fixture
def place(server, settings, tmp_path, monkeypatch):
    """The server's inbox, named in the administrator's file."""
    monkeypatch.setenv("PASSWORD", server.password)
    settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
    settings.PUTRIGHT_MAILBOXES.write_text(
        f'[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "127.0.0.1"\nport = {server.port}\n'
        'username = "team"\npassword_env = "PASSWORD"\nsecurity = "none"\n'
    )
    box = MailboxSettings(
        name="complaints",
        kind=MailboxKind.IMAP,
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        security="none",
    )
    return Place(box=box, folder="INBOX")


def polled(place):
    poll_one(place.box, place.folder)
    return Mailbox.objects.get(name="complaints", folder="INBOX")


def count(place):
    return reconcile_one(place, Mailbox.objects.get(name="complaints", folder="INBOX"))


def say(*arguments):
    out = io.StringIO()
    call_command("reconcile", *arguments, stdout=out)
    return out.getvalue()


class TestCount:
    """What a count finds."""

    def test_a_mailbox_that_was_read_is_fully_accounted_for(self, place):
        polled(place)
        for mail in Mail.objects.all():
            steps.advance(mail.pk)
        done = count(place)
        assert (done.listed, sum(done.counts.values()), done.open_uids, done.fetched) == (3, 3, [], [])
        assert done.trouble == ""

    def test_a_mail_that_was_missed_is_fetched_at_once_and_named(self, place, server):
        polled(place)
        lost = LedgerEntry.objects.get(uid=2)
        digest = lost.mail.digest
        lost.delete()
        Mail.objects.filter(pk=lost.mail_id).delete()
        done = count(place)
        found = Mail.objects.get(digest=digest)
        assert (done.fetched, done.open_uids) == ([found.pk], [])
        assert count(place).fetched == []

    def test_a_mail_that_came_since_the_last_look_is_only_new(self, place, server):
        polled(place)
        server.mails[4] = raw(4)
        done = count(place)
        assert (done.listed, done.fetched, done.open_uids) == (4, [], [])
        assert Mail.objects.count() == 4

    def test_kept_bytes_that_are_gone_from_the_disk_are_fetched_again(self, place):
        polled(place)
        entry = LedgerEntry.objects.get(uid=3)
        blobs._path(entry.mail.digest).unlink()
        done = count(place)
        assert done.fetched == [entry.mail_id]
        assert blobs.get(entry.mail.digest) == raw(3)
        assert Mail.objects.count() == 3

    def test_a_mail_the_server_does_not_give_is_not_accounted_for_and_never_called_fine(self, place, server):
        server.faults["UID FETCH 1:3 (INTERNALDATE"] = ["NO cannot"] * 9
        server.faults["UID FETCH 1,2,3 (INTERNALDATE"] = ["NO cannot"] * 9
        server.faults["UID FETCH 2 "] = ["NO cannot"] * 9
        polled(place)
        done = count(place)
        assert (done.open_uids, sum(done.counts.values())) == ([2], 2)
        assert NotGiven.objects.get().uid == 2

    def test_a_mail_taken_away_during_the_count_is_no_open_one(self, place, server, monkeypatch):
        polled(place)
        server.mails[9] = raw(9)
        fetch = ImapMailbox.fetch

        def take_away_first(self, uids):
            server.mails.pop(9, None)
            return fetch(self, uids)

        monkeypatch.setattr(ImapMailbox, "fetch", take_away_first)
        assert count(place).open_uids == []

    def test_mails_no_longer_in_the_mailbox_are_listed_and_kept(self, place, server):
        polled(place)
        gone = LedgerEntry.objects.get(uid=1).mail_id
        del server.mails[1]
        done = count(place)
        assert (done.listed, done.gone, done.gone_mails) == (2, 1, [gone])
        assert Mail.objects.count() == 3

    def test_mails_from_before_the_day_are_not_ours_and_are_left_alone(self, place, server, monkeypatch):
        row = polled(place)
        row.ours_from = date(2026, 3, 1)
        row.save()
        server.mails[0 + 9] = raw(9)
        listed = ImapMailbox.list_uids

        def only_some(self, *, after_uid=0, since=None):
            found = listed(self, after_uid=after_uid)
            return tuple(uid for uid in found if uid != 9) if since else found

        monkeypatch.setattr(ImapMailbox, "list_uids", only_some)
        done = count(place)
        assert (done.listed, done.counts["not_ours"], done.open_uids) == (4, 1, [])
        assert not LedgerEntry.objects.filter(uid=9).exists()

    def test_a_mailbox_with_new_numbers_is_counted_anew_and_nothing_was_missed(self, place, server):
        polled(place)
        server.uid_validity = 8
        done = count(place)
        assert (done.listed, done.fetched, done.open_uids, done.gone) == (3, [], [], 0)
        assert Mail.objects.count() == 3

    @pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH"])
    def test_a_mailbox_that_cannot_be_counted_says_so(self, place, server, command):
        polled(place)
        server.faults[command] = [DROP]
        done = count(place)
        assert "broke off" in done.trouble
        assert Mailbox.objects.get().trouble_kind == "broken_off"

    def test_a_count_that_is_stopped_leaves_no_result(self, place, server):
        row = polled(place)
        server.mails[4] = raw(4)
        stop = Event()
        stop.set()
        assert reconcile_one(place, row, stop=stop) is None
        assert not Reconciliation.objects.exists()

    def test_a_new_file_in_a_folder_of_this_machine_was_not_missed(self, tmp_path):
        (tmp_path / "a.eml").write_bytes(raw(1))
        box = MailboxSettings(name="scans", kind=MailboxKind.FOLDER, path=str(tmp_path))
        poll_one(box, "")
        (tmp_path / "b.eml").write_bytes(raw(2))
        done = reconcile_one(Place(box=box), Mailbox.objects.get(name="scans"))
        assert (done.listed, done.fetched, done.open_uids) == (2, [], [])

    def test_the_last_hundred_counts_are_kept(self, place):
        row = polled(place)
        Reconciliation.objects.bulk_create(
            Reconciliation(mailbox=row, done_at=timezone.now() - timedelta(days=day)) for day in range(1, 121)
        )
        count(place)
        assert Reconciliation.objects.count() == 100


@pytest.mark.parametrize("state", list(MailState), ids=str)
def test_every_state_of_a_mail_is_accounted_for(state):
    assert account_of(state, is_stuck=False) in set(Account) - {Account.COULD_NOT_READ, Account.NOT_OURS}


class TestNight:
    """The clock counts once a night."""

    @pytest.mark.parametrize(
        ("now", "counted"),
        [
            (datetime(2026, 3, 3, 14, 5, tzinfo=UTC), datetime(2026, 3, 3, 2, 0, tzinfo=UTC)),
            (datetime(2026, 3, 3, 1, 59, tzinfo=UTC), datetime(2026, 3, 2, 2, 0, tzinfo=UTC)),
            (datetime(2026, 7, 3, 1, 30, tzinfo=UTC), datetime(2026, 7, 3, 1, 0, tzinfo=UTC)),
        ],
        ids=["in the afternoon", "before two", "in summer, by London's clock"],
    )
    def test_the_last_count_is_due_at_two_in_the_morning(self, now, counted):
        assert last_count_time(now) == counted

    def test_a_folder_is_counted_once_a_night(self, place):
        poll_all()
        assert len(reconcile_when_due(Event())) == 1
        assert reconcile_when_due(Event()) == []
        Reconciliation.objects.update(done_at=timezone.now() - timedelta(days=2))
        assert len(reconcile_when_due(Event())) == 1
        assert Lease.objects.get(name="reconcile").owner == ""

    def test_a_folder_that_was_never_read_is_not_counted_before_it_is(self, place, server):
        server.faults["LOGIN"] = [DROP]
        poll_all()
        assert reconcile_when_due(Event()) == []

    def test_what_another_process_counts_is_left_to_it(self, place):
        poll_all()
        Lease.objects.create(name="reconcile", owner="another-machine:17", until=timezone.now() + timedelta(hours=1))
        assert reconcile_when_due(Event()) == []


class TestCommand:
    """``putright reconcile`` says how it is, and fails if anything is open."""

    def test_a_mailbox_fully_accounted_for(self, place):
        said = say()
        assert "complaints INBOX: 3 mails: 3 being read." in said
        assert "Every one is accounted for." in said

    def test_as_json(self, place):
        (row,) = json.loads(say("--json"))
        assert (row["mailbox"], row["mails"], row["not_accounted_for"], row["trouble"]) == ("complaints", 3, [], "")

    def test_an_open_mail_makes_it_fail_with_its_number(self, place, server, capsys):
        server.faults["UID FETCH 1:3 (INTERNALDATE"] = ["NO cannot"] * 9
        server.faults["UID FETCH 1,2,3 (INTERNALDATE"] = ["NO cannot"] * 9
        server.faults["UID FETCH 2 "] = ["NO cannot"] * 9
        out = io.StringIO()
        with pytest.raises(CommandError, match="1 of 1 folders"):
            call_command("reconcile", stdout=out)
        assert "1 ARE NOT ACCOUNTED FOR: numbers 2." in out.getvalue()

    def test_a_mailbox_that_cannot_be_opened_makes_it_fail(self, place, server):
        server.faults["LOGIN"] = [DROP]
        with pytest.raises(CommandError, match="1 of 1"):
            say()

    def test_without_a_mailbox_it_says_so(self, settings, tmp_path):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "none.toml"
        with pytest.raises(CommandError, match="No mailbox is set"):
            say()

    def test_a_file_with_faults_is_named(self, settings, tmp_path):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text("[[mailbox]")
        with pytest.raises(CommandError, match="is not TOML"):
            say()


def test_the_interruption_has_no_words():
    assert str(reconcile._Interrupted()) == ""
