"""The clocks' own file: its numbers as the law and the team give them, and every fault named at once."""

import dataclasses

import pytest

from config.clocks import CLOCKS_FILE, ClockAnchor, ClockUnit, load_clocks
from config.procedure import Confidence
from config.toml_tables import ConfigError
from routing.clock import CaseClock


@pytest.mark.parametrize(
    ("clock", "what", "n", "unit", "anchor", "calendar", "confidence"),
    [
        pytest.param("sar", "reply", 1, "months", "receipt", "england", "T", id="SAR: one month"),
        pytest.param("sar", "reply_at_latest", 3, "months", "receipt", "england", "T", id="SAR: two months more"),
        pytest.param("foi", "reply", 20, "working_days", "receipt", "united_kingdom", "T", id="FOI: 20 working days of the kingdom"),
        pytest.param("dp_complaint", "acknowledge", 30, "calendar_days", "receipt", "england", "2", id="data protection: 30 days"),
        pytest.param("dp_complaint", "acknowledge_safely", 29, "calendar_days", "receipt", "england", "2", id="data protection: the earlier reading"),
        pytest.param("breach", "notify", 72, "hours", "awareness", "", "R", id="breach: 72 hours, recalled"),
        pytest.param("breach", "pass_on", 1, "same_day", "awareness", "", "project", id="breach: the same day"),
        pytest.param("safeguarding", "open", 1, "hours", "receipt", "", "project", id="danger: a person within the hour"),
        pytest.param("safeguarding", "refer", 1, "same_day", "receipt", "", "project", id="danger: referral the same day"),
        pytest.param("safeguarding", "answer", 1, "working_days", "referral", "england", "2", id="danger: the front door's answer"),
        pytest.param("lado", "refer", 1, "working_days", "awareness", "england", "2", id="LADO: one working day"),
        pytest.param("adult_care", "acknowledge", 3, "working_days", "receipt", "england", "2", id="adult care: three working days"),
        pytest.param("adult_care", "reply", 6, "months", "receipt", "england", "2", id="adult care: six months"),
    ],
)  # fmt: skip
def test_a_limit_of_a_neighbouring_clock(clock, what, n, unit, anchor, calendar, confidence):
    [found] = [limit for limit in load_clocks().neighbours[clock].limits if limit.what == what]
    expected = (n, ClockUnit(unit), ClockAnchor(anchor), calendar, Confidence(confidence))
    assert (found.n, found.unit, found.anchor, found.calendar, found.confidence) == expected
    assert found.source
    assert found.words


def test_the_data_protection_clock_applies_from_19_june_2026():
    assert {c.id: str(c.valid_from) for c in load_clocks().neighbours.values() if c.valid_from} == {
        "dp_complaint": "2026-06-19"
    }


def test_only_a_request_for_one_s_own_records_can_be_paused_or_extended():
    clocks = load_clocks().neighbours.values()
    assert {c.id for c in clocks for limit in c.limits if limit.is_pausable} == {"sar"}
    assert {c.id for c in clocks for limit in c.limits if limit.extends} == {"sar"}


def test_the_team_sends_by_day_2_chases_at_day_3_and_tells_the_manager_at_day_4():
    assert [(target.id, target.n) for target in load_clocks().targets] == [
        ("send", 2),
        ("chase_reviewer", 3),
        ("manager", 4),
    ]


def test_a_letter_by_post_takes_two_working_days_as_a_case_s_clock_assumes():
    fields = {field.name: field.default for field in dataclasses.fields(CaseClock)}
    assert load_clocks().post_working_days == fields["delivery_working_days"] == 2


def test_amber_begins_two_working_days_or_a_day_s_hours_before():
    assert (load_clocks().amber_working_days, load_clocks().amber_hours) == (2, 24)


# --- a council's own file -------------------------------------------------------------------------------------------

OWN = """
amber_working_days = 4

[[inner_targets]]
id = "send"
n = 1
words = "Send it"
who = "the duty officer"
source = "Our own standard"

[[clocks]]
id = "lado"
title = "Allegation"
who = "the duty officer"
source = "Our own procedure"

[[clocks.limits]]
what = "refer"
words = "Refer to the designated officer"
n = 1
unit = "same_day"
from = "awareness"
source = "Our own procedure"
confidence = "project"
"""


def test_a_council_changes_a_clock_a_target_and_amber_and_keeps_the_rest(tmp_path):
    (tmp_path / "clocks.toml").write_text(OWN, encoding="utf-8")
    found = load_clocks(tmp_path)
    assert [limit.unit for limit in found.neighbours["lado"].limits] == [ClockUnit.SAME_DAY]
    assert [(target.id, target.n) for target in found.targets] == [("send", 1)]
    assert (found.amber_working_days, found.amber_hours) == (4, 24)
    assert set(found.neighbours) == set(load_clocks().neighbours)
    assert found.neighbours["sar"] == load_clocks().neighbours["sar"]


def test_a_council_without_such_a_file_has_ours(tmp_path):
    assert load_clocks(tmp_path) == load_clocks()


FAULTS = {
    "no number": ("n = 20", 'n = "twenty"', ["clocks[2].limits[1].n", "whole number"]),
    "no such unit": ('unit = "months"', 'unit = "moons"', ["clocks[1].limits[1].unit", "working_days"]),
    "no such event": ('from = "awareness"', 'from = "rumour"', ["from", "receipt, awareness, referral"]),
    "no such calendar": ('calendar = "united_kingdom"', 'calendar = "atlantis"', ["clocks[2].limits[1].calendar", "england"]),
    "no confidence": ('confidence = "R"', 'confidence = "sure"', ["confidence", "T, 2, R, project"]),
    "hours by a calendar": ('unit = "hours"\nfrom = "awareness"', 'unit = "hours"\ncalendar = "england"\nfrom = "awareness"', ["unit", "take calendar"]),
    "extends nothing": ('extends = "reply"', 'extends = "answer"', ["extends", "name a limit above it in the same clock: reply"]),
    "a referral that nothing makes": ('after = "refer"\n', "", ["after", "names the limit of that referral"]),
    "a name twice": ('what = "reply_at_latest"', 'what = "reply"', ["what", "its own name"]),
    "a key misspelt": ("is_pausable = true", "is_pauseable = true", ["is_pauseable", "correct its spelling"]),
    "targets out of order": ('id = "send"\nn = 2', 'id = "send"\nn = 4', ["inner_targets", "earliest day first"]),
    "no source": ('source = "Freedom of Information Act 2000 s10"', 'source = ""', ["clocks[2].source", "write some text"]),
    "no limits": ('[[clocks]]\nid = "foi"', '[[clocks]]\nid = "empty"\ntitle = "x"\nwho = "x"\nsource = "x"\n[[clocks]]\nid = "foi"', ["clocks[2].limits", "at least one"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_place_and_cure(tmp_path, old, new, told):
    text = CLOCKS_FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "clocks.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_clocks(tmp_path)
    assert any(all(words in fault for words in ["clocks.toml", *told]) for fault in caught.value.faults), caught.value


def test_all_faults_are_named_at_once(tmp_path):
    text = (
        CLOCKS_FILE.read_text(encoding="utf-8")
        .replace("n = 72", "n = 0")
        .replace("n = 20", "n = -1")
        .replace('id = "lado"', "id = 7")
    )
    (tmp_path / "clocks.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_clocks(tmp_path)
    assert len(caught.value.faults) == 3


def test_a_file_that_is_no_toml_is_a_fault_and_nothing_half_loads(tmp_path):
    (tmp_path / "clocks.toml").write_text("[[clocks", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_clocks(tmp_path)
