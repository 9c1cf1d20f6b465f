"""Mails saved from Outlook are read as mails: who, when, their words in whatever form, and what is attached."""

from datetime import UTC, datetime

import compressed_rtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.message import ProblemCode, all_problems
from ingest.outlook.msg import MsgReading, NotMailError, read_msg
from ingest.parse import attachment_bytes, parse_message
from tests.ingest.outlook_files import attached, attached_mail, mail_storage, msg, ole, storage

SENT = datetime(2026, 3, 3, 10, 11, 12, tzinfo=UTC)
FROM = {0x0042: "Ada Okoro", 0x5D02: "ada@okoro.example", 0x0039: SENT, 0x0037: "My son's school"}
TEAM = {0x3001: "The Team", 0x39FE: "team@council.example", 0x0C15: 1}
COPY = {0x3001: "Jo", 0x39FE: "jo@lee.example", 0x0C15: 2}
HTML = b"<html><body><p>Nobody <b>rang</b> on 3&nbsp;March.</p></body></html>"
WRAPPED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\par}\htmlrtf0 Nobody {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 rang"
    rb"{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0  on 3{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 March.{\*\htmltag72 </p>}}"
)


def test_a_saved_mail_is_read_with_its_people_and_words():
    raw = msg(FROM | {0x1000: "Nobody rang on 3 March.\r\n"}, recipients=[TEAM, COPY])
    message = parse_message(raw)
    assert (message.sender.name, message.sender.address) == ("Ada Okoro", "ada@okoro.example")
    assert [person.address for person in message.to] == ["team@council.example"]
    assert [person.address for person in message.cc] == ["jo@lee.example"]
    assert (message.sent_at, message.subject) == (SENT, "My son's school")
    assert message.body == "Nobody rang on 3 March."
    assert message.problems == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({0x1000: "Nobody rang on 3\xa0March."}, id="plain"),
        pytest.param({0x1013: HTML}, id="HTML"),
        pytest.param({0x1013: HTML.decode()}, id="HTML as words"),
        pytest.param({0x1009: compressed_rtf.compress(WRAPPED)}, id="HTML inside rich text"),
        pytest.param({0x1009: compressed_rtf.compress(WRAPPED, compressed=False)}, id="rich text not compressed"),
        pytest.param(
            {0x1009: compressed_rtf.compress(rb"{\rtf1\ansi Nobody {\b rang} on 3\~March.\par}")}, id="rich text"
        ),
        pytest.param(
            {0x1009: compressed_rtf.compress(rb"{\rtf1\ansi\fromtext \fs20 Nobody rang on 3\~March.\par }")},
            id="plain words inside rich text",
        ),
    ],
)
def test_the_words_are_read_whatever_form_they_have(body):
    words = parse_message(msg(FROM | body)).body.strip()
    assert words.replace("\xa0", " ") == "Nobody rang on 3 March."


def test_what_is_attached_is_attached():
    inner = mail_storage(
        {0x0037: "What they wrote", 0x1000: "Case closed."}, files=[attached("n.txt", b"a note")], offset=24
    )
    raw = msg(
        FROM | {0x1000: "See below."}, files=[attached("log.txt", b"3 March: none\n"), attached_mail("Re", inner)]
    )
    message = parse_message(raw)
    assert [(a.filename, a.media_type) for a in message.attachments] == [
        ("log.txt", "text/plain"),
        ("Re.eml", "message/rfc822"),
    ]
    assert message.attachments[1].text == "Subject: What they wrote\n\nCase closed.\n\n[n.txt]\na note"
    assert attachment_bytes(raw, 0).content == b"3 March: none\n"
    assert attachment_bytes(raw, 1).content.startswith(b"Subject: What they wrote\r\n")


def test_a_saved_mail_attached_to_a_mail_is_read_as_evidence():
    found = read_document("saved.msg", "application/octet-stream", msg(FROM | {0x1000: "Nobody rang."}))
    assert found.media_type == "application/vnd.ms-outlook"
    assert found.text.startswith("From: Ada Okoro <ada@okoro.example>\nDate: 03 March 2026 10:11 UTC\n")
    assert found.text.endswith("\n\nNobody rang.")


def test_headers_as_the_mail_travelled_go_before_what_outlook_knows():
    travelled = (
        "Microsoft Mail Internet Headers Version 2.0\r\nFrom: Real Name <real@lee.example>\r\n"
        "Auto-Submitted: auto-replied\r\nContent-Type: multipart/alternative;\r\n\tboundary=old\r\nMessage-ID: <1@lee.example>\r\n"
    )
    message = parse_message(msg(FROM | {0x007D: travelled, 0x1000: "I am away."}))
    assert (message.sender.address, message.message_id, message.automatic) == (
        "real@lee.example",
        "<1@lee.example>",
        "auto-replied",
    )
    assert (message.subject, message.body) == ("My son's school", "I am away.")


def test_8_bit_words_are_read_in_their_code_page():
    storages = storage({0x3FDE: 1251}, 32)
    storages["__substg1.0_1000001E"] = "Никто не пришёл".encode("cp1251")
    assert parse_message(ole(storages)).body == "Никто не пришёл"


def test_a_signed_mail_in_a_saved_one_is_read_once():
    entity = b"Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nNobody rang.\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n"
    message = parse_message(
        msg(FROM | {0x1000: "Nobody rang."}, files=[attached("signed", entity, "multipart/signed")])
    )
    assert (message.body, message.attachments) == ("Nobody rang.", ())


def test_an_address_inside_exchange_is_not_one():
    assert parse_message(msg({0x0C1A: "Ada", 0x0C1F: "/O=COUNCIL/OU=X/CN=ADA", 0x1000: "x"})).sender.address == ""


def test_a_link_in_place_of_a_file_is_told():
    raw = msg(
        FROM | {0x1000: "See"}, files=[storage({0x3707: "plan.docx", 0x3705: 7, 0x370D: "https://x.example/p"}, 8)]
    )
    assert parse_message(raw).body == "Attached as a link: plan.docx (https://x.example/p)\n\nSee"


@pytest.mark.parametrize(
    ("streams", "name", "content"),
    [
        pytest.param({"CONTENTS": b"%PDF-1.7 x"}, "scan", b"%PDF-1.7 x", id="a PDF"),
        pytest.param(
            {"\x01Ole10Native": b"\x30\0\0\0\2\0log.txt\0C:\\log.txt\0\0\0\3\0\5\0\0\0C:\\x\0\5\0\0\0words"},
            "log.txt",
            b"words",
            id="a file packed by Windows",
        ),
    ],
)
def test_a_file_dropped_into_the_text_is_attached(streams, name, content):
    held = storage({0x3001: "scan", 0x3705: 6}, 8, **{"__substg1.0_3701000D": streams})
    raw = msg(FROM | {0x1000: "See"}, files=[held])
    assert (attachment_bytes(raw, 0).filename, attachment_bytes(raw, 0).content) == (name, content)


def test_an_appointment_tells_when():
    raw = msg({0x001A: "IPM.Appointment", 0x0060: SENT, 0x1000: "Case conference"})
    assert parse_message(raw).body == "Start: 03 March 2026 10:11 UTC\n\nCase conference"


def test_an_attachment_that_cannot_be_taken_out_is_said():
    message = parse_message(msg(FROM | {0x1000: "See"}, files=[storage({0x3707: "a.bin", 0x3705: 6}, 8)]))
    (problem,) = message.problems
    assert (problem.code, problem.unread) == (ProblemCode.DAMAGED, True)
    assert "a.bin" in problem.words


def test_mails_inside_mails_end_somewhere():
    mail = mail_storage({0x1000: "the innermost"}, offset=24)
    for _ in range(40):
        mail = mail_storage({0x1000: "x"}, files=[attached_mail("inner", mail)], offset=24)
    found = all_problems(parse_message(ole({**mail, "__properties_version1.0": bytes(32)})))
    assert any(problem.unread for problem in found)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole({"WordDocument": b"x" * 5_000})])
def test_what_is_no_mail_is_refused(data):
    with pytest.raises(NotMailError):
        read_msg(data, MsgReading(default_limits()))


WHOLE = msg(
    FROM | {0x1000: "words " * 900, 0x1009: compressed_rtf.compress(WRAPPED)},
    recipients=[TEAM],
    files=[attached("a.txt", b"note"), attached_mail("m", mail_storage({0x1000: "inner"}, offset=24))],
)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4)), max_size=12),
    st.integers(0, len(WHOLE)),
)
@settings(max_examples=150, deadline=None)
def test_any_damage_to_a_saved_mail_leaves_a_message(changes, cut):
    raw = bytearray(WHOLE)
    for at, noise in changes:
        raw[at : at + len(noise)] = noise
    for data in (bytes(raw), bytes(raw[: max(cut, 8)])):
        message = parse_message(data)
        assert all(problem.words for problem in all_problems(message))
        for attachment in message.attachments:
            assert len(attachment_bytes(data, attachment.index).content) == attachment.size_bytes


def test_a_file_that_names_a_chain_without_end_is_refused_at_once():
    raw = bytearray(msg(FROM | {0x1000: "words"}))
    # The header's count of small-sector tables: four thousand million of them.
    raw[64:68] = b"\xff\xff\xff\xff"
    assert parse_message(bytes(raw)).subject in ("My son's school", "")
