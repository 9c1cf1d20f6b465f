"""Which clocks run beside a complaint's own, by what it is and says."""

from datetime import UTC, datetime

import pytest

from classify.labels import Flag, Kind
from config.clocks import load_clocks
from routing.clocks.beside import CaseNow, Said, clocks_beside

AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


def _clocks(words, *, kind=Kind.COMPLAINT, flags=(), other=()):
    case = CaseNow(kind=kind, messages=(Said(at=AT, words=words),), flags=frozenset(flags), other_bodies=tuple(other))
    return {found.clock for found in clocks_beside(case)}


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        pytest.param(
            "I complain about the visits. I also want a copy of my file.", "sar", id="a complaint and her file"
        ),
        pytest.param("This is a subject access request.", "sar", id="by its name"),
        pytest.param("Please send me all the information you hold about me.", "sar", id="what you hold about me"),
        pytest.param("I would like to see my social work records.", "sar", id="to see my records"),
        pytest.param("Please send copies of my son's records.", "sar", id="her son's records"),
        pytest.param("Under the Freedom of Information Act, how many children moved?", "foi", id="under the Act"),
        pytest.param("Take this as an FOI too.", "foi", id="FOI"),
    ],
)
def test_a_complaint_that_also_asks_runs_on_two_clocks(words, clock):
    assert clock in _clocks(words)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("My SAR is late, months now.", id="a late SAR is complained about"),
        pytest.param("You have ignored my request for a copy of my file.", id="an ignored one"),
        pytest.param("I asked for a copy of my file six weeks ago.", id="asked weeks ago"),
        pytest.param("Your overdue FOI answer is a disgrace.", id="a late FOI answer"),
        pytest.param("The copy of my file was redacted from end to end.", id="a redacted file"),
        pytest.param("My social worker lost her notes and never visits.", id="somebody's notes"),
        pytest.param("Thank you for the information about the meeting.", id="information in passing"),
        pytest.param("", id="no words at all"),
    ],
)
def test_a_complaint_about_an_earlier_request_is_no_new_request(words):
    assert not _clocks(words) & {"sar", "foi"}


def test_a_question_about_policy_is_a_request_for_information():
    assert _clocks("What is your policy on sibling contact?", kind=Kind.INFORMATION_REQUEST) == {"foi"}


def test_a_request_for_ones_own_file_is_not_counted_as_freedom_of_information():
    assert _clocks("I would like a copy of my file.", kind=Kind.INFORMATION_REQUEST) == {"sar"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("You sent my letter to the wrong address.", {"dp_complaint", "breach"}, id="to the wrong address"),
        pytest.param("My file was left on a bus.", {"dp_complaint", "breach"}, id="left on a bus"),
        pytest.param(
            "She shared my address with him without my consent.", {"dp_complaint", "breach"}, id="without consent"
        ),
        pytest.param("My SAR is late.", {"dp_complaint"}, id="a late SAR is no breach"),
    ],
)
def test_a_complaint_about_data_has_its_clock_and_a_breach_its_hours(words, expected):
    assert _clocks(words, flags=[Flag.DATA_PROTECTION]) == expected


def test_words_of_a_breach_without_the_flag_in_force_start_no_hours():
    assert _clocks("You sent my letter to the wrong address.") == set()


def test_a_matter_for_adult_care_has_its_own_clock():
    assert _clocks("Nan", other=["The adult social care team stopped my mother's carer"]) == {"adult_care"}
    assert _clocks("Nan", other=["The police never came"]) == set()


def test_a_request_in_a_later_reply_counts_from_that_reply():
    messages = (Said(at=AT, words="Nobody visits."), Said(at=LATER, words="And I want a copy of my file."))
    (found,) = clocks_beside(CaseNow(kind=Kind.COMPLAINT, messages=messages))
    assert (found.began_at, found.quote) == (LATER, "copy of my file")


def test_every_clock_that_can_be_named_stands_in_the_file():
    case = CaseNow(
        kind=Kind.COMPLAINT,
        messages=(Said(at=AT, words="A copy of my file. Also under FOI. You sent my letter to the wrong house."),),
        flags=frozenset({Flag.DATA_PROTECTION}),
        other_bodies=("adult care",),
    )
    found = [each.clock for each in clocks_beside(case)]
    assert found == ["sar", "foi", "dp_complaint", "breach", "adult_care"]
    assert set(found) <= set(load_clocks().neighbours)


@pytest.mark.parametrize(
    ("kind", "first", "began_at"),
    [
        pytest.param(
            Kind.INFORMATION_REQUEST, "What is your policy on sibling contact?", AT, id="asked without the name"
        ),
        pytest.param(Kind.COMPLAINT, "Nobody has visited us.", LATER, id="a complaint that asks only later"),
    ],
)
def test_whoever_names_the_act_later_is_answered_from_the_day_they_asked(kind, first, began_at):
    named = Said(at=LATER, words="I meant this as a request under the Freedom of Information Act.")
    (found,) = clocks_beside(CaseNow(kind=kind, messages=(Said(at=AT, words=first), named)))
    assert (found.clock, found.began_at) == ("foi", began_at)
