"""Sentences, words and phrases: the exact places in odd mail."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.language import (
    ATTACHED,
    FORWARDED,
    QUOTED,
    PhraseBook,
    quoted_sentences,
    sentences,
    split_sentences,
    words_of,
)
from classify.patterns import read_phrase
from tests.classify.messages import attachment, message


def split(text: str) -> list[str]:
    return [s.text for s in split_sentences(text, where="body")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He hit me. I ran.", ["He hit me.", "I ran."], id="two sentences"),
        pytest.param("he hit me. i ran", ["he hit me.", "i ran"], id="a child's small letters"),
        pytest.param("Mr. Dunne came at 3. Then left.", ["Mr. Dunne came at 3.", "Then left."], id="a title is no end"),
        pytest.param("Dear Sir\nI write", ["Dear Sir", "I write"], id="short line ends"),
        pytest.param("one\n\ntwo", ["one", "two"], id="blank line ends"),
        pytest.param("- one thing\n- two things", ["- one thing", "- two things"], id="list items"),
        pytest.param("", [], id="nothing"),
        pytest.param("  \n\t ", [], id="white space"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert split(text) == expected


def test_a_hard_wrapped_line_does_not_end_a_sentence():
    text = "The social worker told us that nothing at all could be done\nabout it until June."
    assert len(split(text)) == 1


@settings(deadline=None)
@given(st.text(max_size=900), st.text(max_size=80))
def test_every_sentence_is_found_where_it_says(body, subject):
    mail = message(body, subject=subject)
    for sentence in (*sentences(mail), *quoted_sentences(mail)):
        part = subject if sentence.where == "subject" else body
        assert part[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip() == sentence.text != ""


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_word_is_found_where_it_says(text):
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)


def test_each_voice_is_named():
    mail = message("I am writing.\n|He wrote this.\n>Quoted words.\n", attachments=(attachment("In a letter."),))
    assert [(s.voice, s.text) for s in sentences(mail) if s.voice != "own"] == [
        (FORWARDED, "|He wrote this."),
        (ATTACHED, "In a letter."),
    ]
    assert [(s.voice, s.text) for s in quoted_sentences(mail)] == [(QUOTED, ">Quoted words.")]


def test_an_attachment_is_named_by_its_index():
    assert sentences(message("", attachments=(attachment("Text."),)))[0].where == "attachment:0"


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        pytest.param("I can't", ["i", "can", "not"], id="apostrophe"),
        pytest.param("i cant", ["i", "can", "not"], id="none"),
        pytest.param("I can\u2019t", ["i", "can", "not"], id="curly"),
        pytest.param("u r 2nite", ["you", "are", "tonight"], id="text speak"),
        pytest.param("il go", ["i", "will", "go"], id="run together"),
        pytest.param("f***ing c***", ["fucking", "cunt"], id="stars"),
        pytest.param("nothing \n to  live", ["nothing", "to", "live"], id="white space between"),
    ],
)
def test_words_have_one_plain_form_however_they_are_written(text, norms):
    assert [word.norm for word in words_of(text)] == norms


def found(phrase: str, text: str) -> list[str]:
    book = PhraseBook(("x", branch) for branch in read_phrase(phrase, {}))
    return [text[m.start : m.end] for m in book.find(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        pytest.param("cannot go on", "I cant go on", ["cant go on"], id="plain forms"),
        pytest.param("he is here", "hes here", ["hes here"], id="short form of is"),
        pytest.param("hit ~2 him", "hit my own him", ["hit my own him"], id="gap filled"),
        pytest.param("hit ~2 him", "hit him", ["hit him"], id="gap empty"),
        pytest.param("hit ~2 him", "hit a b c him", [], id="gap too long"),
        pytest.param("i am #", "im fourteen", ["im fourteen"], id="a number in words"),
        pytest.param("i am #", "I am tired", [], id="no number"),
        pytest.param("live for", "nothing to live\n  for", ["live\n  for"], id="across a line break"),
        pytest.param("he ~3 hit", "he he hit", ["he hit"], id="the tightest words"),
    ],
)
def test_a_phrase_is_found_in_its_exact_words(phrase, text, expected):
    assert found(phrase, text) == expected
