"""Everything that can be due, counted or waited for has its words."""

import pytest

from config.procedure import Anchor, Unit
from routing.clocks.words import DUE, EVENTS, UNITS, say_limit
from routing.deadlines import What


@pytest.mark.parametrize(("table", "enum"), [(DUE, What), (UNITS, Unit), (EVENTS, Anchor)])
def test_each_table_is_whole(table, enum):
    assert set(table) == set(enum)


@pytest.mark.parametrize(("n", "unit", "words"), [(1, Unit.WORKING_DAYS, "1 working day"), (28, Unit.CALENDAR_DAYS, "28 days"), (1, Unit.MONTHS, "1 month")])  # fmt: skip
def test_a_limit_in_words(n, unit, words):
    assert say_limit(n, unit) == words
