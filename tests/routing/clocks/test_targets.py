"""The team's own days before an acknowledgement is due."""

import pytest

from routing.clocks.states import State, state_of
from routing.clocks.targets import targets_for
from routing.deadlines import What
from tests.routing.clocks.cases import CLOCKS, ENGLAND, all_of, clock_of, day


def _targets(clock):
    return {t.target.id: t for t in targets_for(all_of(clock)[What.ACKNOWLEDGE], CLOCKS.targets, calendar=ENGLAND)}


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param(clock_of("devon_children"), ("2026-09-03", "2026-09-04", "2026-09-07"), id="days 2, 3 and 4 after receipt"),
        pytest.param(clock_of("devon_children", "2026-12-24"), ("2026-12-30", "2026-12-31", "2027-01-04"), id="over Christmas"),
        pytest.param(clock_of("shropshire_children"), ("2026-09-03", "2026-09-04", "2026-09-04"), id="never after a limit of three days"),
        pytest.param(clock_of("statutory_default", stage=2, stage_requested_on="2026-10-01"), ("2026-10-05", "2026-10-06", "2026-10-07"), id="from the day stage 2 was asked for"),
    ],
)  # fmt: skip
def test_send_chase_and_tell_the_manager(clock, expected):
    found = _targets(clock)
    assert tuple(found[name].due_on for name in ("send", "chase_reviewer", "manager")) == tuple(map(day, expected))


def test_a_target_that_the_limit_cut_short_says_so():
    found = _targets(clock_of("shropshire_children"))
    assert [found[name].is_at_limit for name in ("send", "chase_reviewer", "manager")] == [False, False, True]


def test_a_target_stands_as_any_date_does():
    send = _targets(clock_of("devon_children"))["send"]
    assert state_of(send, day("2026-09-03"), calendar=ENGLAND).state is State.DUE_TODAY
    assert state_of(send, day("2026-09-04"), calendar=ENGLAND).state is State.LATE
