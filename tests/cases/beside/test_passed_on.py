"""The letter that says where a request went names the day of that request's own clock, and no other day."""

from datetime import UTC, date, datetime

import pytest

from cases.models import Case
from cases.selectors.further import first_answers, sources_of_answers
from letters.draft import LetterId
from tests.cases.beside.beside_cases import ASTRAY, FILE, FLAG, a_case_that_asks, aside, met

pytestmark = pytest.mark.django_db
FOI = "This is a freedom of information request: how many social workers left in 2025?"


@pytest.fixture(autouse=True)
def _in_time(clock):
    clock.now = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)


def _first(case):
    case = Case.objects.get(pk=case.pk)
    return first_answers(case, LetterId.PASSED_ON), sources_of_answers(case, LetterId.PASSED_ON).get("answer_by", "")


@pytest.mark.parametrize(
    ("words", "answers", "source"),
    [
        pytest.param(
            FILE,
            {"kind": "subject_access", "answer_by": "2026-08-03"},
            "Subject access request: 3 August 2026 (UK GDPR article 12(3)",
            id="own file: a month, rolled on from a Saturday",
        ),
        pytest.param(
            FOI,
            {"kind": "foi", "answer_by": "2026-07-30"},
            "Freedom of information request: 30 July 2026 (Freedom of Information Act 2000 s10",
            id="freedom of information: 20 working days, without the one that is a holiday in a part of the United Kingdom",
        ),
    ],
)
def test_the_day_is_that_of_the_request_and_its_law_is_named(words, answers, source):
    first, said = _first(a_case_that_asks(words))
    assert first == answers
    assert source in said


def test_where_two_requests_run_a_person_says_which_was_passed_on():
    first, said = _first(a_case_that_asks(f"{FILE} {FOI}"))
    assert first == {}
    assert "3 August 2026" in said
    assert "30 July 2026" in said


@pytest.mark.parametrize("words", ["Nobody visits us.", "My request for my file is late."], ids=["none", "an old one"])
def test_where_no_such_clock_runs_nothing_stands_there(words):
    assert _first(a_case_that_asks(words)) == ({}, "")


def test_a_clock_of_another_law_gives_no_day():
    assert _first(a_case_that_asks(ASTRAY, decisions=[FLAG])) == ({}, "")


@pytest.mark.parametrize("end", [lambda case, m: met(case, m, on=date(2026, 7, 3)), aside], ids=["met", "set aside"])
def test_a_request_that_is_settled_gives_no_day(member, end):
    assert _first(end(a_case_that_asks(), member)) == ({}, "")


def test_a_day_that_has_passed_is_not_promised(clock):
    clock.now = datetime(2026, 8, 4, 9, 0, tzinfo=UTC)
    assert _first(a_case_that_asks()) == ({}, "")


@pytest.mark.parametrize("letter", [LetterId.MORE_INFORMATION, LetterId.CONSENT], ids=str)
def test_no_other_letter_takes_that_day(letter):
    case = a_case_that_asks()
    assert "answer_by" not in first_answers(case, letter)
    assert sources_of_answers(case, letter) == {}
