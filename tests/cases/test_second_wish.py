"""Matters of one case come to a stage one after the other: what runs or was met there keeps its days."""

from datetime import date, timedelta

import pytest

from cases.errors import NotNowError
from cases.models import PauseRow, Role, StageRun
from cases.services.matters import answering, escalating
from cases.services.matters.requests import Request
from cases.services.outcomes.deciding import Found, decide_outcome
from cases.stage_runs import run_of
from tests.cases.clock_cases import a_running_case, ask_for, at_day, due, march
from tests.cases.lives import asked_by
from tests.factories import make_member

pytestmark = pytest.mark.django_db
STAGE_2_SINCE, ANSWERED_ON, THIRD_ASKS_ON = march(18), date(2026, 4, 7), date(2026, 4, 8)


@pytest.fixture
def member():
    return make_member(role=Role.MANAGER)


@pytest.fixture
def case(monkeypatch):
    """Matters 1 and 2 are at stage 2 since 18 March, matter 3 is at stage 1."""
    at_day(monkeypatch, ANSWERED_ON)
    case = a_running_case(matters=3, acknowledged_on=march(4), state="acknowledged")
    case = ask_for(case, 2, STAGE_2_SINCE, numbers=[1, 2])
    run = run_of(case, 2)
    run.acknowledged_on = case.acknowledged_on = march(19)
    run.save()
    case.save()
    return case


def _answer(case, member, *numbers, stage=2, on=ANSWERED_ON):
    for number in numbers:
        found = Found(finding="not_upheld", decided_on=on, words="So.")
        decide_outcome(**asked_by(case, member), number=number, stage=str(stage), found=found)
    return answering.answer_stage(**asked_by(case, member), matters=list(numbers), stage=stage, sent_on=on)


def _third_asks(case, member, monkeypatch, on=THIRD_ASKS_ON):
    at_day(monkeypatch, on)
    request = Request(requested_on=on, words="She wants it looked at again.")
    return escalating.escalate(**asked_by(case, member), matters=[3], stage=2, request=request)


def _met(case, matter):
    return list(case.deadlines.filter(matter=matter, what="reply").values_list("stage", "due_on", "met_on"))


class TestOneOfTheOthersStillWaitsForOurReply:
    def test_its_date_does_not_move(self, case, member, monkeypatch):
        before = due(case, matter=2)
        case = _third_asks(_answer(case, member, 1), member, monkeypatch)
        assert due(case, matter=2) == before

    def test_the_reply_that_has_left_stays_met(self, case, member, monkeypatch):
        before = due(case, matter=1)
        case = _third_asks(_answer(case, member, 1), member, monkeypatch)
        assert _met(case, 1) == [(2, before, ANSWERED_ON)]

    def test_the_stage_keeps_the_days_that_were_written_down(self, case, member, monkeypatch):
        _third_asks(_answer(case, member, 1), member, monkeypatch)
        run = run_of(case, 2)
        assert (run.requested_on, run.acknowledged_on, run.reply_sent_on) == (STAGE_2_SINCE, march(19), ANSWERED_ON)

    def test_one_that_is_only_parked_waits_for_it_too(self, case, member, monkeypatch):
        case = _answer(case, member, 1)
        case.matters.filter(number=2).update(state="parked", state_before="stage_2")
        _third_asks(case, member, monkeypatch)
        assert run_of(case, 2).requested_on == STAGE_2_SINCE

    def test_one_that_the_ombudsman_sends_back_does_not_take_its_days(self, case, member, monkeypatch):
        case = _answer(case, member, 1)
        case.matters.filter(number=3).update(state="ombudsman")
        at_day(monkeypatch, THIRD_ASKS_ON)
        asked = {"matters": [3], "stage": 2, "on": THIRD_ASKS_ON, "why": "Look again."}
        escalating.come_back(**asked_by(case, member), **asked)
        assert run_of(case, 2).requested_on == STAGE_2_SINCE


class TestAllTheOthersWereAnswered:
    def test_the_stage_counts_anew_for_the_one_that_comes(self, case, member, monkeypatch):
        case = _third_asks(_answer(case, member, 1, 2), member, monkeypatch)
        assert case.deadlines.get(matter=3, what="reply").anchor_on == THIRD_ASKS_ON

    def test_their_replies_stay_met_and_their_own_time_runs_on(self, case, member, monkeypatch):
        case = _answer(case, member, 1, 2)
        rows = case.deadlines.filter(matter=1).order_by("what")
        before = list(rows.values_list("what", "due_on", "met_on"))
        case = _third_asks(case, member, monkeypatch)
        assert list(rows.values_list("what", "due_on", "met_on")) == before
        assert {what for what, _, _ in before} >= {"reply", "ask_for_next_stage"}

    def test_they_stay_so_when_the_third_is_answered_too(self, case, member, monkeypatch):
        case = _answer(case, member, 1, 2)
        before = _met(case, 1)
        case = _third_asks(case, member, monkeypatch)
        at_day(monkeypatch, date(2026, 5, 1))
        case = _answer(case, member, 3, on=date(2026, 5, 1))
        assert _met(case, 1) == before
        assert case.deadlines.get(matter=3, what="reply").met_on == date(2026, 5, 1)

    def test_the_days_of_the_time_before_stand_in_the_record(self, case, member, monkeypatch):
        case = _third_asks(_answer(case, member, 1, 2), member, monkeypatch)
        facts = case.events.get(verb="stage_began_anew").facts
        assert facts["stage"] == 2
        assert (facts["requested_on"], facts["reply_sent_on"]) == ("2026-03-18", "2026-04-07")
        assert facts["acknowledged_on"] == "2026-03-19"

    def test_a_stage_that_only_goes_on_writes_no_such_event(self, case, member, monkeypatch):
        case = _third_asks(_answer(case, member, 1), member, monkeypatch)
        assert not case.events.filter(verb="stage_began_anew").exists()
        assert StageRun.objects.filter(case=case, stage=2).count() == 1


class TestAPauseWasLeftOpen:
    def _pause(self, case, member, matter, from_on=None):
        why = {"code": "other", "why": "Her notes.", "paused_by": member}
        return PauseRow.objects.create(case=case, stage=2, matter=matter, from_on=from_on or march(20), **why)

    def test_a_stage_that_begins_anew_does_not_stand_still_with_it(self, case, member, monkeypatch):
        case = _answer(case, member, 1, 2)
        pause = self._pause(case, member, 0)
        case = _third_asks(case, member, monkeypatch)
        pause.refresh_from_db()
        assert due(case, matter=3) is not None
        assert pause.until_on == THIRD_ASKS_ON - timedelta(days=1)
        assert case.events.get(verb="clock_resumed").facts["pause"] == pause.pk

    def test_one_that_began_only_after_the_new_wish_counts_for_nothing(self, case, member, monkeypatch):
        case = _answer(case, member, 1, 2)
        pause = self._pause(case, member, 0, THIRD_ASKS_ON)
        case = _third_asks(case, member, monkeypatch)
        pause.refresh_from_db()
        assert pause.taken_back
        assert due(case, matter=3) is not None

    def test_a_stage_that_goes_on_keeps_its_pause(self, case, member, monkeypatch):
        case = _answer(case, member, 1)
        pause = self._pause(case, member, 2)
        case = _third_asks(case, member, monkeypatch)
        pause.refresh_from_db()
        assert (pause.until_on, pause.taken_back) == (None, False)

    @pytest.mark.parametrize(
        ("paused", "answered"),
        [
            pytest.param(1, [1], id="its own clock"),
            pytest.param(0, [1, 2], id="that of the stage, of which nothing else waits"),
        ],
    )
    def test_no_reply_is_noted_while_the_clock_stands_still(self, case, member, paused, answered):
        self._pause(case, member, paused)
        with pytest.raises(NotNowError, match="stands still since"):
            _answer(case, member, *answered)
        assert not case.matters.filter(state="answered_2").exists()

    @pytest.mark.parametrize("paused", [pytest.param(2, id="another's clock"), pytest.param(0, id="the stage's")])
    def test_one_is_noted_while_another_matter_stands_still(self, case, member, paused):
        self._pause(case, member, paused)
        assert _answer(case, member, 1).matters.get(number=1).state == "answered_2"
