"""``python -m ingest`` shows what is read, one JSON object a line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.documents.document import DocumentText
from ingest.documents.read import read_document
from ingest.message import Problem, ProblemCode
from ingest.parse import parse_message

MAIL = Path(__file__).parent.parent / "mail"


class OpenBox:
    """Stand in for the sandbox: read in this process."""

    def parse(self, raw):
        return parse_message(raw)

    def document(self, filename, data, declared_type=""):
        problem = Problem(code=ProblemCode.POOR_IMAGE, words="hard to read", part=filename)
        return DocumentText(media_type="image/png", text=data.decode(), confidence=0.5, problems=(problem,))


def lines(capsys):
    printed = capsys.readouterr()
    return [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_a_mail_is_shown_with_the_names_the_manual_promises(capsys):
    path = MAIL / "mail-in-mail.eml"
    assert main([str(path)], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert list(shown) == [
        *("file", "digest", "subject", "sender", "message_id", "automatic"),
        *("own_words", "quoted_words", "attachments", "problems"),
    ]
    assert shown["file"] == str(path)
    assert shown["sender"] == {"name": "Dana Ashdown", "address": "dana@ashdown.example"}
    assert shown["own_words"] == "The e-mail they sent my ex by mistake is attached."
    (attachment,) = shown["attachments"]
    assert list(attachment) == ["filename", "media_type", "bytes", "text", "confidence", "problems"]
    assert "4 Nowhere Lane" in attachment["text"]


def test_a_problem_is_shown_in_words(capsys):
    main([str(MAIL / "smime-encrypted.eml")], OpenBox())
    ((shown,), _) = lines(capsys)
    (problem,) = shown["problems"]
    assert list(problem) == ["code", "words", "part", "unread"]
    assert problem["code"] == "encrypted"


def test_a_document_is_shown(capsys, tmp_path):
    (tmp_path / "a.png").write_text("words")
    assert main(["--document", str(tmp_path / "a.png")], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert list(shown) == ["file", "media_type", "text", "confidence", "problems"]
    assert (shown["media_type"], shown["text"], shown["confidence"]) == ("image/png", "words", 0.5)
    assert [problem["code"] for problem in shown["problems"]] == ["poor_image"]


def test_a_saved_mail_as_a_document_is_read_as_a_mail(capsys):
    box = OpenBox()
    box.document = lambda filename, data: read_document(filename, "", data)
    main(["--document", str(MAIL / "mail-in-mail.eml")], box)
    ((shown,), _) = lines(capsys)
    assert shown["media_type"] == "message/rfc822"
    assert "4 Nowhere Lane" in shown["text"]


def test_a_missing_file_is_named_and_the_others_are_read(capsys, tmp_path):
    assert main([str(tmp_path / "gone.eml"), str(MAIL / "no-from.eml")], OpenBox()) == 1
    shown, complaint = lines(capsys)
    assert [found["own_words"] for found in shown] == ["nobody listens to me"]
    assert "gone.eml: No such file" in complaint


def test_a_folder_stands_for_its_files(capsys, tmp_path):
    for name in ("b.eml", "a.eml"):
        (tmp_path / name).write_text(f"Subject: {name}\n\nx")
    (tmp_path / "inner").mkdir()
    assert main([str(tmp_path)], OpenBox()) == 0
    assert [found["subject"] for found in lines(capsys)[0]] == ["a.eml", "b.eml"]


def test_no_file_is_a_mistake_of_the_caller():
    with pytest.raises(SystemExit, match="2"):
        main([], OpenBox())


def test_the_command_itself_reads_in_the_sandbox():
    done = subprocess.run(
        [sys.executable, "-m", "ingest", str(MAIL / "koi8-r.eml"), "not-there.eml"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert json.loads(done.stdout)["own_words"] == "Никто не пришёл к моему сыну."
    assert done.returncode == 1
    assert "not-there.eml" in done.stderr
