"""The tasks' own file: whole, sourced, and every fault of a council's own file named at once."""

from pathlib import Path

import pytest

from config.tasks import OTHER, TASKS_FILE, DueFrom, DueUnit, load_tasks
from config.toml_tables import ConfigError

OWN = """
[[tasks]]
kind = "meeting"
title = "Offer a meeting"
words = "Offer a meeting at the civic centre."
source = "Brackenshire's own procedure"
n = 3
unit = "working_days"
from = "receipt"
results = [{ code = "held", words = "It was held" }]
"""


def test_every_task_says_why_by_when_and_how_it_ends():
    for task in load_tasks().values():
        assert task.source, task.kind
        assert task.words.endswith("."), task.kind
        assert task.results, task.kind


def test_the_documentation_names_every_task():
    page = (Path(__file__).parents[2] / "docs" / "tasks.md").read_text(encoding="utf-8")
    assert [task.kind for task in load_tasks().values() if f"`{task.kind}`" not in page] == []


def test_no_task_follows_itself_or_leads_in_a_circle():
    tasks = load_tasks()
    for task in tasks.values():
        seen, following = {task.kind}, {result.raises for result in task.results if result.raises}
        while following:
            kind = following.pop()
            assert kind not in seen, f"{task.kind} leads to {kind} again"
            following |= {result.raises for result in tasks[kind].results if result.raises}


@pytest.mark.parametrize(
    ("kind", "code", "raises"),
    [
        pytest.param("meeting", "held", "meeting_outcome", id="a meeting's outcome goes into writing"),
        pytest.param("interest", "refused", "interest_notice", id="who is refused is told"),
        pytest.param("staff_safety", "safe", "staff_told", id="a worker is told once it is safe"),
        pytest.param("recording", "whole", "recording_told", id="those recorded are told"),
        pytest.param("constituent", "not_asked", "consent", id="an MP nobody asked needs consent"),
        pytest.param("meeting", "declined", "", id="no meeting, no outcome"),
        pytest.param("staff_safety", "not_safe", "", id="not safe: nobody is told"),
        pytest.param("interest", "granted", "", id="who may complain needs no notice"),
    ],
)
def test_what_follows_from_a_result(kind, code, raises):
    assert load_tasks()[kind].result(code).raises == raises


def test_a_refusal_of_interest_needs_a_judgement_first_and_nothing_else_does():
    needing = [(t.kind, r.code, r.record) for t in load_tasks().values() for r in t.results if r.record]
    assert needing == [("interest", "refused", "insufficient_interest")]


def test_whether_a_change_waits_is_never_written_down_without_by_whom():
    assert all(result.note for result in load_tasks()["freezing"].results)


def test_a_council_s_own_task_takes_the_place_of_ours_and_the_others_stay(tmp_path):
    (tmp_path / TASKS_FILE.name).write_text(OWN)
    tasks = load_tasks(tmp_path)
    assert (tasks["meeting"].n, tasks["meeting"].source) == (3, "Brackenshire's own procedure")
    assert set(tasks) == set(load_tasks())
    assert tasks[OTHER].by_hand
    assert (tasks["meeting"].unit, tasks["meeting"].anchor) == (DueUnit.WORKING_DAYS, DueFrom.RECEIPT)


def test_a_council_without_a_file_of_its_own_has_ours(tmp_path):
    assert load_tasks(tmp_path) == load_tasks()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(('kind = "meeting"', 'kind = ""'), "kind: is ''", id="no kind"),
        pytest.param(("n = 3", "n = 0"), "n: is 0", id="no days"),
        pytest.param(('unit = "working_days"', 'unit = "weeks"'), "unit: is 'weeks'", id="no such unit"),
        pytest.param(('unit = "working_days"', 'unit = "same_day"'), "n: is 3 for a day itself", id="three days of one day"),
        pytest.param(('from = "receipt"', 'from = "birth"'), "from: is 'birth'", id="no such beginning"),
        pytest.param(('source = "Brackenshire\'s own procedure"', ""), "source: is None", id="no source"),
        pytest.param(('results = [{ code = "held", words = "It was held" }]', ""), "results: are missing", id="no end"),
        pytest.param(('words = "It was held" }', 'words = "It was held", raises = "party" }'), "raises 'party'", id="what follows is unknown"),
        pytest.param(('"It was held" }', '"It was held" }, { code = "held", words = "Twice" }'), "hold 'held' twice", id="a result twice"),
        pytest.param(("n = 3", "n = 3\nbyhand = true"), "byhand: is not known here", id="a misspelt key"),
        pytest.param(("Offer a meeting at", "Offer " * 50), "letters; write at most 220", id="too long to keep"),
        pytest.param(('code = "held"', 'code = "not_needed"'), "hold 'not_needed'", id="a result that every task has"),
        pytest.param((OWN, OWN + OWN), "is 'meeting' twice", id="a kind twice"),
        pytest.param((OWN, "[[tasks"), "cannot be read", id="no TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_file_and_key(tmp_path, change, fault):
    (tmp_path / TASKS_FILE.name).write_text(OWN.replace(*change))
    with pytest.raises(ConfigError) as refused:
        load_tasks(tmp_path)
    assert fault in str(refused.value)
    assert "tasks.toml" in str(refused.value)


def test_all_faults_are_said_at_once(tmp_path):
    (tmp_path / TASKS_FILE.name).write_text(OWN.replace("n = 3", "n = -1").replace('"receipt"', '"birth"'))
    with pytest.raises(ConfigError) as refused:
        load_tasks(tmp_path)
    assert len(refused.value.faults) == 2
