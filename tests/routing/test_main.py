"""``python -m routing``: readings and mails in, suggestions with their dates out."""

import json
from dataclasses import asdict

import pytest

from classify.labels import Flag, Kind, Stage, Subject
from routing.__main__ import main
from routing.plain import reading_from_plain
from tests.routing.readings import make_reading

READING = make_reading(
    "No one visits my son. The bins are full.",
    [(Subject.STATUTORY, 0.97, ["No one visits my son."]), (Subject.CORPORATE, 0.9, ["The bins are full."])],
    flags=[(Flag.STAFF_CONDUCT, 0.9)],
    rivals=[(Kind.COMMENT, 0.1)],
    events=["2026-08-01"],
    stage=Stage.TWO,
    gist="Visits and bins",
)
MAIL = b"""From: Denise Harker <denise.harker@post.example>
To: complaints@brackenshire.example
Subject: No visits
Date: Tue, 1 Sep 2026 10:00:00 +0100
Message-ID: <1@post.example>

I want to complain. Our social worker has not visited my son since June and nobody answers.
"""


def test_a_reading_survives_its_json():
    assert reading_from_plain(json.loads(json.dumps(asdict(READING)))) == READING


def test_a_reading_is_assessed_with_its_dates(tmp_path, capsys):
    file = tmp_path / "one.json"
    file.write_text(json.dumps(asdict(READING)), encoding="utf-8")
    assert main([str(file), "--received", "2026-09-01", "--council", "devon"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [m["procedure"] for m in found["assessment"]["matters"]] == ["devon_children", "corporate_default"]
    assert found["deadlines"][0]["what"] == "acknowledge"
    assert found["deadlines"][0]["due_on"] == "2026-09-08"
    assert found["assessment"]["stage"]["value"] == "2"


def test_a_mail_is_read_and_assessed(tmp_path, capsys):
    file = tmp_path / "mail.eml"
    file.write_bytes(MAIL)
    assert main([str(file), "--received", "2026-09-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["assessment"]["kind"]["value"] == "complaint"
    assert found["assessment"]["matters"][0]["route"] == "statutory"
    assert {"what": "acknowledge", "due_on": "2026-09-08"}.items() <= found["deadlines"][0].items()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.json", "{", id="no JSON"),
        pytest.param("a.json", "{}", id="no reading"),
        pytest.param("missing.json", None, id="no file"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_goes_on(tmp_path, capsys, name, text):
    good = tmp_path / "good.json"
    good.write_text(json.dumps(asdict(READING)), encoding="utf-8")
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main([str(tmp_path / name), str(good)]) == 1
    said = capsys.readouterr()
    assert "cannot be used" in said.err
    assert json.loads(said.out)["file"] == str(good)


def test_an_unknown_council_names_the_known_ones(capsys):
    assert main(["x.json", "--council", "atlantis"]) == 1
    assert "brackenshire" in capsys.readouterr().err
