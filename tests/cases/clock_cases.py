"""Make cases whose clocks run, and read their dates; the stories play in March 2026 unless they say otherwise."""

from datetime import UTC, date, datetime

from django.utils import timezone

from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.models import Case
from cases.stage_runs import AT_STAGE, begin_run
from tests.factories import make_case

RECEIVED = date(2026, 3, 3)
"""A Tuesday. Acknowledge by 10 March, reply by 17 March (10 working days), at the latest by 31 March (20)."""


def march(day: int) -> date:
    return date(2026, 3, day)


def at_day(monkeypatch, day: date) -> None:
    """Let it be two o'clock in the afternoon of a day."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(day.year, day.month, day.day, 14, tzinfo=UTC))


def a_running_case(*, matters: int = 1, procedure: str = "statutory_default", **fields) -> Case:
    """Return a complaint at stage 1 whose dates are counted."""
    case = make_case(matters=matters, **fields)
    case.matters.update(procedure=procedure)
    return recount(case)


def recount(case: Case) -> Case:
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    case.refresh_from_db()
    return case


def ask_for(case: Case, stage: int, on: date, *, numbers=None, **more) -> Case:
    """Let matters of a case (all, if none is named) go on to a stage."""
    begin_run(case, stage, requested_on=on, **more)
    chosen = case.matters.filter(number__in=numbers) if numbers else case.matters.all()
    chosen.update(stage=stage, state=AT_STAGE[stage])
    return recount(case)


def due(case: Case, what: str = "reply", matter: int = 1) -> date | None:
    return case.deadlines.get(what=what, matter=matter if what != "acknowledge" else 0).due_on
