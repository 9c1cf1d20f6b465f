"""Outlook's mails and saved mails are read behind the lock too: nothing is loaded from a file after the start."""

import compressed_rtf
import pytest

from ingest.message import all_problems
from ingest.page_starts import name_at
from ingest.sandbox.box import Sandbox
from tests.documents.make_documents import mail_with, pdf_of
from tests.ingest.outlook_files import attached, attached_mail, mail_storage, msg, tnef

RTF = compressed_rtf.compress(rb"{\rtf1\ansi\ansicpg1251 Nobody \'ea\'ee\par}")
INNER = mail_storage({0x1000: "the inner words"}, offset=24)
SAVED = msg({0x0037: "s", 0x1009: RTF}, files=[attached("a.txt", b"note"), attached_mail("m", INNER)])
EML = b"From: a@b.example\nMessage-ID: <1@b.example>\nSubject: s\n\nthe words"


@pytest.fixture(scope="module")
def box():
    with Sandbox.from_config() as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("name", "data", "media_type", "words"),
    [
        pytest.param(
            "a.msg", SAVED, "application/vnd.ms-outlook", ("Nobody ко", "note", "the inner words"), id="a .msg"
        ),
        pytest.param(
            "winmail.dat",
            tnef({0x1000: "form"}, ("a.txt", b"note")),
            "application/ms-tnef",
            ("form", "note"),
            id="TNEF",
        ),
        pytest.param("a.eml", EML, "message/rfc822", ("the words",), id="a saved mail"),
    ],
)
def test_a_mail_is_read_as_a_document_behind_the_lock(box, name, data, media_type, words):
    found = box.document(name, data)
    assert (found.media_type, found.problems) == (media_type, ())
    assert all(each in found.text for each in words)


def test_a_saved_mail_is_read_as_a_mail_behind_the_lock(box):
    message = box.parse(SAVED)
    assert [a.filename for a in message.attachments] == ["a.txt", "m.eml"]
    assert all_problems(message) == ()
    assert box.attachment(SAVED, 0).content == b"note"


def test_the_pages_of_a_letter_come_through_the_lock(box):
    (letter,) = box.parse(mail_with(pdf_of("Nobody came for Kai.", "", "He cried all night."))).attachments
    assert [each.name for each in letter.page_starts] == ["page 1", "page 2", "page 3"]
    assert name_at(letter.page_starts, letter.text.index("He cried")) == "page 3"
