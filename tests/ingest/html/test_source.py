"""The source of an HTML mail is prepared without losing a word of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.html.source import drop_long_values, prepare_source, strip_tags
from ingest.parse import parse_message

SHORT = replace(default_limits(), max_body_characters=1_000)


@pytest.mark.parametrize(
    ("source", "prepared"),
    [
        ("a<!-- b -->c", "a<!-- b -->c"),
        ("a<!-- b", "a b"),
        ("a<!-- b --> <!-- c <b>d", "a<!-- b -->  c <b>d"),
        ("<style>x<body>a", "<style>x</style><body>a"),
        ("<title>x<p >a", "<title>x</title><p >a"),
        ("<style>x", "<style>x"),
        ("<style>x</style><!-- a", "<style>x</style> a"),
        ("<!--><!-- a -->b", "<!--><!-- a -->b"),
        ("&amp;eacute; &amp;#233; &amp;nothing; &amp;", "&eacute; &#233; &amp;nothing; &amp;"),
    ],
)
def test_what_is_never_closed_hides_no_words(source, prepared):
    assert prepare_source(source)[0] == prepared


def test_style_sheets_are_found_with_their_media_and_not_in_comments():
    source = "<style>a</style><!--<style>b</style>--><STYLE type=x media='print'><!-- c --></STYLE >"
    assert prepare_source(source)[1] == (("a", ""), ("<!-- c -->", "print"))


@given(st.lists(st.sampled_from(["<!--", "-->", "<style>", "</style>", "<title>", "<body>", "&amp;", "lt;", "x", ">"])))
def test_any_source_can_be_prepared_and_stripped(pieces):
    source, sheets = prepare_source("".join(pieces))
    assert isinstance(source, str)
    assert all(isinstance(css, str) and isinstance(media, str) for css, media in sheets)
    assert "<style" not in strip_tags(source)


def test_pictures_written_into_the_mail_push_no_words_out_of_it():
    picture = b'<img src="data:image/png;base64,' + b"iVBO" * 20_000 + b"\" alt='his arm'>"
    raw = b"From: a@b.example\nContent-Type: text/html\n\n<p>see</p>" + picture + b"<p>he was hurt</p>"
    message = parse_message(raw, limits=SHORT)
    assert message.own_words.split() == ["see", "his", "arm", "he", "was", "hurt"]
    assert message.problems == ()


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (b"<a title='" + b"x" * 60_000 + b"'>a", b'<a title="">a'),
        (b"<a href=data:x," + b"x" * 60_000 + b">a", b'<a href="">a'),
        (
            b"<a title='" + b"x" * 40_000 + b"'>a" + b"b" * 20_000,
            b"<a title='" + b"x" * 40_000 + b"'>a" + b"b" * 20_000,
        ),
        (b"a = " + b"x" * 60_000, b"a = " + b"x" * 60_000),
    ],
    ids=["a long title", "a long address", "a shorter title", "words"],
)
def test_only_values_as_long_as_files_go(source, left):
    assert drop_long_values(source) == left


def test_a_mail_cut_before_its_words_says_so():
    raw = b"From: a@b.example\nContent-Type: text/html\n\n" + b"<br>" * 2_000 + b"words"
    assert [problem.code.value for problem in parse_message(raw, limits=SHORT).problems] == ["too_large"]
