"""What somebody types as a day is read as one, or named as none; no number is too long to be told so."""

from datetime import date

import pytest
from django.http import QueryDict

from cases.errors import IncompleteError
from review.forms.typed import TypedForm


def _form(day, month, year):
    return TypedForm(QueryDict(f"on-day={day}&on-month={month}&on-year={year}"))


def test_a_day_is_read():
    form = _form("12", " 3", "2026")
    assert form.day("on") == date(2026, 3, 12)
    form.done()


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("", "", ""), id="nothing"),
        pytest.param(("31", "2", "2026"), id="no such day"),
        pytest.param(("12", "March", "2026"), id="a word"),
        pytest.param(("12", "3", "20262026202620262026"), id="a year of twenty digits"),
        pytest.param(("12", "3", "2" * 5000), id="a year of thousands of digits"),
        pytest.param(("99999999999999999999", "3", "2026"), id="a day of twenty digits"),
    ],
)
def test_what_is_no_day_is_named(parts):
    form = _form(*parts)
    form.day("on")
    with pytest.raises(IncompleteError) as refused:
        form.done()
    assert set(refused.value.missing) == {"on"}
