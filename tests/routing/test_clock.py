"""The clock of a message just received: which procedure and stage each matter counts by."""

from datetime import UTC, date, datetime

import pytest

from classify.labels import Flag, Kind, Route, Stage, Subject
from config.packs import load_calendar
from config.procedure import Unit
from routing.assessment import Matter, Ruling, Sureness
from routing.clock import clock_for
from routing.count import count_limit
from routing.deadlines import What, deadlines_for
from tests.routing.readings import PROCEDURES, assess_text

AT = datetime(2026, 9, 1, 9, tzinfo=UTC)


def _clock(found):
    return clock_for(found, received_at=AT, procedures=PROCEDURES)


@pytest.mark.parametrize(
    ("subject", "stage", "expected"),
    [
        pytest.param(Subject.STATUTORY, Stage.ONE, ("statutory_default", 1), id="stage 1"),
        pytest.param(Subject.STATUTORY, Stage.THREE, ("statutory_default", 3), id="stage 3"),
        pytest.param(
            Subject.CORPORATE, Stage.THREE, ("corporate_default", 2), id="a stage beyond the last is the last"
        ),
        pytest.param(Subject.STATUTORY, Stage.OMBUDSMAN, (None, 1), id="the Ombudsman: no stage to reply to"),
        pytest.param(Subject.OTHER_BODY, Stage.ONE, (None, 1), id="out of scope: no reply"),
    ],
)
def test_each_matter_counts_by_its_procedure_and_stage(subject, stage, expected):
    clock = _clock(assess_text("No one visits", subject, kind=Kind.ESCALATION, stage=stage))
    [(number, procedure, counted)] = clock.matters
    assert (number, procedure.id if procedure else None, counted) == (1, *expected)
    assert clock.needs_acknowledgement


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.INFORMATION_REQUEST, [What.PASS_ON]),
        (Kind.SERVICE_REQUEST, [What.PASS_ON]),
        (Kind.COMPLIMENT, []),
        (Kind.AUTOMATIC, []),
        (Kind.FOLLOW_UP, []),
    ],
)
def test_what_is_no_complaint_is_passed_on_or_has_no_date(kind, expected):
    found = deadlines_for(_clock(assess_text("hello", kind=kind)), calendar=load_calendar())
    assert [deadline.what for deadline in found] == expected


def test_a_norfolk_carer_after_an_allegation_counts_by_stage_two():
    found = assess_text(
        "I dispute the outcome of the allegations process about me as a carer",
        Subject.CORPORATE,
        flags=[(Flag.FOSTER_CARER, 0.9)],
        council="norfolk",
    )
    [(_, procedure, stage)] = _clock(found).matters
    assert (procedure.id, stage) == ("norfolk_foster_carers_old", 2)


@pytest.mark.parametrize("unit", Unit)
def test_a_limit_of_nothing_cannot_be_counted(unit):
    with pytest.raises(ValueError, match="1 or more"):
        count_limit(0, unit, date(2026, 9, 1), load_calendar())


@pytest.mark.parametrize(("route", "reason"), [(Route.OUT_OF_SCOPE, None), (Route.STATUTORY, "over_a_year")])
def test_a_reason_belongs_to_a_refusal_and_to_nothing_else(route, reason):
    ruling = Ruling(rule="x", source="x", words="x")
    with pytest.raises(ValueError, match="matter 1"):
        Matter(number=1, route=route, reason=reason, gist="x", evidence=(), sureness=Sureness.SURE, ruling=ruling)
