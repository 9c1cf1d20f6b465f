"""What a case owes, by where each of its matters stands, and which other clocks run beside it."""

from datetime import UTC, date, datetime

import pytest

from cases.case_beside import clocks_beside_case
from cases.case_clocks import clocks_of
from cases.clocks import count_rows
from cases.desk import desk_council, desk_procedures
from cases.models import StageRun
from cases.moved_dates import find_moves
from cases.plain import deadline_from
from cases.states import MatterState
from routing.clocks.receipt import receipt_lines
from tests.cases.clock_cases import a_running_case, ask_for, due, march, recount
from tests.factories import make_mail, make_message

pytestmark = pytest.mark.django_db

OURS = {"reply", "reply_at_latest", "inner_target", "panel_meets", "panel_reports", "reply_after_panel"}


def _owed(case, matter=1):
    return set(case.deadlines.filter(matter=matter, met_on=None).values_list("what", flat=True))


STANDS = [
    pytest.param("stage_1", 1, {"reply", "reply_at_latest", "ask_for_next_stage"}, id="stage 1"),
    pytest.param("stage_2", 2, {"reply", "reply_at_latest", "ask_for_next_stage"}, id="stage 2"),
    pytest.param("stage_3", 3, {"reply", "panel_meets", "panel_reports", "reply_after_panel"}, id="stage 3"),
    pytest.param("answered_1", 1, {"ask_for_next_stage"}, id="answered: the person's own time"),
    pytest.param("answered_2", 2, {"ask_for_next_stage"}, id="answered at stage 2"),
    pytest.param("answered_3", 3, set(), id="answered at the last stage"),
    pytest.param("ombudsman", 2, set(), id="with the Ombudsman"),
    pytest.param("parked", 1, set(), id="parked"),
    pytest.param("not_taken", 1, set(), id="not taken"),
    pytest.param("withdrawn", 1, set(), id="withdrawn"),
    pytest.param("merged", 1, set(), id="merged into another"),
    pytest.param("split", 1, set(), id="split into others"),
    pytest.param("finished", 1, set(), id="finished"),
]


@pytest.mark.parametrize(("state", "stage", "owed"), STANDS)
def test_what_is_due_follows_where_a_matter_stands(state, stage, owed):
    case = a_running_case(matters=2)
    if stage > 1:
        ask_for(case, stage, march(4))
    case.matters.filter(number=1).update(state=state, stage=stage)
    recount(case)
    assert _owed(case) == owed
    assert OURS & _owed(case, matter=2)


def test_every_state_of_a_matter_is_told_of_above():
    assert {row.values[0] for row in STANDS} == {state.value for state in MatterState}


@pytest.mark.parametrize("state", ["withdrawn", "parked", "ombudsman", "finished"])
def test_the_acknowledgement_is_owed_whatever_becomes_of_the_matters(state):
    case = a_running_case()
    case.matters.update(state=state)
    recount(case)
    assert (case.next_due_what, case.next_due_on) == ("acknowledge", march(10))


def test_two_matters_at_two_stages_have_each_its_own_clock_and_one_acknowledgement():
    case = ask_for(a_running_case(matters=2, acknowledged_on=march(4)), 2, march(12), numbers=[2])
    rows = {row.matter: (row.stage, row.anchor_on) for row in case.deadlines.filter(what="reply")}
    assert rows == {1: (1, march(3)), 2: (2, march(12))}
    acknowledge = case.deadlines.get(what="acknowledge")
    assert (acknowledge.stage, acknowledge.anchor_on, acknowledge.met_on) == (2, march(12), None)


def test_a_procedure_of_two_stages_counts_a_third_as_its_last():
    case = ask_for(a_running_case(procedure="corporate_default"), 3, march(4))
    assert case.deadlines.get(what="reply").stage == 2


def test_a_matter_that_no_procedure_takes_still_has_its_case_acknowledged():
    case = a_running_case(decisions=[{"key": "matter:1", "suggested": "out_of_scope:other_body"}], procedure="")
    assert {row.what for row in case.deadlines.all()} == {"acknowledge"}


def test_looking_at_the_clocks_writes_nothing():
    case = a_running_case()
    StageRun.objects.all().delete()
    clocks_of(case, desk_procedures())
    assert not StageRun.objects.exists()


def test_counting_again_when_nothing_has_happened_moves_nothing():
    case = a_running_case(matters=2, acknowledged_on=march(4))
    again = count_rows(case, council=desk_council(), procedures=desk_procedures())
    assert find_moves(case, list(case.deadlines.all()), again, nothing_happened=True) == ()
    assert len(again) == case.deadlines.count()


def test_a_date_that_was_met_stays_as_it_was_met_when_the_way_changes():
    case = a_running_case(acknowledged_on=march(4))
    before = due(case, "acknowledge")
    case.matters.update(procedure="shropshire_children")
    recount(case)
    row = case.deadlines.get(what="acknowledge")
    assert (row.due_on, row.met_on) == (before, march(4))


def test_a_kept_date_has_the_receipt_the_core_writes():
    case = a_running_case()
    lines = receipt_lines(deadline_from(case.deadlines.get(what="reply")))
    assert lines[0] == "Reply (matter 1, stage 1): by Tuesday 17 March 2026"
    assert lines[-1].endswith("Tuesday 17 March 2026.")


class TestBeside:
    def _beside(self, words, **fields):
        case = a_running_case(**fields)
        make_mail(make_message(words), case=case, received_at=datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
        return {found.found.clock: found for found in clocks_beside_case(case)}

    def test_a_complaint_and_a_request_for_a_file_run_on_two_clocks(self):
        found = self._beside("Nobody visits us. I want a copy of my file.")
        assert [each.due_on for each in found["sar"].dates] == [date(2026, 8, 3), date(2026, 10, 1)]

    def test_a_machine_s_mail_asks_for_nothing(self):
        case = a_running_case()
        make_mail(make_message("This is a subject access request."), case=case, state="automatic")
        assert clocks_beside_case(case) == ()

    def test_words_somebody_else_wrote_below_ask_for_nothing(self):
        case = a_running_case()
        make_mail(make_message("See below.\n", quoted="> I want a copy of my file.\n"), case=case)
        assert clocks_beside_case(case) == ()

    def test_a_law_not_yet_in_force_is_named_and_counts_nothing(self):
        flag = {"key": "flag:data_protection", "suggested": "yes", "sureness": "sure"}
        case = a_running_case(decisions=[flag])
        (found,) = clocks_beside_case(case)
        assert (found.found.clock, found.dates) == ("dp_complaint", ())
        assert "19 June 2026" in found.not_in_force

    def test_a_flag_that_a_person_took_away_starts_no_clock(self):
        flag = {"key": "flag:data_protection", "suggested": "yes", "chosen": "no"}
        assert clocks_beside_case(a_running_case(decisions=[flag])) == ()

    def test_a_breach_is_passed_on_the_same_day_and_counted_in_hours(self):
        flag = {"key": "flag:data_protection", "suggested": "yes"}
        found = self._beside("You sent my letter to the wrong address.", decisions=[flag])
        by = {each.limit.what: each for each in found["breach"].dates}
        assert by["pass_on"].due_on == date(2026, 7, 1)
        assert by["notify"].due_at.astimezone(UTC) == datetime(2026, 7, 4, 9, 0, tzinfo=UTC)
