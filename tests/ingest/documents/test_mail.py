"""Mails that come as files are read as mails, wherever they lie."""

import io
import zipfile
from dataclasses import replace

import pytest

from config.limits import default_limits
from ingest.documents.mail_sniff import MAIL, MAILBOX, mail_type_of
from ingest.documents.read import read_document
from ingest.documents.surroundings import reading_with, surroundings
from ingest.message import ProblemCode

WITH_FILE = (
    b"From: Ada Okoro <ada@okoro.example>\r\nTo: team@council.example\r\nCc: jo@lee.example\r\n"
    b"Date: Tue, 3 Mar 2026 10:11:12 +0000\r\nSubject: My son's school\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nNobody rang.\r\n"
    b"--b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment\r\n\r\n3 March: no call\r\n--b--\r\n"
)
PAGE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://council.example/complain\r\nSubject: Complain\r\n"
    b"Date: Tue, 3 Mar 2026 10:11:12 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>Your form was sent =E2=80=93 reference 4711</p>\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("data", "name", "declared"),
    [
        pytest.param(WITH_FILE, "file", "", id="by its bytes alone"),
        pytest.param(b"\xef\xbb\xbf" + WITH_FILE, "a.eml", "", id="after a byte order mark"),
        pytest.param(b"\r\n\r\n" + WITH_FILE, "a.eml", "", id="after empty lines"),
        pytest.param(b"From ada@okoro.example Tue Mar  3 10:11:12 2026\n" + WITH_FILE, "a", "", id="out of a mailbox"),
        pytest.param(b"Subject: x\n\nwords", "a.eml", "", id="by its name"),
        pytest.param(b"Subject: x\n\nwords", "a", "message/rfc822", id="as the mail says"),
        pytest.param(PAGE, "page.mht", "", id="a web page saved as a mail"),
        pytest.param(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b", "a.doc", "", id="by Word"
        ),
    ],
)
def test_a_saved_mail_is_known(data, name, declared):
    assert mail_type_of(data, filename=name, declared_type=declared) == MAIL


@pytest.mark.parametrize(
    ("data", "name", "declared"),
    [
        pytest.param(b"From: the head\nTo: all parents\nSubject: trip\n\nwords", "memo.txt", "", id="a memo"),
        pytest.param(b"From: Jo\nSent: Monday\nTo: Al\nSubject: x\n\nwords", "a.txt", "", id="pasted from Outlook"),
        pytest.param(b"Dear team,\nContent-Type: nothing\n", "a.txt", "", id="a letter"),
        pytest.param(b"From me to you\nSubject: a poem\n", "a.txt", "", id="a poem"),
        pytest.param(b"%PDF-1.7", "a.eml", MAIL, id="a PDF with a wrong name"),
        pytest.param(b"", "a.eml", MAIL, id="nothing"),
        pytest.param(b"just words", "a.eml", "", id="a mail without its headers"),
        pytest.param(b"Name: value\nOther: value\n\n", "settings", "", id="settings"),
    ],
)
def test_other_text_is_not_taken_for_a_mail(data, name, declared):
    assert mail_type_of(data, filename=name, declared_type=declared) == ""


def test_a_saved_mail_is_read_with_its_attachments():
    found = read_document("saved.eml", "", WITH_FILE)
    assert found.media_type == "message/rfc822"
    assert found.text == (
        "From: Ada Okoro <ada@okoro.example>\nDate: 03 March 2026 10:11 UTC\nTo: team@council.example\n"
        "Cc: jo@lee.example\nSubject: My son's school\n\nNobody rang.\n\n[log.txt]\n3 March: no call"
    )
    assert (found.confidence, found.problems) == (1.0, ())


def test_a_saved_web_page_is_read():
    assert "Your form was sent \u2013 reference 4711" in read_document("page.mht", "", PAGE).text


def test_a_mail_in_a_zip_is_read_with_its_attachments():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("evidence/saved.eml", WITH_FILE)
    found = read_document("evidence.zip", "application/zip", held.getvalue())
    assert "Nobody rang." in found.text
    assert "3 March: no call" in found.text


def test_what_an_inner_file_hides_is_said_with_its_name():
    broken = WITH_FILE.replace(b"name=log.txt", b"name=log.pdf").replace(b"3 March: no call", b"%PDF-1.4 cut")
    (problem,) = read_document("saved.eml", "", broken).problems
    assert (problem.code, problem.part, problem.unread) == (ProblemCode.DAMAGED, "saved.eml", True)
    assert problem.words.startswith("log.pdf: ")


MAILBOX_FILE = b"".join(
    b"From ada@okoro.example Tue Mar  3 10:11:12 2026\nFrom: ada@okoro.example\nSubject: mail %d\n\nwords %d\n\n"
    % (n, n)
    for n in range(3)
)


def test_a_mailbox_file_is_read_mail_by_mail():
    assert mail_type_of(MAILBOX_FILE) == MAILBOX
    found = read_document("old.mbox", "", MAILBOX_FILE)
    places = [found.text.index(f"Subject: mail {n}\n\nwords {n}") for n in range(3)]
    assert places == sorted(places)
    assert found.problems == ()


def test_a_sentence_that_begins_with_from_divides_no_mailbox():
    one = b"From x Tue Mar  3 10:11:12 2026\nFrom: a@b.example\n\nHe came\nFrom London on Monday\nand left.\n"
    assert mail_type_of(one) == MAIL
    assert "From London on Monday\nand left." in read_document("a.mbox", "", one).text


def test_a_large_mailbox_file_is_read_up_to_a_number_and_says_so():
    found = read_document("old.mbox", "", MAILBOX_FILE * 70)
    assert found.text.count("Subject: mail 0") == 67
    assert [(p.code, p.unread) for p in found.problems] == [(ProblemCode.TOO_MANY, True)]


def test_when_time_is_up_what_was_read_of_a_mailbox_is_kept():
    times = iter([5.0, 5.0])
    world = replace(surroundings(), seconds_left=lambda: next(times, 0.0))
    with reading_with(world):
        found = read_document("old.mbox", "", MAILBOX_FILE, default_limits())
    assert "words 0" in found.text
    assert "words 2" not in found.text
    assert [(p.code, p.unread) for p in found.problems] == [(ProblemCode.UNFINISHED, True)]
