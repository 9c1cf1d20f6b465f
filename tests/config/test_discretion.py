"""What must be considered before a letter says no: every reason has its entry, its source, and what it asks."""

import pytest

from classify.labels import BEHAVIOUR_FLAGS, Flag, Reason
from config.discretion import DISCRETION_FILE, WRONG_PROCEDURE, load_discretion
from config.toml_tables import ConfigError

BARS = load_discretion().bars
OTHERS = {"next_stage", "late_request", "insufficient_interest", WRONG_PROCEDURE}


def test_every_reason_is_decided_and_nothing_else_stands_there():
    assert set(BARS) == {*map(str, Reason), *OTHERS}


@pytest.mark.parametrize("bar", BARS.values(), ids=lambda bar: bar.id)
def test_every_bar_says_why_and_on_what_authority(bar):
    assert bar.because
    assert bar.source
    assert bool(bar.questions) is bar.needs_record


@pytest.mark.parametrize(
    "reason", ["court_proceedings", "disciplinary_proceedings", "criminal_investigation", "decision_not_made"]
)
def test_what_may_lift_is_a_not_now(reason):
    assert BARS[reason].may_lift


@pytest.mark.parametrize("reason", ["over_a_year", "already_investigated", "efd_vexatious", "ombudsman_investigated"])
def test_what_does_not_lift_is_a_no(reason):
    assert not BARS[reason].may_lift
    assert BARS[reason].needs_record


@pytest.mark.parametrize(
    ("reason", "asks"),
    [
        ("over_a_year", {"knew", "why_late", "reasons", "asked_before", "fair", "goes_on"}),
        ("court_proceedings", {"prejudice", "part", "end"}),
        ("criminal_investigation", {"prejudice", "part", "safe", "end"}),
        ("efd_vexatious", {"true", "aim", "rest"}),
        ("late_request", {"told", "why_late", "harm"}),
    ],
)
def test_what_is_asked(reason, asks):
    assert {question.id for question in BARS[reason].questions} == asks


def test_only_the_gravest_flags_may_skip_the_warning():
    ladder = load_discretion().ladder
    assert ladder.extreme == {Flag.ASSAULT, Flag.THREAT, Flag.INTIMIDATION}
    assert ladder.extreme <= {flag.value for flag in BEHAVIOUR_FLAGS}
    assert ladder.longest_until_review_days < ladder.longest_restriction_days
    assert ladder.restriction("in_writing").words == "In writing only"
    assert ladder.restriction("silence") is None


OURS = """
[[bars]]
id = "over_a_year"
title = "Not taken, because it is old"
needs_record = true
because = "Our own page says so"
by = "manager"
source = "Our page"
[[bars.questions]]
id = "why"
words = "Why?"
"""


def test_a_council_writes_its_own_bar_and_keeps_the_rest(tmp_path):
    (tmp_path / DISCRETION_FILE.name).write_text(OURS, encoding="utf-8")
    found = load_discretion(tmp_path)
    assert [question.id for question in found.bars["over_a_year"].questions] == ["why"]
    assert found.bars["court_proceedings"] == BARS["court_proceedings"]
    assert found.ladder == load_discretion().ladder


def test_a_folder_without_one_changes_nothing(tmp_path):
    assert load_discretion(tmp_path) == load_discretion()


FAULTS = [
    pytest.param(
        '[[bars]]\nid = "over_a_year"\ntitle = "x"\nneeds_record = false\nbecause = "x"\nsource = "x"\n',
        "takes away a record",
        id="a record taken away",
    ),
    pytest.param(OURS.replace('source = "Our page"\n', ""), "source", id="no source"),
    pytest.param(OURS.replace("manager", "mayor"), "by", id="nobody of that name"),
    pytest.param(OURS + OURS, "twice", id="one bar twice"),
    pytest.param(OURS.partition("[[bars.questions]]")[0], "questions", id="a record that asks nothing"),
    pytest.param(OURS.replace('id = "why"', f'id = "{"w" * 40}"'), "at most 30", id="an id too long"),
    pytest.param(OURS + 'hnit = "x"\n', "hint", id="a slip of the pen"),
    pytest.param("[behaviour]\n", "longest_restriction_days", id="an empty ladder"),
    pytest.param("not toml", "cannot be read", id="no TOML"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_each_fault_is_named(tmp_path, text, fault):
    (tmp_path / DISCRETION_FILE.name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=fault):
        load_discretion(tmp_path)


def test_all_faults_come_at_once(tmp_path):
    text = OURS.replace('source = "Our page"\n', "").replace("manager", "mayor").replace('title = "Not', 'titel = "Not')
    (tmp_path / DISCRETION_FILE.name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_discretion(tmp_path)
    assert len(error.value.faults) == 4
