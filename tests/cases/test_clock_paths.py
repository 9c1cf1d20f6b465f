"""Whatever order people pause, extend, note days and escalate in: every count adds up, and no date gets lost."""

import datetime as dt
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.case_clocks import OPEN
from cases.desk import desk_calendar
from cases.errors import CaseError
from cases.events import broken_links
from cases.models import Event, PauseRow
from cases.services.clocks import extending, noting, pausing
from cases.stage_runs import ANSWERED
from routing.clocks.pauses import PAUSED
from tests.cases.clock_cases import a_running_case, ask_for, recount
from tests.factories import make_member

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2026, 3, 3), date(2026, 4, 20))
"""Around the dates of stage 1, so that most steps can be taken."""
MATTERS = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("pause"), MATTERS, DAYS, st.none() | DAYS),
    st.tuples(st.just("resume"), st.integers(0, 3), DAYS),
    st.tuples(st.just("take_back"), st.integers(0, 3)),
    st.tuples(st.just("extend"), MATTERS, st.integers(-1, 12)),
    st.tuples(st.just("note"), st.sampled_from(list(noting.DAYS)), DAYS, st.sampled_from(list(noting.CHANNELS))),
    st.tuples(st.just("escalate"), st.integers(2, 3), DAYS, st.sampled_from([None, [1], [2]])),
    st.tuples(st.just("answer"), st.integers(1, 2)),
)


def _pause(case, member, matter, from_on, until_on):
    values = {"matter": matter, "code": "other", "why": "So it was", "from_on": from_on, "until_on": until_on}
    pausing.pause(case_id=case.pk, version=case.version, member=member, **values)


def _resume(case, member, place, until_on):
    rows = list(PauseRow.objects.filter(case=case))
    if rows:
        row = rows[place % len(rows)]
        pausing.resume(case_id=case.pk, version=case.version, member=member, pause_id=row.pk, until_on=until_on)


def _take_back(case, member, place):
    rows = list(PauseRow.objects.filter(case=case))
    if rows:
        row = rows[place % len(rows)]
        pausing.take_back_pause(case_id=case.pk, version=case.version, member=member, pause_id=row.pk)


def _extend(case, member, matter, working_days):
    row = case.deadlines.filter(what="reply", matter=matter or 1).first()
    if row and row.due_on:
        until_on = desk_calendar().add_working_days(row.due_on, working_days)[0] if working_days > 0 else row.due_on
        told_on = case.stage_runs.get(stage=row.stage).requested_on
        values = {"matter": matter, "until_on": until_on, "why": "A reason", "told_on": told_on}
        extending.extend(case_id=case.pk, version=case.version, member=member, **values)


def _note(case, member, what, on, channel):
    noting.note_day(case_id=case.pk, version=case.version, member=member, what=what, on=on, channel=channel)


def _escalate(case, _, stage, on, numbers):
    if stage > max(case.matters.values_list("stage", flat=True)):
        ask_for(case, stage, on, numbers=numbers)


def _answer(case, _, number):
    matter = case.matters.get(number=number)
    run = case.stage_runs.filter(stage=matter.stage).first()
    if matter.state in OPEN and run and run.reply_sent_on:
        matter.state = ANSWERED[matter.stage]
        matter.save()
        recount(case)


ACTS = {
    "pause": _pause,
    "resume": _resume,
    "take_back": _take_back,
    "extend": _extend,
    "note": _note,
    "escalate": _escalate,
    "answer": _answer,
}


def _check(case):
    for row in case.deadlines.all():
        counted = sum(day["number"] is not None for day in row.days)
        paused = sum(day["why"].startswith(PAUSED) for day in row.days)
        skipped = len(row.days) - counted - paused
        last = row.due_on or (date.fromisoformat(row.days[-1]["on"]) if row.days else row.anchor_on)
        assert counted + paused + skipped == (last - row.anchor_on).days
        assert (row.due_on is None) == (row.paused_since is not None)
        assert row.days == sorted(row.days, key=lambda day: day["on"])
    for matter in case.matters.all():
        replies = [row.met_on for row in case.deadlines.filter(what="reply", matter=matter.number, stage=matter.stage)]
        assert replies == ([None] if matter.state in OPEN else replies)
        assert len(replies) == 1
    assert case.deadlines.filter(what="acknowledge").count() == 1
    assert case.deadlines.get(what="acknowledge").paused_since is None
    open_dates = list(case.deadlines.filter(met_on=None, due_on__isnull=False, what__in=["reply", "acknowledge"]))
    assert all(case.next_due_on and case.next_due_on <= row.due_on for row in open_dates)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=2, max_size=9))
def test_no_path_loses_a_date_or_a_day(steps, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 12, 21, 12, tzinfo=dt.UTC))
    member, case = make_member(role="manager"), a_running_case(matters=2, acknowledged_on=date(2026, 3, 4))
    for name, *given_ in steps:
        case.refresh_from_db()
        before, stage = case.deadlines.get(what="acknowledge").due_on, case.stage
        events = Event.objects.filter(case=case).count()
        try:
            ACTS[name](case, member, *given_)
        except CaseError:
            assert Event.objects.filter(case=case).count() == events
        case.refresh_from_db()
        _check(case)
        if case.stage == stage:
            assert case.deadlines.get(what="acknowledge").due_on == before
    assert broken_links(f"case:{case.pk}") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(from_on=st.dates(date(2026, 3, 3), date(2026, 3, 30)), length=st.integers(1, 20))
def test_a_pause_makes_no_date_earlier_and_never_touches_the_acknowledgement(from_on, length, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 12, 21, 12, tzinfo=dt.UTC))
    member, case = make_member(role="manager"), a_running_case()
    before = {row.what: row.due_on for row in case.deadlines.all()}
    _pause(case, member, 0, from_on, from_on + timedelta(days=length))
    after = {row.what: row.due_on for row in case.deadlines.all()}
    assert after.keys() == before.keys()
    assert all(after[what] >= before[what] for what in before)
    assert after["acknowledge"] == before["acknowledge"]
