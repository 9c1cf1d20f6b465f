"""A day is written down in its order, corrected with the old one kept, and moves no date that was met."""

from datetime import date

import pytest

from cases.errors import IncompleteError, NotNowError
from cases.models import Event
from cases.services.clocks.noting import DAYS, forget_day, note_day, note_spoken
from cases.stage_runs import current_run
from tests.cases.clock_cases import a_running_case, ask_for, at_day, due, march, recount
from tests.factories import make_member

pytestmark = pytest.mark.django_db


def may(day: int) -> date:
    return date(2026, 5, day)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    at_day(monkeypatch, date(2026, 9, 1))


@pytest.fixture
def member():
    return make_member()


def _note(case, member, what, on, **more):
    return note_day(case_id=case.pk, version=case.version, member=member, what=what, on=on, **more)


def _at_stage(stage, **more):
    case = a_running_case(acknowledged_on=march(4))
    return case if stage == 1 else ask_for(case, stage, may(1), **more)


def test_every_day_that_can_be_noted_is_a_column_of_a_run():
    run = current_run(a_running_case())
    assert all(hasattr(run, noted.field) for noted in DAYS.values())
    assert all(hasattr(run, field) for noted in DAYS.values() for field in noted.after)


def test_a_spoken_stage_2_counts_from_the_agreed_statement(member):
    case = _at_stage(2, is_spoken=True)
    assert case.deadlines.get(what="reply").anchor == "statement_agreed"
    case = _note(case, member, "statement_agreed", may(20))
    assert case.deadlines.get(what="reply").anchor_on == may(20)


def test_a_written_stage_2_counts_from_its_request(member):
    case = _note(_at_stage(2), member, "statement_agreed", may(20))
    assert case.deadlines.get(what="reply").anchor_on == may(1)


def test_a_stage_said_to_be_spoken_waits_for_its_statement_and_can_be_said_back(member):
    case = _at_stage(2)
    case = note_spoken(case_id=case.pk, version=case.version, member=member, is_spoken=True)
    assert case.deadlines.get(what="reply").anchor == "statement_agreed"
    case = note_spoken(case_id=case.pk, version=case.version, member=member, is_spoken=False)
    assert case.deadlines.get(what="reply").anchor == "stage2_request_received"
    verbs = Event.objects.filter(case=case, verb__startswith="stage_").values_list("verb", flat=True)
    assert list(verbs) == ["stage_spoken", "stage_written"]


def test_a_panel_s_dates_follow_each_other(member):
    case = _at_stage(3)
    first = due(case, "panel_reports")
    case = _note(case, member, "panel_met", may(18))
    assert due(case, "panel_reports") == date(2026, 5, 26) != first
    assert case.deadlines.get(what="panel_meets").met_on == may(18)
    case = _note(case, member, "panel_reported", date(2026, 5, 22))
    assert case.deadlines.get(what="reply_after_panel").anchor_on == date(2026, 5, 22)


def test_a_panel_that_still_has_to_meet_is_what_the_queue_waits_for(member):
    case = ask_for(a_running_case(acknowledged_on=march(4)), 3, may(1))
    case.acknowledged_on = may(5)
    case.save()
    recount(case)
    assert (case.next_due_what, case.next_due_on) == ("panel_meets", due(case, "panel_meets"))


class TestAReplyThatLeft:
    def _answered(self, member, channel="email", on=None):
        case = _note(_at_stage(1), member, "reply_sent", on or march(16), channel=channel)
        case.matters.update(state="answered_1")
        return recount(case)

    def test_the_reply_is_met_on_its_day(self, member):
        assert self._answered(member).deadlines.get(what="reply").met_on == march(16)

    def test_the_person_s_own_time_runs_from_it(self, member):
        assert self._answered(member).deadlines.get(what="ask_for_next_stage").anchor_on == march(16)

    def test_by_post_it_takes_some_days(self, member):
        row = self._answered(member, "post").deadlines.get(what="ask_for_next_stage")
        assert row.anchor_on == march(18)

    def test_the_day_the_person_names_stands_before_our_reckoning(self, member):
        case = _note(self._answered(member, "post"), member, "reply_arrived", march(23))
        assert case.deadlines.get(what="ask_for_next_stage").anchor_on == march(23)

    def test_a_matter_that_was_not_answered_keeps_its_date(self, member):
        case = a_running_case(matters=2, acknowledged_on=march(4))
        case = _note(case, member, "reply_sent", march(16), channel="email")
        case.matters.filter(number=1).update(state="answered_1")
        recount(case)
        met = {row.matter: row.met_on for row in case.deadlines.filter(what="reply")}
        assert met == {1: march(16), 2: None}
        assert case.next_due_on == march(17)

    def test_a_second_reply_leaves_the_day_of_the_first_alone(self, member):
        case = a_running_case(matters=2, acknowledged_on=march(4))
        case = _note(case, member, "reply_sent", march(16), channel="email")
        case.matters.filter(number=1).update(state="answered_1")
        recount(case)
        case.stage_runs.update(reply_sent_on=march(20))
        case.matters.update(state="answered_1")
        recount(case)
        met = {row.matter: row.met_on for row in case.deadlines.filter(what="reply")}
        assert met == {1: march(16), 2: march(20)}

    def test_a_matter_that_is_opened_again_has_its_reply_to_keep_again(self, member):
        case = self._answered(member)
        case.matters.update(state="stage_1")
        recount(case)
        assert (case.next_due_what, case.deadlines.get(what="reply").met_on) == ("reply", None)

    def test_no_date_that_was_met_moves_when_a_day_is_corrected(self, member):
        case = self._answered(member)
        case = _note(case, member, "reply_sent", march(13), channel="post")
        row = case.deadlines.get(what="reply")
        assert (row.met_on, row.due_on) == (march(13), march(17))
        assert case.deadlines.get(what="acknowledge").met_on == march(4)

    def test_the_day_that_answers_a_matter_is_corrected_and_not_taken_out(self, member):
        case = self._answered(member)
        with pytest.raises(IncompleteError, match="answered"):
            forget_day(case_id=case.pk, version=case.version, member=member, what="reply_sent")

    def test_how_it_left_must_be_said(self, member):
        with pytest.raises(IncompleteError) as refused:
            _note(_at_stage(1), member, "reply_sent", march(16), channel="pigeon")
        assert "channel" in refused.value.missing


@pytest.mark.parametrize(
    ("stage", "what", "on", "field"),
    [
        pytest.param(1, "nap", march(9), "what", id="nothing that is known"),
        pytest.param(1, "panel_met", march(9), "what", id="no panel at stage 1"),
        pytest.param(1, "statement_agreed", march(9), "what", id="no statement at stage 1"),
        pytest.param(2, "stage_started", march(9), "on", id="begun before it was asked for"),
        pytest.param(2, "statement_agreed", date(2026, 9, 2), "on", id="a day still to come"),
        pytest.param(3, "panel_reported", may(9), "what", id="a report before the panel met"),
        pytest.param(1, "reply_arrived", march(9), "what", id="arrived, and nothing was sent"),
    ],
)
def test_a_day_out_of_its_order_is_refused(member, stage, what, on, field):
    case = _at_stage(stage)
    with pytest.raises(IncompleteError) as refused:
        _note(case, member, what, on, channel="email")
    assert field in refused.value.missing
    assert not Event.objects.filter(case=case, verb__startswith="day_").exists()


def test_what_something_follows_cannot_be_put_after_it(member):
    case = _note(_at_stage(3), member, "panel_met", may(18))
    case = _note(case, member, "panel_reported", may(22))
    with pytest.raises(IncompleteError, match="22 May 2026"):
        _note(case, member, "panel_met", may(26))
    with pytest.raises(IncompleteError, match="18 May 2026"):
        _note(case, member, "panel_reported", may(15))


def test_a_correction_keeps_the_old_day_in_its_event(member):
    _note(_note(_at_stage(2), member, "stage_started", may(5)), member, "stage_started", may(6))
    events = [
        (each.verb, each.facts["on"], each.facts["was"]) for each in Event.objects.filter(verb__startswith="day_")
    ]
    assert events == [("day_noted", "2026-05-05", ""), ("day_corrected", "2026-05-06", "2026-05-05")]


def test_an_earlier_stage_can_still_be_corrected(member):
    case = _note(_at_stage(2), member, "reply_sent", march(16), channel="email", stage=1)
    assert case.stage_runs.get(stage=1).reply_sent_on == march(16)
    assert case.stage_runs.get(stage=2).reply_sent_on is None


def test_a_stage_the_case_has_not_been_at_has_no_days(member):
    with pytest.raises(IncompleteError):
        _note(_at_stage(1), member, "stage_started", march(9), stage=2)


class TestForgotten:
    def test_a_day_written_down_by_mistake_is_taken_out_and_kept_in_its_event(self, member):
        case = _note(_at_stage(3), member, "panel_met", may(18))
        case = forget_day(case_id=case.pk, version=case.version, member=member, what="panel_met")
        assert case.deadlines.get(what="panel_meets").met_on is None
        assert Event.objects.filter(case=case).last().facts["was"] == "2026-05-18"

    def test_not_before_what_follows_it(self, member):
        case = _note(_note(_at_stage(3), member, "panel_met", may(18)), member, "panel_reported", may(22))
        with pytest.raises(IncompleteError, match="first"):
            forget_day(case_id=case.pk, version=case.version, member=member, what="panel_met")

    def test_nor_a_day_that_is_not_known(self, member):
        case = _at_stage(3)
        with pytest.raises(IncompleteError):
            forget_day(case_id=case.pk, version=case.version, member=member, what="panel_met")


def test_a_case_whose_message_is_with_another_is_changed_there(member):
    case, other = a_running_case(), a_running_case()
    case.joined_to = other
    case.save()
    with pytest.raises(NotNowError):
        _note(case, member, "stage_started", march(9))
