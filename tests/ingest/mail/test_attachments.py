"""Each attachment is read by whom it is for, and its problems carry its name."""

import hashlib

import pytest

from config.limits import default_limits
from ingest.documents.document import DocumentText
from ingest.mail.attachments import Readers, is_mail, read_attachment
from ingest.mail.headers import Headers
from ingest.mail.mime import Part
from ingest.message import Problem, ProblemCode

LIMITS = default_limits()
READERS = Readers(
    document=lambda filename, media_type, data: DocumentText(
        media_type="application/pdf",
        text="read",
        confidence=0.9,
        pages=2,
        unclear=((0, 2),),
        problems=(Problem(code=ProblemCode.POOR_IMAGE, words="hard to read"),),
    ),
    mail=lambda data: DocumentText(media_type="message/rfc822", text=f"mail of {len(data)} bytes", confidence=1.0),
)


def read(body=b"x", encoding="", **facts):
    headers = Headers((("content-transfer-encoding", encoding.encode()),))
    return read_attachment(Part(headers=headers, body=body, **facts), 3, READERS, LIMITS)


def test_a_document_is_read_by_its_reader():
    found = read(b"JVBERg==", "base64", media_type="application/octet-stream", filename="a.pdf")
    assert (found.index, found.filename, found.media_type, found.size_bytes) == (3, "a.pdf", "application/pdf", 4)
    assert found.digest == hashlib.sha256(b"%PDF").hexdigest()
    assert (found.text, found.confidence, found.pages, found.unclear) == ("read", 0.9, 2, ((0, 2),))
    assert [(problem.code, problem.part) for problem in found.problems] == [(ProblemCode.POOR_IMAGE, "a.pdf")]


def test_damage_on_the_way_stands_under_the_name():
    found = read(b"JVBERg==\n~~~", "base64", media_type="application/pdf", filename="a.pdf")
    assert [(problem.code, problem.part) for problem in found.problems] == [
        (ProblemCode.DAMAGED, "a.pdf"),
        (ProblemCode.POOR_IMAGE, "a.pdf"),
    ]


@pytest.mark.parametrize(
    ("media_type", "filename", "text"),
    [
        pytest.param("message/rfc822", "", "mail of 1 bytes", id="a mail"),
        pytest.param("application/octet-stream", "Saved.EML", "mail of 1 bytes", id="a saved mail"),
        pytest.param("message/delivery-status", "", "x", id="a report"),
        pytest.param("text/rfc822-headers", "", "x", id="headers of a lost mail"),
        pytest.param("text/calendar", "", "x", id="an invitation"),
        pytest.param("text/csv", "", "read", id="a table is a document"),
    ],
)
def test_who_reads_what(media_type, filename, text):
    assert read(media_type=media_type, filename=filename).text == text


@pytest.mark.parametrize("media_type", ["application/pkcs7-mime", "application/pgp-encrypted"])
def test_what_is_encrypted_goes_to_no_reader(media_type):
    found = read(media_type=media_type)
    assert (found.text, found.confidence, found.problems) == ("", None, ())


def test_a_piece_of_a_mail_is_asked_for_whole():
    (problem,) = read(media_type="message/partial").problems
    assert problem.code is ProblemCode.DAMAGED
    assert problem.unread


def test_an_empty_report_is_sure_of_nothing():
    assert read(b" ", media_type="message/delivery-status").confidence is None


def test_a_report_far_too_long_is_cut_and_said():
    found = read(b"x" * (LIMITS.document_characters + 1), media_type="message/delivery-status")
    assert len(found.text) == LIMITS.document_characters
    assert [problem.code for problem in found.problems] == [ProblemCode.TOO_LARGE]


def test_mails_are_known_by_type_or_name():
    assert is_mail("message/rfc822", "", b"words")
    assert is_mail("application/octet-stream", "a.EML", b"words")
    assert not is_mail("application/pdf", "eml.pdf", b"words")


def test_mails_are_known_by_their_bytes():
    assert is_mail("application/octet-stream", "saved", b"From: a@b.example\nMessage-ID: <1@b.example>\n\nwords")
    assert not is_mail("message/rfc822", "a.eml", b"%PDF-1.7 ...")
    assert not is_mail("message/rfc822", "a.eml", b"\x89PNG\r\n\x1a\n")
