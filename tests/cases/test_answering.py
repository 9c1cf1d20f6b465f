"""A reply that left, and a matter that is over without one: what was judged, who waits, and each one's own day."""

from datetime import timedelta

import pytest

from cases.errors import NotNowError
from cases.models import Outcome, Role
from cases.services.judgement.needed import JudgementNeededError
from cases.services.matters import answering, parking
from tests.cases.clock_cases import a_running_case, at_day, due, march
from tests.cases.lives import asked_by, decided, matter, today
from tests.cases.stories import judge_all
from tests.factories import make_alert, make_member

pytestmark = pytest.mark.django_db
LATE = "out_of_scope:over_a_year"


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _turn_away(case, member, *, numbers=(2,)):
    return answering.not_take(**asked_by(case, member), matters=numbers, why="Nobody to write to.")


class TestTurningAway:
    def test_over_a_year_is_not_over_before_somebody_has_judged_it(self, officer, manager):
        case = _two(officer, LATE)
        with pytest.raises(JudgementNeededError, match="considered"):
            _turn_away(case, officer)
        assert matter(case, 2).state == "stage_1"
        case = _turn_away(judge_all(case, manager), officer)
        assert matter(case, 2).state == "not_taken"

    def test_what_another_matter_lacks_holds_nothing_up(self, officer):
        case = _turn_away(_two(officer, "out_of_scope:insurance_claim", LATE), officer)
        assert matter(case, 2).state == "not_taken"

    def test_not_while_a_sign_of_danger_is_open(self, officer):
        case = _two(officer, "out_of_scope:insurance_claim")
        make_alert(case, case.mails.first())
        with pytest.raises(NotNowError, match="safeguarding alert"):
            _turn_away(case, officer)
        assert matter(case, 2).state == "stage_1"

    def test_what_is_turned_away_is_not_asked_about_again(self, officer):
        case = _two(officer, "out_of_scope:insurance_claim")
        on = today() + timedelta(days=20)
        case = parking.park(
            **asked_by(case, officer), matters=[2], reason="court", why="Their solicitor rang.", ask_again_on=on
        )
        case = _turn_away(case, officer)
        row = case.parkings.get()
        assert (row.ended_on, row.ended_by, row.how_ended) == (today(), officer, "Nobody to write to.")


class TestTheDayOfEachReply:
    """Matter 1 was answered on 22 March, matter 2 on 10 March: its reply is only written down later."""

    @pytest.fixture
    def case(self):
        case = a_running_case(matters=2, acknowledged_on=march(5))
        for row in case.matters.all():
            Outcome.objects.create(
                matter=row, stage="1", finding="not_upheld", decided_on=march(9), decided_by=make_member()
            )
        return case

    def test_a_reply_noted_late_moves_nobody_else_s_time(self, case, officer, monkeypatch):
        at_day(monkeypatch, march(23))
        _answer(case, officer, 1, march(22))
        before = due(case, "ask_for_next_stage", 1)
        _answer(case, officer, 2, march(10))
        assert due(case, "ask_for_next_stage", 1) == before
        assert case.stage_runs.get().reply_sent_on == march(22)
        met = dict(case.deadlines.filter(what="reply").values_list("matter", "met_on"))
        assert met == {1: march(22), 2: march(10)}

    def test_the_day_on_which_an_earlier_reply_came_is_not_that_of_a_later_one(self, case, officer, monkeypatch):
        at_day(monkeypatch, march(23))
        _answer(case, officer, 2, march(10))
        case.stage_runs.update(reply_arrived_on=march(12))
        _answer(case, officer, 1, march(22))
        run = case.stage_runs.get()
        assert (run.reply_sent_on, run.reply_arrived_on) == (march(22), None)

    def test_one_of_two_replies_of_a_day_went_by_post(self, case, officer, monkeypatch):
        at_day(monkeypatch, march(23))
        _answer(case, officer, 1, march(10), channel="post")
        before = due(case, "ask_for_next_stage", 1)
        _answer(case, officer, 2, march(10))
        assert due(case, "ask_for_next_stage", 1) == before


def _answer(case, member, number, sent_on, **fields):
    answering.answer_stage(**asked_by(case, member), matters=[number], stage=1, sent_on=sent_on, **fields)


def _two(member, *values):
    """Return a case whose first matter is in a procedure, and the others go as given; its letter is not written."""
    case = decided(member, routes=("statutory",) * (1 + len(values)))
    for number, value in enumerate(values, 2):
        route, _, reason = value.partition(":")
        case.matters.filter(number=number).update(route=route, reason=reason, procedure="")
        case.decisions.filter(key=f"matter:{number}").update(chosen=value)
    return case
