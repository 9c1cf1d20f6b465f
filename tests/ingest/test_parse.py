"""parse_message makes a Message of anything, and says what it could not read."""

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.documents.document import DocumentText
from ingest.mail.nested_mail import read_nested_mail
from ingest.message import Message, ProblemCode, all_problems
from ingest.parse import attachment_bytes, message_of_text, parse_message
from ingest.plain import message_from_plain, message_to_plain

MAILS = tuple(path.read_bytes() for path in sorted((Path(__file__).parent.parent / "mail").glob("*.eml")))
HEAD = b"From: a@family.example\nSubject: s\nMIME-Version: 1.0\n"


def reads_nothing(filename, media_type, data, limits):
    return DocumentText(media_type=media_type, text=f"{filename}: {len(data)} bytes", confidence=0.5)


def reads_half(filename, media_type, data):
    return reads_nothing(filename, media_type, data, None)


def parse(raw: bytes, **limits) -> Message:
    return parse_message(raw, read_document=reads_nothing, limits=limits_with(**limits))


def limits_with(**changed):
    default = default_limits()
    values = {name: getattr(default, name) for name in default.__slots__}
    return type(default)(**{**values, **changed})


def check_is_sound(raw: bytes, message: Message) -> None:
    """Whatever came in: segments cover the body, attachments can be fetched, the plain form is exact."""
    ends = [0, *(segment.end for segment in message.segments)]
    assert [segment.start for segment in message.segments] == ends[:-1]
    assert ends[-1] == len(message.body)
    assert all(segment.start < segment.end for segment in message.segments)
    assert message_from_plain(message_to_plain(message)) == message
    # A database can hold it: no NUL, no half of a letter.
    assert "\0" not in message.body + message.subject
    (message.body + message.subject + message.sender.name + message.message_id).encode()
    for attachment in message.attachments:
        fetched = attachment_bytes(raw, attachment.index)
        assert (fetched.filename, len(fetched.content)) == (attachment.filename, attachment.size_bytes)
        assert not set(attachment.filename) & set('/\\"\0\r\n')
        assert attachment.filename not in ("", ".", "..")
    with pytest.raises(LookupError):
        attachment_bytes(raw, len(message.attachments))


@given(st.binary(max_size=2_000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_become_a_message(raw):
    check_is_sound(raw, parse(raw))


PIECES = (
    *(b"Content-Type: multipart/mixed; boundary=b\n\n", b"--b\n", b"--b--\n", b"\n\n", b"\r\n", b"\n", b"--", b"\0"),
    *(
        b"Content-Type: multipart/alternative; boundary=b\n\n",
        b"Content-Type: text/html\n\n",
        b"<p>x</p>",
        b"<blockquote",
    ),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n", b"=?utf-8?B?w6k=?="),
    *(b"Content-Disposition: attachment; filename*0*=utf-8''a%00; filename*1=b\n", b"Content-Type: message/rfc822\n\n"),
    *(
        b"From: ",
        b"Subject: =?x?q?",
        b"Date: Mon, 2 Mar 2026 09:00:00 +9999\n",
        b"References: <a@b> <",
        b'To: a,b;c:<("\n',
    ),
    *(
        b"Content-Type: application/pkcs7-mime\n\n0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80",
        b"=3D=\n",
        b"SGk=\n",
    ),
    *(
        b"On Mon, 2 Mar 2026 at 10:00, A <a@b> wrote:\n",
        b"> x\n",
        b"-- \n",
        b"---- Forwarded message ----\n",
        b"begin 644 x\n",
    ),
    *(
        b"Content-Type: text/plain; charset=utf-7; format=flowed\n\n",
        b"+2AA-",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x80",
        b"x ",
    ),
    *(
        b"Content-Type: text/calendar\n\nBEGIN:VEVENT\nDTSTART:20269999\n",
        b"Content-Type: multipart/encrypted; boundary=b\n\n",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_any_heap_of_mail_like_pieces_becomes_a_message(raw):
    check_is_sound(raw, parse(raw))


@given(st.sampled_from(MAILS), st.data())
@settings(max_examples=400, deadline=None)
def test_any_real_mail_cut_up_and_put_together_wrongly_becomes_a_message(raw, data):
    places = st.integers(0, len(raw))
    for _ in range(data.draw(st.integers(1, 4))):
        start, end, to = data.draw(places), data.draw(places), data.draw(places)
        raw = raw[:to] + raw[start:end] + raw[to + data.draw(st.integers(0, 30)) :]
    check_is_sound(raw, parse(raw))


@given(st.sampled_from(MAILS), st.integers(0, 6_000), st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_real_mail_with_bytes_thrown_in_becomes_a_message(raw, at, noise):
    changed = raw[:at] + noise + raw[at:]
    check_is_sound(changed, parse(changed))


WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc", "Cf", "Zs"]), min_size=1, max_size=60
)
NAMES = st.text("abcÉñ中 -_'()", min_size=1, max_size=40).map(lambda name: "a" + " ".join(name.split()) + "z.bin")


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS, st.lists(st.tuples(NAMES, st.binary(max_size=300)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_what_the_standard_library_writes_is_read_back_whole(lines, subject, files):
    mail = EmailMessage()
    mail["From"] = "Dana Ashdown <dana@ashdown.example>"
    mail["Subject"] = subject
    mail.set_content("\n".join(lines))
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    raw = mail.as_bytes()
    message = parse(raw)
    assert message.body == "\n".join(lines)
    assert message.subject == subject
    assert [attachment.filename for attachment in message.attachments] == [name for name, _ in files]
    assert [attachment_bytes(raw, n).content for n in range(len(files))] == [content for _, content in files]


def test_sound_golden_mails_hold_the_files_the_standard_library_finds():
    compared = 0
    for raw in MAILS:
        theirs = email.message_from_bytes(raw)
        files = [
            part for part in _outer_leaves(theirs) if part.get_filename() and part.get_content_maintype() != "text"
        ]
        if any(part.defects for part in theirs.walk()) or theirs.get_content_subtype() in ("signed", "pkcs7-mime"):
            continue
        # What Outlook hides in winmail.dat is unknown to the standard library.
        files = [part for part in files if part.get_content_subtype() != "ms-tnef"]
        ours = [attachment_bytes(raw, attachment.index).content for attachment in parse(raw).attachments]
        for part in files:
            assert part.get_payload(decode=True) in ours
            compared += 1
    assert compared >= 3


def _outer_leaves(part):
    if not part.is_multipart():
        return [part]
    if part.get_content_maintype() == "message":
        return []
    return [leaf for child in part.get_payload() for leaf in _outer_leaves(child)]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"Content-Type: text/plain" + b";" * 10_000, id="ten thousand semicolons"),
        pytest.param(b"From: " + b"<" * 50_000, id="fifty thousand opened brackets"),
        pytest.param(b"To: " + b'"(,' * 20_000, id="quotes never closed"),
        pytest.param(b"Subject: " + b"=?" * 50_000, id="encoded words never ended"),
        pytest.param(b"References: " + b"<a" * 50_000, id="ids never ended"),
    ],
)
def test_a_hostile_header_ends_in_a_message_and_the_words_are_kept(header):
    assert parse(header + b"\n\nhelp me").body == "help me"


@pytest.mark.parametrize(
    ("raw", "limits", "code"),
    [
        pytest.param(b"X: y\n" * 90 + b"\nhi", {"max_header_bytes": 100}, ProblemCode.TOO_LARGE, id="headers too long"),
        pytest.param(
            HEAD + b"\n" + b"word " * 90, {"max_body_characters": 50}, ProblemCode.TOO_LARGE, id="body too long"
        ),
        pytest.param(HEAD + b"\n" + b"word " * 90, {"mail_bytes": 80}, ProblemCode.TOO_LARGE, id="mail too large"),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 9,
            {"max_parts": 4},
            ProblemCode.TOO_MANY,
            id="too many parts",
        ),
        pytest.param(
            HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(9)),
            {"max_nesting": 3},
            ProblemCode.TOO_MANY,
            id="too deeply packed",
        ),
        pytest.param(
            HEAD + b"Content-Type: message/rfc822\n\n" * 9, {"max_nesting": 3}, ProblemCode.TOO_MANY, id="mail in mail"
        ),
    ],
)
def test_what_is_beyond_a_limit_is_left_unread_and_said(raw, limits, code):
    found = [problem for problem in all_problems(parse(raw, **limits)) if problem.code is code]
    assert found
    assert all(problem.unread for problem in found)


@pytest.mark.parametrize("raw", [b"X: y\n" * 90 + b"\nhelp", b"X: " + b"y" * 900 + b"\n\nhelp"])
def test_the_body_below_headers_that_are_too_long_is_still_read(raw):
    assert parse(raw, max_header_bytes=100).body == "help"


def test_words_before_a_limit_are_kept():
    message = parse(HEAD + b"\n" + b"word " * 90, max_body_characters=50)
    assert message.body == ("word " * 90)[:50]
    assert parse(HEAD + b"\nshort", max_body_characters=50).problems == ()


def test_every_attachment_goes_to_the_reader_with_its_name_and_type():
    raw = HEAD + (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n"
        b"--b\nContent-Type: application/pdf; name=a.pdf\n\nPDF\n--b\nContent-Type: image/png\n\nPNG\n--b--\n"
    )
    asked = []

    def reader(filename, media_type, data, limits):
        asked.append((filename, media_type, data))
        return reads_nothing(filename, media_type, data, limits)

    message = parse_message(raw, read_document=reader)
    assert asked == [("a.pdf", "application/pdf", b"PDF"), ("attachment-2.png", "image/png", b"PNG")]
    assert [attachment.index for attachment in message.attachments] == [0, 1]
    assert attachment_bytes(raw, 1).data == b"PNG"


def test_a_saved_mail_is_read_by_its_name_alone():
    raw = HEAD + (
        b"Content-Type: application/octet-stream; name=saved.eml\nContent-Disposition: attachment\n\n"
        b"From: w@council.example\n\nthe inner words"
    )
    (attachment,) = parse(raw).attachments
    assert attachment.media_type == "message/rfc822"
    assert "the inner words" in attachment.text


def test_what_was_unread_in_an_inner_mail_stands_under_the_outer_name():
    inner = b"Content-Type: multipart/encrypted; boundary=i\n\n--i\n\nx\n--i--\n"
    raw = HEAD + b"Content-Type: message/rfc822; name=inner.eml\n\n" + inner
    (problem,) = parse(raw).attachments[0].problems
    assert (problem.code, problem.part, problem.unread) == (ProblemCode.ENCRYPTED, "inner.eml", True)


def test_the_sureness_of_an_inner_mail_is_that_of_its_worst_read_part():
    inner = b"Content-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i\nContent-Type: image/png\n\nPNG\n--i--\n"
    assert read_nested_mail(inner, reads_half, default_limits()).confidence == 0.5
    assert read_nested_mail(b"\nwords", reads_half, default_limits()).confidence == 1.0


def test_a_long_inner_mail_is_cut_and_said():
    raw = HEAD + b"Content-Type: message/rfc822\n\nSubject: inner\n\n" + b"word " * 90
    (attachment,) = parse(raw, document_characters=60).attachments
    assert len(attachment.text) == 60
    assert [(problem.code, problem.unread) for problem in attachment.problems] == [(ProblemCode.TOO_LARGE, True)]


def test_when_it_was_sent_is_told_in_one_zone():
    assert parse(b"Date: Tue, 3 Mar 2026 10:11:12 +0100\n\nx").sent_at == datetime(2026, 3, 3, 9, 11, 12, tzinfo=UTC)
    assert parse(b"Date: yesterday\n\nx").sent_at is None


def test_a_sender_stands_in_for_a_missing_from():
    assert parse(b"Sender: s@family.example\n\nx").sender.address == "s@family.example"


def test_words_without_a_mail_become_a_message():
    message = message_of_text(
        subject="Re: my\nson", sender="Dana <dana@ashdown.example>", body="No.\r\n\n> We visited.\n> Often.\n"
    )
    assert message.subject == "Re: my son"
    assert message.sender.address == "dana@ashdown.example"
    assert (message.own_words, message.quoted_words) == ("No.", "> We visited.\n> Often.")
    assert message.automatic is None
    assert message.problems == ()


def test_words_without_a_mail_may_be_a_machines():
    assert message_of_text(subject="Automatic reply: x", sender="", body="I am away").automatic == "auto-reply-subject"


@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_words_become_a_message(subject, sender, body):
    message = message_of_text(subject=subject, sender=sender, body=body)
    assert message_from_plain(message_to_plain(message)) == message
