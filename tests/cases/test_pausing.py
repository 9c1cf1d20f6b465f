"""A clock stands still on the days a person says, gives them back, and takes no lateness away unseen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.models import Conflict, Event, PauseRow, Task
from cases.services.clocks.pausing import pause, resume, take_back_pause
from tests.cases.clock_cases import a_running_case, ask_for, at_day, due, march, recount
from tests.factories import NOW, make_letter, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    at_day(monkeypatch, march(10))


@pytest.fixture
def member():
    return make_member()


def _pause(case, member, **given):
    values = {"matter": 0, "code": "person_asked", "why": "She is abroad", "from_on": march(9)} | given
    return pause(case_id=case.pk, version=case.version, member=member, **values)


def _resume(case, member, until_on, row=None):
    row = row or case.pauses.get()
    return resume(case_id=case.pk, version=case.version, member=member, pause_id=row.pk, until_on=until_on)


def test_while_it_stands_still_there_is_no_date_and_nothing_is_late(member):
    case = _pause(a_running_case(), member)
    row = case.deadlines.get(what="reply")
    assert (row.due_on, row.paused_since, row.first_due_on) == (None, march(9), march(17))


def test_the_acknowledgement_is_never_paused(member):
    case = a_running_case()
    before = due(case, "acknowledge")
    case = _pause(case, member)
    assert due(case, "acknowledge") == before
    assert (case.next_due_on, case.next_due_what) == (before, "acknowledge")


def test_the_days_between_are_given_back(member):
    case = _resume(_pause(a_running_case(), member), member, march(10))
    row = case.deadlines.get(what="reply")
    assert (row.due_on, row.first_due_on, row.paused_since) == (march(19), march(17), None)


def test_the_receipt_says_on_each_paused_day_why(member):
    case = _resume(_pause(a_running_case(), member), member, march(10))
    why = {day["on"]: day["why"] for day in case.deadlines.get(what="reply").days}
    assert why["2026-03-09"] == "paused: the person asked us to wait: She is abroad"
    assert why["2026-03-11"] == ""


def test_a_weekend_gives_nothing_back(member):
    case = _resume(_pause(a_running_case(), member, from_on=march(7)), member, march(8))
    assert due(case) == march(17)


def test_one_matter_stands_still_and_the_other_runs_on(member):
    case = _pause(a_running_case(matters=2), member, matter=2)
    assert (due(case, matter=1), due(case, matter=2)) == (march(17), None)


def test_a_case_is_never_without_a_date_because_one_of_its_clocks_stands_still(member):
    case = a_running_case(matters=2, acknowledged_on=march(4))
    case = _pause(case, member, matter=2)
    assert (case.next_due_on, case.next_due_what) == (march(17), "reply")


def test_a_case_whose_clocks_all_stand_still_says_that_it_is_paused(member):
    case = _pause(a_running_case(acknowledged_on=march(4)), member)
    assert (case.next_due_on, case.next_due_what) == (None, "paused")


def test_a_matter_at_another_stage_runs_on_while_the_newest_stage_stands_still(member):
    case = ask_for(a_running_case(matters=2, acknowledged_on=march(4)), 2, march(9), numbers=[2])
    case = _pause(case, member)
    assert (due(case, matter=1), due(case, matter=2)) == (march(17), None)


def test_a_pause_whose_end_is_known_keeps_a_date(member):
    case = _pause(a_running_case(), member, until_on=march(13))
    assert due(case) == march(24)


def test_a_pause_with_a_known_end_can_end_earlier(member):
    case = _pause(a_running_case(), member, until_on=march(13))
    assert due(_resume(case, member, march(9))) == march(18)


def test_a_pause_taken_back_counts_for_nothing_and_is_kept(member):
    case = _pause(a_running_case(), member)
    case = take_back_pause(case_id=case.pk, version=case.version, member=member, pause_id=case.pauses.get().pk)
    assert due(case) == march(17)
    assert PauseRow.objects.get().taken_back
    assert due(_pause(case, member)) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"code": "holiday"}, "code", id="a reason that is none"),
        pytest.param({"why": "  "}, "why", id="no words"),
        pytest.param({"from_on": march(11)}, "from_on", id="a day still to come"),
        pytest.param({"from_on": march(2)}, "from_on", id="before it was asked for"),
        pytest.param({"until_on": march(8)}, "until_on", id="an end before its beginning"),
        pytest.param({"until_on": march(10).replace(month=9)}, "until_on", id="half a year ahead"),
        pytest.param({"matter": 7}, "matter", id="no such matter"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_in_words_and_nothing_is_saved(member, given, field):
    case = a_running_case()
    with pytest.raises(IncompleteError) as refused:
        _pause(case, member, **given)
    assert field in refused.value.missing
    assert not PauseRow.objects.exists()


def test_a_clock_that_stands_still_is_not_paused_twice(member):
    case = _pause(a_running_case(matters=2), member, matter=2)
    with pytest.raises(NotNowError):
        _pause(case, member)
    with pytest.raises(NotNowError):
        _pause(case, member, matter=2)
    assert due(_pause(case, member, matter=1), matter=1) is None


@pytest.mark.parametrize("state", ["answered_1", "parked", "withdrawn", "finished", "not_taken", "ombudsman"])
def test_where_no_reply_is_owed_nothing_can_be_paused(member, state):
    case = a_running_case()
    case.matters.update(state=state)
    with pytest.raises(NotNowError):
        _pause(case, member)


def test_no_complaint_has_no_clock_to_pause(member):
    case = a_running_case()
    case.kind = "compliment"
    case.save()
    with pytest.raises(NotNowError):
        _pause(case, member)


class TestSaidAfterwards:
    """Today is 20 March, and the reply was due on the 17th."""

    @pytest.fixture(autouse=True)
    def _today(self, monkeypatch):
        at_day(monkeypatch, march(20))

    def test_an_officer_takes_no_lateness_away(self, member):
        case = a_running_case()
        with pytest.raises(NotAllowedError):
            _pause(case, member, from_on=march(16))
        assert due(case) == march(17)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            pytest.param("panel_meets", "The panel was due", id="the panel has not met"),
            pytest.param("reply_after_panel", "The reply was due", id="no reply after the panel"),
        ],
    )
    def test_nor_that_of_a_review_panel(self, member, monkeypatch, day, words):
        case = ask_for(a_running_case(), 3, march(9))
        if day == "reply_after_panel":
            case.stage_runs.filter(stage=3).update(panel_met_on=march(16), panel_reported_on=march(18))
            recount(case)
        late = due(case, day)
        at_day(monkeypatch, late + timedelta(days=3))
        with pytest.raises(NotAllowedError, match=words):
            _pause(case, member, from_on=late - timedelta(days=1))
        assert due(recount(case), day) == late

    def test_a_panel_that_met_in_time_is_not_late(self, member, monkeypatch):
        case = ask_for(a_running_case(), 3, march(9))
        late = due(case, "panel_meets")
        case.stage_runs.filter(stage=3).update(panel_met_on=late - timedelta(days=1))
        recount(case)
        at_day(monkeypatch, late + timedelta(days=1))
        assert _pause(case, member, from_on=late).pauses.get().from_on == late

    def test_a_manager_may_say_so(self):
        case = _pause(a_running_case(), make_member(role="manager"), from_on=march(16))
        assert due(case) is None

    def test_a_pause_after_the_date_leaves_it_late(self, member):
        case = _pause(a_running_case(), member, from_on=march(19))
        assert due(case) == march(17)


@pytest.mark.parametrize(
    ("until_on", "error"),
    [
        pytest.param(march(8), IncompleteError, id="before the pause"),
        pytest.param(march(11), IncompleteError, id="still to come"),
    ],
)
def test_a_pause_does_not_end_on_an_impossible_day(member, until_on, error):
    case = _pause(a_running_case(), member)
    with pytest.raises(error):
        _resume(case, member, until_on)
    assert PauseRow.objects.get().until_on is None


def test_a_pause_that_ended_does_not_end_again(member, monkeypatch):
    case = _resume(_pause(a_running_case(), member), member, march(9))
    with pytest.raises(NotNowError):
        _resume(case, member, march(10))


def test_nobody_pauses_what_somebody_else_has_changed(member):
    case = a_running_case()
    _pause(case, member)
    with pytest.raises(StaleError):
        pause(case_id=case.pk, version=case.version, member=member, matter=0, code="other", why="x", from_on=march(9))


@pytest.mark.parametrize("role", ["administrator"])
def test_who_may_not_decide_may_not_pause(role):
    with pytest.raises(NotAllowedError):
        _pause(a_running_case(), make_member(role=role))


def test_who_is_named_in_a_case_may_not_pause_it(member):
    case = a_running_case()
    Conflict.objects.create(case=case, member=member, why="Named in it", at=NOW)
    with pytest.raises(NotAllowedError):
        _pause(case, member)


class TestAnOpenPauseIsNotForgotten:
    def test_somebody_looks_again_in_two_weeks(self, member):
        task = Task.objects.get(case=_pause(a_running_case(), member))
        assert (task.state, timezone.localdate(task.due_at)) == ("open", march(24))

    def test_nobody_has_to_once_it_goes_on(self, member):
        case = _resume(_pause(a_running_case(), member), member, march(10))
        assert Task.objects.get(case=case).state == "not_needed"

    def test_nor_when_its_end_is_known(self, member):
        _pause(a_running_case(), member, until_on=march(13))
        assert not Task.objects.exists()


class TestALetterThatNamesTheDates:
    @pytest.mark.parametrize("state", ["signing", "going_out"])
    def test_nothing_moves_while_a_signer_has_it(self, member, state):
        case = a_running_case(state=state)
        with pytest.raises(NotNowError, match="Return or stop"):
            _pause(case, member)

    def test_a_draft_is_written_anew_when_a_date_moves(self, member):
        case = a_running_case(state="letter")
        draft = make_letter(case, draft={"old": "words"}, state="draft")
        _pause(case, member, until_on=march(13))
        draft.refresh_from_db()
        assert "24 March 2026" in str(draft.draft)

    def test_a_draft_stays_when_none_moves(self, member):
        case = a_running_case(state="letter")
        draft = make_letter(case, draft={"old": "words"}, state="draft")
        _pause(case, member, from_on=march(7), until_on=march(8))
        draft.refresh_from_db()
        assert draft.draft == {"old": "words"}


def test_each_change_is_one_event_without_the_words(member):
    case = _resume(_pause(a_running_case(), member), member, march(10))
    events = list(Event.objects.filter(case=case, verb__startswith="clock_").order_by("number"))
    assert [event.verb for event in events] == ["clock_paused", "clock_resumed"]
    assert events[0].facts["from"] == "2026-03-09"
    assert "abroad" not in str([event.facts for event in events])
