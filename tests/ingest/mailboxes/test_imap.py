import contextlib
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from config.limits import default_limits
from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.imap_connection import THE_JUNK_FOLDER, ImapAccount, Security
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble, new_mails
from tests.dovecot import DovecotServer

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server():
    with DovecotServer() as running:
        yield running


class FixedTokens:
    def __init__(self, token):
        self._token = token

    def token(self, *, fresh=False):
        return self._token


def mail(number, words="Nobody came on Tuesday."):
    return f"From: Amara <amara@family.example>\r\nSubject: Complaint {number}\r\n\r\n{words}\r\n".encode()


def account(server, user, **changes):
    standard = ImapAccount(
        host=server.host, port=server.tls_port, username=user, password=server.password, ca_file=server.ca_file
    )
    return replace(standard, **changes)


def box(server, user, folder="INBOX", limits=None, **changes):
    return ImapMailbox("team", account(server, user, **changes), folder, limits)


def whole(raws):
    """Each mail with its bytes, taken while they are there: those of a large one lie in a file until the next."""
    return [(raw, raw.file.read_bytes() if raw.file else raw.content) for raw in raws]


def test_every_mail_is_given_once_with_its_bytes_unchanged(server):
    sent = [mail(number) for number in range(7)]
    for raw in sent:
        server.append("bytes", raw)
    with box(server, "bytes") as opened:
        given = list(opened.fetch(opened.list_uids()))
    assert [each.content for each in given] == sent
    assert [each.uid for each in given] == [1, 2, 3, 4, 5, 6, 7]
    assert {(each.mailbox, each.folder, each.uid_validity) for each in given} == {
        ("team", "INBOX", opened.uid_validity())
    }


def test_reading_leaves_every_flag_as_it_was(server):
    for flags in ((), (b"\\Seen",), (b"\\Flagged", b"\\Answered"), ()):
        server.append("flags", mail(1), flags=flags)
    before = server.flags("flags")
    with box(server, "flags") as opened:
        assert len(list(opened.fetch(opened.list_uids()))) == 4
    after = server.flags("flags")
    assert after == before
    assert [("\\Seen" in flags) for flags in after.values()] == [False, True, False, False]


def test_the_time_of_arrival_is_the_servers_in_utc(server):
    arrived = datetime(2026, 3, 6, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    server.append("clock", mail(1), internal_date=arrived)
    with box(server, "clock") as opened:
        (given,) = opened.fetch(opened.list_uids())
    assert given.internal_at == datetime(2026, 3, 7, 4, 30, tzinfo=UTC)
    assert given.internal_at.tzinfo is UTC


def test_only_mail_that_came_since_is_given_at_the_next_look(server):
    for number in range(3):
        server.append("since", mail(number))
    with box(server, "since") as opened:
        validity = opened.uid_validity()
        assert len(list(new_mails(opened, after_uid=0, known_uid_validity=None))) == 3
    with box(server, "since") as opened:
        assert list(new_mails(opened, after_uid=3, known_uid_validity=validity)) == []
    server.append("since", mail("new"))
    with box(server, "since") as opened:
        (given,) = new_mails(opened, after_uid=3, known_uid_validity=validity)
    assert (given.uid, given.content) == (4, mail("new"))


def test_a_mailbox_with_new_numbers_offers_everything_again(server):
    for number in range(3):
        server.append("renewed", mail(number))
    with box(server, "renewed") as opened:
        validity = opened.uid_validity()
    server.renew_uid_validity("renewed")
    with box(server, "renewed") as opened:
        assert opened.uid_validity() != validity
        given = list(new_mails(opened, after_uid=3, known_uid_validity=validity))
    assert [each.content for each in given] == [mail(0), mail(1), mail(2)]


def test_each_folder_is_its_own(server):
    server.append("folders", mail("in the inbox"))
    server.append("folders", mail("in stage two"), folder="Complaints/Stage two")
    with box(server, "folders", "Complaints/Stage two") as opened:
        (given,) = opened.fetch(opened.list_uids())
    assert (given.folder, given.content) == ("Complaints/Stage two", mail("in stage two"))


@pytest.mark.parametrize(
    "folder", ["Beschwerden für Familien & Kinder", "Cwynion – plant", "Stage 2 (reviews)", '"Quoted" \\ slash']
)
def test_a_folder_may_have_any_name_that_people_give(server, folder):
    server.append("names", mail("here"), folder=folder)
    with box(server, "names", folder) as opened:
        assert len(list(opened.fetch(opened.list_uids()))) == 1


def test_the_junk_folder_is_found_whatever_the_server_calls_it(server):
    server.append("spam", mail("taken for spam"), folder="Junk Email")
    with box(server, "spam", THE_JUNK_FOLDER) as opened:
        (given,) = opened.fetch(opened.list_uids())
    assert (given.folder, given.content) == (THE_JUNK_FOLDER, mail("taken for spam"))


def test_only_mails_that_arrived_on_a_day_or_later_are_listed_when_asked(server):
    for day in (1, 2, 3):
        server.append("since-day", mail(day), internal_date=datetime(2026, 2, day, 12, tzinfo=UTC))
    with box(server, "since-day") as opened:
        assert opened.list_uids(since=date(2026, 2, 2)) == (2, 3)
        assert opened.list_uids(after_uid=2, since=date(2026, 2, 2)) == (3,)
        assert opened.still_listed([1, 3, 99]) == {1, 3}


def test_an_empty_folder_gives_nothing(server):
    with box(server, "empty") as opened:
        assert opened.list_uids() == ()
        assert list(opened.fetch(())) == []


SMALL_STEPS = {
    "two mails at a time": {"fetch_mails": 2},
    "a hundred bytes at a time": {"fetch_bytes": 100},
    "pieces of seven bytes": {"fetch_bytes": 1, "fetch_piece_bytes": 7},
    "a piece exactly as long as a mail": {"fetch_bytes": 1, "fetch_piece_bytes": len(mail(0))},
}


@pytest.mark.parametrize("changes", SMALL_STEPS.values(), ids=SMALL_STEPS.keys())
def test_no_mail_is_lost_between_steps(server, changes, request):
    user = f"steps{len(request.node.name)}"
    sent = [mail(number) for number in range(5)]
    for raw in sent:
        server.append(user, raw)
    with box(server, user, limits=replace(default_limits(), **changes)) as opened:
        given = whole(opened.fetch(opened.list_uids()))
        assert [content for _, content in given] == sent
        assert all(each.internal_at for each, _ in given)
        assert opened.refusals == ()


def test_a_mail_larger_than_one_step_is_given_whole(server):
    large = mail("large", "x" * 70 + "\r\n") + b"y" * 300_000
    server.append("large", large)
    limits = replace(default_limits(), fetch_bytes=10_000, fetch_piece_bytes=65_536)
    with box(server, "large", limits=limits) as opened:
        ((given, content),) = whole(opened.fetch(opened.list_uids()))
    assert content == large
    assert given.internal_at is not None
    assert not given.file.exists()


def test_a_mail_that_is_gone_is_named_and_does_not_hide_the_others(server):
    for number in range(3):
        server.append("gone", mail(number))
    with box(server, "gone") as opened:
        uids = opened.list_uids()
        with server.client("gone") as other:
            other.select_folder("INBOX")
            other.delete_messages([2])
            other.expunge()
        assert [each.uid for each in opened.fetch(uids)] == [1, 3]
        (refusal,) = opened.refusals
    assert refusal.uid == 2
    assert "Mail number 2" in refusal.words


def test_starttls_is_checked_like_tls(server):
    server.append("starttls", mail(1))
    with box(server, "starttls", port=server.port, security=Security.STARTTLS) as opened:
        assert len(opened.list_uids()) == 1


TROUBLES = {
    "wrong password": ({"password": "not-it"}, "INBOX", MailboxTrouble.LOGIN_REFUSED, "Check the user name"),
    "wrong token": ({"tokens": FixedTokens("not-it")}, "INBOX", MailboxTrouble.LOGIN_REFUSED, "token"),
    "no such folder": ({}, "No such", MailboxTrouble.NO_FOLDER, "'No such'"),
    "certificate of nobody we trust": ({"ca_file": ""}, "INBOX", MailboxTrouble.NOT_TRUSTED, "ca_file"),
    "the authority's file is missing": ({"ca_file": "/nowhere.pem"}, "INBOX", MailboxTrouble.NOT_TRUSTED, "PEM"),
    "nobody listens": ({"port": 1}, "INBOX", MailboxTrouble.UNREACHABLE, "cannot be reached"),
    "no such host": ({"host": "imap.council.invalid"}, "INBOX", MailboxTrouble.UNREACHABLE, "cannot be reached"),
    "no tls to a far host": (
        {"host": "imap.council.example", "security": Security.NONE},
        "INBOX",
        MailboxTrouble.NOT_TRUSTED,
        "without TLS is refused",
    ),
}


@pytest.mark.parametrize(("changes", "folder", "trouble", "words"), TROUBLES.values(), ids=TROUBLES.keys())
def test_trouble_is_told_in_plain_words_without_secrets(server, changes, folder, trouble, words):
    with pytest.raises(MailboxError) as caught, box(server, "secret-login", folder, **changes):
        pass
    assert caught.value.trouble is trouble
    assert words in caught.value.words
    told = f"{caught.value}{caught.value.__cause__}"
    assert not any(secret in told for secret in ("secret-login", server.password, "not-it"))


def test_a_certificate_of_another_authority_is_refused(server):
    with DovecotServer() as other, pytest.raises(MailboxError) as caught, box(other, "x", ca_file=server.ca_file):
        pass
    assert caught.value.trouble is MailboxTrouble.NOT_TRUSTED


def test_an_account_never_shows_its_secrets(server):
    assert server.password not in repr(account(server, "secret-login"))
    assert "secret-login" not in repr(account(server, "secret-login"))


def test_tls_of_the_wrong_port_is_told(server):
    with pytest.raises(MailboxError) as caught, box(server, "x", port=server.port):
        pass
    assert caught.value.trouble is MailboxTrouble.NOT_TRUSTED
    assert "993" in caught.value.words


class ScriptedServer:
    """Speak IMAP line by line from a script: what a server that is half broken says."""

    host, password = "127.0.0.1", "an-invented-password"

    def __init__(self, answers, mails=(b"",), login=b"OK in"):
        self.answers, self.mails, self.login = answers, mails, login

    def __enter__(self):
        self.socket = socket.create_server((self.host, 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.thread.join(5)

    def account(self):
        return ImapAccount(
            host=self.host, port=self.port, username="u", password=self.password, security=Security.NONE, read_seconds=5
        )

    def _serve(self):
        with contextlib.suppress(OSError):
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rb") as stream:
                self._talk(connection, stream)

    def _talk(self, connection, stream):
        def say(*lines):
            connection.sendall(b"".join(line + b"\r\n" for line in lines))

        say(b"* OK ready")
        for line in stream:
            tag, _, command = line.strip().partition(b" ")
            if command.startswith(b"CAPABILITY"):
                say(b"* CAPABILITY IMAP4rev1", tag + b" OK done")
            elif command.startswith(b"LOGIN"):
                if self.login == b"DROP":
                    return
                say(tag + b" " + self.login)
            elif command.startswith(b"EXAMINE"):
                say(*self.answers.get(b"EXAMINE", [b"* OK [UIDVALIDITY 7] ok"]), tag + b" OK [READ-ONLY] done")
            elif command.startswith(b"UID SEARCH"):
                say(b"* SEARCH 1 2", tag + b" OK done")
            elif command.startswith(b"LOGOUT"):
                say(b"* BYE", tag + b" OK done")
                return
            else:
                answer = next((a for key, a in self.answers.items() if command.startswith(key)), [b"NO"])
                if answer == "DROP":
                    return
                say(*answer[:-1], tag + b" " + answer[-1] + b" done")


BODY = b"Subject: s\r\n\r\nx"
SIZES = [b"* 1 FETCH (UID 1 RFC822.SIZE 16)", b"* 2 FETCH (UID 2 RFC822.SIZE 16)", b"OK"]


def literal(uid, key=b"BODY[]", extra=b""):
    return b"* %d FETCH (UID %d%s %s {%d}\r\n%s)" % (uid, uid, extra, key, len(BODY), BODY)


def read_all(server):
    with ImapMailbox("m", server.account()) as opened:
        return [each.uid for each in opened.fetch(opened.list_uids())], [each.uid for each in opened.refusals]


def test_one_mail_the_server_stumbles_over_does_not_hide_the_next():
    answers = {
        b"UID FETCH 1,2 (RFC822.SIZE": SIZES,
        b"UID FETCH 1,2 (INTERNALDATE": [b"NO cannot read mail 1"],
        b"UID FETCH 1 (BODY": [b"NO cannot read mail 1"],
        b"UID FETCH 2 (BODY": [literal(2, b"BODY[]<0>"), b"OK"],
        b"UID FETCH 2 (INTERNALDATE": [b"NO"],
    }
    with ScriptedServer(answers) as server:
        assert read_all(server) == ([2], [1])


def test_a_mail_left_out_of_an_answer_is_asked_for_alone():
    answers = {
        b"UID FETCH 1,2 (RFC822.SIZE": SIZES,
        b"UID FETCH 1,2 (INTERNALDATE": [literal(1), b"OK"],
        b"UID FETCH 2 (BODY": [literal(2, b"BODY[]<0>"), b"OK"],
        b"UID FETCH 2 (INTERNALDATE": [b'* 2 FETCH (UID 2 INTERNALDATE "06-Mar-2026 10:00:00 +0000")', b"OK"],
    }
    with ScriptedServer(answers) as server:
        assert read_all(server) == ([1, 2], [])


def test_an_arrival_nobody_can_read_costs_the_time_and_not_the_mail():
    answers = {
        b"UID FETCH 1,2 (RFC822.SIZE": SIZES,
        b"UID FETCH 1,2 (INTERNALDATE": [
            literal(1, extra=b' INTERNALDATE "99-Foo-2026 10:00:00 +0000"'),
            literal(2, extra=b' INTERNALDATE "06-Mar-2026 10:00:00 +0000"'),
            b"OK",
        ],
        b"UID FETCH 1 (BODY": [literal(1, b"BODY[]<0>"), b"OK"],
        b"UID FETCH 2 (BODY": [literal(2, b"BODY[]<0>"), b"OK"],
        b"UID FETCH 1 (INTERNALDATE": [b'* 1 FETCH (UID 1 INTERNALDATE "99-Foo-2026 10:00:00 +0000")', b"OK"],
        b"UID FETCH 2 (INTERNALDATE": [b'* 2 FETCH (UID 2 INTERNALDATE "06-Mar-2026 10:00:00 +0000")', b"OK"],
    }
    with ScriptedServer(answers) as server, ImapMailbox("m", server.account()) as opened:
        given = list(opened.fetch(opened.list_uids()))
    assert [(each.uid, each.internal_at is None) for each in given] == [(1, True), (2, False)]


BREAKS = {
    "while listing sizes": {b"UID FETCH 1,2 (RFC822.SIZE": "DROP"},
    "while giving mails": {b"UID FETCH 1,2 (RFC822.SIZE": SIZES, b"UID FETCH 1,2 (INTERNALDATE": "DROP"},
    "while giving one mail alone": {
        b"UID FETCH 1,2 (RFC822.SIZE": SIZES,
        b"UID FETCH 1,2 (INTERNALDATE": [b"NO"],
        b"UID FETCH 1 (BODY": "DROP",
    },
}


@pytest.mark.parametrize("answers", BREAKS.values(), ids=BREAKS.keys())
def test_a_connection_that_breaks_off_is_told_and_nothing_is_called_read(answers):
    with ScriptedServer(answers) as server, pytest.raises(MailboxError) as caught:
        read_all(server)
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


def test_a_connection_that_breaks_off_at_login_is_not_a_wrong_password():
    with ScriptedServer({}, login=b"DROP") as server, pytest.raises(MailboxError) as caught:
        read_all(server)
    assert caught.value.trouble is MailboxTrouble.BROKEN_OFF


def test_a_server_that_repeats_the_password_is_not_repeated():
    login = b"NO wrong password " + ScriptedServer.password.encode()
    with ScriptedServer({}, login=login) as server, pytest.raises(MailboxError) as caught:
        read_all(server)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert server.password not in str(caught.value)


def test_a_server_without_lasting_numbers_is_refused():
    with ScriptedServer({b"EXAMINE": [b"* 2 EXISTS"]}) as server, pytest.raises(MailboxError) as caught:
        read_all(server)
    assert caught.value.trouble is MailboxTrouble.ODD_ANSWER


def test_a_mailbox_is_read_inside_a_with_block_only():
    with pytest.raises(MailboxError, match="with block"):
        ImapMailbox("m", ImapAccount(host="127.0.0.1", username="u")).list_uids()


def test_old_tls_is_never_spoken(server, monkeypatch):
    seen = []
    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda **k: seen.append(real(**k)) or seen[-1])
    with box(server, "empty"):
        pass
    assert seen[0].minimum_version == ssl.TLSVersion.TLSv1_2
    assert seen[0].verify_mode == ssl.CERT_REQUIRED
    assert seen[0].check_hostname
