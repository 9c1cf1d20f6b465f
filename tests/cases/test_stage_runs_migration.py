"""Cases that were opened before stages had rows of their own get theirs, and lose no date by it."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps

from cases.models import StageRun
from tests.cases.clock_cases import march, recount
from tests.factories import make_case, make_letter

pytestmark = pytest.mark.django_db

migration = import_module("cases.migrations.0007_stage_runs")


def _migrated(**fields):
    case = make_case(**fields)
    case.matters.update(procedure="statutory_default")
    migration.make_runs(apps, None)
    case.refresh_from_db()
    return case


def _runs(case):
    return [(run.stage, run.requested_on, run.acknowledged_on) for run in case.stage_runs.all()]


def test_a_case_at_stage_1_has_one_run():
    assert _runs(_migrated(acknowledged_on=march(5))) == [(1, march(3), march(5))]


def test_a_case_whose_own_mail_asks_for_stage_2_has_one_run_and_its_matters_are_there():
    case = _migrated(stage="2")
    assert _runs(case) == [(2, march(3), None)]
    assert {(matter.stage, matter.state) for matter in case.matters.all()} == {(2, "stage_2")}


def test_a_case_that_went_on_keeps_the_stage_before_with_its_letter():
    case = make_case(stage="2", stage_requested_on=date(2026, 6, 1))
    make_letter(case, state="sent", sent_at=datetime(2026, 3, 5, 12, 0, tzinfo=UTC))
    make_letter(case, state="sent", sent_at=datetime(2026, 6, 2, 12, 0, tzinfo=UTC))
    migration.make_runs(apps, None)
    assert _runs(case) == [(1, march(3), march(5)), (2, date(2026, 6, 1), None)]


def test_a_case_that_is_no_complaint_has_a_run_and_no_stage():
    assert _runs(_migrated(kind="compliment", stage="")) == [(1, march(3), None)]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        pytest.param({"stage": "ombudsman"}, "ombudsman", id="with the Ombudsman"),
        pytest.param({"state": "filed"}, "finished", id="a closed case"),
        pytest.param({"acknowledged_on": march(5)}, "stage_1", id="acknowledged"),
    ],
)
def test_its_matters_stand_where_the_case_says(fields, state):
    assert {matter.state for matter in _migrated(**fields).matters.all()} == {state}


@pytest.mark.parametrize(
    ("reason", "acknowledged_on", "state"),
    [
        pytest.param("other_body", march(5), "not_taken", id="told that it is not ours"),
        pytest.param("other_body", None, "stage_1", id="not told yet"),
        pytest.param("court_proceedings", march(5), "stage_1", id="turned away only for now"),
    ],
)
def test_a_matter_nobody_takes_is_over_once_the_person_was_told(reason, acknowledged_on, state):
    decisions = [{"key": "matter:1", "suggested": f"out_of_scope:{reason}"}]
    assert _migrated(decisions=decisions, acknowledged_on=acknowledged_on).matters.get().state == state


def test_it_can_run_again_and_makes_nothing_twice():
    case = _migrated()
    migration.make_runs(apps, None)
    assert StageRun.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("stage", ["1", "2", "3"])
def test_the_dates_of_an_open_case_are_those_it_had(stage):
    case = make_case(stage=stage, acknowledged_on=march(5), stage_requested_on=None if stage == "1" else march(4))
    case.matters.update(procedure="statutory_default")
    before = {(row.what, row.matter): row.due_on for row in recount(case).deadlines.all()}
    StageRun.objects.all().delete()
    migration.make_runs(apps, None)
    after = {(row.what, row.matter): row.due_on for row in recount(case).deadlines.all()}
    assert after == before
