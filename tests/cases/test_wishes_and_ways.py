"""A matter between two decisions: asked for and split, finished and asked again, sent another way, decided twice."""

from datetime import timedelta

import pytest

from cases.errors import IncompleteError, NotNowError
from cases.models import Discretion, Outcome, Role
from cases.services import triage
from cases.services.matters import answering, escalating, parking, requests, rerouting, splitting, withdrawing
from cases.services.matters.splitting import Part
from cases.services.outcomes.deciding import decide_outcome
from tests.cases.clock_cases import a_running_case, at_day, due, march
from tests.cases.lives import acknowledged, answered, asked_by, decided, found, leave, matter, today, wish
from tests.factories import make_member

pytestmark = pytest.mark.django_db
PARTS = (
    Part(gist="Visits missed", route="corporate", evidence=tuple(range(20))),
    Part(gist="No answer", route="corporate"),
)


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _held(officer, manager):
    """Return a case whose corporate matter waits for a manager to say whether stage 2 is taken."""
    case = acknowledged(officer, manager, routes=("statutory", "corporate", "corporate"))
    case.matters.exclude(number=1).update(procedure="norfolk_foster_carers_old")
    case = answered(case, officer, numbers=(1, 2, 3))
    return escalating.escalate(**asked_by(case, officer), matters=[2], stage=2, request=wish(words="Unhappy."))


class TestAWishThatIsNotDecided:
    def test_its_matter_is_not_split_before(self, officer, manager):
        case = _held(officer, manager)
        with pytest.raises(NotNowError, match="waits for a manager's decision"):
            splitting.split_matter(**asked_by(case, officer), number=2, parts=PARTS, why="Two things.")
        assert matter(case, 2).state == "answered_1"

    def test_its_matter_is_not_put_with_another_before(self, officer, manager):
        case = _held(officer, manager)
        Outcome.objects.filter(matter__case=case).delete()
        with pytest.raises(NotNowError, match="waits for a manager's decision"):
            splitting.merge_matters(**asked_by(case, officer), numbers=[2], into=3, why="The same.")

    def test_it_is_agreed_to_afterwards_as_before(self, officer, manager):
        case = _held(officer, manager)
        row = matter(case, 2).requests.get()
        version = asked_by(case, manager)["version"]
        requests.decide_request(request_id=row.pk, version=version, member=manager, agree=True, why="Looked at.")
        assert matter(case, 2).state == "stage_2"

    def test_a_refusal_on_a_closed_case_brings_it_back_to_tell_the_person(self, officer, manager):
        case = _held(officer, manager)
        case = answering.finish_matters(**asked_by(case, officer), matters=[1, 2, 3], why="Done.")
        case = triage.file_case(**asked_by(case, officer), why="Nothing more.")
        row = matter(case, 2).requests.get()
        Discretion.objects.create(
            case=case, matter=2, question="next_stage", route="corporate", decision="not_take", why="x",
            decided_by=manager, decided_at=row.at,
        )  # fmt: skip
        case = requests.decide_request(
            request_id=row.pk, version=case.version, member=manager, agree=False, why="Looked at."
        )
        assert case.state == "triage"
        assert "refused" in case.waiting_for


class TestAFinishedMatter:
    @pytest.mark.parametrize(
        ("days", "is_late"), [pytest.param(0, False, id="last day"), pytest.param(1, True, id="after")]
    )
    def test_a_wish_after_the_person_s_own_time_is_late_still(self, officer, monkeypatch, days, is_late):
        case = a_running_case(acknowledged_on=march(5), state="acknowledged")
        decide_outcome(**asked_by(case, officer), number=1, stage="1", found=found(decided_on=march(9)))
        at_day(monkeypatch, march(10))
        answering.answer_stage(**asked_by(case, officer), matters=[1], stage=1, sent_on=march(10))
        last = due(case, "ask_for_next_stage")
        answering.finish_matters(**asked_by(case, officer), matters=[1], why="All done.")
        assert not case.deadlines.filter(what="ask_for_next_stage").exists()
        assert escalating.is_late_wish(case, matter(case), last + timedelta(days=days)) is is_late


class TestAnotherWay:
    def _go(self, case, member, route="statutory", number=2, **fields):
        return rerouting.reroute_matter(
            **asked_by(case, member), number=number, route=route, why="It is about her care.", **fields
        )

    def _answered(self, officer, manager):
        return answered(acknowledged(officer, manager, routes=("statutory", "corporate")), officer, numbers=(1, 2))

    @pytest.mark.parametrize(
        "fields", [pytest.param({}, id="where it is"), pytest.param({"stage": 1}, id="at stage 1")]
    )
    def test_a_reply_by_one_procedure_is_none_by_the_other(self, officer, manager, fields):
        case = self._go(self._answered(officer, manager), officer, **fields)
        row = case.deadlines.get(what="reply", matter=2)
        assert (matter(case).state, matter(case, 2).state) == ("answered_1", "stage_1")
        assert (row.procedure, row.met_on) == ("statutory_default", None)

    def test_what_no_procedure_takes_is_owed_no_reply(self, officer, manager):
        case = self._go(self._answered(officer, manager), officer, route="out_of_scope", reason="insurance_claim")
        assert matter(case, 2).state == "answered_1"
        assert not case.deadlines.filter(what="reply", met_on=None).exists()

    def test_the_person_is_told_of_a_parked_matter_too(self, officer, manager):
        case = acknowledged(officer, manager)
        on = today() + timedelta(days=20)
        why = "The hearing is on the 4th."
        case = parking.park(**asked_by(case, officer), matters=[1], reason="court", why=why, ask_again_on=on)
        assert case.state == "waiting"
        case = self._go(case, officer, "corporate", number=1)
        assert (case.state, matter(case).state) == ("triage", "parked")
        assert "Tell the person" in case.waiting_for


class TestAnOutcomeSavedTwice:
    def _case(self, officer, manager):
        case = acknowledged(officer, manager)
        decide_outcome(**asked_by(case, officer), number=1, stage="1", found=found(words="She was not told."))
        return case

    def test_the_same_finding_without_words_keeps_the_reasons_and_who_decided(self, officer, manager):
        case = self._case(officer, manager)
        decide_outcome(**asked_by(case, manager), number=1, stage="1", found=found())
        outcome = matter(case).outcomes.get()
        assert (outcome.words, outcome.decided_by) == ("She was not told.", officer)

    def test_more_words_are_kept_and_the_finding_stays_whose_it_was(self, officer, manager):
        case = self._case(officer, manager)
        decide_outcome(**asked_by(case, manager), number=1, stage="1", found=found(words="Twice not told."))
        outcome = matter(case).outcomes.get()
        assert (outcome.words, outcome.decided_by) == ("Twice not told.", officer)

    def test_another_finding_is_whose_who_decides_it(self, officer, manager):
        case = self._case(officer, manager)
        decide_outcome(**asked_by(case, manager), number=1, stage="1", found=found("not_upheld", words="She was told."))
        outcome = matter(case).outcomes.get()
        assert (outcome.words, outcome.decided_by) == ("She was told.", manager)


class TestNothingLeftToWriteAbout:
    def _withdrawn(self, officer):
        case = decided(officer)
        return withdrawing.withdraw(**asked_by(case, officer), matters=[1], words="Drop it.", said_on=today())

    def test_no_letter_is_written_about_what_was_all_withdrawn(self, officer):
        case = self._withdrawn(officer)
        with pytest.raises(IncompleteError) as refused:
            triage.save_decisions(**asked_by(case, officer), choices={}, write_letter=True)
        assert "close the case" in refused.value.missing["matters"]
        assert not case.letters.exclude(state="dropped").exists()

    def test_it_can_be_closed(self, officer):
        case = self._withdrawn(officer)
        assert triage.file_case(**asked_by(case, officer), why="They want no more of it.").state == "filed"

    def test_what_is_taken_up_again_is_written_about(self, officer, manager):
        case = self._withdrawn(officer)
        case = withdrawing.take_up_again(**asked_by(case, officer), matters=[1], why="She rang.")
        leave(case, officer, manager)
        case.refresh_from_db()
        assert case.state == "acknowledged"
