"""Mails made to break a reader end in a message, with what was read kept, and with work that grows only with size.

No clock is read here: each of these would take minutes or gigabytes in a reader whose work grows faster than the mail.
"""

import pytest

from config.limits import default_limits
from ingest.documents.document import DocumentText
from ingest.message import ProblemCode, all_problems
from ingest.parse import parse_message

HEAD = b"From: a@family.example\nSubject: s\nMIME-Version: 1.0\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
LIMITS = default_limits()


def parse(raw):
    return parse_message(raw, read_document=lambda name, kind, data, limits: DocumentText(media_type=kind))


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"X: " + b"y" * 3_000_000, id="three million letters"),
        pytest.param(b"X: y\n" * 600_000, id="six hundred thousand fields"),
        pytest.param(b"Subject: " + b"a\n " * 500_000, id="folded half a million times"),
        pytest.param(b"Subject: " + b"=?utf-8?q?a?= " * 1_000_000, id="a million encoded words"),
        pytest.param(b"From: " + b"a@b.example, " * 100_000, id="a hundred thousand senders"),
        pytest.param(b"References: " + b"<a@b> " * 300_000, id="three hundred thousand references"),
        pytest.param(b"Content-Type: text/plain" + b"; a*0*=utf-8''x" * 200_000, id="parameters without end"),
        pytest.param(b"Date: " + b"(" * 1_000_000, id="a date of brackets"),
    ],
)
def test_behind_a_header_without_end_the_words_are_read(head):
    message = parse(head + b"\n\nhelp me")
    assert message.body == "help me"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(MIXED + b"--b\n\nx\n" * 100_000 + b"--b--", ProblemCode.TOO_MANY, id="a hundred thousand parts"),
        pytest.param(MIXED + b"--b\n" * 500_000, ProblemCode.TOO_MANY, id="nothing but boundaries"),
        pytest.param(
            HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)),
            ProblemCode.TOO_MANY,
            id="ten thousand multiparts in one another",
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 1_000_000,
            ProblemCode.DAMAGED,
            id="a boundary that is everywhere",
        ),
        pytest.param(
            HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A=\n" * 1_000_000,
            ProblemCode.DAMAGED,
            id="a million pieces of base64",
        ),
        pytest.param(HEAD + b"\n" + b"word " * 1_000_000, ProblemCode.TOO_LARGE, id="a million words"),
    ],
)
def test_what_is_too_much_is_said(raw, code):
    found = all_problems(parse(raw))
    assert code in {problem.code for problem in found}
    assert all(problem.words for problem in found)


def test_mails_inside_mails_are_counted_together():
    inner = (
        b"Content-Type: multipart/mixed; boundary=i\n\n"
        + b"--i\nContent-Type: message/rfc822\n\n\nhi\n" * 400
        + b"--i--\n"
    )
    raw = MIXED + b"".join(b"--b\nContent-Type: message/rfc822\n\n" + inner for _ in range(400)) + b"--b--"
    message = parse(raw)
    assert sum(attachment.text.count("hi") for attachment in message.attachments) < LIMITS.max_parts
    assert any(problem.code is ProblemCode.TOO_MANY and problem.unread for problem in all_problems(message))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b"begin 644 x\n" * 20_000, id="twenty thousand beginnings of files"),
        pytest.param(b"=ybegin line=1 size=1 name=x\n" * 20_000, id="and of others"),
        pytest.param(b"-----BEGIN PGP MESSAGE-----\n" * 5_000, id="five thousand encrypted stretches"),
        pytest.param(b"\0" * 500_000, id="noughts"),
        pytest.param(b"a\r" * 100_000, id="line ends of an old Mac"),
    ],
)
def test_a_body_of_tricks_is_still_a_body(words):
    message = parse(HEAD + b"\n" + words)
    assert message.subject == "s"
    assert len(message.body) <= LIMITS.max_body_characters


def test_more_files_in_a_text_than_the_limit_leave_the_rest_as_words():
    message = parse(HEAD + b"\n" + b"begin 644 x\n#AAAA\n`\nend\n" * 1_000)
    assert len(message.attachments) <= LIMITS.max_parts
    assert "begin 644 x" in message.body
