"""``putright draft`` turns one mail into an unsigned Word file and says what is missing. It needs no database."""

import io
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document

from letters.draft import LetterId


def write_mail(folder: Path, body: str, **headers: str) -> Path:
    mail = EmailMessage()
    mail["From"] = headers.get("sender", "Denise Harker <denise.harker@mailbox.example>")
    mail["To"] = "childrens.complaints@brackenshire.example"
    mail["Subject"] = headers.get("subject", "Complaint")
    mail["Date"] = "Tue, 03 Mar 2026 09:12:00 +0000"
    mail["Message-ID"] = "<one@mailbox.example>"
    mail.set_content(body)
    path = folder / "a-mail.eml"
    path.write_bytes(mail.as_bytes())
    return path


def draft(*arguments: object) -> dict:
    out = io.StringIO()
    call_command("draft", *map(str, arguments), stdout=out)
    return json.loads(out.getvalue())


COMPLAINT = (
    "Dear complaints team,\n\nI want to complain about children's services. My son's social worker has not visited him "
    "since 19 December although his plan says every four weeks. I have left messages with the team and nobody rang me "
    "back. Please look into it.\n\nDenise Harker\n"
)


def test_a_complaint_becomes_an_unsigned_letter_with_its_checklist(tmp_path):
    answer = draft(write_mail(tmp_path, COMPLAINT), "--council", "brackenshire", "--out", tmp_path / "out")
    assert set(answer) >= {"file", "letter", "docx", "checklist", "blanks"}
    # Which letter it is belongs to the tests of reading and routing.
    assert answer["letter"] in set(LetterId)
    assert answer["blanks"] == []
    assert all(item["present"] for item in answer["checklist"] if item["must"])
    (path,) = answer["docx"]
    assert Path(answer["pdf"][0]).read_bytes().startswith(b"%PDF")
    assert Path(path).name == f"a-mail-{answer['letter']}.docx"
    text = "\n".join(p.text for p in Document(path).paragraphs)
    assert "DRAFT - not signed" in text
    assert "3 March 2026" in text
    assert "Denise Harker" in text


def test_the_file_is_named_by_the_reference_if_there_is_one(tmp_path):
    mail = write_mail(tmp_path, COMPLAINT)
    answer = draft(mail, "--council", "brackenshire", "--out", tmp_path, "--reference", "PR-2026-0228")
    assert Path(answer["docx"][0]).name == f"PR-2026-0228-{answer['letter']}.docx"


def test_a_council_without_contacts_leaves_blanks(tmp_path):
    answer = draft(write_mail(tmp_path, COMPLAINT), "--council", "norfolk", "--out", tmp_path)
    assert "Norfolk County Council: team.phone is empty in config/councils/norfolk.toml" in answer["blanks"]


def test_praise_gets_no_acknowledgement_and_says_why(tmp_path):
    thanks = (
        "Just to say a big thank you to Priya at the family centre. She was brilliant with us. Nothing else needed."
    )
    answer = draft(write_mail(tmp_path, thanks, subject="Thank you"), "--council", "brackenshire", "--out", tmp_path)
    assert answer["letter"] is None
    assert answer["docx"] == []
    assert answer["blanks"]


def test_nothing_is_drafted_for_somebody_who_may_harm_themselves(tmp_path):
    words = (
        "You took my boys. I do not want to live any more and tonight I will take all my tablets. I want to complain."
    )
    answer = draft(write_mail(tmp_path, words), "--council", "brackenshire", "--out", tmp_path / "out")
    assert answer["letter"] is None
    assert "01632 960911" in answer["blanks"][0]
    assert not (tmp_path / "out").exists()


def test_the_letter_is_dated_on_the_day_that_is_said(tmp_path):
    mail = write_mail(tmp_path, COMPLAINT)
    answer = draft(mail, "--council", "brackenshire", "--out", tmp_path, "--written", "2026-03-04")
    text = "\n".join(p.text for p in Document(answer["docx"][0]).paragraphs)
    assert "4 March 2026" in text
    assert "Dear Denise Harker," in text
    assert isinstance(answer["doubts"], list)


@pytest.mark.parametrize("day", ["4 March", "2026-02-30"])
def test_a_day_that_is_none_is_told(tmp_path, day):
    with pytest.raises(CommandError):
        draft(write_mail(tmp_path, COMPLAINT), "--council", "brackenshire", "--out", tmp_path, "--written", day)


@pytest.mark.parametrize("council", ["nowhere", ""])
def test_an_unknown_council_is_told(tmp_path, council):
    with pytest.raises(CommandError):
        draft(write_mail(tmp_path, COMPLAINT), "--council", council, "--out", tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.eml"):
        draft(tmp_path / "nothing.eml", "--council", "brackenshire", "--out", tmp_path)
