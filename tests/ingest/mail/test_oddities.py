"""Mails as programs really send them: each odd in one way, and each read as its writer meant it."""

import base64

import pytest

from ingest.message import ProblemCode, all_problems
from ingest.parse import attachment_bytes, parse_message

HEAD = "From: ada@okoro.example\nSubject: s\nMIME-Version: 1.0\n"
PDF = base64.encodebytes(b"%PDF-1.4 " + b"x" * 300).decode()
WORDS = "Nobody rang on 3 March. I wrote twice and nobody answered, and my son waits still for a place."
PACKED = base64.encodebytes((WORDS * 3).encode()).decode()


def body(raw):
    return parse_message(raw.encode() if isinstance(raw, str) else raw).body


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(HEAD + "Content-Transfer-Encoding: 7-bit\n\nhelp", "help", id="7-bit"),
        pytest.param(HEAD + "Content-Transfer-Encoding: quoted_printable\n\nhe=6Cp", "help", id="quoted_printable"),
        pytest.param(HEAD + 'Content-Transfer-Encoding: "base64"\n\naGVscA==', "help", id="base64 in quotes"),
        pytest.param(HEAD + "Content-Transfer-Encoding: base64; x=y\n\naGVscA==", "help", id="base64 with more"),
        pytest.param(HEAD + "\n" + PACKED, WORDS * 3, id="base64 that nothing speaks of"),
        pytest.param(
            HEAD + "Content-Transfer-Encoding: base64\n\nDear team,\nnobody rang.\n",
            "Dear team,\nnobody rang.",
            id="base64 that is none",
        ),
        pytest.param(
            HEAD + "Content-Disposition: attachment\n\nhelp", "help", id="the only words called an attachment"
        ),
        pytest.param(
            HEAD + "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhelp\n--b--",
            "help",
            id="two types",
        ),
        pytest.param(
            HEAD + 'Content-Type: multipart/mixed; boundary="a  b"\n\n--a  b\n\nhelp\n--a  b--', "help", id="two spaces"
        ),
        pytest.param(
            HEAD + "Content-Type: multipart/mixed; boundary==?b?=\n\n--=?b?=\n\nhelp\n--=?b?=--", "help", id="signs"
        ),
        pytest.param(
            HEAD + 'Content-Type: multipart/mixed; boundary=""\n\n--q\nContent-Type: text/plain\n\nhelp\n--q--',
            "help",
            id="empty boundary",
        ),
        pytest.param(
            (HEAD + "Content-Type: multipart/mixed; boundary=é\n\n--é\n\nhelp\n--é--").encode("latin-1"),
            "help",
            id="a boundary with an accent",
        ),
        pytest.param("\ufeff" + HEAD + "\nhelp", "help", id="a byte order mark first"),
        pytest.param((HEAD + "\nhelp").encode("utf-16"), "help", id="all of it in UTF-16"),
        pytest.param(
            (HEAD + "Content-Type: text/plain; charset=utf-16\n\nhelp me").encode(), "help me", id="UTF-16 that is none"
        ),
        pytest.param(HEAD.encode() + b"\n" + "help £5".encode("utf-16-le"), "help £5", id="UTF-16 that is not said"),
        pytest.param(HEAD.encode() + b"\n" + "日本語".encode("iso2022_jp"), "日本語", id="Japanese that is not said"),
        pytest.param(
            HEAD.encode() + b"Content-Type: text/plain; charset=us-ascii\n\n" + "日本".encode("iso2022_jp"),
            "日本",
            id="Japanese called ASCII",
        ),
        pytest.param(
            HEAD + "Content-Type: text/enriched\n\n<bold>Nobody</bold> rang", "Nobody rang", id="enriched text"
        ),
        pytest.param(HEAD + "Content-Type: text/rtf\n\n{\\rtf1 Nobody {\\b rang}}", "Nobody rang", id="rich text"),
    ],
)
def test_the_words_are_found(raw, words):
    assert body(raw) == words


def alternative(plain, html):
    return (
        f"{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n"
        f"--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )


def test_a_version_that_is_another_text_is_not_lost():
    found = body(alternative(WORDS, "<p>" + "Our spring newsletter brings twelve offers. " * 9 + "</p>"))
    assert WORDS in found
    assert "twelve offers" in found


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        pytest.param(WORDS, f"<p>{WORDS}</p>", id="the same words"),
        pytest.param(WORDS, f"<p>{WORDS} <a href='https://x.example/a'>see</a></p>", id="a link more"),
        pytest.param("View this mail in your browser.", f"<p>{WORDS}</p>", id="a stub"),
    ],
)
def test_two_versions_of_the_same_words_are_shown_once(plain, html):
    assert body(alternative(plain, html)).count("Nobody rang") == 1


def test_a_file_whose_packing_is_not_said_is_unpacked():
    raw = f"{HEAD}Content-Type: application/pdf; name=a.pdf\n\n{PDF}".encode()
    assert attachment_bytes(raw, 0).content.startswith(b"%PDF-1.4 x")


def test_a_file_that_lies_elsewhere_is_told_and_asked_for():
    raw = (
        f'{HEAD}Content-Type: message/external-body; access-type=URL; url="https://files.example/plan.pdf"\n\n'
        "Content-Type: application/pdf\n\n"
    ).encode()
    (attachment,) = parse_message(raw).attachments
    assert "https://files.example/plan.pdf" in attachment.text
    assert [(p.code, p.unread) for p in attachment.problems] == [(ProblemCode.NO_READER, True)]


def test_the_first_piece_of_a_mail_sent_in_several_is_read():
    raw = (
        f"{HEAD}Content-Type: message/partial; number=1; total=2; id=x\n\n"
        "From: ada@okoro.example\nMessage-ID: <1@okoro.example>\nSubject: whole\n\nNobody rang."
    ).encode()
    (attachment,) = parse_message(raw).attachments
    assert attachment.text.endswith("Subject: whole\n\nNobody rang.")
    assert [(p.code, p.unread) for p in attachment.problems] == [(ProblemCode.DAMAGED, True)]


def test_an_attached_text_is_read_in_the_charset_its_mail_names():
    raw = (HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n").encode() + (
        b"Content-Type: text/plain; charset=koi8-r; name=n.txt\nContent-Disposition: attachment\n\n"
        + "Никто не пришёл".encode("koi8-r")
        + b"\n--b--"
    )
    assert parse_message(raw).attachments[0].text == "Никто не пришёл"


@pytest.mark.parametrize(
    ("head", "content", "code"),
    [
        pytest.param(
            "application/octet-stream; name=smime.p7m", "3082012c06092a864886f70d010703", "encrypted", id="p7m"
        ),
        pytest.param(
            "application/pkcs7-mime; smime-type=enveloped-data", "ff", "encrypted", id="S/MIME of no known kind"
        ),
        pytest.param("application/octet-stream; name=a.pgp", "8502", "encrypted", id="PGP, no text"),
        pytest.param(
            "text/plain; name=a.asc", b"-----BEGIN PGP MESSAGE-----\n\nx".hex(), "encrypted", id="PGP, as letters"
        ),
    ],
)
def test_what_is_encrypted_is_raised_to_a_person(head, content, code):
    packed = base64.b64encode(bytes.fromhex(content)).decode()
    raw = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n--b\nContent-Type: {head}\n"
        f"Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n{packed}\n--b--\n"
    ).encode()
    assert [(p.code.value, p.unread) for p in all_problems(parse_message(raw))] == [(code, True)]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(b"%PDF-1.4 x", "application/pdf", id="a PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\nx", "image/png", id="a picture"),
        pytest.param(b"{\\rtf1 words}", "application/rtf", id="rich text"),
    ],
)
def test_a_letter_where_a_mail_belongs_is_read_as_one_attached(data, media_type):
    message = parse_message(data)
    assert [a.media_type for a in message.attachments] == [media_type]
    assert attachment_bytes(data, 0).content == data


@pytest.mark.parametrize(
    ("head", "sender", "subject"),
    [
        pytest.param(
            "From: ada@okoro.example\nbroken line\nSubject: s\n", "ada@okoro.example", "s", id="a broken line"
        ),
        pytest.param(
            "Received: x\nSub ject: y\n:odd: z\nFrom: ada@okoro.example\nSubject: s\n",
            "ada@okoro.example",
            "s",
            id="two broken fields",
        ),
        pytest.param("From: Ada Okoro ada@okoro.example\nSubject: s\n", "ada@okoro.example", "s", id="no brackets"),
        pytest.param(
            "From: =?utf-8?Q?Ada_<ada@okoro.example>?=\nSubject: s\n", "ada@okoro.example", "s", id="all encoded"
        ),
        pytest.param("From: ada@okoro.example\r\r\nSubject: s\r\r\n\r", "ada@okoro.example", "s", id="doubled ends"),
    ],
)
def test_the_headers_are_found(head, sender, subject):
    message = parse_message(f"{head}\nhelp".encode())
    assert (message.sender.address, message.subject, message.body.strip()) == (sender, subject, "help")


def test_a_letter_without_an_empty_line_is_not_taken_for_headers():
    message = parse_message(b"Subject: s\nDear team,\nmy son waits.\nDate of birth: 3 March\n")
    assert (message.subject, message.body) == ("s", "Dear team,\nmy son waits.\nDate of birth: 3 March")


def test_words_written_round_the_parts_are_read_where_there_are_no_others():
    parts = "Content-Type: multipart/mixed; boundary=b\n\nNobody rang.\n--b\n{}\n--b--\nPlease help.\n"
    assert body(HEAD + parts.format("Content-Type: image/png\n\nx")) == "Nobody rang.\n\nPlease help."
    assert body(HEAD + parts.format("\nThe letter itself.")) == "The letter itself."
    remark = parts.replace("Nobody rang.", "This is a multi-part message in MIME format.").replace("Please help.", "")
    assert body(HEAD + remark.format("Content-Type: image/png\n\nx")) == ""


def test_quoted_printable_that_nothing_speaks_of_is_read():
    assert body("Content-Type: text/html\n\n<p>caf=C3=A9 =E2=80=93 it=3D</p>") == "café \u2013 it="
    assert body(HEAD + "\nx=3 and y=4A; 2=2") == "x=3 and y=4A; 2=2"
