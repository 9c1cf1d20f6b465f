"""A Message survives being written as JSON, whole and exact."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.message import Address, Attachment, Message, Problem, ProblemCode, Segment, SegmentKind
from ingest.page_starts import PageStart
from ingest.plain import message_from_plain, message_to_plain, problem_from_plain, problem_to_plain

TEXT = st.text(max_size=20)
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple)
ADDRESSES = st.builds(Address, name=TEXT, address=TEXT)
PROBLEMS = st.builds(Problem, code=st.sampled_from(ProblemCode), words=TEXT, part=TEXT, unread=st.booleans())
SEGMENTS = st.builds(Segment, kind=st.sampled_from(SegmentKind), start=st.integers(0), end=st.integers(0))
# Pages of the attachment's own text: any others would not come back.
STARTS = st.lists(st.builds(PageStart, start=st.just(0), name=TEXT), max_size=2).map(tuple)
ATTACHMENTS = st.builds(
    Attachment,
    index=st.integers(0, 99),
    filename=TEXT,
    media_type=TEXT,
    size_bytes=st.integers(0),
    digest=TEXT,
    text=TEXT,
    confidence=st.none() | st.floats(0, 1),
    pages=st.none() | st.integers(0),
    page_starts=STARTS,
    unclear=SPANS,
    problems=st.lists(PROBLEMS, max_size=2).map(tuple),
)
ZONES = st.integers(-700, 700).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MESSAGES = st.builds(
    Message,
    digest=TEXT,
    sender=ADDRESSES,
    subject=TEXT,
    body=TEXT,
    segments=st.lists(SEGMENTS, max_size=3).map(tuple),
    message_id=TEXT,
    in_reply_to=TEXT,
    references=st.lists(TEXT, max_size=3).map(tuple),
    reply_to=st.none() | ADDRESSES,
    to=st.lists(ADDRESSES, max_size=2).map(tuple),
    cc=st.lists(ADDRESSES, max_size=2).map(tuple),
    sent_at=st.none() | st.datetimes(timezones=ZONES),
    automatic=st.none() | TEXT,
    attachments=st.lists(ATTACHMENTS, max_size=2).map(tuple),
    problems=st.lists(PROBLEMS, max_size=2).map(tuple),
)


@given(MESSAGES)
def test_any_message_comes_back_exactly(message):
    assert message_from_plain(json.loads(json.dumps(message_to_plain(message)))) == message


@given(PROBLEMS)
def test_any_problem_comes_back_exactly(problem):
    assert problem_from_plain(json.loads(json.dumps(problem_to_plain(problem)))) == problem


NOBODY = Address(name="", address="")
EMPTY = Message(digest="d", sender=NOBODY, subject="", body="", segments=(), sent_at=datetime(2026, 3, 2, tzinfo=UTC))


def test_every_field_is_written():
    assert set(message_to_plain(EMPTY)) == {field.name for field in fields(Message)}


@pytest.mark.parametrize("name", [field.name for field in fields(Message) if field.name != "reports_on"])
def test_a_missing_field_is_an_error_not_a_guess(name):
    plain = message_to_plain(EMPTY)
    del plain[name]
    with pytest.raises(KeyError):
        message_from_plain(plain)


@pytest.mark.parametrize(
    ("name", "value"), [("segments", [["strange", 0, 1]]), ("problems", [{}]), ("sent_at", "soon")]
)
def test_nonsense_is_an_error(name, value):
    with pytest.raises((KeyError, ValueError)):
        message_from_plain({**message_to_plain(EMPTY), name: value})


def test_a_mail_kept_before_reports_were_followed_reports_on_none():
    plain = message_to_plain(EMPTY)
    del plain["reports_on"]
    assert message_from_plain(plain) == EMPTY


LETTER = Attachment(
    index=0, filename="letter.pdf", media_type="application/pdf", size_bytes=9, digest="a", text="One.\n\nTwo.", pages=2,
    page_starts=(PageStart(start=0, name="page 1"), PageStart(start=6, name="page 2")),
)  # fmt: skip


def test_where_the_pages_of_a_letter_begin_is_kept():
    mail = replace(EMPTY, attachments=(LETTER,))
    assert message_from_plain(json.loads(json.dumps(message_to_plain(mail)))) == mail


def test_a_mail_kept_before_pages_were_told_apart_is_read_without_them():
    plain = message_to_plain(replace(EMPTY, attachments=(LETTER,)))
    del plain["attachments"][0]["page_starts"]
    (found,) = message_from_plain(plain).attachments
    assert found == replace(LETTER, page_starts=())


def test_pages_that_do_not_fit_the_text_are_dropped_and_the_text_is_kept():
    plain = message_to_plain(replace(EMPTY, attachments=(LETTER,)))
    plain["attachments"][0]["page_starts"] = [[0, "page 1"], [900, "page 2"]]
    (found,) = message_from_plain(plain).attachments
    assert (found.text, found.page_starts) == (LETTER.text, ())
