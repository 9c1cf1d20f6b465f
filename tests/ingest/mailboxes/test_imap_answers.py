"""A server that asks to be left alone is left alone; what it says is never passed on."""

import pytest

from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.imap_answers import asked_to_wait, login_refused, seconds_to_wait
from ingest.mailboxes.imap_connection import THE_JUNK_FOLDER
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from tests.fake_imap import BYE, DROP, HANG, FakeImap

RAW = b"Subject: s\r\n\r\nx\r\n"

WAITS = {
    "Microsoft names milliseconds": ("NO Request is throttled. Suggested Backoff Time: 299961 milliseconds", 299.961),
    "named in seconds": ("BAD Request is throttled. Suggested Backoff Time: 30 seconds", 30),
    "named without a unit": ("NO throttled, backoff time 4000", 4),
    "named absurdly long": ("NO Request is throttled. Suggested Backoff Time: 9999999999 milliseconds", 3600),
    "named as nothing": ("NO Request is throttled. Suggested Backoff Time: 0 milliseconds", 1),
    "unavailable": ("NO [UNAVAILABLE] Temporary authentication failure.", 60),
    "a limit": ("NO [LIMIT] Too many logins", 60),
    "in use": ("NO [INUSE] Mailbox locked", 60),
    "too many connections": ("NO [ALERT] Too many simultaneous connections. (Failure)", 60),
    "server busy": ("* BYE Server Busy.", 60),
}
NO_WAITS = {
    "wrong password": "NO [AUTHENTICATIONFAILED] Authentication failed.",
    "no such folder": "NO [NONEXISTENT] Unknown Mailbox: Complaints",
    "a mail that cannot be read": "NO Some messages could not be FETCHed (Failure)",
    "nothing": "",
}


@pytest.mark.parametrize(("answer", "seconds"), WAITS.values(), ids=WAITS)
def test_a_server_that_asks_to_wait_is_understood(answer, seconds):
    assert seconds_to_wait(answer) == pytest.approx(seconds)
    error = asked_to_wait("mail.example", ValueError(answer))
    assert error.trouble is MailboxTrouble.ASKED_TO_WAIT
    assert error.wait_seconds == pytest.approx(seconds)


@pytest.mark.parametrize("answer", NO_WAITS.values(), ids=NO_WAITS)
def test_other_answers_do_not_ask_to_wait(answer):
    assert asked_to_wait("mail.example", ValueError(answer)) is None


@pytest.mark.parametrize(
    ("answer", "cure"),
    [
        ("NO [EXPIRED] password expired", "has run out"),
        ("NO [PRIVACYREQUIRED] use TLS", "Set security to tls"),
        ("BAD User is authenticated but not connected.", "Add-MailboxPermission"),
        ("NO Application-specific password required", "app password"),
        ("NO IMAP access is disabled for your account", "switched off"),
        ("NO [AUTHENTICATIONFAILED] amara hunter2", "Check the user name"),
    ],
)
def test_a_refused_login_names_its_cure_and_repeats_nothing(answer, cure):
    words = login_refused("mail.example", ValueError(answer)).words
    assert cure in words
    assert "amara" not in words


THROTTLED = "NO Request is throttled. Suggested Backoff Time: 92415 milliseconds"


def read_all(server, **changes):
    with ImapMailbox("m", server.account(**changes)) as opened:
        return [raw.uid for raw in opened.fetch(opened.list_uids())]


@pytest.mark.parametrize(
    "command", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH 1:2 (RFC822", "UID FETCH 1:2 (INTERNAL"]
)
def test_a_server_may_ask_to_wait_at_any_step_and_is_not_asked_on(command):
    with FakeImap({1: RAW, 2: RAW}) as server:
        server.faults[command] = [THROTTLED]
        server.faults[command.replace("1:2", "1,2")] = [THROTTLED]
        with pytest.raises(MailboxError) as caught:
            read_all(server)
        assert caught.value.trouble is MailboxTrouble.ASKED_TO_WAIT
        assert caught.value.wait_seconds == pytest.approx(92.415)
        # Asking for each mail alone, as after any other refusal, would be answered the same and make it worse.
        assert server.count("UID FETCH 1 ") == 0


def test_a_server_that_is_full_at_the_door_asks_to_wait():
    greeting = "* BYE [ALERT] Too many simultaneous connections"
    with FakeImap(greeting=greeting) as server, pytest.raises(MailboxError) as caught:
        read_all(server)
    assert caught.value.trouble is MailboxTrouble.ASKED_TO_WAIT


@pytest.mark.parametrize("fault", [DROP, BYE], ids=["dropped", "goodbye"])
@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_a_connection_may_end_at_any_step(command, fault):
    with FakeImap({1: RAW}) as server:
        server.faults[command] = [fault]
        with pytest.raises(MailboxError) as caught:
            read_all(server)
        assert caught.value.trouble is MailboxTrouble.BROKEN_OFF
        assert read_all(server) == [1]


def test_a_server_that_falls_silent_is_not_waited_for_for_ever():
    with FakeImap({1: RAW}) as server:
        server.faults["UID SEARCH"] = [HANG]
        with pytest.raises(MailboxError) as caught:
            read_all(server, read_seconds=0.5)
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


def test_a_login_that_opens_no_mailbox_says_what_right_is_missing():
    with FakeImap({1: RAW}) as server:
        server.faults["EXAMINE"] = ["BAD User is authenticated but not connected."]
        with pytest.raises(MailboxError, match="Add-MailboxPermission") as caught:
            read_all(server)
    assert caught.value.trouble is MailboxTrouble.LOGIN_REFUSED


def test_a_hundred_thousand_mails_are_listed_in_one_go():
    with FakeImap(dict.fromkeys(range(1, 100_001), RAW)) as server, ImapMailbox("m", server.account()) as opened:
        uids = opened.list_uids()
        assert (len(uids), uids[0], uids[-1]) == (100_000, 1, 100_000)
        assert opened.list_uids(after_uid=99_999) == (100_000,)
        assert opened.list_uids(after_uid=100_000) == ()


class Token:
    def token(self, *, fresh=False):
        return "a-token"


def test_a_server_that_takes_no_tokens_says_so_and_is_sent_none():
    with FakeImap({1: RAW}) as server:
        with pytest.raises(MailboxError, match="no sign-in by token") as caught:
            read_all(server, tokens=Token())
        assert not any("a-token" in line for line in server.said)
    assert caught.value.trouble is MailboxTrouble.LOGIN_REFUSED


def test_a_server_without_a_junk_folder_says_so():
    with FakeImap({1: RAW}) as server, pytest.raises(MailboxError, match="no folder as the one for junk"):
        ImapMailbox("m", server.account(), THE_JUNK_FOLDER).__enter__()
