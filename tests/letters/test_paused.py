"""A letter about a clock that is paused names no date that nobody can keep."""

from dataclasses import replace
from datetime import date

import pytest

from classify.labels import Route
from letters.compose import compose
from letters.dates import say_date
from letters.nevers.days import known_dates
from routing.deadlines import What
from tests.letters.cases import make_case


def _paused(case):
    still = {What.REPLY, What.REPLY_AT_LATEST}
    return replace(
        case,
        deadlines=tuple(
            replace(d, due_on=None, paused_since=date(2026, 3, 5), days=()) if d.what in still else d
            for d in case.deadlines
        ),
    )


@pytest.mark.parametrize("route", [Route.STATUTORY, Route.CORPORATE])
def test_the_date_of_the_reply_is_a_gap_that_a_person_fills(route):
    running = make_case((route, "Something"))
    paused = _paused(running)
    dates = {d.due_on for d in running.deadlines}
    words = " ".join(p.text for p in compose(paused).paragraphs)
    assert len(compose(paused).blanks) > len(compose(running).blanks)
    assert [day for day in dates if say_date(day) in words] == []
    assert not dates & known_dates(paused)
