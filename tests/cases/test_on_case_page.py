"""What the page of a case may change of matters that are on their way, and what a letter has told the person of."""

from datetime import date

import pytest

from cases.errors import IncompleteError
from cases.matters import letter_matters
from cases.models import Role
from cases.services import triage
from cases.services.letter_rows import note_told
from cases.services.triage import Choice
from config.packs import load_procedures
from tests.cases.clock_cases import a_running_case, ask_for, march
from tests.cases.lives import asked_by
from tests.cases.stories import judge_all
from tests.factories import make_case, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(role=Role.MANAGER)


def _case(*, state="acknowledged", **fields):
    return a_running_case(acknowledged_on=march(4), state=state, **fields)


def _save(case, member, *, write_letter=False, **choices):
    given = {key.replace("_", ":", 1): Choice(value) for key, value in choices.items()}
    return triage.save_decisions(**asked_by(case, member), choices=given, write_letter=write_letter)


def _add(case, member, route="corporate", reason=""):
    return triage.add_matter(**asked_by(case, member), gist="The taxi stopped", route=route, reason=reason)


class TestAMatterThatHasEnded:
    @pytest.mark.parametrize("state", ["not_taken", "withdrawn", "finished", "merged", "split"])
    def test_gets_no_other_route_here(self, member, state):
        case = _case(matters=2)
        case.matters.filter(number=2).update(state=state)
        with pytest.raises(IncompleteError) as refused:
            _save(case, member, matter_2="corporate")
        assert "Matters and stages" in refused.value.missing["matter:2"]
        assert case.matters.get(number=2).route == "statutory"

    def test_may_be_said_again_as_it_is(self, member):
        case = _case(matters=2)
        case.matters.filter(number=2).update(state="withdrawn")
        assert (
            _save(case, member, matter_1="corporate", matter_2="statutory").matters.get(number=1).route == "corporate"
        )

    def test_is_not_asked_for_before_a_letter(self, member):
        case = _case(matters=2)
        case.matters.filter(number=2).update(state="withdrawn")
        chosen = {"kind": "complaint", "stage": "1", "matter_1": "statutory"}
        assert _save(case, member, write_letter=True, **chosen).state == "letter"


class TestAClosedCase:
    def test_opens_with_a_matter_that_is_added(self, member):
        case = _case(state="filed")
        case.matters.update(state="finished")
        case = _add(case, member)
        assert (case.state, case.waiting_for) == ("triage", triage.ADDED)

    def test_opens_when_it_is_a_complaint_after_all(self, member):
        case = make_case(kind="service_request", state="filed")
        assert _save(case, member, kind="complaint").state == "triage"

    def test_stays_closed_when_nothing_of_it_is_open(self, member):
        case = _case(state="filed")
        case.matters.update(state="finished")
        case = _save(case, member, flag_media="no")
        assert (case.state, case.waiting_for) == ("filed", "")

    def test_stays_closed_when_it_is_no_complaint(self, member):
        case = make_case(kind="service_request", state="filed")
        assert _save(case, member, flag_media="no").state == "filed"


class TestAMatterIsAdded:
    def test_an_acknowledged_case_comes_back_so_that_the_person_is_told(self, member):
        case = _add(_case(), member)
        assert (case.state, case.waiting_for) == ("triage", triage.ADDED)

    def test_before_the_first_letter_there_is_nobody_to_tell(self, member):
        assert _add(a_running_case(), member).waiting_for == ""


class TestAStageThatIsChosenHere:
    def test_is_refused_where_a_manager_must_agree_first(self, member, monkeypatch):
        gated = load_procedures()["norfolk_foster_carers_old"]
        monkeypatch.setattr(triage, "procedure_for", lambda *_, **__: gated)
        case = _case(procedure=gated.id)
        with pytest.raises(IncompleteError) as refused:
            _save(case, member, stage="2")
        assert "A manager must agree to stage 2 for matter 1" in refused.value.missing["stage"]
        case.refresh_from_db()
        assert (case.stage, case.matters.get().state) == ("1", "stage_1")

    def test_needs_nobody_s_leave_in_the_children_s_procedure(self, member):
        case = _save(_case(), member, stage="2")
        assert (case.stage, case.matters.get().state) == ("2", "stage_2")

    def test_does_not_take_back_one_that_was_answered(self, member):
        case = ask_for(_case(), 2, march(18))
        case.matters.update(state="answered_2")
        with pytest.raises(IncompleteError) as refused:
            _save(case, member, stage="1")
        assert "Stage 2 was answered for matter 1" in refused.value.missing["stage"]
        assert case.matters.get().state == "answered_2"


class TestALetterOfALaterStage:
    """Matter 1 is at stage 2; matter 2 came in beside it and no procedure takes it."""

    @pytest.fixture
    def case(self):
        case = ask_for(_case(matters=2), 2, date(2026, 4, 20), numbers=[1])
        case.matters.filter(number=2).update(route="out_of_scope", reason="insurance_claim", procedure="")
        return case

    def test_speaks_of_what_nobody_was_told_of_yet(self, case):
        assert [matter.number for matter in letter_matters(case)] == [1, 2]

    @pytest.mark.parametrize("state", ["not_taken", "parked", "withdrawn", "finished"])
    def test_is_silent_about_what_they_know(self, case, state):
        case.matters.filter(number=2).update(state=state)
        assert [matter.number for matter in letter_matters(case)] == [1]

    def test_is_silent_about_another_that_is_at_stage_1(self, case):
        case.matters.filter(number=2).update(route="corporate", reason="")
        assert [matter.number for matter in letter_matters(case)] == [1]

    def test_ends_what_it_turned_away(self, case):
        note_told(case)
        assert case.matters.get(number=2).state == "not_taken"

    def test_can_be_written_about_both(self, case, member):
        case.state = "triage"
        case.save()
        chosen = {
            "kind": "complaint",
            "stage": "2",
            "matter_1": "statutory",
            "matter_2": "out_of_scope:insurance_claim",
        }
        case = _save(judge_all(_save(case, member, **chosen), member), member, write_letter=True, **chosen)
        assert case.letters.get().letter == "L04"
