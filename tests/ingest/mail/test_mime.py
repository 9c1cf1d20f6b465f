"""Mails are taken apart into the parts their writers meant."""

import pytest

from config.limits import default_limits
from ingest.mail.mime import split_mail
from ingest.message import ProblemCode

LIMITS = default_limits()


def tree(part):
    """Return a part as nested (type, content) for comparing."""
    if part.children:
        return (part.media_type, *(tree(child) for child in part.children))
    return (part.media_type, part.content()[0])


MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"Subject: x\n\nhi\n", ("text/plain", b"hi\n"), id="no MIME at all"),
        pytest.param(b"just words\nmore", ("text/plain", b"just words\nmore"), id="no headers at all"),
        pytest.param(b"", ("text/plain", b""), id="nothing"),
        pytest.param(b"From x Mon Mar 2\nSubject: x\n\nhi", ("text/plain", b"hi"), id="from a mailbox file"),
        pytest.param(b"\n\nSubject: x\n\nhi", ("text/plain", b"hi"), id="empty lines first"),
        pytest.param(b"Subject: x\rTo: y\r\rhi\rho", ("text/plain", b"hi\nho"), id="line ends of an old Mac"),
        pytest.param(
            MIXED + b"--b\n\none\n--b\n\ntwo\n--b--\n",
            ("multipart/mixed", ("text/plain", b"one"), ("text/plain", b"two")),
            id="two parts",
        ),
        pytest.param(
            MIXED + b"--b  \r\n\r\none\r\n--b--  \r\nepilogue",
            ("multipart/mixed", ("text/plain", b"one")),
            id="spaces after the boundary",
        ),
        pytest.param(MIXED + b"--b\n\none", ("multipart/mixed", ("text/plain", b"one")), id="no last boundary"),
        pytest.param(
            MIXED + b"--b\n\none\n--b--\n--b\n\ntwo\n--b--",
            ("multipart/mixed", ("text/plain", b"one"), ("text/plain", b"two")),
            id="parts after the end",
        ),
        pytest.param(
            MIXED + b"--b\n\none --b two\n--bb\nthree\n--b--",
            ("multipart/mixed", ("text/plain", b"one --b two\n--bb\nthree")),
            id="nearly a boundary",
        ),
        pytest.param(
            MIXED + b"--b\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\none\n--b\n\ntwo\n--b--",
            ("multipart/mixed", ("multipart/alternative", ("text/plain", b"one")), ("text/plain", b"two")),
            id="inner part never closed",
        ),
        pytest.param(
            b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nhi\n--b--",
            ("multipart/digest", ("message/rfc822", b"Subject: x\n\nhi")),
            id="a digest",
        ),
        pytest.param(b"Content-Type: text\n\nhi", ("text/plain", b"hi"), id="half a type"),
        pytest.param(
            b"Content-Type: %%%; name=a.bin\n\nhi", ("application/octet-stream", b"hi"), id="no type but a name"
        ),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\nLS1iCgpvbmUKLS1iLS0=\n",
            ("multipart/mixed", ("text/plain", b"one")),
            id="a whole multipart in base64",
        ),
        pytest.param(
            b"Subject: x\n\n--q\nContent-Type: text/plain\n\none\n--q--\n",
            ("multipart/mixed", ("text/plain", b"one")),
            id="the type was lost on the way",
        ),
    ],
)
def test_the_parts_are_found(raw, expected):
    assert tree(split_mail(raw, LIMITS)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"Subject: a\n b\nTo: c\n\nhi", id="folded"),
        pytest.param(b"Subject: a\nb\nTo: c\n\nhi", id="folded, the indent lost"),
        pytest.param(b"Subject : a\tb\nTo: c\n\nhi", id="space before the colon"),
        pytest.param(b"Subject: a b\nTo: c\nno header any more", id="no empty line"),
    ],
)
def test_headers_are_read(raw):
    headers = split_mail(raw, LIMITS).headers
    assert headers.text("subject").split() in (["a", "b"], ["ab"])
    assert headers.text("to") == "c"


def test_an_ordinary_text_with_dashes_is_not_cut():
    raw = b"Subject: x\n\nDear all\n--\nContent is king: no\n--\n"
    assert split_mail(raw, LIMITS).children == ()


@pytest.mark.parametrize(
    ("raw", "is_unread"),
    [
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n--c\nContent-Type: text/plain\n\nhi\n",
            False,
            id="found another way",
        ),
        pytest.param(b"Content-Type: multipart/mixed\n\nhi\n", True, id="not found"),
    ],
)
def test_wrong_boundaries_are_told(raw, is_unread):
    (problem,) = split_mail(raw, LIMITS).problems
    assert (problem.code, problem.unread) == (ProblemCode.DAMAGED, is_unread)


def test_an_empty_multipart_is_no_trouble():
    assert split_mail(MIXED, LIMITS).problems == ()
