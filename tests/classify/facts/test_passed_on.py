"""A mail passed on under a short note gives its own facts; what is only shown gives none."""

from datetime import date

import pytest

from classify.facts.find import find_facts
from classify.language import sentences
from classify.reading import FactField
from ingest.parse import parse_message

SENT_ON = date(2026, 3, 30)
NOTE = "Please can you look into this for my constituent. Thanks, Anne"
BELOW = """My grandson Tyler (7) was moved last Tuesday and nobody told me.
I want contact put back to every week. Please ring me on 01632 960123 after 4.
Doreen Hall"""
GMAIL = (
    "---------- Forwarded message ---------\nFrom: Doreen Hall <doreen.hall@post.example>\n"
    "Date: Sun, 8 Mar 2026 at 19:12\nSubject: my grandson\nTo: <cllr.byrd@council.example>\n\n"
)
OUTLOOK = (
    "-----Original Message-----\nFrom: Hall, Doreen [mailto:doreen.hall@post.example]\nSent: 08 March 2026 19:12\n"
    "To: Cllr Byrd\nSubject: my grandson\n\n"
)
APPLE = (
    "Begin forwarded message:\n\nFrom: Doreen Hall <doreen.hall@post.example>\nSubject: my grandson\n"
    "Date: 8 March 2026 at 19:12:03 GMT\nTo: cllr.byrd@council.example\n\n"
)


def facts(body, field, subject="FW: my grandson"):
    head = f"From: Anne Byrd <cllr.byrd@council.example>\nTo: complaints@council.example\nSubject: {subject}\n"
    raw = f"{head}Message-ID: <1@council.example>\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    mail = parse_message(raw.encode())
    return [fact.value for fact in find_facts(mail, sentences(mail), sent_on=SENT_ON) if fact.field is field]


@pytest.mark.parametrize("header", [pytest.param(one, id=name) for one, name in ((GMAIL, "gmail"), (APPLE, "apple"))])
def test_a_mail_passed_on_tells_its_own_facts(header):
    body = f"{NOTE}\n\n{header}{BELOW}"
    assert "Tyler (7)" in facts(body, FactField.CHILD)
    assert "I want contact put back to every week" in facts(body, FactField.DESIRED_OUTCOME)
    assert facts(body, FactField.PHONE) == ["01632 960123"]
    assert "Doreen Hall" in facts(body, FactField.ON_BEHALF_OF)


@pytest.mark.parametrize("header", [pytest.param(one, id=name) for one, name in ((GMAIL, "gmail"), (APPLE, "apple"))])
def test_its_dates_count_from_the_day_it_was_written(header):
    assert facts(f"{NOTE}\n\n{header}{BELOW}", FactField.EVENT_DATE) == ["2026-03-03"]


def test_outlook_names_the_writer_as_the_address_book_does():
    assert "Tyler (7)" in facts(f"{NOTE}\n\n{OUTLOOK}{BELOW}", FactField.CHILD)


def test_no_date_that_lies_ahead_is_the_day_it_was_written():
    wrong = GMAIL.replace("8 Mar 2026", "8 Apr 2027")
    assert facts(f"{NOTE}\n\n{wrong}{BELOW}", FactField.EVENT_DATE) == ["2026-03-24"]


def test_what_a_writer_shows_below_a_long_account_of_their_own_gives_no_facts():
    own = "You told me that the visits would be kept and they were not, and here is what your team wrote to me. " * 5
    assert facts(f"{own}\n\n{GMAIL}Your son Kieran (9) will be seen on 3 March.", FactField.CHILD) == []


def test_history_below_an_answer_gives_no_facts():
    quoted = "\n".join(f"> {line}" for line in BELOW.splitlines())
    body = f"No thank you.\n\nOn Sun, 8 Mar 2026 Doreen Hall wrote:\n{quoted}"
    assert facts(body, FactField.CHILD, subject="Re: my grandson") == []


def test_an_ordinary_mail_is_passed_on_by_nobody():
    assert facts("My son Kai (7) was left at school on 3 March.", FactField.ON_BEHALF_OF, subject="Kai") == []
