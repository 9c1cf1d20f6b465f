"""The year's totals are printed over the whole council, with small numbers hidden, and only when the year is over."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.services.monitoring.totals import add_answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_january(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 1, 4, 9, tzinfo=UTC))


def _count(question, answer, number, *, month=date(2026, 5, 1), route="statutory"):
    for _ in range(number):
        add_answers(month=month, route=route, answers={question: answer})


def _print(**options):
    out = StringIO()
    call_command("equalities", stdout=out, **options)
    return out.getvalue()


def test_a_year_in_words():
    _count("gender", "female", 12)
    _count("gender", "female", 3, route="corporate")
    _count("gender", "male", 3)
    _count("age", "25_44", 8)
    said = _print(year=2026)
    assert "Monitoring answers, 2026" in said
    assert "25 to 44                                                          8" in said
    assert "statutory" not in said
    assert "All answers                                                  hidden" in said


def test_routes_and_months_are_never_told_apart():
    _count("gender", "female", 3, month=date(2026, 1, 1))
    _count("gender", "female", 4, month=date(2026, 12, 31), route="corporate")
    answers = json.loads(_print(year=2026, json=True))["questions"][0]["answers"]
    assert answers["female"] == "7"


def test_another_year_is_another_report():
    _count("gender", "female", 7, month=date(2025, 12, 31))
    assert json.loads(_print(year=2026, json=True))["questions"][0]["all"] == "0"
    assert json.loads(_print(year=2025, json=True))["questions"][0]["all"] == "7"


@pytest.mark.parametrize("year", [2027, 2030, 99], ids=["this year", "to come", "no year"])
def test_a_year_that_still_grows_is_not_reported(year):
    with pytest.raises(CommandError, match="not over yet"):
        _print(year=year)


def test_every_list_names_its_source():
    assert all(question["source"] for question in json.loads(_print(year=2026, json=True))["questions"])
