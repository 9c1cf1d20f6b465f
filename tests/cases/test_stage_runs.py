"""Every stage a case has been at keeps its own days, and the case repeats those of the newest."""

from datetime import UTC, date, datetime

import pytest

from cases import stage_runs
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.models import StageRun
from cases.services import triage
from cases.services.triage import Choice
from tests.cases.stories import a_case
from tests.factories import make_case, make_mail, make_member

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 3, 3)


def _case(**fields):
    case = make_case(**fields)
    case.matters.update(procedure="statutory_default")
    return case


def _count(case):
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    case.refresh_from_db()


def _choose_stage(case, stage):
    choices = {"stage": Choice(stage)}
    return triage.save_decisions(case_id=case.pk, version=case.version, member=make_member(), choices=choices)


def _asked(case, stage, on, **more):
    run = stage_runs.begin_run(case, stage, requested_on=on, **more)
    case.matters.update(stage=stage, state=stage_runs.AT_STAGE[stage])
    _count(case)
    return run


def test_a_new_case_is_at_its_stage_since_the_day_it_came():
    run = stage_runs.current_run(_case())
    assert (run.stage, run.requested_on, run.acknowledged_on) == (1, RECEIVED, None)


def test_a_case_has_one_run_a_stage_however_often_it_is_asked():
    case = _case()
    assert {stage_runs.current_run(case).pk for _ in range(3)} == {StageRun.objects.get().pk}


def test_looking_at_a_run_makes_none():
    assert stage_runs.look_at_run(_case()).requested_on == RECEIVED
    assert not StageRun.objects.exists()


def test_there_is_no_run_of_a_stage_the_case_has_not_been_at():
    case = _case()
    stage_runs.current_run(case)
    assert stage_runs.run_of(case, 2) is None


def test_the_stage_before_keeps_its_acknowledgement_when_the_next_begins():
    case = _case(acknowledged_on=date(2026, 3, 5))
    _asked(case, 2, date(2026, 4, 20))
    assert stage_runs.run_of(case, 1).acknowledged_on == date(2026, 3, 5)
    assert (case.stage, case.stage_requested_on, case.acknowledged_on) == ("2", date(2026, 4, 20), None)


def test_a_letter_that_left_and_one_that_came_back_are_both_known_to_the_run():
    case = _case()
    _count(case)
    for acknowledged_on in (date(2026, 3, 5), None):
        case.acknowledged_on = acknowledged_on
        case.save()
        _count(case)
        assert stage_runs.run_of(case, 1).acknowledged_on == acknowledged_on
        assert case.deadlines.get(what="acknowledge").met_on == acknowledged_on


def test_a_stage_asked_for_counts_from_its_own_request():
    case = _case(acknowledged_on=date(2026, 3, 5))
    _asked(case, 2, date(2026, 4, 20))
    assert {row.anchor_on for row in case.deadlines.filter(what__in=["reply", "acknowledge"])} == {date(2026, 4, 20)}


def test_how_a_stage_was_asked_for_is_kept():
    case = _case()
    mail = make_mail(case=case)
    run = _asked(case, 2, date(2026, 4, 20), mail=mail, after_missed_limit=True, is_spoken=True)
    assert (run.request_mail, run.after_missed_limit, run.is_spoken) == (mail, True, True)


def test_a_second_matter_that_comes_to_a_running_stage_makes_no_date_later():
    case = _case()
    _asked(case, 2, date(2026, 4, 20))
    run = stage_runs.begin_run(case, 2, requested_on=date(2026, 5, 4))
    assert run.requested_on == date(2026, 4, 20)


def test_a_stage_the_ombudsman_sends_back_begins_anew():
    case = _case(acknowledged_on=date(2026, 3, 5))
    run = stage_runs.current_run(case)
    run.reply_sent_on = date(2026, 3, 16)
    run.save()
    again = stage_runs.begin_run(case, 1, requested_on=date(2026, 9, 1), going=case.matters.all())
    assert (again.pk, again.requested_on, again.reply_sent_on, again.acknowledged_on) == (
        run.pk,
        date(2026, 9, 1),
        None,
        None,
    )


def test_a_stage_in_which_nothing_runs_any_more_counts_from_its_new_request():
    """A matter went to the Ombudsman without an answer, and comes back months later: it is not late since March."""
    case = _case(acknowledged_on=date(2026, 3, 5))
    stage_runs.current_run(case)
    again = stage_runs.begin_run(case, 1, requested_on=date(2026, 9, 1), anew=True, going=case.matters.all())
    assert (again.requested_on, again.acknowledged_on) == (date(2026, 9, 1), None)


def test_what_is_decided_later_does_not_lead_an_escalated_case_back():
    case = _case()
    _asked(case, 2, date(2026, 4, 20))
    case = triage.save_decisions(
        case_id=case.pk, version=case.version, member=make_member(), choices={"flag:media": Choice("no")}
    )
    assert case.stage == "2"
    assert case.deadlines.get(what="reply").stage == 2


class TestCorrectedByAPerson:
    def test_a_stage_that_was_read_wrongly_leaves_no_run_behind(self):
        case = _choose_stage(a_case(), "2")
        assert [run.stage for run in case.stage_runs.all()] == [2]
        assert {(matter.stage, matter.state) for matter in case.matters.all()} == {(2, "stage_2")}

    def test_a_reply_that_asks_for_stage_2_begins_it_and_takes_the_matters_along(self):
        case = a_case()
        case.acknowledged_on = date(2026, 3, 4)
        case.save()
        mail = make_mail(case=case, state="joined", received_at=datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
        case = _choose_stage(case, "2")
        runs = [(run.stage, run.acknowledged_on, run.request_mail) for run in case.stage_runs.all()]
        assert runs == [(1, date(2026, 3, 4), None), (2, None, mail)]
        assert {matter.state for matter in case.matters.all()} == {"stage_2"}

    def test_a_stage_2_that_nobody_asked_for_gives_stage_1_its_acknowledgement_back(self):
        case = a_case()
        case.acknowledged_on = date(2026, 3, 4)
        case.save()
        make_mail(case=case, state="joined", received_at=datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
        case = _choose_stage(_choose_stage(case, "2"), "1")
        assert (case.acknowledged_on, case.stage_requested_on) == (date(2026, 3, 4), None)
        assert [run.stage for run in case.stage_runs.all()] == [1]
        assert case.deadlines.get(what="acknowledge").met_on == date(2026, 3, 4)

    def test_a_case_for_the_ombudsman_has_no_reply_of_ours_to_keep(self):
        case = _choose_stage(a_case(), "ombudsman")
        assert not case.deadlines.filter(what="reply").exists()
        assert {matter.state for matter in case.matters.all()} == {"ombudsman"}

    def test_a_case_that_is_for_us_after_all_has_its_reply_again(self):
        case = _choose_stage(_choose_stage(a_case(), "ombudsman"), "1")
        assert case.deadlines.filter(what="reply").exists()

    def test_a_matter_that_was_withdrawn_does_not_come_along(self):
        case = a_case()
        case.matters.update(state="withdrawn")
        case = _choose_stage(case, "2")
        assert {matter.state for matter in case.matters.all()} == {"withdrawn"}
