"""A very large mail is fetched whole without being held in memory, and nothing of it stays behind."""

import hashlib
from dataclasses import replace

import pytest

from config.limits import default_limits
from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble
from tests.fake_imap import DROP, FakeImap

LIMITS = replace(default_limits(), fetch_bytes=10_000, fetch_piece_bytes=4_096, kept_mail_bytes=60_000)
LARGE = b"Subject: large\r\n\r\n" + bytes(range(256)) * 100
SMALL = b"Subject: small\r\n\r\nx\r\n"


def fetched(server, folder, limits=LIMITS):
    with ImapMailbox("m", server.account(), limits=limits, spool=folder) as opened:
        given = {}
        for raw in opened.fetch(opened.list_uids()):
            given[raw.uid] = raw.file.read_bytes() if raw.file else raw.content
        return given, {refusal.uid: refusal.words for refusal in opened.refusals}


def test_a_large_mail_lies_in_a_file_until_the_next_is_asked_for(tmp_path):
    with FakeImap({1: SMALL, 2: LARGE, 3: SMALL}) as server:
        given, refused = fetched(server, tmp_path)
    assert given == {1: SMALL, 2: LARGE, 3: SMALL}
    assert refused == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", [0, 12, len(LARGE) - 5, len(LARGE) + 5_000], ids=["none", "tiny", "less", "more"])
def test_the_size_a_server_names_may_be_wrong(tmp_path, named):
    with FakeImap({1: LARGE}) as server:
        server.sizes[1] = named or len(LARGE)
        given, _ = fetched(server, tmp_path)
    assert hashlib.sha256(given[1]).digest() == hashlib.sha256(LARGE).digest()


def test_a_mail_larger_than_anything_kept_is_named_and_hides_no_other(tmp_path):
    with FakeImap({1: LARGE * 3, 2: SMALL}) as server:
        given, refused = fetched(server, tmp_path)
    assert given == {2: SMALL}
    assert "larger than" in refused[1]
    assert "open it there" in refused[1]
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_breaks_within_a_large_mail_leaves_nothing_behind(tmp_path):
    with FakeImap({1: LARGE}) as server:
        server.faults["UID FETCH 1 (BODY.PEEK[]<16384"] = [DROP]
        server.faults["UID FETCH 1 BODY.PEEK[]<16384"] = [DROP]
        with pytest.raises(MailboxError) as caught:
            fetched(server, tmp_path)
        assert caught.value.trouble is MailboxTrouble.BROKEN_OFF
        assert list(tmp_path.iterdir()) == []
        assert fetched(server, tmp_path)[0] == {1: LARGE}


def test_a_full_disk_is_no_fault_of_the_server(tmp_path):
    with FakeImap({1: LARGE}) as server, pytest.raises(MailboxError, match="disk") as caught:
        fetched(server, tmp_path / "gone")
    assert caught.value.trouble is MailboxTrouble.DISK
