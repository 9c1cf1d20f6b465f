"""A new mail is told of at once where the server can, and nothing that a server does makes the wait end badly."""

import threading

import pytest

from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from tests.dovecot import DovecotServer
from tests.fake_imap import BYE, DROP, FakeImap

RAW = b"Subject: s\r\n\r\nx\r\n"
LONG = 20


def waiting(server, tell, *, seconds=LONG, capabilities=None):
    """Open a mailbox, wait for news, and do something to the server as soon as it is being waited for."""
    stop = threading.Event()
    with ImapMailbox("m", server.account()) as opened:
        opened.list_uids()

        def act():
            while not server.waiting and not stop.wait(0.02):
                pass
            tell(opened, stop)

        thread = threading.Thread(target=act, daemon=True)
        thread.start()
        try:
            return opened.wait_for_news(seconds, stop)
        finally:
            stop.set()
            thread.join(5)


def test_a_mail_that_comes_while_waiting_ends_the_wait():
    with FakeImap({1: RAW}) as server:
        assert waiting(server, lambda *_: server.deliver(2, RAW)) is True
        assert server.count("IDLE") == 1


@pytest.mark.parametrize(
    "line", ["* OK Still here", "* 1 EXPUNGE", "* 1 FETCH (FLAGS (\\Seen))", "* 0 RECENT"], ids=lambda line: line
)
def test_what_is_no_new_mail_does_not_end_the_wait(line):
    with FakeImap({1: RAW}) as server:
        assert waiting(server, lambda *_: server.tell(line), seconds=2) is False


def test_a_mail_told_of_between_the_look_and_the_wait_is_not_missed():
    with FakeImap({1: RAW}) as server:
        server.faults["NOOP"] = ["* 2 EXISTS\nOK done"]
        assert waiting(server, lambda *_: None) is True
        assert server.count("IDLE") == 0


def test_being_told_to_stop_ends_the_wait():
    with FakeImap({1: RAW}) as server:
        assert waiting(server, lambda _, stop: stop.set()) is False


def test_hanging_up_ends_the_wait_from_another_thread():
    with FakeImap({1: RAW}) as server, pytest.raises(MailboxError) as caught:
        waiting(server, lambda opened, _: opened.hang_up())
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


ENDS = {
    "the connection is dropped": lambda server: server.drop_all(),
    "the server says goodbye": lambda server: server.tell("* BYE shutting down"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_connection_that_ends_while_waiting_is_told(end):
    with FakeImap({1: RAW}) as server, pytest.raises(MailboxError) as caught:
        waiting(server, lambda *_: end(server))
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


@pytest.mark.parametrize(
    "fault",
    ["BAD no such command", "NO not now", DROP, BYE],
    ids=["unknown after all", "refused", "dropped", "goodbye"],
)
def test_a_server_that_only_claims_to_know_how_to_tell_is_looked_at_anew(fault):
    with FakeImap({1: RAW}) as server:
        server.faults["IDLE"] = [fault]
        with pytest.raises(MailboxError) as caught:
            waiting(server, lambda *_: None, seconds=2)
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


def test_a_server_that_tells_before_it_says_so_is_looked_at_anew():
    with FakeImap({1: RAW}) as server:
        server.before_idle = ["* 2 EXISTS"]
        with pytest.raises(MailboxError):
            waiting(server, lambda *_: None, seconds=2)


def test_a_server_that_cannot_tell_is_waited_for_in_silence():
    with FakeImap({1: RAW}, capabilities="IMAP4rev1") as server, ImapMailbox("m", server.account()) as opened:
        stop = threading.Event()
        threading.Timer(0.2, stop.set).start()
        assert opened.wait_for_news(LONG, stop) is False
        assert server.count("IDLE") == 0


@pytest.mark.server
def test_a_real_server_tells_of_a_new_mail_and_is_asked_on_the_same_connection():
    with DovecotServer() as server:
        server.append("amara", RAW)
        from tests.ingest.mailboxes.test_imap import box

        with box(server, "amara") as opened:
            assert opened.list_uids() == (1,)
            threading.Timer(1.5, server.append, ("amara", RAW)).start()
            assert opened.wait_for_news(60, threading.Event()) is True
            opened.look_again()
            assert opened.list_uids(after_uid=1) == (2,)
