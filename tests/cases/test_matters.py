"""A matter's life: split, merged, sent another way, escalated, answered, taken up again; nothing is lost on the way."""

from datetime import timedelta

import pytest

from cases import events
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.letter_case import letter_case
from cases.models import Case, Discretion, ExtensionRow, MatterStep, PauseRow, Role, Task
from cases.services import triage
from cases.services.matters import answering, escalating, requests, rerouting, splitting, withdrawing
from cases.services.matters.settling import note_told
from cases.services.matters.splitting import Part
from cases.states import CaseState
from tests.cases.lives import acknowledged, answered, asked_by, decided, escalated, leave, matter, today, wish
from tests.cases.stories import written
from tests.factories import make_alert, make_member

pytestmark = pytest.mark.django_db
EVERYTHING = tuple(range(20))
TWO = (
    Part(gist="Visits missed", route="statutory", evidence=EVERYTHING),
    Part(gist="Letters not answered", route="corporate"),
)


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _states(case: Case) -> dict[int, str]:
    return dict(case.matters.values_list("number", "state"))


def _due(case: Case, number: int, what: str = "reply"):
    return case.deadlines.filter(matter=number, what=what).values_list("due_on", flat=True).first()


def _split(case, member, *, parts=TWO, why="Two things.", number=1):
    return splitting.split_matter(**asked_by(case, member), number=number, parts=parts, why=why)


def _to_gated(case, number=2):
    """Let a matter go by a procedure whose second stage the council must agree to."""
    row = matter(case, number)
    row.route, row.procedure = "corporate", "norfolk_foster_carers_old"
    row.save()


class TestSplitting:
    def test_each_part_goes_its_own_way_with_its_own_date(self, officer, manager):
        case = _split(acknowledged(officer, manager), officer)
        assert _states(case) == {1: "split", 2: "stage_1", 3: "stage_1"}
        assert [m.split_from.number for m in case.matters.exclude(number=1)] == [1, 1]
        assert _due(case, 1) is None
        rows = case.deadlines.filter(what="reply").order_by("matter").values_list("matter", "procedure")
        assert list(rows) == [(2, "statutory_default"), (3, "corporate_default")]

    def test_evidence_is_divided_and_none_of_it_lost(self, officer):
        case = decided(officer)
        before = matter(case).evidence
        case = _split(case, officer)
        assert matter(case, 2).evidence == before
        assert matter(case, 3).evidence == []

    def test_a_piece_of_evidence_in_no_part_is_named(self, officer):
        case = decided(officer)
        row = matter(case)
        row.evidence = [{"where": "body", "start": 0, "end": 4, "quote": "She left"}]
        row.save()
        with pytest.raises(IncompleteError, match="She left"):
            _split(case, officer, parts=(Part(gist="a", route="statutory"), Part(gist="b", route="corporate")))
        assert _states(case) == {1: "stage_1"}

    def test_a_pause_and_an_extension_go_with_every_part(self, officer, manager):
        case = acknowledged(officer, manager)
        values = {"case": case, "stage": 1, "matter": 1, "why": "They asked us to wait."}
        PauseRow.objects.create(**values, code="asked", from_on=today(), paused_by=officer)
        case = _split(case, officer)
        assert sorted(case.pauses.values_list("matter", flat=True)) == [1, 2, 3]
        assert all(row.due_on is None for row in case.deadlines.filter(what="reply"))

    def test_an_answered_matter_s_parts_keep_its_outcome_and_its_day(self, officer, manager):
        case = _split(answered(acknowledged(officer, manager), officer), officer)
        assert _states(case) == {1: "split", 2: "answered_1", 3: "answered_1"}
        assert [part.outcomes.get().finding for part in case.matters.exclude(number=1)] == ["upheld", "upheld"]
        assert case.deadlines.get(what="reply", matter=2).met_on == today()

    def test_the_letter_that_is_drafted_speaks_of_the_parts(self, officer):
        case = _split(decided(officer), officer)
        assert [m.number for m in letter_case(case).assessment.matters] == [2, 3]
        assert case.state == CaseState.LETTER

    def test_nothing_is_left_to_decide_about_the_old_one(self, officer, manager):
        case = _split(decided(officer), officer)
        leave(case, officer, manager)
        case.refresh_from_db()
        assert case.state == CaseState.ACKNOWLEDGED

    @pytest.mark.parametrize(
        ("parts", "why"),
        [
            pytest.param(TWO, " ", id="no reason"),
            pytest.param(TWO[:1], "Why", id="one part"),
            pytest.param((), "Why", id="no part"),
            pytest.param((TWO[0], Part(gist=" ", route="corporate")), "Why", id="a part without words"),
            pytest.param((TWO[0], Part(gist="b", route="nowhere")), "Why", id="no such route"),
            pytest.param((TWO[0], Part(gist="b", route="out_of_scope")), "Why", id="out of scope without a reason"),
        ],
    )
    def test_these_are_refused(self, officer, parts, why):
        case = decided(officer)
        with pytest.raises(IncompleteError):
            _split(case, officer, parts=parts, why=why)
        assert case.matters.count() == 1

    def test_what_was_split_is_not_split_again(self, officer):
        case = _split(decided(officer), officer)
        with pytest.raises(NotNowError, match="lives on in 2 and 3"):
            _split(case, officer)


class TestMerging:
    def _merge(self, case, member, *, into=1, numbers=(1, 2), why="The same thing."):
        return splitting.merge_matters(**asked_by(case, member), numbers=numbers, into=into, why=why)

    def test_what_was_merged_names_where_it_went(self, officer, manager):
        case = self._merge(acknowledged(officer, manager, routes=("statutory", "statutory")), officer)
        assert _states(case) == {1: "stage_1", 2: "merged"}
        assert matter(case, 2).merged_into.number == 1
        assert _due(case, 1)
        assert _due(case, 2) is None

    @pytest.mark.parametrize(
        "routes",
        [
            pytest.param(("statutory", "corporate"), id="different procedures"),
            pytest.param(("statutory", "out_of_scope:insurance_claim"), id="one is out of scope"),
        ],
    )
    def test_matters_that_go_different_ways_stay_apart(self, officer, routes):
        case = decided(officer, routes=routes)
        with pytest.raises(NotNowError, match="different ways"):
            self._merge(case, officer)

    def test_matters_at_different_stages_stay_apart(self, officer, manager):
        case = answered(acknowledged(officer, manager, routes=("statutory", "statutory")), officer)
        with pytest.raises(NotNowError, match="same stage"):
            self._merge(case, officer)

    def test_what_was_answered_apart_stays_apart(self, officer, manager):
        case = answered(acknowledged(officer, manager, routes=("statutory",) * 2), officer, numbers=(1, 2))
        with pytest.raises(NotNowError, match="answered"):
            self._merge(case, officer)

    def test_an_extension_of_one_is_not_lost_in_the_other(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "statutory"))
        values = {"case": case, "stage": 1, "matter": 2, "why": "x", "told_on": today(), "decided_by": officer}
        ExtensionRow.objects.create(**values, until_on=today() + timedelta(days=20), at=case.received_at)
        with pytest.raises(NotNowError, match="paused or extended apart"):
            self._merge(case, officer)


class TestRerouting:
    def _go(self, case, member, route="corporate", **fields):
        values = {"number": 1, "route": route, "why": "It is about a bill."} | fields
        return rerouting.reroute_matter(**asked_by(case, member), **values)

    def test_dates_follow_and_what_was_before_is_kept(self, officer, manager):
        case = acknowledged(officer, manager)
        case = self._go(case, officer)
        assert case.deadlines.get(what="reply").procedure == "corporate_default"
        step = matter(case).steps.get(verb="rerouted")
        assert (step.from_route, step.to_route, step.why) == ("statutory", "corporate", "It is about a bill.")
        assert case.decisions.get(key="matter:1").value == "corporate"

    def test_the_team_must_tell_the_person(self, officer, manager):
        case = self._go(acknowledged(officer, manager), officer)
        assert case.state == CaseState.TRIAGE
        assert "Tell the person" in case.waiting_for

    def test_a_matter_turned_away_comes_into_a_procedure(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "out_of_scope:insurance_claim"))
        assert _states(case) == {1: "stage_1", 2: "not_taken"}
        case = self._go(case, officer, "statutory", number=2)
        assert matter(case, 2).state == "stage_1"
        assert _due(case, 2)

    def test_a_stage_that_the_new_procedure_has_not_must_be_chosen(self, officer, manager):
        case = acknowledged(officer, manager)
        for stage in (2, 3):
            case = escalated(case, officer, stage=stage)
        with pytest.raises(IncompleteError, match="no stage 3"):
            self._go(case, officer)
        case = self._go(case, officer, stage=2)
        assert (matter(case).state, matter(case).stage) == ("stage_2", 2)
        assert _due(case, 1)

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"route": "statutory"}, id="the same way"),
            pytest.param({"why": " "}, id="no reason"),
            pytest.param({"route": "nowhere"}, id="no such route"),
            pytest.param({"route": "out_of_scope"}, id="out of scope without a reason"),
            pytest.param({"number": 9}, id="no such matter"),
        ],
    )
    def test_these_are_refused(self, officer, fields):
        case = decided(officer)
        with pytest.raises(IncompleteError):
            self._go(case, officer, **fields)
        assert matter(case).route == "statutory"


class TestEscalating:
    def test_the_next_stage_begins_on_the_day_it_was_asked_for(self, officer, manager):
        case = escalated(answered(acknowledged(officer, manager), officer), officer)
        assert _states(case) == {1: "stage_2"}
        assert (case.state, case.stage, case.acknowledged_on) == (CaseState.TRIAGE, "2", None)
        assert case.stage_runs.get(stage=2).requested_on == today()
        row = case.deadlines.get(what="reply", matter=1)
        assert (row.stage, row.met_on) == (2, None)

    def test_only_the_matters_chosen_go_on(self, officer, manager):
        case = answered(acknowledged(officer, manager, routes=("statutory",) * 2), officer, numbers=(1, 2))
        case = escalated(case, officer)
        assert _states(case) == {1: "stage_2", 2: "answered_1"}
        assert [m.number for m in letter_case(case).assessment.matters] == [1]

    def test_the_second_acknowledgement_is_a_letter_of_its_own(self, officer, manager):
        case = escalated(answered(acknowledged(officer, manager), officer), officer)
        leave(case, officer, manager)
        case.refresh_from_db()
        assert case.state == CaseState.ACKNOWLEDGED
        assert case.acknowledged_on == today()

    def test_a_missed_limit_needs_no_answer_and_no_reason(self, officer, manager):
        case = acknowledged(officer, manager)
        request = wish(after_missed_limit=True)
        case = escalating.escalate(**asked_by(case, officer), matters=[1], stage=2, request=request)
        assert case.stage_runs.get(stage=2).after_missed_limit

    def test_a_stage_neither_answered_nor_late_needs_a_reason(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(IncompleteError, match="not over"):
            escalating.escalate(**asked_by(case, officer), matters=[1], stage=2, request=wish())

    def test_a_late_wish_goes_on_all_the_same(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        case.deadlines.filter(what="ask_for_next_stage").update(due_on=today() - timedelta(days=1))
        assert escalating.is_late_wish(case, matter(case), today())
        case = escalated(case, officer)
        assert _states(case) == {1: "stage_2"}

    def test_a_statutory_stage_has_no_gate(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        escalating.escalate(**asked_by(case, officer), matters=[1], stage=2, request=wish())
        assert not matter(case).requests.exists()

    @pytest.mark.parametrize(
        ("route", "stage", "words"),
        [
            pytest.param("statutory", 3, "the next is 2", id="a stage left out"),
            pytest.param("statutory", 1, "the next is 2", id="the stage it is at"),
            pytest.param("out_of_scope:insurance_claim", 2, "No procedure", id="out of scope"),
        ],
    )
    def test_these_are_refused(self, officer, route, stage, words):
        case = decided(officer, routes=("statutory", route))
        with pytest.raises(NotNowError, match=words):
            escalating.escalate(**asked_by(case, officer), matters=[2], stage=stage, request=wish(words="So."))

    def test_after_the_last_stage_comes_the_ombudsman(self, officer, manager):
        case = escalated(acknowledged(officer, manager, routes=("statutory", "corporate")), officer, numbers=(2,))
        with pytest.raises(NotNowError, match="ombudsman"):
            escalated(case, officer, numbers=(2,), stage=3)

    def test_a_day_to_come_is_refused(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        request = wish(requested_on=today() + timedelta(days=1))
        with pytest.raises(IncompleteError, match="still to come"):
            escalating.escalate(**asked_by(case, officer), matters=[1], stage=2, request=request)


class TestGate:
    def _held(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "corporate"))
        _to_gated(case)
        case = answered(case, officer, numbers=(2,))
        return escalating.escalate(
            **asked_by(case, officer), matters=[2], stage=2, request=wish(words="They are unhappy.")
        )

    def _decide(self, case, member, *, agree):
        row = matter(case, 2).requests.get()
        case.refresh_from_db()
        return requests.decide_request(
            request_id=row.pk, version=case.version, member=member, agree=agree, why="Looked at."
        )

    def test_a_gate_waits_for_a_manager_and_says_so_in_a_task(self, officer, manager):
        case = self._held(officer, manager)
        assert _states(case) == {1: "stage_1", 2: "answered_1"}
        assert matter(case, 2).requests.get().state == "pending"
        assert Task.objects.get(case=case, kind="stage_request").state == "open"

    def test_a_gate_needs_what_they_ask_for(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "corporate"))
        _to_gated(case)
        case = answered(case, officer, numbers=(2,))
        with pytest.raises(IncompleteError, match="decide"):
            escalating.escalate(**asked_by(case, officer), matters=[2], stage=2, request=wish())

    def test_an_officer_does_not_decide(self, officer, manager):
        case = self._held(officer, manager)
        with pytest.raises(NotAllowedError):
            self._decide(case, officer, agree=True)

    def test_agreed_it_counts_from_the_day_it_was_asked_for(self, officer, manager):
        case = self._decide(self._held(officer, manager), manager, agree=True)
        assert _states(case) == {1: "stage_1", 2: "stage_2"}
        assert case.stage_runs.get(stage=2).requested_on == today()
        assert Task.objects.get(case=case, kind="stage_request").state == "done"

    def test_no_refusal_without_its_judgement(self, officer, manager):
        case = self._held(officer, manager)
        with pytest.raises(IncompleteError, match="considered"):
            self._decide(case, manager, agree=False)
        assert matter(case, 2).requests.get().state == "pending"

    def test_refused_the_matter_stays_and_the_person_is_told(self, officer, manager):
        case = self._held(officer, manager)
        Discretion.objects.create(
            case=case, matter=2, question="next_stage", route="corporate", decision="not_take", why="x",
            decided_by=manager, decided_at=matter(case, 2).requests.get().at,
        )  # fmt: skip
        case = self._decide(case, manager, agree=False)
        assert _states(case) == {1: "stage_1", 2: "answered_1"}
        assert case.state == CaseState.TRIAGE
        assert "refused" in case.waiting_for

    def test_what_was_decided_is_not_decided_again(self, officer, manager):
        case = self._decide(self._held(officer, manager), manager, agree=True)
        with pytest.raises(NotNowError):
            self._decide(case, manager, agree=True)

    def test_a_late_wish_waits_only_where_a_person_wants_that(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        case.deadlines.filter(what="ask_for_next_stage").update(due_on=today() - timedelta(days=1))
        request = wish(ask_first=True, words="Six months late.")
        case = escalating.escalate(**asked_by(case, officer), matters=[1], stage=2, request=request)
        assert matter(case).requests.get().why_asked == "late"
        assert _states(case) == {1: "answered_1"}


class TestAnswering:
    def test_no_answer_without_an_outcome_for_each_matter(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "statutory"))
        case = answered(case, officer)
        with pytest.raises(IncompleteError, match="matter 2"):
            answering.answer_stage(**asked_by(case, officer), matters=[2], stage=1, sent_on=today())

    def test_the_reply_is_met_on_the_day_it_left(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        assert _states(case) == {1: "answered_1"}
        assert case.deadlines.get(what="reply", matter=1).met_on == today()
        assert _due(case, 1, "ask_for_next_stage")

    def test_a_matter_that_waits_for_no_reply_is_not_answered(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        with pytest.raises(NotNowError):
            answering.answer_stage(**asked_by(case, officer), matters=[1], stage=1, sent_on=today())

    @pytest.mark.parametrize("days", [pytest.param(1, id="to come"), pytest.param(-3, id="before it was received")])
    def test_on_a_day_that_cannot_be_nothing_is_answered(self, officer, manager, days):
        case = acknowledged(officer, manager)
        sent_on = today() + timedelta(days=days)
        with pytest.raises(IncompleteError):
            answering.answer_stage(**asked_by(case, officer), matters=[1], stage=1, sent_on=sent_on)

    def test_finished_needs_an_outcome_and_can_be_taken_up_again(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(IncompleteError, match="outcome"):
            answering.finish_matters(**asked_by(case, officer), matters=[1], why="All done.")
        case = answering.finish_matters(**asked_by(answered(case, officer), officer), matters=[1], why="All done.")
        assert (_states(case), case.state) == ({1: "finished"}, CaseState.TRIAGE)
        case = withdrawing.take_up_again(**asked_by(case, officer), matters=[1], why="It was not done.")
        assert _states(case) == {1: "stage_1"}
        assert case.deadlines.get(what="reply", matter=1).met_on is None

    def test_turned_away_without_a_letter_only_out_of_scope(self, officer):
        case = decided(officer, routes=("statutory", "out_of_scope:insurance_claim"))
        with pytest.raises(NotNowError, match="A procedure takes matter 1"):
            answering.not_take(**asked_by(case, officer), matters=[1, 2], why="Nobody to write to.")
        case = answering.not_take(**asked_by(case, officer), matters=[2], why="Nobody to write to.")
        assert _states(case) == {1: "stage_1", 2: "not_taken"}


class TestOmbudsman:
    def test_there_and_back_to_a_stage(self, officer, manager):
        case = answered(acknowledged(officer, manager), officer)
        case = escalating.go_to_ombudsman(**asked_by(case, officer), matters=[1], on=today())
        assert (_states(case), case.state) == ({1: "ombudsman"}, CaseState.WAITING)
        assert _due(case, 1) is None
        why = "Investigate at stage 2."
        case = escalating.come_back(**asked_by(case, officer), matters=[1], stage=2, on=today(), why=why)
        assert (_states(case), case.state) == ({1: "stage_2"}, CaseState.TRIAGE)
        assert _due(case, 1)

    def test_what_had_ended_can_go_there(self, officer, manager):
        case = withdrawing.withdraw(
            **asked_by(acknowledged(officer, manager), officer), matters=[1], words="Drop it.", said_on=today()
        )
        case = escalating.go_to_ombudsman(**asked_by(case, officer), matters=[1], on=today())
        assert _states(case) == {1: "ombudsman"}

    def test_only_what_is_there_comes_back(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(NotNowError):
            escalating.come_back(**asked_by(case, officer), matters=[1], stage=2, on=today(), why="Why")


class TestClosing:
    def test_a_complaint_is_closed_only_when_every_matter_has_ended(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(IncompleteError, match="matter 1"):
            triage.file_case(**asked_by(case, officer), why="Nothing more.")
        case = answering.finish_matters(**asked_by(answered(case, officer), officer), matters=[1], why="Done.")
        case = triage.file_case(**asked_by(case, officer), why="Nothing more.")
        assert case.state == CaseState.FILED

    def test_a_letter_that_turns_a_matter_away_ends_it(self, officer, manager):
        case = acknowledged(officer, manager, routes=("statutory", "out_of_scope:insurance_claim"))
        assert _states(case) == {1: "stage_1", 2: "not_taken"}

    @pytest.mark.parametrize("has_day", [pytest.param(True, id="with a day"), pytest.param(False, id="without a day")])
    def test_what_is_turned_away_only_for_now_waits_for_its_day_or_asks_for_one(self, officer, manager, has_day):
        case = decided(officer, routes=("statutory", "out_of_scope:insurance_claim"))
        case.matters.filter(number=2).update(reason="court_proceedings")
        on = today() + timedelta(days=40)
        Discretion.objects.create(
            case=case, matter=2, question="court_proceedings", route="out_of_scope", decision="not_take", why="Hearing.",
            decided_by=manager, decided_at=case.received_at, ask_again_on=on if has_day else None,
        )  # fmt: skip
        note_told(case)
        assert matter(case, 2).state == ("parked" if has_day else "stage_1")
        assert Task.objects.filter(case=case, kind="park").exists() is not has_day
        if has_day:
            assert case.parkings.get().ask_again_on == on


class TestWho:
    def test_an_administrator_changes_nothing(self, officer, manager):
        case = acknowledged(officer, manager)
        with pytest.raises(NotAllowedError):
            _split(case, make_member(role=Role.ADMINISTRATOR))

    def test_a_stale_page_overwrites_nothing(self, officer, manager):
        case = acknowledged(officer, manager)
        wanted = asked_by(case, officer)
        _split(case, officer)
        with pytest.raises(StaleError):
            escalating.go_to_ombudsman(**wanted, matters=[2], on=today())

    def test_while_a_letter_is_at_the_signer_nothing_it_speaks_of_changes(self, officer):
        case = decided(officer)
        written(case, officer)
        with pytest.raises(NotNowError, match="Return or stop it first"):
            _split(case, officer)

    def test_a_message_of_another_case_is_refused(self, officer, manager):
        case, other = acknowledged(officer, manager), acknowledged(officer, manager)
        with pytest.raises(IncompleteError, match="message of this case"):
            escalating.go_to_ombudsman(
                **asked_by(case, officer), matters=[1], on=today(), mail_id=other.mails.first().pk
            )

    def test_every_change_is_a_link_of_an_unbroken_chain_without_words(self, officer, manager):
        case = _split(acknowledged(officer, manager), officer, why="Zebra.")
        event = case.events.get(verb="matter_split")
        assert event.facts == {"matter": 1, "into": [2, 3]}
        assert "Zebra" not in str(list(case.events.values_list("facts", flat=True)))
        assert events.broken_links(f"case:{case.pk}") == []
        assert MatterStep.objects.filter(matter__case=case, verb="split").get().why == "Zebra."

    def test_an_open_alert_stays_whatever_becomes_of_the_matter(self, officer, manager):
        case = acknowledged(officer, manager)
        make_alert(case, case.mails.first())
        case = withdrawing.withdraw(**asked_by(case, officer), matters=[1], words="Drop it.", said_on=today())
        assert case.alerts.get().state == "open"
        assert case.has_open_alert
