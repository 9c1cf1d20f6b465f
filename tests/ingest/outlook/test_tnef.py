"""Outlook's winmail.dat is opened: what it hides is attached to the mail, and its words are the mail's if it has none."""

import base64
from dataclasses import replace

import compressed_rtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tnefparse import TNEF

from config.limits import default_limits
from ingest.message import ProblemCode, all_problems
from ingest.outlook.tnef import read_tnef
from ingest.parse import attachment_bytes, parse_message
from tests.ingest.outlook_files import attribute, tnef, tnef_properties

LIMITS = default_limits()
LETTER = b"Dear team,\r\nnobody rang.\r\n"
ZEROS = b"ends in noughts\0\0\0"
FORM = tnef({0x0037: "x", 0x1000: "Nobody rang on 3 March."}, ("letter.txt", LETTER), ("data.bin", ZEROS))


def mail(form, words="", name="winmail.dat", media_type="application/ms-tnef"):
    text = f"--b\nContent-Type: text/plain\n\n{words}\n" if words else ""
    return (
        "From: ada@okoro.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"{text}--b\nContent-Type: {media_type}; name={name}\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename={name}\n\n{base64.encodebytes(form).decode()}\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        pytest.param("winmail.dat", "application/ms-tnef", id="as it should be"),
        pytest.param("winmail.dat", "application/octet-stream", id="of no type"),
        pytest.param("ATT00001.dat", "application/octet-stream", id="of another name"),
    ],
)
def test_what_it_holds_is_attached_to_the_mail(name, media_type):
    raw = mail(FORM, "See attached.", name, media_type)
    message = parse_message(raw)
    assert [(a.index, a.filename, a.size_bytes) for a in message.attachments] == [
        (0, "letter.txt", len(LETTER)),
        (1, "data.bin", len(ZEROS)),
    ]
    assert [attachment_bytes(raw, index).content for index in (0, 1)] == [LETTER, ZEROS]
    assert message.attachments[0].text == "Dear team,\nnobody rang."


@pytest.mark.parametrize(
    ("words", "body"),
    [
        pytest.param("", "Nobody rang on 3 March.", id="the mail has none"),
        pytest.param("Nobody rang on 3 March.", "Nobody rang on 3 March.", id="the mail has the same"),
        pytest.param("Sent securely.", "Sent securely.\n\nNobody rang on 3 March.", id="the mail has others"),
    ],
)
def test_its_words_are_the_mails_where_it_has_not_got_them(words, body):
    assert parse_message(mail(FORM, words)).body == body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({0x1013: b"<p>Nobody <b>rang</b>.</p>"}, id="HTML"),
        pytest.param({0x1009: compressed_rtf.compress(rb"{\rtf1\ansi Nobody {\b rang}.\par}")}, id="rich text"),
    ],
)
def test_words_in_any_form_are_read(body):
    assert parse_message(mail(tnef(body))).body.strip() == "Nobody rang."


def test_a_mail_inside_it_is_read_as_a_mail():
    inner = tnef({0x0037: "What they wrote", 0x1000: "Case closed."}, ("n.txt", b"a note"))
    held = bytes.fromhex("0703020000000000c000000000000046") + inner
    form = (
        tnef({0x1000: "See"})
        + attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x9005, tnef_properties({0x3001: "Re", 0x3701: held}))
    )
    (attachment,) = parse_message(mail(form)).attachments
    assert attachment.text == "Subject: What they wrote\n\nCase closed.\n\n[n.txt]\na note"


def test_a_saved_winmail_is_read_by_itself():
    message = parse_message(FORM)
    assert (message.subject, message.body) == ("x", "Nobody rang on 3 March.")
    assert len(message.attachments) == 2


def test_one_cut_off_is_read_up_to_the_cut_and_said():
    message = parse_message(mail(FORM[: FORM.index(ZEROS)], "See"))
    assert message.attachments[0].text == "Dear team,\nnobody rang."
    assert [(p.code, p.unread) for p in message.problems] == [(ProblemCode.DAMAGED, True)]


def test_one_with_nothing_in_it_is_a_problem():
    message = parse_message(mail(FORM[:6], "See"))
    assert [(p.code, p.part, p.unread) for p in all_problems(message)] == [(ProblemCode.DAMAGED, "winmail.dat", True)]


def test_the_files_are_those_another_reader_finds():
    theirs = [(a.long_filename(), a.data) for a in TNEF(FORM, do_checksum=False).attachments]
    assert [(file.name, file.data) for file in read_tnef(FORM, LIMITS)[0].files] == theirs


def test_more_files_than_the_limit_are_said():
    found, is_damaged = read_tnef(tnef({}, *[(f"{n}.txt", b"x") for n in range(5)]), replace(LIMITS, max_parts=3))
    assert (len(found.files), is_damaged) == (3, True)


@given(
    st.lists(st.tuples(st.integers(4, len(FORM) - 1), st.binary(min_size=1, max_size=4)), max_size=8),
    st.integers(4, len(FORM)),
)
@settings(max_examples=200, deadline=None)
def test_any_damage_to_it_leaves_a_message(changes, cut):
    form = bytearray(FORM)
    for at, noise in changes:
        form[at : at + len(noise)] = noise
    for data in (bytes(form), bytes(form[:cut])):
        raw = mail(data)
        message = parse_message(raw)
        for attachment in message.attachments:
            assert len(attachment_bytes(raw, attachment.index).content) == attachment.size_bytes


def test_time_grows_with_size_and_not_faster():
    # The other reader copies the rest of the file for each attribute: forty thousand of them would take it minutes.
    found, _ = read_tnef(FORM[:6] + attribute(2, 0x9002, b"") * 40_000, LIMITS)
    assert found.files[0].data == b""
