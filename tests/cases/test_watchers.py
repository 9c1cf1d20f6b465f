"""Every folder has one watcher, which finds new mail at once, comes back after any fault, and ends when told."""

import contextlib
import threading
import time

import pytest
from django.db import connections

from cases import watchers
from cases.models import Lease, Mail, Mailbox, Notice
from cases.watch import Place
from cases.watchers import Watcher, Watchers
from config.mailboxes import MailboxKind, MailboxSettings
from tests.cases.stories import a_mail
from tests.fake_imap import DROP, HANG, FakeImap

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 20


def raw(number):
    return a_mail(f"Nobody came to visit us in week {number}.", subject=f"Visits {number}")


def until(is_so):
    """Wait until something is so; fail if patience ends."""
    for _ in range(PATIENCE_SECONDS * 50):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come about")


@pytest.fixture
def server():
    with FakeImap({1: raw(1)}) as running:
        yield running


class Quick:
    """A back-off that waits no time and remembers why it was asked."""

    def __init__(self):
        self.asked, self.successes = [], 0

    def worked(self):
        self.successes += 1

    def seconds_after(self, trouble, *, asked_seconds=0.0):
        self.asked.append((trouble.value, asked_seconds))
        return 0.02


def place_of(server, folder="INBOX"):
    box = MailboxSettings(
        name="complaints",
        kind=MailboxKind.IMAP,
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        security="none",
    )
    return Place(box=box, folder=folder)


@pytest.fixture
def watch(server, settings):
    """Start a watcher of the server on a thread; ended with the test."""
    settings.PUTRIGHT_POLL_SECONDS = 60
    started = []

    def start():
        watcher = Watcher(place_of(server), Quick())
        thread = threading.Thread(target=watcher.run, daemon=True)
        started.append((watcher, thread))
        thread.start()
        return watcher

    yield start
    for watcher, thread in started:
        watcher.end()
        thread.join(5)
        assert not thread.is_alive()
    connections.close_all()


def test_a_new_mail_is_found_at_once_on_the_same_connection(server, watch):
    watch()
    until(lambda: server.waiting)
    server.deliver(2, raw(2))
    until(lambda: Mail.objects.count() == 2)
    assert server.logins == 1


def test_a_mail_of_which_nobody_told_is_found_by_the_next_regular_look(server, watch, settings):
    server.tells = False
    settings.PUTRIGHT_POLL_SECONDS = 1
    watcher = Watcher(place_of(server), Quick())
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    until(lambda: Mail.objects.count() == 1)
    server.deliver(2, raw(2))
    until(lambda: Mail.objects.count() == 2)
    watcher.end()
    thread.join(5)
    assert server.logins == 1


@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE"])
def test_after_a_break_anywhere_it_comes_back_and_goes_on(server, watch, command):
    server.faults[command] = [DROP, DROP]
    watcher = watch()
    until(lambda: server.waiting)
    assert Mail.objects.count() == 1
    assert [why for why, _ in watcher._back_off.asked] == ["broken_off", "broken_off"]
    server.deliver(2, raw(2))
    until(lambda: Mail.objects.count() == 2)


def test_a_server_that_is_restarted_is_found_again(server, watch):
    watch()
    until(lambda: server.waiting)
    server.drop_all()
    until(lambda: server.logins == 2 and server.waiting)
    server.deliver(2, raw(2))
    until(lambda: Mail.objects.count() == 2)


def test_what_a_server_asks_for_is_waited_and_kept_for_every_process(server, watch):
    server.faults["UID SEARCH"] = ["NO Request is throttled. Suggested Backoff Time: 90000 milliseconds"]
    watcher = watch()
    until(lambda: watcher._back_off.asked)
    assert watcher._back_off.asked == [("asked_to_wait", 90.0)]
    assert Mailbox.objects.get().wait_until is not None
    assert server.logins == 1


def test_a_folder_that_another_process_watches_is_left_to_it(server, settings):
    settings.PUTRIGHT_POLL_SECONDS = 60
    watcher = Watcher(place_of(server), Quick())
    row = Mailbox.objects.create(name="complaints", folder="INBOX")
    Lease.objects.create(name=f"watch:{row.pk}", owner="another-machine:17", until="2100-01-01T00:00:00Z")
    assert watcher._turn() > 0
    assert server.said == []
    Lease.objects.update(until="2020-01-01T00:00:00Z")
    assert watcher._is_ours()


def test_the_lease_is_given_back_at_the_end(server, watch):
    watcher = watch()
    until(lambda: server.waiting)
    watcher.end()
    until(lambda: Lease.objects.get().owner == "")


class TestAll:
    """Watchers follow the administrator's file."""

    def _write(self, settings, tmp_path, text):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text(text)

    def _imap(self, server, name="complaints", folders='["INBOX"]'):
        return (
            f'[[mailbox]]\nname = "{name}"\nkind = "imap"\nhost = "127.0.0.1"\nport = {server.port}\n'
            f'username = "team"\npassword_env = "PASSWORD"\nsecurity = "none"\nfolders = {folders}\n'
        )

    @pytest.fixture
    def all_(self, server, settings, tmp_path, monkeypatch):
        monkeypatch.setenv("PASSWORD", server.password)
        monkeypatch.setattr(watchers, "READ_FILE_SECONDS", 0.0)
        monkeypatch.setattr(watchers, "RESTART_SECONDS", 0.0)
        self._write(settings, tmp_path, self._imap(server))
        running = Watchers(lambda task: task())
        yield running
        running.end()
        until(lambda: not [t for t in threading.enumerate() if t.name.startswith("watch-")])
        connections.close_all()

    def test_each_folder_has_its_own_watcher_and_a_left_one_ends(self, all_, server, settings, tmp_path):
        self._write(settings, tmp_path, self._imap(server, folders='["INBOX", "Stage 2"]'))
        all_.keep()
        until(lambda: server.waiting == 2)
        self._write(settings, tmp_path, self._imap(server))
        all_.keep()
        until(lambda: server.waiting == 1)

    def test_keeping_again_starts_nothing_twice(self, all_, server):
        for _ in range(5):
            all_.keep()
        until(lambda: server.waiting == 1)
        assert server.logins == 1

    def test_a_file_with_faults_stops_nobody_and_is_an_alarm_until_it_is_mended(self, all_, server, settings, tmp_path):
        all_.keep()
        until(lambda: server.waiting == 1)
        self._write(settings, tmp_path, '[[mailbox]]\nname = "a"\nkind = "pigeon"\n')
        all_.keep()
        assert "kind must be" in Notice.objects.get(over_at=None).words
        server.deliver(2, raw(2))
        until(lambda: Mail.objects.count() == 2)
        self._write(settings, tmp_path, self._imap(server))
        all_.keep()
        assert not Notice.objects.filter(over_at=None).exists()
        assert server.logins == 1

    def test_a_watcher_that_died_of_something_unforeseen_is_started_anew(self, all_, server, monkeypatch):
        failures = iter([RuntimeError("nobody foresaw this")])
        look_into = watchers.look_into

        def fail_once(*args, **words):
            if error := next(failures, None):
                raise error
            return look_into(*args, **words)

        monkeypatch.setattr(watchers, "look_into", fail_once)

        def guard(task):
            with contextlib.suppress(RuntimeError):
                task()

        all_._guard = guard
        all_.keep()
        until(lambda: not any(thread.is_alive() for _, thread, _ in all_._running.values()))
        all_.keep()
        until(lambda: server.waiting == 1)

    def test_it_ends_though_a_server_says_nothing_more(self, all_, server):
        server.faults["UID SEARCH"] = [HANG]
        all_.keep()
        until(lambda: server.count("UID SEARCH") == 1)
        all_.end()
        until(lambda: not [t for t in threading.enumerate() if t.name.startswith("watch-")])
