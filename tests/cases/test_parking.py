"""What waits for a court, the police or the person themselves: asked again on its day, never forgotten, no clock lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import events
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, Role, Task
from cases.services import triage
from cases.services.matters import parking, withdrawing
from cases.states import CaseState, MoveError
from tests.cases.lives import acknowledged, answered, asked_by, decided, leave, matter, today
from tests.cases.stories import a_mail, arrive
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _park(case, member, *, matters=(1,), days=30, reason="court", why="Hearing on Monday."):
    wanted = {"matters": list(matters), "reason": reason, "why": why, "ask_again_on": today() + timedelta(days=days)}
    return parking.park(**asked_by(case, member), **wanted)


def _withdraw(case, member, words="I want to drop it.", **fields):
    wanted = {"matters": [1], "words": words, "said_on": today()} | fields
    return withdrawing.withdraw(**asked_by(case, member), **wanted)


class TestParking:
    def test_a_case_of_which_everything_is_parked_waits(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        assert (matter(case).state, case.state) == ("parked", CaseState.WAITING)

    def test_one_open_matter_keeps_the_case_where_it_was(self, officer, manager):
        case = _park(acknowledged(officer, manager, routes=("statutory", "statutory")), officer)
        assert case.state == CaseState.ACKNOWLEDGED

    def test_what_a_procedure_takes_is_acknowledged_before_it_waits(self, officer):
        case = decided(officer, routes=("statutory", "out_of_scope:insurance_claim"))
        with pytest.raises(NotNowError, match="Acknowledge matter 1 first"):
            _park(case, officer)
        case = _park(case, officer, matters=(2,))
        assert (matter(case, 2).state, case.state) == ("parked", CaseState.LETTER)
        assert case.deadlines.filter(what="acknowledge", met_on=None).exists()

    def test_it_waits_as_soon_as_the_acknowledgement_has_left(self, officer, manager):
        case = decided(officer, routes=("statutory", "out_of_scope:insurance_claim"))
        case = _withdraw(_park(case, officer, matters=(2,)), officer)
        leave(case, officer, manager)
        case.refresh_from_db()
        assert case.state == CaseState.WAITING

    def test_on_its_day_it_comes_back_once(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        day = today() + timedelta(days=30)
        assert parking.wake_due(day - timedelta(days=1)) == 0
        assert parking.wake_due(day) == 1
        assert parking.wake_due(day) == 0
        case.refresh_from_db()
        assert (case.state, case.waiting_for) == (CaseState.TRIAGE, parking.LOOK_AGAIN)
        assert matter(case).state == "parked"
        assert case.events.filter(verb="parking_due").count() == 1

    def test_a_day_missed_while_nothing_ran_is_asked_about_all_the_same(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        assert parking.wake_due(today() + timedelta(days=300)) == 1
        case.refresh_from_db()
        assert case.state == CaseState.TRIAGE

    def test_still_going_on_it_waits_for_another_day(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        parking.wake_due(today() + timedelta(days=30))
        again = today() + timedelta(days=60)
        wanted = {"matters": [1], "ask_again_on": again, "why": "The court wrote."}
        case = parking.ask_again(**asked_by(case, officer), **wanted)
        assert case.state == CaseState.WAITING
        assert case.parkings.get().ask_again_on == again
        assert parking.wake_due(again) == 1

    def test_while_nobody_has_answered_it_does_not_slip_back(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        parking.wake_due(today() + timedelta(days=30))
        case.refresh_from_db()
        case = triage.save_decisions(**asked_by(case, officer), choices={}, note="Rang the court.")
        assert case.state == CaseState.TRIAGE

    def test_a_mail_that_joins_it_brings_it_back(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        name = f"Joan Ashby <{case.person_address}>"
        words = "The court has decided. Please go on."
        arrive(a_mail(words, subject=f"Re: Your complaint, reference {case.reference}", From=name))
        case.refresh_from_db()
        assert case.state == CaseState.TRIAGE

    def test_when_it_has_ended_the_matter_goes_on_where_it_was_with_its_clock(self, officer, manager):
        case = acknowledged(officer, manager)
        due = case.deadlines.get(what="reply").due_on
        case = parking.unpark(**asked_by(_park(case, officer), officer), matters=[1], why="Judgment given.")
        assert (matter(case).state, case.state) == ("stage_1", CaseState.TRIAGE)
        assert case.deadlines.get(what="reply").due_on == due
        assert case.parkings.get().how_ended == "Judgment given."

    def test_an_answered_matter_goes_on_as_answered(self, officer, manager):
        case = _park(answered(acknowledged(officer, manager), officer), officer)
        case = parking.unpark(**asked_by(case, officer), matters=[1], why="Ended.")
        assert matter(case).state == "answered_1"

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"days": 0}, id="today"),
            pytest.param({"days": -1}, id="yesterday"),
            pytest.param({"days": 93}, id="more than three months ahead"),
            pytest.param({"reason": "weather"}, id="no such reason"),
            pytest.param({"why": " "}, id="no words"),
            pytest.param({"matters": ()}, id="no matter"),
            pytest.param({"matters": (9,)}, id="no such matter"),
        ],
    )
    def test_these_are_refused(self, officer, fields):
        case = decided(officer)
        with pytest.raises(IncompleteError):
            _park(case, officer, **fields)
        assert not case.parkings.exists()

    def test_only_what_is_parked_goes_on(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(NotNowError):
            parking.unpark(**asked_by(case, officer), matters=[1], why="Ended.")

    def test_what_is_parked_is_not_parked_again(self, officer, manager):
        case = _park(acknowledged(officer, manager), officer)
        with pytest.raises(NotNowError, match="parked already"):
            _park(case, officer)
        assert case.parkings.count() == 1

    def test_what_has_ended_is_not_parked(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer)
        with pytest.raises(MoveError):
            _park(case, officer)


class TestWithdrawing:
    def test_their_own_words_and_day_are_kept(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer, mail_id=None)
        step = matter(case).steps.get(verb="withdrawn")
        assert (matter(case).state, step.why, step.on) == ("withdrawn", "I want to drop it.", today())
        assert matter(case).outcomes.get().finding == "withdrawn"
        assert not case.deadlines.filter(what="reply").exists()

    def test_nothing_is_closed_by_itself(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer)
        assert case.state == CaseState.TRIAGE
        assert "close the case" in case.waiting_for

    @pytest.mark.parametrize(
        "words",
        [
            "My carer said I have to stop this.",
            "I was told to withdraw it.",
            "She made me write this.",
            "I am not allowed to complain.",
            "I don't want to get into trouble.",
            "Please stop, I am scared.",
            "Please drop it or else I lose contact.",
        ],
    )
    def test_words_behind_which_somebody_may_stand_ask_a_manager_to_look(self, officer, manager, words):
        case = _withdraw(acknowledged(officer, manager), officer, words)
        assert Task.objects.get(case=case, kind="withdrawal").state == "open"
        assert case.events.get(verb="matters_withdrawn").facts["looked_into"] == "told_to"

    @pytest.mark.parametrize(
        "words",
        ["It is sorted now, thank you.", "I want to drop it, she came yesterday.", "We spoke and I am happy."],
    )
    def test_a_plain_withdrawal_asks_nobody(self, officer, manager, words):
        case = _withdraw(acknowledged(officer, manager), officer, words)
        assert not Task.objects.filter(case=case, kind="withdrawal").exists()

    def test_a_child_s_withdrawal_is_always_looked_at(self, officer, manager):
        case = acknowledged(officer, manager)
        Case.objects.filter(pk=case.pk).update(is_young_person=True)
        case = _withdraw(case, officer, "It is sorted.")
        assert case.events.get(verb="matters_withdrawn").facts["looked_into"] == "child"

    def test_a_person_may_say_that_it_is_not_their_own_wish(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer, "All fine.", told_to=True)
        assert Task.objects.filter(case=case, kind="withdrawal").exists()

    def test_a_second_withdrawal_asks_a_second_time(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer, told_to=True)
        case = withdrawing.take_up_again(**asked_by(case, officer), matters=[1], why="She rang.")
        assert matter(case).state == "stage_1"
        assert not matter(case).outcomes.exists()
        case = _withdraw(case, officer, told_to=True)
        assert Task.objects.filter(case=case, kind="withdrawal").count() == 2

    def test_a_parked_matter_that_is_withdrawn_is_asked_about_no_more(self, officer, manager):
        case = _withdraw(_park(acknowledged(officer, manager), officer), officer)
        assert case.parkings.get().ended_on == today()
        assert parking.wake_due(today() + timedelta(days=90)) == 0

    def test_an_answered_matter_taken_up_again_is_answered_still(self, officer, manager):
        case = _withdraw(answered(acknowledged(officer, manager), officer), officer)
        case = withdrawing.take_up_again(**asked_by(case, officer), matters=[1], why="They thought again.")
        assert matter(case).state == "answered_1"
        assert matter(case).outcomes.get().finding == "upheld"

    def test_a_draft_about_nothing_is_set_aside(self, officer):
        case = _withdraw(decided(officer), officer)
        assert case.state == CaseState.TRIAGE
        assert not case.letters.exclude(state="dropped").exists()

    def test_words_and_a_day_are_needed(self, officer):
        case = decided(officer)
        for fields in ({"words": " "}, {"said_on": today() + timedelta(days=1)}):
            with pytest.raises(IncompleteError):
                _withdraw(case, officer, **fields)

    def test_its_events_hold_no_words(self, officer, manager):
        case = _withdraw(acknowledged(officer, manager), officer, "Zebra.")
        assert "Zebra" not in str(list(case.events.values_list("facts", flat=True)))
        assert events.broken_links(f"case:{case.pk}") == []


@given(st.text(alphabet="abc '’.\n", max_size=80))
def test_the_signs_of_pressure_are_never_found_in_words_that_hold_none(words):
    assert withdrawing.PRESSED.search(words) is None
