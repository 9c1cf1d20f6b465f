"""How a person's messages count: a repeat only after an answer and with nothing new; what our delay caused is ours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.contacts import Contact, ContactKind, Ours, Rules, Sent, count_kinds, sort_contacts

FIRST = (
    "My son's social worker has not visited since before Christmas and nobody has told us why. The care plan says every "
    "four weeks. I have left three messages and nobody has rung me back about it."
)
AGAIN = "The social worker has not visited and nobody told us why. The care plan says every four weeks."
NEWS = (
    "Yesterday the taxi driver refused to collect Leo from Moorside because the contract with the firm was cancelled."
)
DAY = date(2026, 3, 2)
ANSWERED = Ours(
    due=((date(2026, 3, 9), date(2026, 3, 4)), (date(2026, 3, 16), date(2026, 3, 16))),
    answered_on=(date(2026, 3, 16),),
    written_on=(date(2026, 3, 4), date(2026, 3, 16)),
)


def _is_working_day(day):
    return day.weekday() < 5


RULES = Rules(_is_working_day, 5)


def sent(number, day, words=AGAIN, **more):
    return Sent(id=number, on=day, issue=more.pop("issue", 1), words=words, **more)


OPENS = sent(1, DAY, FIRST, opens=True)


def kinds(*later, ours=ANSWERED):
    found = sort_contacts([OPENS, *later], {1: ours}, RULES)
    return [contact.kind.value for contact in found][1:]


ROWS = [
    pytest.param([sent(2, date(2026, 3, 20))], ["repeat"], id="the same again after the answer"),
    pytest.param([sent(2, date(2026, 3, 20), ""), sent(3, date(2026, 3, 25), "???")], ["repeat", "repeat"], id="only ???"),
    pytest.param([sent(2, date(2026, 3, 10))], ["other"], id="before the answer, and we were in time"),
    pytest.param([sent(2, date(2026, 3, 16))], ["other"], id="on the day of the answer: they may have crossed"),
    pytest.param([sent(2, date(2026, 3, 20), NEWS)], ["new"], id="something new after the answer"),
    pytest.param([sent(2, date(2026, 3, 20), files=("a",))], ["new"], id="a file we did not have"),
    pytest.param([sent(2, date(2026, 3, 20), raises=True)], ["new"], id="asks for stage 2: their right"),
    pytest.param([sent(2, date(2026, 3, 20), is_unread=True)], ["other"], id="a scan nobody could read"),
    pytest.param(
        [sent(2, date(2026, 3, 20)), sent(3, date(2026, 3, 20))], ["repeat", "other"], id="twice on one day counts once"
    ),
    pytest.param(
        [sent(2, date(2026, 3, 20), files=("a",)), sent(3, date(2026, 3, 20), files=("b",))], ["new", "new"],
        id="several mails on a day, each with a document",
    ),
    pytest.param(
        [sent(2, date(2026, 3, 20), NEWS), sent(3, date(2026, 4, 10))], ["new", "caused"],
        id="their news was not answered for three weeks",
    ),
    pytest.param(
        [sent(2, date(2026, 3, 20)), sent(3, date(2026, 4, 10))], ["repeat", "repeat"],
        id="nobody owes an answer to a repeat",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("later", "expected"), ROWS)
def test_what_a_message_counts_as(later, expected):
    assert kinds(*later) == expected


LATE = [
    pytest.param(Ours(due=((date(2026, 3, 9), None),)), id="never acknowledged"),
    pytest.param(
        Ours(due=((date(2026, 3, 9), date(2026, 3, 30)),), written_on=(date(2026, 3, 30),)), id="acknowledged late"
    ),
    pytest.param(Ours(due=((date(2026, 3, 9), date(2026, 3, 20)),)), id="met on the very day they chased"),
    pytest.param(Ours(), id="no limit known, and no word from us for 18 days"),
]


@pytest.mark.parametrize("ours", LATE)
def test_a_chaser_that_our_delay_caused_is_ours(ours):
    assert kinds(sent(2, date(2026, 3, 20)), ours=ours) == ["caused"]


def test_even_after_an_answer_a_later_delay_is_ours():
    ours = Ours(due=((date(2026, 4, 1), None),), answered_on=(date(2026, 3, 16),), written_on=(date(2026, 3, 16),))
    assert kinds(sent(2, date(2026, 4, 2)), ours=ours) == ["caused"]


def test_a_case_opened_by_the_same_words_again_is_the_same_issue():
    again = sent(2, date(2026, 5, 1), FIRST, opens=True, issue=2)
    (_, found) = sort_contacts([OPENS, again], {1: ANSWERED, 2: Ours()}, RULES)
    assert (found.issue, found.kind) == (1, ContactKind.REPEAT)


def test_a_new_case_about_something_else_is_the_first_of_its_own():
    other = sent(2, date(2026, 5, 1), NEWS, opens=True, issue=2)
    (_, found) = sort_contacts([OPENS, other], {1: ANSWERED, 2: Ours()}, RULES)
    assert (found.issue, found.kind) == (2, ContactKind.FIRST)


def test_what_somebody_says_of_how_often_they_wrote_proves_nothing():
    boast = sent(2, date(2026, 3, 20), "I have written to you twenty times, twenty times, about the social worker.")
    found = sort_contacts([OPENS, boast], {1: ANSWERED}, RULES)
    assert count_kinds(found)["total"] == 2


days = st.dates(date(2026, 1, 1), date(2026, 6, 1))
messages = st.builds(
    Sent,
    id=st.integers(1, 10_000),
    on=days,
    issue=st.integers(1, 3),
    words=st.sampled_from([FIRST, AGAIN, NEWS, "", "Any news?"]),
    files=st.sampled_from([(), ("a",), ("b",)]),
    opens=st.booleans(),
    raises=st.booleans(),
    is_unread=st.booleans(),
)
records = st.builds(
    Ours,
    due=st.lists(st.tuples(days, st.none() | days), max_size=3).map(tuple),
    answered_on=st.lists(days, max_size=2).map(tuple),
    written_on=st.lists(days, max_size=3).map(tuple),
)


@given(st.lists(messages, max_size=12, unique_by=lambda one: one.id), st.dictionaries(st.integers(1, 3), records))
def test_each_counts_once_and_no_repeat_comes_before_an_answer(some, ours):
    found = sort_contacts(some, ours, RULES)
    assert sorted(contact.sent.id for contact in found) == sorted(one.id for one in some)
    numbers = count_kinds(found)
    assert sum(numbers[kind] for kind in ContactKind) == numbers["total"] == len(some)
    for contact in found:
        if contact.kind is ContactKind.REPEAT:
            _check_repeat(contact, ours.get(contact.issue, Ours()))


def _check_repeat(contact: Contact, ours: Ours):
    on = contact.sent.on
    assert any(day < on for day in ours.answered_on)
    assert not any(due < on and (met is None or met >= on) for due, met in ours.due)
    assert not contact.sent.raises
    assert not contact.sent.is_unread


@given(st.lists(messages, max_size=8, unique_by=lambda one: one.id), records, days)
def test_one_limit_more_that_we_missed_never_makes_more_repeats(some, ours, missed):
    def repeats(record):
        found = sort_contacts(some, dict.fromkeys((1, 2, 3), record), RULES)
        return sum(contact.kind is ContactKind.REPEAT for contact in found)

    worse = Ours(
        due=(*ours.due, (missed - timedelta(days=1), None)), answered_on=ours.answered_on, written_on=ours.written_on
    )
    assert repeats(worse) <= repeats(ours)
