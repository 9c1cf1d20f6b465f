"""Reading a mail again loses no word: of each part the better reading is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.message import Attachment, Problem, ProblemCode
from ingest.page_starts import PageStart
from ingest.rereading import better_reading, only_new
from tests.factories import make_message

UNFINISHED = Problem(code=ProblemCode.UNFINISHED, words="12 of 40 pages were read.", part="scan.pdf")
CRASHED = Problem(code=ProblemCode.CRASHED, words="Reading this ended the reader.", part="scan.pdf")


def _file(text, *problems, index=0, digest="a"):
    return Attachment(
        index=index, filename="scan.pdf", media_type="application/pdf", size_bytes=9, digest=digest, text=text,
        problems=problems,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        pytest.param(_file("one", UNFINISHED), _file("one two three"), "one two three", id="the rest was read"),
        pytest.param(_file("one two", UNFINISHED), _file("", CRASHED), "one two", id="the second ended the reader"),
        pytest.param(_file("", CRASHED), _file("one", UNFINISHED), "one", id="at least something now"),
        pytest.param(_file("one two x", UNFINISHED), _file("one two"), "one two", id="whole, though shorter"),
        pytest.param(_file("one two", digest="b"), _file("x", CRASHED), "x", id="another file"),
    ],
)
def test_of_a_file_the_better_reading_is_kept(first, second, kept):
    message = make_message(attachments=[first])
    again = replace(message, attachments=(second,))
    assert better_reading(message, again).attachments[0].text == kept


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("one two", "one two three four", "second"), ("one two three", "one", "first")],
    ids=["the second read more", "the second read less"],
)
def test_the_pages_kept_are_those_of_the_words_kept(first, second, kept):
    earlier = replace(_file(first, UNFINISHED), page_starts=(PageStart(start=4, name="page 1"),))
    later = replace(_file(second, CRASHED), page_starts=(PageStart(start=0, name="page 1"),))
    message = make_message(attachments=[earlier])
    (found,) = better_reading(message, replace(message, attachments=(later,))).attachments
    assert found.page_starts == (later if kept == "second" else earlier).page_starts


def test_a_reading_of_which_nothing_came_changes_nothing():
    message = make_message(attachments=[_file("one", UNFINISHED)])
    bare = replace(message, body="", segments=(), subject="", attachments=(), problems=(CRASHED,))
    assert better_reading(message, bare) == message


def test_a_file_that_the_second_did_not_find_is_kept():
    message = make_message(attachments=[_file("one"), _file("two", index=1)])
    again = replace(message, attachments=(_file("one"),))
    assert [found.text for found in better_reading(message, again).attachments] == ["one", "two"]


def test_a_lost_body_is_taken_from_the_first():
    message = make_message("All of it.", attachments=[_file("one", UNFINISHED)])
    again = replace(message, body="All", segments=(), attachments=(_file("one two"),))
    found = better_reading(message, again)
    assert (found.body, found.segments) == (message.body, message.segments)
    assert found.attachments[0].text == "one two"


def test_the_same_reading_twice_is_that_reading():
    message = make_message(attachments=[_file("one"), _file("two", UNFINISHED, index=1)])
    assert better_reading(message, message) == message


def test_only_what_is_new_is_left_and_stays_where_it_was():
    before = make_message("Dear all,\nThe visits.", attachments=[_file("one\ntwo")])
    after = replace(
        before, body=before.body + " He hits me.", attachments=(_file("one\ntwo three"), _file("x", index=1))
    )
    found = only_new(before, after)
    assert found.body.strip() == "He hits me."
    assert found.body.index("He hits") == after.body.index("He hits")
    assert [each.text for each in found.attachments] == ["   \n    three", "x"]


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_new_letter_is_ever_blank(before, new):
    found = only_new(make_message(before), make_message(before + new))
    assert found.body.endswith(new)
    assert len(found.body) == len(before + new)
