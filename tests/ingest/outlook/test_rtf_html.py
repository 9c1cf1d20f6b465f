"""The HTML or text that Outlook wraps in rich text comes out as it went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outlook.rtf_html import unwrap_rtf

HEAD = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial;}}"


@pytest.mark.parametrize(
    ("wrapped", "text"),
    [
        pytest.param(rb"{\*\htmltag64 <p>}words{\*\htmltag72 </p>}", "<p>words</p>", id="tags round words"),
        pytest.param(rb"\htmlrtf \b hidden\htmlrtf0 shown", "shown", id="what only Outlook needs"),
        pytest.param(rb"{\htmlrtf \par hidden}shown", "shown", id="the same in a group"),
        pytest.param(rb"caf\'e9", "café", id="a letter of the code page"),
        pytest.param(rb"\u1053?\u1077?\u1090?", "Нет", id="letters by number"),
        pytest.param(rb"\htmlrtf\f1\htmlrtf0 \'cd\'e5\'f2", "Нет", id="letters of a font"),
        pytest.param(rb"\u-10179?\u-8670?", "😢", id="a letter in two halves"),
        pytest.param(rb"{\*\mhtmltag64 <a href=x>}{\*\htmltag64 <a>}", "<a>", id="Outlook's other copy of a tag"),
        pytest.param(rb"1 \{2\} \\3", "1 {2} \\3", id="signs that are written twice"),
        pytest.param(rb"\lquote a\rquote\~b", "&lsquo;a&rsquo;&nbsp;b", id="signs with names"),
        pytest.param(rb"{\*\htmltag84 &lt;}", "&lt;", id="an entity"),
        pytest.param(rb"a\line b\tab c", "a\r\nb\tc", id="lines"),
    ],
)
def test_html_comes_out_as_it_went_in(wrapped, text):
    assert unwrap_rtf(HEAD + wrapped + b"}") == ("html", text)


@pytest.mark.parametrize("number", [b"1", b"0", b"99999", b"-5", b"65001"])
def test_a_code_page_that_is_none_is_read_as_western(number):
    data = HEAD.replace(b"\\ansicpg1252", b"\\ansicpg" + number) + rb"{\*\htmltag64 <p>}words}"
    assert unwrap_rtf(data) == ("html", "<p>words")


def test_plain_words_come_out_with_their_lines():
    wrapped = rb"{\rtf1\ansi\fromtext \fs20 one\par two \'a350\par }"
    assert unwrap_rtf(wrapped) == ("plain", "one\ntwo £50\n")


@pytest.mark.parametrize("data", [b"", b"{\\rtf1 words}", b"words", b"{\\rtf1 \\fromhtmlx}"])
def test_rich_text_of_its_own_is_left_to_its_reader(data):
    assert unwrap_rtf(data) == ("", "")


@given(st.binary(max_size=120))
def test_any_bytes_end_in_text(data):
    kind, text = unwrap_rtf(HEAD + data)
    assert kind == "html"
    text.encode()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]), max_size=60))
def test_any_words_survive(words):
    wrapped = "".join(f"\\u{ord(letter) if ord(letter) < 32768 else ord(letter) - 65536}?" for letter in words)
    assert unwrap_rtf(HEAD + wrapped.encode() + b"}") == ("html", words)
