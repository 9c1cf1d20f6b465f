"""Corrections become examples only when that is switched on, without the people in them, and unused until accepted."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import NotAllowedError, NotNowError
from cases.events import broken_links
from cases.models import Event, Matter, Role
from cases.pseudonyms import Pseudonyms, words_to_look_at
from cases.services.examples import accept_examples, export_examples
from classify.model.corpus import find_faults
from classify.model.examples import ExamplesError, faults_of, read_accepted
from tests.factories import NOW, make_case, make_mail, make_member, make_message

KEY = b"a key of the tests"
WORDS = (
    "Dear Ms Okafor,\n\nMy name is Denise Harker and my grandson Leo has not been seen since December. Leo's taxi stopped too. "
    "Ring me on 0113 496 0123 or write to denise@mailbox.example, 14 Acacia Avenue, LS1 4AB. Ref CS-20341.\n\n"
    "Kind regards\nDenise Harker\n"
)


def _case(member, *, chosen="corporate", kind="complaint", flags=(), words=WORDS, **fields):
    start = words.index("Leo's") if "Leo's" in words else 0
    quote = words[start : start + 20]
    span = {"where": "body", "start": start, "end": start + len(quote), "quote": quote}
    decided = {"chosen_by": member, "chosen_at": NOW}
    rows = [
        {"key": "kind", "suggested": "complaint", "chosen": kind, "how": "changed", **decided},
        {"key": "matter:1", "suggested": "statutory", "chosen": chosen, "how": "changed", **decided},
        *({"key": f"flag:{name}", "suggested": was, "chosen": now, **decided} for name, was, now in flags),
    ]
    facts = [{"field": "child", "value": "Leo (7)", "evidence": [span]}]
    case = make_case(decisions=rows, decided_at=NOW, kind=kind, facts=facts, **fields)
    route, _, reason = (chosen or "statutory").partition(":")
    Matter.objects.filter(case=case).update(route=route, reason=reason, evidence=[span], gist="Taxi for Leo stopped")
    make_mail(make_message(words, subject="Leo Harker"), case=case)
    return case


@pytest.fixture
def learning(settings):
    settings.PUTRIGHT_LEARN = True


@pytest.fixture
def member(db):
    return make_member("priya")


def _rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_nothing_is_exported_unless_it_was_switched_on(member, tmp_path):
    _case(member)
    with pytest.raises(NotNowError, match="PUTRIGHT_LEARN"):
        export_examples(folder=tmp_path, member=member)
    assert list(tmp_path.iterdir()) == []


def test_an_administrator_reads_no_cases_and_exports_none(learning, db, tmp_path):
    with pytest.raises(NotAllowedError):
        export_examples(folder=tmp_path, member=make_member(role=Role.ADMINISTRATOR))


def test_a_correction_becomes_a_faultless_example_without_its_people(learning, member, tmp_path):
    case = _case(member, flags=[("threat", "yes", "no"), ("media", "no", "yes")])
    done = export_examples(folder=tmp_path / "out", member=member)
    (row,) = _rows(done.path)
    assert list(find_faults(row)) == []
    whole = json.dumps(row)
    for real in ("Denise", "Harker", "Okafor", "Leo", "0113", "mailbox", "Acacia", "LS1", "20341", case.reference):
        assert real not in whole, real
    assert row["labels"]["kind"] == "complaint"
    assert [(m["route"], m["reason"]) for m in row["labels"]["matters"]] == [("corporate", None)]
    assert row["labels"]["matters"][0]["evidence"][0] in row["body"]
    assert [flag["flag"] for flag in row["labels"]["flags"]] == ["media"]
    assert set(row["near_miss_for"]) == {"statutory", "threat"}
    assert row["accepted"] is False
    assert done.path.stat().st_mode & 0o077 == 0


def test_an_export_is_in_the_cases_history_and_in_a_whole_chain(learning, member, tmp_path):
    case = _case(member)
    export_examples(folder=tmp_path, member=member)
    assert Event.objects.get(verb="example_exported").case == case
    facts = Event.objects.get(verb="examples_exported").facts
    assert facts == {"rows": 1, "left_out": 0}
    assert broken_links("examples") == broken_links(f"case:{case.pk}") == []


def test_a_case_is_exported_once_for_each_time_it_was_decided(learning, member, tmp_path):
    case = _case(member)
    export_examples(folder=tmp_path, member=member)
    assert export_examples(folder=tmp_path, member=member).path is None
    case.decided_at = Event.objects.latest("pk").at.replace(year=2100)
    case.save()
    again = export_examples(folder=tmp_path, member=member)
    assert again.path.name == "corrections-2.jsonl"


def test_what_was_accepted_as_suggested_is_no_correction(learning, member, tmp_path):
    _case(member, chosen="statutory")
    assert export_examples(folder=tmp_path, member=member).rows == 0


@pytest.mark.parametrize(
    "made",
    [
        pytest.param({"flags": [("equalities", "yes", "yes")]}, id="holds data given for monitoring"),
        pytest.param({"flags": [("equalities", "yes", "no")]}, id="may hold it"),
        pytest.param({"words": " "}, id="has no words"),
        pytest.param({"chosen": "", "kind": "escalation"}, id="has a matter nobody decided"),
    ],
)
def test_a_case_is_left_out_that(learning, member, tmp_path, made):
    _case(member, **made)
    done = export_examples(folder=tmp_path, member=member)
    assert (done.rows, done.left_out, done.path) == (0, 1, None)


def test_a_flag_nobody_confirmed_teaches_nothing(learning, member, tmp_path):
    _case(member, flags=[("safeguarding", "yes", "")])
    (row,) = _rows(export_examples(folder=tmp_path, member=member).path)
    assert row["labels"]["flags"] == []
    assert row["unscored"] == ["safeguarding"]


def test_a_matter_without_words_must_be_completed_before_it_is_accepted(learning, member, tmp_path):
    case = _case(member)
    Matter.objects.filter(case=case).update(evidence=[])
    done = export_examples(folder=tmp_path, member=member)
    assert done.to_complete == 1
    (row,) = _rows(done.path)
    with pytest.raises(ExamplesError, match="matter without evidence"):
        accept_examples(folder=tmp_path, names=[row["id"]], member=member)
    assert read_accepted(tmp_path) == ()


def test_only_accepted_examples_teach(learning, member, tmp_path):
    _case(member)
    _case(member, words=WORDS.replace("Leo", "Kai").replace("Harker", "Marsh"))
    first, second = _rows(export_examples(folder=tmp_path, member=member).path)
    assert accept_examples(folder=tmp_path, names=[first["id"]], member=member) == 1
    assert accept_examples(folder=tmp_path, names=[first["id"]], member=member) == 0
    assert [row["id"] for row in read_accepted(tmp_path)] == [first["id"]]
    assert Event.objects.filter(verb="examples_accepted").count() == 2
    assert first["from"].split("<")[1] == second["from"].split("<")[1], "one writer, one invented address"


def test_the_commands_say_ids_and_counts_and_no_words(learning, member, tmp_path):
    _case(member)
    out = StringIO()
    call_command("examples", "export", str(tmp_path), "--by", "priya", stdout=out)
    (row,) = _rows(tmp_path / "corrections-1.jsonl")
    call_command("examples", "check", str(tmp_path), stdout=out)
    call_command("examples", "accept", str(tmp_path), row["id"], "--by", "priya", stdout=out)
    call_command("examples", "check", str(tmp_path), stdout=out)
    assert "1 examples, 1 accepted." in out.getvalue()
    assert "taxi" not in out.getvalue()
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("examples", "export", str(tmp_path), "--by", "nobody")
    with pytest.raises(CommandError, match="own-x: not in"):
        call_command("examples", "accept", str(tmp_path), "own-x", "--by", "priya")


def _changed(text, *people):
    names = Pseudonyms(KEY, people)
    names.learn_from(text)
    return names.change(text).text


@pytest.mark.parametrize(
    ("text", "real"),
    [
        pytest.param("Call 0113 496 0123.", "0113 496 0123", id="a landline"),
        pytest.param("Call +44 (0)7700 912345 now", "912345", id="a mobile from abroad"),
        pytest.param("Write to j.o'dowd+x@post.co.uk", "post.co.uk", id="an e-mail address"),
        pytest.param("See https://family.example/kai?x=1", "family", id="a web address"),
        pytest.param("His DOB: 12/03/2015", "12/03", id="a date of birth in figures"),
        pytest.param("She was born on 4th March 2016.", "4th March", id="a date of birth in words"),
        pytest.param("NI number AB 12 34 56 C", "12 34 56", id="a National Insurance number"),
        pytest.param("NHS 943 476 5919", "943 476", id="an NHS number"),
        pytest.param("at 14 Acacia Avenue, Leeds", "Acacia", id="a street"),
        pytest.param("Flat 2, 9b St Mary Road", "9b", id="a flat"),
        pytest.param("postcode ls1 4ab", "ls1 4ab", id="a postcode in small letters"),
        pytest.param("our ref PR-2026-0012", "0012", id="our reference"),
        pytest.param("case number 88123", "88123", id="somebody's case number"),
        pytest.param("account 12345678, sort code 12-34-56", "12345678", id="a bank account"),
        pytest.param("his car AB12 CDE", "AB12", id="a registration"),
        pytest.param("I told Mrs Patel. Patel laughed.", "Patel", id="somebody with a title, then without"),
        pytest.param("Yours sincerely,\nJoan Ashby", "Ashby", id="who signs"),
        pytest.param("my name is Bola Adeyemi and", "Adeyemi", id="who says their name"),
    ],
)
def test_what_points_at_somebody_is_replaced(text, real):
    assert real not in _changed(text)


@pytest.mark.parametrize(
    ("text", "people", "left"),
    [
        pytest.param("I will call. Will came.", ["Will Young"], "I will call.", id="a name that is a word"),
        pytest.param("also, al dente", ["Al Grey"], "also, al dente", id="a short name inside other words"),
        pytest.param("The meeting was on 3 March 2026.", [], "3 March 2026", id="a date of something that happened"),
        pytest.param("Stage 2 of the complaint", ["Leo"], "Stage 2 of the complaint", id="nobody at all"),
        pytest.param("Three visits in 12 weeks", [], "Three visits in 12 weeks", id="small numbers"),
        pytest.param("my son was left", ["my son Leo"], "my son was left", id="words of a description"),
    ],
)
def test_what_points_at_nobody_stays(text, people, left):
    assert left in _changed(text, *people)


def test_the_same_person_has_the_same_name_throughout():
    changed = _changed("Leo ran. LEO's bag, leo's coat. Leo Harker.", "Leo Harker")
    name = changed.split()[0]
    assert changed.startswith(f"{name} ran. {name.upper()}'s bag, {name.lower()}'s coat. {name} ")
    assert "harker" not in changed.lower()


def test_what_looks_like_a_name_and_was_left_is_listed():
    assert words_to_look_at("Then Moorside School rang and Jakub cried.", []) == ("Moorside", "Jakub")


@given(
    text=st.text(alphabet="Leo Harkdé\n.,'-0123456789@/", max_size=80),
    cuts=st.tuples(st.integers(0, 80), st.integers(0, 80)),
)
def test_evidence_stays_words_of_the_text(text, cuts):
    start, end = sorted(min(cut, len(text)) for cut in cuts)
    changed = Pseudonyms(KEY, ["Leo Harker"]).change(text)
    new_start, new_end = changed.place(start, end)
    assert 0 <= new_start <= new_end <= len(changed.text)
    whole = changed.place(0, len(text))
    assert whole == (0, len(changed.text))
    untouched = all(edit.end <= start or edit.start >= end for edit in changed.edits)
    if untouched:
        assert changed.text[new_start:new_end] == text[start:end]


@pytest.mark.parametrize(
    "row", [{}, {"labels": None}, {"id": "x", "labels": {"kind": "complaint"}}], ids=["empty", "no labels", "half"]
)
def test_a_broken_row_is_a_fault_and_not_a_crash(row):
    assert faults_of(row)
