"""``putright deadlines``: the dates of one complaint as JSON, without a database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


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
