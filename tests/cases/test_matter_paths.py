"""Whatever is done with the matters of a case, in whatever order: no matter, no clock and no event is ever lost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cases import events
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.errors import CaseError
from cases.matters import lives_on_in
from cases.models import Case, Matter, Parking, Role
from cases.services.matters import answering, escalating, parking, rerouting, splitting, withdrawing
from cases.services.matters.requests import Request
from cases.services.matters.splitting import Part
from cases.services.outcomes.deciding import Found, decide_outcome
from cases.stage_runs import AT_STAGE
from cases.states import MATTER_ENDED, MATTER_WAITS, CaseState, MatterState, MoveError
from tests.factories import make_case, make_member

NUMBERS = st.integers(min_value=0, max_value=11)
"""Which matter is meant, counted over those there are."""
STAGES = st.integers(min_value=1, max_value=3)
ROUTES = st.sampled_from(["statutory", "corporate", "english_fluency", "out_of_scope:insurance_claim"])
OPEN_STATES = frozenset(AT_STAGE.values())


class Life(RuleBasedStateMachine):
    """Do anything with the matters of one case, as people would; what a service refuses must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.most = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @initialize(number=st.integers(min_value=1, max_value=3))
    def begin(self, number: int) -> None:
        self.member = make_member(role=Role.MANAGER)
        now = timezone.now()
        self.case = make_case(
            matters=number, received_at=now, acknowledged_on=timezone.localdate(), state="acknowledged"
        )
        for matter in self.case.matters.all():
            splitting.set_procedure(self.case, matter)
            matter.save()
        save_deadlines(self.case, council=desk_council(), procedures=desk_procedures())
        self.today = timezone.localdate()

    def _try(self, service, **wanted) -> None:
        self.case.refresh_from_db()
        before = self._print()
        try:
            service(case_id=self.case.pk, version=self.case.version, member=self.member, **wanted)
        except (CaseError, MoveError):
            assert self._print() == before
        else:
            assert self._print()[0] > before[0]

    def _print(self) -> tuple[object, ...]:
        case = Case.objects.get(pk=self.case.pk)
        matters = tuple(case.matters.values_list("number", "state", "stage", "route", "reason"))
        return case.events.count(), case.state, case.version, matters

    @rule(number=NUMBERS, routes=st.tuples(ROUTES, ROUTES))
    def split(self, number, routes):
        parts = [Part(gist="One part", route=r.partition(":")[0], reason=r.partition(":")[2]) for r in routes]
        self._try(splitting.split_matter, number=self._pick(number), parts=parts, why="Two things.")

    @rule(numbers=st.tuples(NUMBERS, NUMBERS))
    def merge(self, numbers):
        picked = [self._pick(number) for number in numbers]
        self._try(splitting.merge_matters, numbers=picked, into=picked[0], why="One thing.")

    @rule(number=NUMBERS, route=ROUTES, stage=st.none() | STAGES)
    def reroute(self, number, route, stage):
        value, _, reason = route.partition(":")
        self._try(
            rerouting.reroute_matter,
            number=self._pick(number),
            route=value,
            reason=reason,
            stage=stage,
            why="Wrong way.",
        )

    @rule(number=NUMBERS, stage=STAGES, late=st.booleans())
    def escalate(self, number, stage, late):
        request = Request(requested_on=self.today, after_missed_limit=late, words="" if late else "Agreed.")
        self._try(escalating.escalate, matters=[self._pick(number)], stage=stage, request=request)

    @rule(number=NUMBERS, stage=STAGES)
    def find(self, number, stage):
        found = Found(finding="not_upheld", decided_on=self.today, words="So.")
        self._try(decide_outcome, number=self._pick(number), stage=str(stage), found=found)

    @rule(number=NUMBERS)
    def find_and_answer(self, number):
        number = self._pick(number)
        stage = self._case().matters.get(number=number).stage
        found = Found(finding="resolved", decided_on=self.today, words="So.")
        self._try(decide_outcome, number=number, stage=str(stage), found=found)
        self._try(answering.answer_stage, matters=[number], stage=stage, sent_on=self.today)

    @rule(number=NUMBERS)
    def go_on(self, number):
        number = self._pick(number)
        stage = self._case().matters.get(number=number).stage + 1
        self._try(
            escalating.escalate, matters=[number], stage=stage, request=Request(requested_on=self.today, words="So.")
        )

    @rule(number=NUMBERS, stage=STAGES)
    def answer(self, number, stage):
        self._try(answering.answer_stage, matters=[self._pick(number)], stage=stage, sent_on=self.today)

    @rule(number=NUMBERS)
    def finish(self, number):
        self._try(answering.finish_matters, matters=[self._pick(number)], why="Done.")

    @rule(number=NUMBERS, words=st.sampled_from(["Sorted.", "I was told to."]))
    def withdraw(self, number, words):
        self._try(withdrawing.withdraw, matters=[self._pick(number)], words=words, said_on=self.today)

    @rule(number=NUMBERS, route=st.sampled_from(["", "statutory"]))
    def take_up(self, number, route):
        self._try(withdrawing.take_up_again, matters=[self._pick(number)], route=route, why="They rang.")

    @rule(number=NUMBERS)
    def park(self, number):
        on = self.today + timedelta(days=20)
        self._try(parking.park, matters=[self._pick(number)], reason="court", why="Hearing.", ask_again_on=on)

    @rule(number=NUMBERS)
    def unpark(self, number):
        self._try(parking.unpark, matters=[self._pick(number)], why="Ended.")

    @rule(days=st.integers(min_value=0, max_value=40))
    def let_days_pass(self, days):
        parking.wake_due(self.today + timedelta(days=days))

    @rule(number=NUMBERS)
    def ombudsman(self, number):
        self._try(escalating.go_to_ombudsman, matters=[self._pick(number)], on=self.today)

    @rule(number=NUMBERS, stage=STAGES)
    def come_back(self, number, stage):
        self._try(escalating.come_back, matters=[self._pick(number)], stage=stage, on=self.today, why="Look again.")

    @invariant()
    def no_matter_is_lost(self):
        matters = list(self._matters())
        assert [matter.number for matter in matters] == list(range(1, len(matters) + 1))
        assert len(matters) >= self.most
        self.most = len(matters)
        for matter in matters:
            if matter.state in {MatterState.SPLIT, MatterState.MERGED}:
                assert lives_on_in(matter)

    @invariant()
    def no_clock_is_lost(self):
        due = set(self._case().deadlines.filter(what="reply").values_list("matter", "stage"))
        for matter in self._matters():
            if matter.state in OPEN_STATES and matter.procedure:
                assert (matter.number, matter.stage) in due

    @invariant()
    def no_event_is_lost(self):
        assert events.broken_links(f"case:{self.case.pk}") == []

    @invariant()
    def what_waits_is_asked_about(self):
        parked = {matter.number for matter in self._matters() if matter.state == MatterState.PARKED}
        asked = Parking.objects.filter(case=self.case, ended_on=None).values_list("matter", flat=True)
        assert sorted(parked) == sorted(asked)

    @invariant()
    def a_case_waits_only_if_all_that_is_open_does(self):
        states = {MatterState(matter.state) for matter in self._matters()} - MATTER_ENDED
        if self._case().state == CaseState.WAITING:
            assert states
            assert states <= MATTER_WAITS
        if not states:
            assert self._case().state not in {CaseState.WAITING, CaseState.ACKNOWLEDGED}

    def _pick(self, number: int) -> int:
        left = [m.number for m in self._matters() if m.state not in {MatterState.SPLIT, MatterState.MERGED}]
        return left[number % len(left)]

    def _case(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    def _matters(self) -> list[Matter]:
        return list(self._case().matters.order_by("number"))


@pytest.mark.django_db
class TestLife(TestCase, Life.TestCase):
    """Go through lives of many steps each, every one in a transaction that is taken back."""

    settings = settings(max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
