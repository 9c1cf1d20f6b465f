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


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("This is what my ex sent me last night. I am scared.", id="an ex-partner's message"),
        pytest.param("I want to complain about this email from the social worker.", id="a worker's mail complained of"),
        pytest.param("My neighbour got this. I worry about her.", id="somebody else's trouble"),
        pytest.param("You promised this and nobody came. I want to complain.", id="a promise"),
        pytest.param("See below.", id="no word for whom"),
        pytest.param("", id="no note"),
        pytest.param(
            "I act for a client of mine. " + "There is much to say about how we came to this. " * 12, id="long"
        ),
    ],
)
@pytest.mark.parametrize("field", [FactField.PHONE, FactField.ON_BEHALF_OF, FactField.CHILD, FactField.CONTACT_WISH])
def test_what_a_writer_only_shows_gives_no_facts(note, field):
    assert facts(f"{note}\n\n{GMAIL}{BELOW}", field, subject="Complaint") in ([], ["a client"])


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("Sent to us in error, please log this complaint.", id="another team"),
        pytest.param("We received this from a mum at our school. Could you reply to her?", id="a school"),
        pytest.param("Dear team, I write on behalf of my client, whose complaint is below.", id="a solicitor"),
    ],
)
def test_who_speaks_for_somebody_passes_their_facts_on(note):
    assert facts(f"{note}\n\n{GMAIL}{BELOW}", FactField.PHONE) == ["01632 960123"]


def test_a_short_cry_keeps_its_wish_under_a_longer_note():
    below = "Kai (7) was hit by his carer last Tuesday. Do not ring my home, text only."
    note = (
        "Dear colleagues, please would you look into the mail of my constituent below and let my office have a reply."
    )
    assert facts(f"{note}\n\n{GMAIL}{below}", FactField.CONTACT_WISH) + facts(
        f"{note}\n\n{GMAIL}{below}", FactField.SAFE_CONTACT
    )


def test_the_innermost_mail_of_a_chain_speaks():
    office = GMAIL.replace("Doreen Hall <doreen.hall@post.example>", "Cllr Byrd <cllr.byrd@council.example>")
    office = office.replace("8 Mar", "28 Mar")
    body = f"Please log this.\n\n{office}My constituent's complaint is below.\n\n{GMAIL}{BELOW}"
    assert facts(body, FactField.EVENT_DATE) == ["2026-03-03"]
    assert facts(body, FactField.ON_BEHALF_OF)[-1] == "Doreen Hall"


def test_our_own_workers_mail_in_a_chain_gives_nothing():
    officer = GMAIL.replace("Doreen Hall <doreen.hall@post.example>", "Jane Smith <jane.smith@council.example>")
    body = f"{NOTE}\n\n{GMAIL}{BELOW}\n\n{officer}You can ring me on 01632 960777 after 2pm."
    assert facts(body, FactField.PHONE) == ["01632 960123"]


def test_a_writer_who_sends_their_own_mail_again_writes_for_nobody_else():
    own = GMAIL.replace("Doreen Hall <doreen.hall@post.example>", "Anne Byrd <anne.byrd@home.example>")
    assert facts(f"{NOTE}\n\n{own}{BELOW}", FactField.ON_BEHALF_OF) == ["my constituent"]


def test_a_diary_passed_on_keeps_its_days():
    diary = "Date: 12 January 2026 Kai was left alone at the contact centre.\nNobody came."
    body = f"{NOTE}\n\n{GMAIL}Here is my diary.\n{diary}"
    assert "2026-01-12" in facts(body, FactField.EVENT_DATE)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        pytest.param("'Doreen Hall' via Complaints <complaints@list.example>", "Doreen Hall", id="a list"),
        pytest.param("Hall, Doreen <doreen@post.example>", "Hall, Doreen", id="as in an address book"),
        pytest.param("doreen@post.example", "", id="no name"),
    ],
)
def test_the_name_is_the_persons(header, name):
    chain = GMAIL.replace("Doreen Hall <doreen.hall@post.example>", header)
    assert [*facts(f"{NOTE}\n\n{chain}{BELOW}", FactField.ON_BEHALF_OF), ""][1] == name


def test_history_below_an_answer_gives_no_facts():
    quoted = "\n".join(f"> {line}" for line in BELOW.splitlines())
    body = f"No thank you.\n\nOn Sun, 8 Mar 2026 Doreen Hall wrote:\n{quoted}"
    assert facts(body, FactField.CHILD, subject="Re: my grandson") == []


def test_an_ordinary_mail_is_passed_on_by_nobody():
    assert facts("My son Kai (7) was left at school on 3 March.", FactField.ON_BEHALF_OF, subject="Kai") == []
