import os
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mailboxes.folder import FolderKind, FolderMailbox
from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble, new_mails

FIRST = b"Subject: first\r\n\r\nNobody came.\r\n"
SECOND = b"Subject: second\n\nFrom the start nobody came.\n"
MBOX = (
    b"From amara@family.example Fri Mar  6 10:00:00 2026\nSubject: first\n\nNobody came.\n>From here on nobody rang.\n\n"
    b"From amara@family.example Fri Mar  6 11:00:00 2026\nSubject: second\n\nNot a new mail:\nFrom me to you.\n\n"
)


def read(path):
    with FolderMailbox(path, "team") as box:
        return list(box.fetch(box.list_uids()))


@pytest.fixture
def eml(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.eml").write_bytes(FIRST)
    (tmp_path / "b" / "c.EML").write_bytes(SECOND)
    (tmp_path / "notes.txt").write_bytes(b"not a mail")
    return tmp_path


@pytest.fixture
def maildir(tmp_path):
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1.M1.host").write_bytes(FIRST)
    (tmp_path / "cur" / "0.M0.host:2,S").write_bytes(SECOND)
    (tmp_path / "tmp" / "2.M2.host").write_bytes(b"half a mail")
    return tmp_path


def test_a_folder_of_eml_files_gives_each_file_once_unchanged(eml):
    given_mails = read(eml)
    assert [each.content for each in given_mails] == [FIRST, SECOND]
    assert len({each.uid for each in given_mails}) == 2
    assert {(each.mailbox, each.folder, each.uid_validity, each.internal_at) for each in given_mails} == {
        ("team", "", 1, None)
    }


def test_a_maildir_gives_new_and_cur_and_never_what_is_still_being_written(maildir):
    assert sorted(each.content for each in read(maildir)) == sorted([FIRST, SECOND])


def test_an_mbox_is_taken_apart_and_its_quoting_undone(tmp_path):
    path = tmp_path / "export.mbox"
    path.write_bytes(MBOX)
    assert [each.content for each in read(path)] == [
        b"Subject: first\n\nNobody came.\nFrom here on nobody rang.\n",
        b"Subject: second\n\nNot a new mail:\nFrom me to you.\n",
    ]


def test_one_eml_file_is_a_mailbox_of_one(eml):
    assert [each.content for each in read(eml / "a.eml")] == [FIRST]


KINDS = {"eml files": ("eml", FolderKind.EML), "maildir": ("maildir", FolderKind.MAILDIR)}


@pytest.mark.parametrize(("name", "kind"), KINDS.values(), ids=KINDS.keys())
def test_the_kind_is_seen(name, kind, request):
    assert FolderMailbox(request.getfixturevalue(name)).kind() is kind


@pytest.mark.parametrize("name", ["eml", "maildir"])
def test_numbers_are_the_same_at_every_look(name, request):
    path = request.getfixturevalue(name)
    assert {each.uid for each in read(path)} == {each.uid for each in read(path)}


def test_a_mail_marked_as_read_by_another_program_keeps_its_number(maildir):
    before = {each.uid for each in read(maildir)}
    (maildir / "new" / "1.M1.host").rename(maildir / "cur" / "1.M1.host:2,FS")
    assert {each.uid for each in read(maildir)} == before


def test_a_file_that_is_overwritten_is_another_mail(eml):
    before = {each.uid for each in read(eml)}
    (eml / "a.eml").write_bytes(b"Subject: quite another\n\nwords")
    after = {each.uid: each.content for each in read(eml)}
    assert len(set(after) - before) == 1
    assert b"Subject: quite another\n\nwords" in after.values()


def test_an_mbox_that_grows_keeps_its_numbers(tmp_path):
    path = tmp_path / "export.mbox"
    path.write_bytes(MBOX)
    before = [each.uid for each in read(path)]
    path.write_bytes(MBOX + MBOX.replace(b"first", b"third").replace(b"second", b"fourth"))
    assert [each.uid for each in read(path)][:2] == before
    assert len(read(path)) == 4


def test_reading_changes_nothing(eml):
    before = {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in eml.rglob("*")}
    read(eml)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in eml.rglob("*")} == before


def test_a_folder_offers_all_its_mails_because_its_numbers_have_no_order(eml):
    with FolderMailbox(eml) as box:
        assert len(list(new_mails(box, after_uid=2**62, known_uid_validity=1))) == 2


def test_only_what_is_asked_for_is_given(eml):
    with FolderMailbox(eml) as box:
        uids = box.list_uids()
        assert [each.content for each in box.fetch(uids[1:])] == [SECOND]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_given(eml):
    with FolderMailbox(eml) as box:
        uids = box.list_uids()
        (eml / "a.eml").unlink()
        assert [each.content for each in box.fetch(uids)] == [SECOND]
        (refusal,) = box.refusals
    assert refusal.uid == uids[0]
    assert "'a.eml'" in refusal.words


def test_a_number_nobody_listed_is_refused(eml):
    with FolderMailbox(eml) as box:
        assert list(box.fetch([5])) == []
        assert [each.uid for each in box.refusals] == [5]


def test_a_folder_that_is_not_there_is_told_in_plain_words(tmp_path):
    with pytest.raises(MailboxError) as caught, FolderMailbox(tmp_path / "nowhere"):
        pass
    assert caught.value.trouble is MailboxTrouble.NO_FOLDER
    assert "Check its path" in caught.value.words


def test_an_empty_folder_gives_nothing(tmp_path):
    assert read(tmp_path) == []


def test_a_large_file_is_named_and_not_read_into_memory(tmp_path):
    large = tmp_path / "large.eml"
    with large.open("wb") as file:
        file.write(FIRST)
        file.truncate(20_000_000)
    (given,) = read(tmp_path)
    assert (given.file, given.content) == (large, b"")
    assert large.exists()


def test_the_numbers_still_listed_are_told(tmp_path):
    (tmp_path / "a.eml").write_bytes(FIRST)
    with FolderMailbox(tmp_path) as box:
        (uid,) = box.list_uids()
        assert box.still_listed([uid, 5]) == {uid}
        box.look_again()
        (tmp_path / "a.eml").unlink()
        assert box.still_listed([uid]) == frozenset()


def test_a_folder_tells_nobody_of_news_and_is_waited_for_until_told_to_stop(tmp_path):
    stop = Event()
    stop.set()
    with FolderMailbox(tmp_path) as box:
        box.hang_up()
        assert box.wait_for_news(60, stop) is False


def test_names_that_are_not_utf8_are_mails_too(tmp_path):
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.eml"))).write_bytes(FIRST)
    assert [each.content for each in read(tmp_path)] == [FIRST]


@given(bodies=st.lists(st.text("aF>rom \n", max_size=40), min_size=1, max_size=5, unique=True))
def test_what_is_put_in_an_mbox_comes_out_of_it(tmp_path_factory, bodies):
    """Each body is written as mboxrd does: a > before every line that begins with From, whatever > it has already."""
    path = tmp_path_factory.mktemp("mbox") / "x.mbox"
    mails = [f"Subject: {number}\n\n{body}\n" for number, body in enumerate(bodies)]
    quoted = [
        "\n".join(f">{line}" if line.lstrip(">").startswith("From ") else line for line in m.split("\n")) for m in mails
    ]
    path.write_text("".join(f"From a@b.example Fri Mar  6 10:00:00 2026\n{mail}\n" for mail in quoted))
    assert [each.content.decode() for each in read(path)] == mails
