"""Which cases stand at which of the team's own days: send by day 2, chase at day 3, the manager at day 4."""

from datetime import date

import pytest

from cases.selectors.targets import cases_at_targets, urgent_dates
from tests.factories import make_case, make_deadline

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 3, 3)
LIMIT = date(2026, 3, 10)


def a_case(*, received_on=RECEIVED, due_on=LIMIT, row=None, **fields):
    case = make_case(**fields)
    make_deadline(case, anchor_on=received_on, due_on=due_on, **(row or {}))
    return case


@pytest.mark.parametrize(
    ("today", "target", "state"),
    [
        pytest.param(date(2026, 3, 4), None, None, id="day 1: nothing is said"),
        pytest.param(date(2026, 3, 5), "send", "due_today", id="day 2: send it"),
        pytest.param(date(2026, 3, 6), "chase_reviewer", "due_today", id="day 3: chase whoever signs"),
        pytest.param(date(2026, 3, 7), "chase_reviewer", "late", id="Saturday: still day 3"),
        pytest.param(date(2026, 3, 9), "manager", "due_today", id="day 4: the manager, after a weekend"),
        pytest.param(date(2026, 3, 10), "manager", "late", id="day 5: the limit itself"),
        pytest.param(date(2026, 3, 20), "manager", "late", id="long after"),
    ],
)
def test_the_day_says_which_target_has_come(today, target, state):
    case = a_case()
    found = [(one.case_id, one.target.id, one.standing.state.value) for one in cases_at_targets(today)]
    assert found == ([(case.pk, target, state)] if target else [])


def test_no_target_lies_behind_the_limit_itself():
    a_case(due_on=date(2026, 3, 6))
    (found,) = cases_at_targets(date(2026, 3, 6))
    assert (found.target.id, found.target_on, found.due_on) == ("manager", date(2026, 3, 6), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("row", "case"),
    [
        pytest.param({"met_on": date(2026, 3, 4)}, {}, id="it has left"),
        pytest.param({"what": "reply"}, {}, id="a reply has no such days"),
        pytest.param({}, {"state": "filed"}, id="the case is closed"),
    ],
)
def test_what_has_no_target(row, case):
    a_case(row=row, **case)
    assert cases_at_targets(date(2026, 3, 20)) == ()


def test_a_case_put_with_another_has_none():
    a_case(joined_to=make_case())
    assert cases_at_targets(date(2026, 3, 20)) == ()
    assert urgent_dates(date(2026, 3, 20)) == ()


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2026, 3, 5), None, id="three working days left"),
        pytest.param(date(2026, 3, 6), "amber", id="two working days left"),
        pytest.param(date(2026, 3, 8), "amber", id="Sunday before"),
        pytest.param(date(2026, 3, 10), "due_today", id="the day itself"),
        pytest.param(date(2026, 3, 11), "late", id="the day after"),
    ],
)
def test_a_date_is_amber_then_due_then_late(today, state):
    a_case()
    assert [one.standing.state.value for one in urgent_dates(today)] == ([state] if state else [])


@pytest.mark.parametrize(
    "row",
    [
        {"met_on": RECEIVED},
        {"due_on": None, "paused_since": RECEIVED},
        {"what": "ask_for_next_stage"},
        {"what": "reply_at_latest"},
    ],
    ids=["met", "paused: nothing of it is late", "the person's own time", "the longest time, beside the reply itself"],
)
def test_what_is_never_late(row):
    make_deadline(make_case(), **row)
    assert urgent_dates(date(2026, 6, 1)) == ()


def test_the_earliest_comes_first():
    later, sooner = a_case(due_on=date(2026, 3, 9)), a_case(due_on=date(2026, 3, 6))
    assert [one.case_id for one in urgent_dates(date(2026, 3, 12))] == [sooner.pk, later.pk]
    assert [one.case_id for one in cases_at_targets(date(2026, 3, 12))] == [sooner.pk, later.pk]


def test_many_cases_are_one_query_each(django_assert_num_queries):
    for _ in range(12):
        a_case()
    with django_assert_num_queries(1):
        assert len(cases_at_targets(date(2026, 3, 9))) == 12
    with django_assert_num_queries(1):
        assert len(urgent_dates(date(2026, 3, 9))) == 12
