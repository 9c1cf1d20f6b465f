"""``putright deadlines``: the dates of one complaint or of a clock beside it, without a database."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.clocks import load_clocks


def _run(*args: str) -> list[dict]:
    out = StringIO()
    call_command("deadlines", *args, stdout=out)
    return json.loads(out.getvalue())


def _due(found: list[dict]) -> dict[str, str]:
    return {row["what"]: row["due_on"] for row in found}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param(
            ["--procedure", "corporate_default", "--received", "2026-09-01"],
            {"acknowledge": "2026-09-08", "reply": "2026-09-22", "reply_at_latest": "2026-10-06"},
            id="not acknowledged yet",
        ),
        pytest.param(
            ["--procedure", "corporate_default", "--received", "2026-09-01", "--acknowledged", "2026-09-02"],
            {"acknowledge": "2026-09-08", "reply": "2026-09-16", "reply_at_latest": "2026-09-30"},
            id="acknowledged the next day",
        ),
        pytest.param(
            ["--procedure", "statutory_default", "--received", "2026-03-02", "--stage", "2", "--stage-requested", "2026-09-01"],
            {"acknowledge": "2026-09-08", "reply": "2026-10-06", "reply_at_latest": "2026-12-01", "ask_for_next_stage": "2026-11-03"},
            id="stage 2 from its request",
        ),
        pytest.param(
            ["--procedure", "shropshire_children", "--received", "2026-06-30T23:30:00Z"],
            {"acknowledge": "2026-07-06", "inner_target": "2026-07-03", "reply": "2026-07-15", "reply_at_latest": "2026-07-29", "ask_for_next_stage": "2026-08-12"},
            id="received after midnight in London",
        ),
        pytest.param(
            ["--procedure", "devon_children", "--received", "2026-06-30T23:30"],
            {"acknowledge": "2026-07-07", "reply": "2026-07-14", "reply_at_latest": "2026-07-28", "ask_for_next_stage": "2026-08-11"},
            id="a time without a zone is London's",
        ),
    ],
)  # fmt: skip
def test_the_dates_of_a_procedure(args, expected):
    assert _due(_run(*args)) == expected


def test_each_date_carries_its_day_by_day_receipt():
    rows = {row["what"]: row for row in _run("--procedure", "devon_children", "--received", "2026-12-24")}
    row = rows["acknowledge"]
    assert {"what", "due_on", "limit", "unit", "from", "source", "days"} <= set(row)
    assert (row["limit"], row["unit"], row["from"]) == (5, "working_days", "receipt")
    assert row["days"][0] == {"on": "2026-12-25", "number": None, "why": "Christmas Day"}
    assert row["days"][-1] == {"on": "2027-01-05", "number": 5, "why": ""}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(["--procedure", "atlantis", "--received", "2026-09-01"], "statutory_default", id="an unknown procedure names the known ones"),
        pytest.param(["--procedure", "corporate_default", "--received", "2026-09-01", "--stage", "3"], "stages 1 to 2", id="a stage there is not"),
        pytest.param(["--procedure", "corporate_default", "--received", "first of May"], "write it as", id="no date"),
        pytest.param(["--procedure", "corporate_default", "--received", "2026-09-01", "--acknowledged", "soon"], "--acknowledged", id="no date for the acknowledgement"),
        pytest.param(["--procedure", "corporate_default", "--received", "1999-09-01"], "first_year", id="before the calendar begins"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_said_and_ends_with_2(args, said):
    with pytest.raises(CommandError, match=said) as caught:
        call_command("deadlines", *args)
    assert caught.value.returncode == 2


# --- every date worked out by hand, through the command -------------------------------------------------------------

# Received, then the day of 3, 5, 10 and 20 working days; "-" where none is given.
WORKED = """
2026-11-20                2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-11-21                2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-11-22                2026-11-25 2026-11-27 2026-12-04 2026-12-18
2026-12-24                2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-12-24T00:01          2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-12-24T23:59          2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-12-26                2026-12-31 2027-01-05 2027-01-12 2027-01-26
2026-04-02                2026-04-09 2026-04-13 2026-04-20 2026-05-05
2026-04-03                2026-04-09 2026-04-13 2026-04-20 2026-05-05
2026-08-31                2026-09-03 2026-09-07 2026-09-14 2026-09-28
2027-12-24                2027-12-31 2028-01-05 2028-01-12 2028-01-26
2026-09-01                -          2026-09-08 2026-09-15 2026-09-29
"""
ROWS = [line.split() for line in WORKED.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_three_five_ten_and_twenty_working_days(row):
    received, three, five, ten, twenty = row
    shropshire = _due(_run("--procedure", "shropshire_children", "--received", received))
    statutory = _due(_run("--procedure", "statutory_default", "--received", received))
    assert three in {"-", shropshire["acknowledge"]}
    assert (statutory["acknowledge"], statutory["reply"], statutory["reply_at_latest"]) == (five, ten, twenty)
    assert _due(_run("--procedure", "north_yorkshire_children", "--received", received))["reply"] == twenty


@pytest.mark.parametrize(
    ("args", "what", "due"),
    [
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 2", "reply", "2026-10-06", id="25 working days"),
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 3", "panel_meets", "2026-10-13", id="30 working days"),
        pytest.param("--procedure devon_children --received 2026-09-01 --stage 3", "reply", "2026-11-10", id="50 working days"),
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 2", "reply_at_latest", "2026-12-01", id="65 working days"),
        pytest.param("--procedure corporate_default --received 2026-09-01 --acknowledged 2026-09-08", "reply", "2026-09-22", id="corporate, acknowledged on the last day"),
        pytest.param("--procedure corporate_default --received 2026-09-01 --acknowledged 2026-09-08", "reply_at_latest", "2026-10-06", id="corporate, extended"),
        pytest.param("--procedure corporate_default --received 2026-09-01 --acknowledged 2026-09-02", "reply", "2026-09-16", id="corporate, acknowledged the next day"),
        pytest.param("--procedure norfolk_foster_carers_old --received 2026-09-01 --acknowledged 2026-09-08", "reply", "2026-09-29", id="Norfolk: 15 from the acknowledgement"),
        pytest.param("--procedure devon_children --received 2026-08-03 --response-received 2026-09-01", "ask_for_next_stage", "2026-09-29", id="20 working days from the reply"),
        pytest.param("--procedure devon_children --received 2026-04-01 --response-received 2026-04-30", "ask_for_next_stage", "2026-06-01", id="20 working days over two holidays"),
        pytest.param("--procedure devon_children --received 2026-11-02 --response-received 2026-12-10", "ask_for_next_stage", "2027-01-12", id="20 working days over Christmas"),
        pytest.param("--procedure coram_voice_national_description --received 2026-08-03 --response-received 2026-09-01", "ask_for_next_stage", "2026-09-29", id="28 days from the reply"),
        pytest.param("--procedure coram_voice_national_description --received 2026-04-01 --response-received 2026-04-30", "ask_for_next_stage", "2026-05-28", id="28 days in May"),
        pytest.param("--procedure coram_voice_national_description --received 2026-11-02 --response-received 2026-12-10", "ask_for_next_stage", "2027-01-07", id="28 days over Christmas"),
        pytest.param("--procedure statutory_default --received 2026-11-21", "acknowledge", "2026-11-27", id="a Saturday, strict"),
        pytest.param("--procedure statutory_default --received 2026-11-21 --receipt deemed", "acknowledge", "2026-11-30", id="a Saturday, deemed Monday"),
        pytest.param("--procedure statutory_default --received 2026-12-24T18:30", "acknowledge", "2027-01-05", id="after hours, strict"),
        pytest.param("--procedure statutory_default --received 2026-12-24T18:30 --receipt deemed", "acknowledge", "2027-01-06", id="after hours, deemed 29 December"),
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 2 --spoken --statement-agreed 2026-09-08", "reply", "2026-10-13", id="a spoken complaint from its statement"),
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 3 --panel-met 2026-09-15", "panel_reports", "2026-09-22", id="the panel met early"),
        pytest.param("--procedure statutory_default --received 2026-09-01 --stage 3 --panel-reported 2026-09-22", "reply_after_panel", "2026-10-13", id="the panel reported early"),
        pytest.param("--procedure norfolk_foster_carers_old --received 2026-08-03 --stage 2 --stage-started 2026-09-01", "reply", "2026-10-06", id="Norfolk's stage 2 from its start"),
        pytest.param("--procedure devon_children --received 2026-08-03 --response-sent 2026-09-10", "ask_for_next_stage", "2026-10-12", id="a reply in the post"),
        pytest.param("--calendar-clock sar --received 2026-09-01", "reply", "2026-10-01", id="SAR"),
        pytest.param("--calendar-clock sar --received 2027-01-31", "reply", "2027-03-01", id="SAR: 28 February is a Sunday"),
        pytest.param("--calendar-clock sar --received 2026-11-26", "reply", "2026-12-29", id="SAR: Boxing Day and its substitute"),
        pytest.param("--procedure statutory_default --received 2026-06-30T23:30:00+00:00", "acknowledge", "2026-07-08", id="clock change: day 1 is 2 July"),
    ],
)  # fmt: skip
def test_a_chain_worked_out_by_hand(args, what, due):
    assert _due(_run(*args.split()))[what] == due


def test_day_1_of_a_mail_past_midnight_in_london_is_the_day_after():
    row = _run("--procedure", "statutory_default", "--received", "2026-06-30T23:30:00Z")[0]
    assert (row["from_on"], row["days"][0]) == ("2026-07-01", {"on": "2026-07-02", "number": 1, "why": ""})


# --- councils, pauses, extensions, neighbouring clocks --------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "procedure"),
    [
        pytest.param("--council devon", "devon_children", id="a council's children's procedure is meant first"),
        pytest.param(
            "--council devon --procedure corporate", "corporate_default", id="a family is looked up for the council"
        ),
        pytest.param(
            "--council norfolk --procedure foster_carer", "norfolk_foster_carers_old", id="Norfolk's foster carers"
        ),
        pytest.param(
            "--council devon --procedure shropshire_children", "shropshire_children", id="an id stands as it is"
        ),
    ],
)
def test_a_council_names_its_procedures(args, procedure):
    rows = _run("--received", "2026-09-01", *args.split())
    reply = "\n".join(_text("--received", "2026-09-01", *args.split()))
    assert f"Procedure: {procedure}" in reply
    assert rows


def test_a_pause_gives_its_days_back():
    rows = {
        row["what"]: row
        for row in _run(
            "--procedure",
            "devon_children",
            "--received",
            "2026-09-01",
            "--paused",
            "2026-09-07..2026-09-09",
            "they asked us to wait",
        )
    }
    assert (rows["reply"]["due_on"], rows["acknowledge"]["due_on"]) == ("2026-09-18", "2026-09-08")
    assert {"on": "2026-09-07", "number": None, "why": "paused: they asked us to wait"} in rows["reply"]["days"]


def test_several_pauses_and_an_open_one_leave_no_date():
    args = ["--paused", "2026-09-03..2026-09-03", "asked", "--paused", "2026-09-07..", "proceedings"]
    rows = {row["what"]: row for row in _run("--procedure", "devon_children", "--received", "2026-09-01", *args)}
    assert (rows["reply"]["due_on"], rows["reply"]["paused_since"]) == (None, "2026-09-07")
    assert rows["acknowledge"]["due_on"] == "2026-09-08"


def test_an_extension_moves_the_reply_and_keeps_why_and_who():
    args = ["--extended", "2026-09-29", "the advocate is away", "--told", "2026-09-10", "--by", "Priya Raman"]
    rows = {row["what"]: row for row in _run("--procedure", "devon_children", "--received", "2026-09-01", *args)}
    reply = rows["reply"]
    assert (reply["due_on"], reply["first_due_on"]) == ("2026-09-29", "2026-09-15")
    assert reply["extensions"] == [
        {"until_on": "2026-09-29", "told_on": "2026-09-10", "by": "Priya Raman", "why": "the advocate is away"}
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param("sar --received 2026-09-01", {"reply": "2026-10-01", "reply_at_latest": "2026-12-01"}, id="sar"),
        pytest.param("foi --received 2026-11-06", {"reply": "2026-12-07"}, id="foi"),
        pytest.param("dp_complaint --received 2026-09-03", {"acknowledge": "2026-10-05", "acknowledge_safely": "2026-10-02"}, id="data protection"),
        pytest.param("breach --received 2026-10-24T12:00", {"pass_on": "2026-10-24", "notify": "2026-10-27"}, id="breach"),
        pytest.param("lado --received 2026-11-20", {"refer": "2026-11-23"}, id="lado"),
        pytest.param("safeguarding --received 2026-11-20 --referred 2026-11-21", {"open": "2026-11-20", "refer": "2026-11-20", "answer": "2026-11-23"}, id="safeguarding"),
        pytest.param("adult_care --received 2026-11-20", {"acknowledge": "2026-11-25", "reply": "2027-05-20"}, id="adult care"),
    ],
)  # fmt: skip
def test_a_clock_beside_the_complaint_s_own(args, expected):
    assert _due(_run("--calendar-clock", *args.split())) == expected


def test_a_breach_names_its_hour():
    row = _run("--calendar-clock", "breach", "--received", "2026-10-24T12:00")[1]
    assert (row["due_at"], row["needs_confirmation"], row["who"]) == (
        "2026-10-27T11:00:00+00:00",
        True,
        "the data-protection officer",
    )


def test_a_request_is_extended_by_two_months():
    rows = _run("--calendar-clock", "sar", "--received", "2026-09-01", "--extended", "2026-12-01", "many records")
    assert rows[0]["due_on"] == "2026-12-01"


# --- receipts to read -----------------------------------------------------------------------------------------------


def _text(*args: str) -> list[str]:
    out = StringIO()
    call_command("deadlines", "--text", *args, stdout=out)
    return out.getvalue().splitlines()


def test_receipts_to_read_hold_rule_source_days_targets_and_states():
    lines = _text(
        "--council", "devon", "--received", "2026-09-01", "--acknowledged", "2026-09-03", "--today", "2026-09-14"
    )
    for line in (
        "Acknowledge: by Tuesday 8 September 2026",
        "Aim: Send the acknowledgement, the case's officer: by Thursday 3 September 2026",
        "State: done on Thursday 3 September 2026, in time.",
        "Reply (matter 1, stage 1): by Tuesday 15 September 2026",
        "Source: devon.gov.uk, Children's Social Care complaints procedure, stage 1.",
        "  Sat  5 Sep 2026  not counted: Saturday",
        "  10 counted + 0 paused + 4 skipped = 14 days after Tuesday 1 September 2026 to Tuesday 15 September 2026.",
        "State: due in 1 working day, on Tuesday 15 September 2026.",
    ):
        assert line in lines


def test_the_receipt_shown_in_the_docs_is_what_the_command_prints():
    page = (Path(__file__).parents[2] / "docs" / "clocks.md").read_text(encoding="utf-8")
    example = page.split("## The receipt")[1].split("On a terminal")[0].split("\n\n")[2]
    command = [
        "--council",
        "devon",
        "--received",
        "2026-09-01",
        "--paused",
        "2026-09-07..2026-09-08",
        "they asked us to wait",
        "--extended",
        "2026-09-22",
        "the advocate is away",
        "--told",
        "2026-09-10",
        "--by",
        "Priya Raman",
    ]
    printed = _text(*command)
    shown = [line.removeprefix("    ") for line in example.splitlines() if line.strip() != "..."]
    assert len(shown) > 8
    assert [line for line in shown if line not in printed] == []


def test_the_docs_name_every_neighbouring_clock():
    page = (Path(__file__).parents[2] / "docs" / "clocks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == set(load_clocks().neighbours)


@pytest.mark.parametrize(("told", "said"), [((), 1), (("--told", "2026-09-10"), 0)], ids=["not said", "said"])
def test_when_the_person_is_told_is_no_quiet_guess(told, said):
    lines = _text(
        "--council", "devon", "--received", "2026-09-01", "--extended", "2026-09-22", "the advocate is away", *told
    )
    assert sum("--told was not given" in line for line in lines) == said


def test_an_hour_s_limit_says_how_many_are_left():
    lines = _text("--calendar-clock", "breach", "--received", "2026-09-01T10:00", "--today", "2026-09-03T11:00")
    assert "State: 23 hours left." in lines
    assert "State: late by 2 working days: it was due on Tuesday 1 September 2026." in lines


def test_each_date_stands_as_of_the_day_that_was_named():
    rows = _run("--procedure", "devon_children", "--received", "2026-09-01", "--today", "2026-09-16")
    assert {row["what"]: row["state"] for row in rows} == {
        "acknowledge": "late",
        "reply": "late",
        "reply_at_latest": "on_track",
        "ask_for_next_stage": "on_track",
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(["--received", "2026-09-01"], "--council", id="no procedure named"),
        pytest.param(["--received", "2026-09-01", "--council", "atlantis"], "no such council", id="no such council"),
        pytest.param(["--received", "2026-09-01", "--calendar-clock", "cuckoo"], "adult_care, breach", id="no such clock"),
        pytest.param(["--received", "2026-09-01", "--calendar-clock", "sar", "--procedure", "devon_children"], "has no procedure", id="a procedure for a clock that has none"),
        pytest.param(["--received", "2026-06-18", "--calendar-clock", "dp_complaint"], "19 June 2026", id="before the law"),
        pytest.param(["--received", "2026-09-01", "--calendar-clock", "foi", "--paused", "2026-09-02..", "x"], "cannot be paused", id="a clock that is not paused"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--paused", "2026-09-02", "x"], r"2026-09-07\.\.", id="no stretch"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--paused", "..2026-09-02", "x"], "no stretch", id="no beginning"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--paused", "2026-09-03..2026-09-02", "x"], "before it begins", id="a pause backwards"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--paused", "2026-09-02..2026-09-03", " "], "no reason", id="a pause without reason"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--extended", "2026-09-30", "x"], "20 working days", id="a day beyond the cap"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--extended", "2026-09-29", " "], "no reason", id="an extension without reason"),
        pytest.param(["--received", "2026-09-01", "--council", "devon", "--extended", "soon", "x"], "write it as", id="no day to extend to"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words_and_ends_with_2(args, said):
    with pytest.raises(CommandError, match=said) as caught:
        call_command("deadlines", *args)
    assert caught.value.returncode == 2
