"""Body and attachments are told apart, in reading order."""

import pytest

from config.limits import default_limits
from ingest.mail.mime import split_mail
from ingest.mail.structure import arrange, filename_of
from ingest.message import ProblemCode


def arranged(*parts, kind="mixed"):
    head = f"Content-Type: multipart/{kind}; boundary=b\n\n"
    raw = head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    found = arrange(split_mail(raw.encode(), default_limits()))
    body = [tuple(p.content()[0].decode() for p in (*piece.plain, *piece.html)) for piece in found.pieces]
    return body, [filename_of(part, index) for index, part in enumerate(found.attachments)], found.problems


PLAIN, HTML = "Content-Type: text/plain\n\none", "Content-Type: text/html\n\ntwo"
PDF = "Content-Type: application/pdf; name=a.pdf\n\nx"


@pytest.mark.parametrize(
    ("kind", "parts", "body", "files"),
    [
        pytest.param("mixed", (PLAIN, PDF, HTML), [("one",), ("two",)], ["a.pdf"], id="text round a file"),
        pytest.param("alternative", (PLAIN, HTML), [("one", "two")], [], id="two versions"),
        pytest.param("alternative", (PLAIN, PDF), [("one",)], ["a.pdf"], id="a file as a version"),
        pytest.param(
            "related",
            (HTML, "Content-Type: image/png\n\nx"),
            [("two",)],
            ["attachment-1.png"],
            id="a picture in the text",
        ),
        pytest.param(
            "mixed",
            (PLAIN, "Content-Type: text/plain; name=n.txt\n\nx"),
            [("one",)],
            ["n.txt"],
            id="a named text later",
        ),
        pytest.param(
            "mixed", ("Content-Type: text/plain; name=n.txt\n\nx",), [("x",)], [], id="a named text first is the body"
        ),
        pytest.param(
            "alternative",
            (PLAIN, "Content-Type: text/html; name=m.html\n\ntwo"),
            [("one", "two")],
            [],
            id="a named version",
        ),
        pytest.param(
            "mixed",
            ("Content-Type: text/plain\nContent-Disposition: attachment\n\nx",),
            [],
            ["attachment-1.txt"],
            id="attached text",
        ),
        pytest.param(
            "signed",
            (PLAIN, "Content-Type: application/pgp-signature; name=s.asc\n\nx"),
            [("one",)],
            [],
            id="a signature",
        ),
        pytest.param("mixed", ("Content-Type: text/csv\n\nx",), [], ["attachment-1"], id="a table"),
        pytest.param(
            "alternative", (PLAIN, "Content-Type: text/x-amp-html\n\nx"), [("one",)], [], id="a third version"
        ),
    ],
)
def test_body_and_files_are_told_apart(kind, parts, body, files):
    assert arranged(*parts, kind=kind) == (body, files, ())


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("Content-Type: application/pkcs7-mime; name=smime.p7m\n\nx",), id="S/MIME"),
        pytest.param((), id="PGP"),
    ],
)
def test_encrypted_mail_is_told(parts):
    pgp = (
        "Content-Type: application/pgp-encrypted\n\nVersion: 1",
        "Content-Type: application/octet-stream; name=smime.p7m\n\nx",
    )
    body, files, problems = arranged(*(parts or pgp), kind="mixed" if parts else "encrypted")
    assert (body, files) == ([], ["smime.p7m"])
    assert [(problem.code, problem.unread) for problem in problems] == [(ProblemCode.ENCRYPTED, True)]
