"""A letter can be tried from a file, without mails or records."""

import json

import pytest

from letters.__main__ import main
from letters.plain import draft_from_plain

CASE = {
    "council": "brackenshire",
    "received_at": "2026-03-03T09:12:00+00:00",
    "recipient": {"name": "Mrs Denise Harker", "greeting": "Dear Mrs Harker", "email": "d.harker@mailbox.example"},
    "matters": [{"route": "statutory", "gist": "Visits missed"}, {"reason": "over_a_year", "gist": "Move in 2022"}],
    "flags": ["recording", {"flag": "representative", "note": "advocate"}],
    "wishes": ["an apology"],
    "responders": {"1": "Gareth Lowe, team manager,"},
}


def write(tmp_path, **changes):
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CASE, **changes}), encoding="utf-8")
    return str(file)


def test_a_case_prints_its_draft_as_json(tmp_path, capsys):
    assert main([write(tmp_path)]) == 0
    plain = json.loads(capsys.readouterr().out)
    draft = draft_from_plain({key: value for key, value in plain.items() if key != "file"})
    assert draft.letter == "L04"
    assert "Gareth Lowe" in str(draft.paragraphs)
    assert draft.blanks == ()


def test_a_case_prints_a_letter_to_read(tmp_path, capsys):
    assert main(["--text", write(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "Dear Mrs Harker," in out
    assert "17 March 2026" in out
    assert "yes  Reference number" in out
    assert "Reading age" in out


def test_a_later_stage_counts_from_the_day_it_was_asked_for(tmp_path, capsys):
    matters = [{"route": "statutory", "gist": "Visits missed"}]
    later = {"matters": matters, "stage": "2", "stage_requested_on": "2026-05-05", "written_on": "2026-05-06"}
    assert main(["--text", write(tmp_path, **later)]) == 0
    out = capsys.readouterr().out
    assert "We got your request on 5 May 2026." in out
    assert "by 10 June 2026. That is 25 working days from 5 May 2026" in out


def test_a_mixed_letter_says_its_table_in_lines(tmp_path, capsys):
    assert main(["--text", write(tmp_path)]) == 0
    assert "\n1. Visits missed\n   Which procedure: Children's social care" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changes",
    [
        {"council": "nowhere"},
        {"received_at": "2026-03-03T09:12:00"},
        {"matters": [{"route": "statutorial", "gist": "x"}]},
        {"matters": []},
        {"kind": "compliment"},
        {"flags": ["angry"]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_case_that_cannot_be_used_is_told_and_does_not_stop_the_next(tmp_path, capsys, changes):
    wrong = write(tmp_path, **changes)
    assert main([wrong, wrong]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("cannot be used") == 2
