"""What a person typed in stands behind what was read, never in its place; a part they could read is read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.message import Attachment, Problem, ProblemCode, SegmentKind, all_problems
from ingest.page_starts import PageStart, name_at
from ingest.typed_words import TYPED_IN, WHOLE_MAIL, TypedWords, add_typed, own_length
from tests.factories import make_message

POOR = Problem(code=ProblemCode.POOR_IMAGE, words="About 3 words in 10 could be read.", part="page.jpg")


def _photo(text="court", index=0):
    return Attachment(
        index=index, filename="page.jpg", media_type="image/jpeg", size_bytes=9, digest="a", text=text,
        confidence=0.4, problems=(POOR,),
    )  # fmt: skip


def test_words_of_a_file_stand_behind_what_was_read_of_it():
    message = make_message(attachments=[_photo()])
    (found,) = add_typed(message, [TypedWords(part=0, words=" I am Kyle's mum. ")]).attachments
    assert found.text == "court\n\nI am Kyle's mum."
    assert found.confidence == 1.0
    assert [problem.unread for problem in found.problems] == [False]
    assert found.problems[0].words == POOR.words


def test_words_of_the_mail_are_the_writers_own():
    message = add_typed(make_message("Hello.\n"), [TypedWords(part=WHOLE_MAIL, words="He hits me.")])
    assert message.body == "Hello.\n\n\nHe hits me."
    assert message.segments[-1].kind is SegmentKind.OWN
    assert "He hits me." in message.own_words


@pytest.mark.parametrize("words", ["", "I am Kyle's mum."], ids=["none of it", "some of it"])
def test_a_part_they_could_not_read_enough_of_stays_unread(words):
    message = make_message(attachments=[_photo()])
    (found,) = add_typed(message, [TypedWords(part=0, words=words, is_enough=False)]).attachments
    assert found.problems[0].unread
    assert found.confidence == 0.4
    assert found.text.endswith(words)


def test_other_parts_stay_as_they_were():
    message = make_message(attachments=[_photo(), _photo(index=1)], problems=[POOR])
    after = add_typed(message, [TypedWords(part=1, words="Words.")])
    assert after.attachments[0] == message.attachments[0]
    assert after.problems == message.problems
    assert sum(problem.unread for problem in all_problems(after)) == 2


def test_a_part_that_is_not_there_changes_nothing():
    message = make_message(attachments=[_photo()])
    assert add_typed(message, [TypedWords(part=7, words="Words.")]) == message


@given(
    st.text(max_size=40),
    st.lists(st.builds(TypedWords, part=st.sampled_from([WHOLE_MAIL, 0]), words=st.text(max_size=30)), max_size=5),
)
def test_nothing_read_is_ever_lost_or_moved(text, typed):
    message = make_message(text, attachments=[_photo(text)])
    after = add_typed(message, typed)
    assert after.body.startswith(text)
    assert after.attachments[0].text.startswith(text)
    assert after.segments[: len(message.segments)] == message.segments
    for words in typed:
        where = after.body if words.part == WHOLE_MAIL else after.attachments[0].text
        assert words.words.strip() in where


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=20).filter(str.strip), max_size=3))
def test_where_the_typed_words_begin_is_known(text, words):
    typed = [TypedWords(part=0, words=each) for each in words]
    (found,) = add_typed(make_message(attachments=[_photo(text)]), typed).attachments
    assert found.text[: own_length(found.text, typed, 0)] == text
    assert own_length(text, (), 0) == len(text)


def test_typed_words_are_of_no_page_and_move_none():
    starts = (PageStart(start=0, name="page 1"), PageStart(start=6, name="page 2"))
    scan = replace(_photo("one.\n\ntwo"), page_starts=starts)
    typed = [TypedWords(part=0, words="He hits me."), TypedWords(part=0, words="Help.", is_enough=False)]
    (found,) = add_typed(make_message(attachments=[scan]), typed).attachments
    places = [name_at(found.page_starts, found.text.index(words)) for words in ("one", "two", "He hits", "Help")]
    assert places == ["page 1", "page 2", TYPED_IN, TYPED_IN]


def test_where_nothing_was_typed_no_place_is_made_for_it():
    (found,) = add_typed(make_message(attachments=[_photo()]), [TypedWords(part=0, words=" ")]).attachments
    assert found.page_starts == ()
