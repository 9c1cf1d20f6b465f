"""``python -m classify``: a mail in, its reading out."""

import io
import json

import pytest

from classify.__main__ import main
from ingest.parse import parse_message
from tests.documents.make_documents import mail_with, pdf_of

RAW = (
    b"From: Ana <ana@post.example>\r\nDate: Tue, 3 Feb 2026 23:30:00 -0500\r\nSubject: contact\r\n\r\n"
    b"Nobody has arranged my contact with my son for six weeks. The social worker never rings back.\r\n"
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def mail_file(tmp_path):
    path = tmp_path / "mail.eml"
    path.write_bytes(RAW)
    return path


def test_a_file_gives_one_line_of_json(mail_file):
    out = io.StringIO()
    assert main([str(mail_file)], parse_message, out) == 0
    (line,) = out.getvalue().splitlines()
    reading = json.loads(line)
    assert (reading["file"], reading["kind"]["label"], reading["stage"]["label"]) == (str(mail_file), "complaint", "1")
    assert reading["subjects"][0]["label"] == "statutory"
    assert reading["subjects"][0]["evidence"][0]["where"] == "body"


def test_a_terminal_gets_a_table(mail_file):
    out = Terminal()
    assert main([str(mail_file)], parse_message, out) == 0
    assert "  kind      complaint" in out.getvalue()
    assert "  subject   statutory" in out.getvalue()


def test_a_terminal_gets_json_when_asked(mail_file):
    out = Terminal()
    assert main(["--json", str(mail_file)], parse_message, out) == 0
    assert json.loads(out.getvalue())["kind"]["label"] == "complaint"


def test_standard_input_can_be_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RAW)))
    out = io.StringIO()
    assert main(["-"], parse_message, out) == 0
    assert json.loads(out.getvalue())["file"] == "-"


def test_a_missing_file_is_named_and_the_others_are_read(mail_file, tmp_path, capsys):
    out = io.StringIO()
    assert main([str(tmp_path / "gone.eml"), str(mail_file)], parse_message, out) == 1
    assert "gone.eml" in capsys.readouterr().err
    assert len(out.getvalue().splitlines()) == 1


def test_an_undated_mail_asks_for_its_day(tmp_path, capsys):
    path = tmp_path / "undated.eml"
    path.write_bytes(RAW.replace(b"Date", b"X-Date"))
    out = io.StringIO()
    assert main([str(path)], parse_message, out) == 2
    assert "--sent-on" in capsys.readouterr().err
    assert main(["--sent-on", "2026-02-03", str(path)], parse_message, out) == 0


PAGES = ("Dear team,", "Nobody has arranged my contact with my son for six weeks.\nThe social worker never rings back.")


@pytest.fixture
def letter_file(tmp_path):
    path = tmp_path / "letter.eml"
    path.write_bytes(mail_with(pdf_of(*PAGES)))
    return path


def test_evidence_in_a_letter_is_shown_with_its_page(letter_file):
    out = Terminal()
    assert main([str(letter_file)], parse_message, out) == 0
    assert "letter.pdf, page 2, " in out.getvalue()


def test_programs_are_told_where_the_pages_of_a_letter_begin(letter_file):
    out = io.StringIO()
    assert main([str(letter_file)], parse_message, out) == 0
    (found,) = json.loads(out.getvalue())["attachments"]
    assert [each["name"] for each in found["page_starts"]] == ["page 1", "page 2"]
