"""decode_text reads what was written, whatever the mail calls it."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import charset
from ingest.charset import charset_in_html, clean_text, decode_text
from ingest.message import ProblemCode


@pytest.mark.parametrize(
    ("words", "codec", "named"),
    [
        pytest.param("£50 – “no”", "cp1252", "iso-8859-1", id="Windows called Latin-1"),
        pytest.param("£50 for Zoë", "utf-8", "us-ascii", id="UTF-8 called ASCII"),
        pytest.param("£50 for Zoë", "utf-8", "windows-1252", id="UTF-8 called Windows"),
        pytest.param("£50 for Zoë", "utf-8", None, id="UTF-8 called nothing"),
        pytest.param("£50 for Zoë", "utf-8", "x-unknown", id="UTF-8 called unknown"),
        pytest.param("£50 for Zoë", "utf-8", "=utf8;", id="UTF-8 with a typing error"),
        pytest.param("£50", "utf-7", "unicode-1-1-utf-7", id="UTF-7"),
        pytest.param("Никто", "koi8-r", "KOI8-R", id="Russian"),
        pytest.param("社工没有来", "gb18030", "gb2312", id="Chinese"),
        pytest.param("社工沒有來", "big5", "BIG5", id="Chinese of Taiwan"),
        pytest.param("ありがとう", "iso2022_jp", "iso-2022-jp", id="Japanese"),
        pytest.param("Łódź", "iso8859-2", "ISO_8859-2", id="Polish"),
        pytest.param("شكوى", "cp1256", "windows-1256", id="Arabic"),
        pytest.param("€5", "iso8859-15", "latin-9", id="Latin-9"),
        pytest.param("é", "utf-16-le", "utf-16", id="UTF-16 without mark"),
        pytest.param("plain words", "ascii", "hex_codec", id="a codec that is no charset"),
    ],
)
def test_words_are_read_without_a_doubt(words, codec, named):
    assert decode_text(words.encode(codec), named) == (words, None)


@pytest.mark.parametrize(
    ("data", "named", "text"),
    [
        pytest.param("£50 Zoë".encode("cp1252"), None, "£50 Zoë", id="Windows called nothing"),
        pytest.param("£50 Zoë".encode("cp1252"), "utf-8", "£50 Zoë", id="Windows called UTF-8"),
        pytest.param("£50 Zoë".encode("cp1252"), "rot13", "£50 Zoë", id="Windows called a cipher"),
        pytest.param("Zoë, Zoë, Zoë".encode()[:-1], "utf-8", "Zoë, Zoë, Zo\ufffd", id="cut in the middle of a letter"),
        pytest.param("社工没有来".encode("gb18030")[:-1], "gb2312", "社工没有\ufffd", id="Chinese, cut"),
    ],
)
def test_a_guess_is_told(data, named, text):
    found, problem = decode_text(data, named)
    assert found == text
    assert problem.code is ProblemCode.CHARSET
    assert problem.unread is False


def test_many_lost_letters_may_hide_words():
    _, problem = decode_text("社工没有来".encode("gb18030") * 40 + b"\x80 " * 30, "gb2312")
    assert problem.unread is True


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_is_believed_and_taken_away(mark):
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    assert decode_text(mark + "Zoë".encode(codec), "koi8-r") == ("Zoë", None)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        pytest.param("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne", id="every kind of line end"),
        pytest.param("a\0b\x07c\ufeff", "abc", id="control characters"),
        pytest.param("self\u00ad-ha\u200brm", "self-harm", id="a word cut by signs nobody sees"),
        pytest.param("fdp.\u202egpj", "fdp.gpj", id="letters turned round"),
        pytest.param("\ud83d", "", id="half an emoji"),
        pytest.param("👨\u200d👩\u200d👧 😀\tok", "👨\u200d👩\u200d👧 😀\tok", id="a family stays a family"),
    ],
)
def test_text_is_cleaned_of_what_nobody_wrote(written, clean):
    assert clean_text(written) == clean


def test_every_charset_in_the_table_has_a_codec():
    for name in charset._CODECS:
        assert codecs.lookup(name)._is_text_encoding


def test_no_label_means_two_charsets():
    labels = [label for names in charset._CODECS.values() for label in names.split()]
    assert len(labels) == len(set(labels))


@given(st.binary(max_size=300), st.one_of(st.none(), st.sampled_from(sorted(charset._CODEC_OF)), st.text(max_size=20)))
def test_any_bytes_become_text_that_can_be_stored(data, named):
    text, _ = decode_text(data, named)
    assert "\0" not in text
    assert "\r" not in text
    assert text.encode().decode() == text


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (b'<html><head><meta charset="koi8-r">', "koi8-r"),
        (b'<META http-equiv=Content-Type content="text/html; charset=windows-1251">', "windows-1251"),
        (b"<p>charset=utf-8</p>", None),
    ],
)
def test_a_page_names_its_charset(page, named):
    assert charset_in_html(page) == named


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", None])
def test_utf8_with_one_damaged_letter_is_still_utf8(charset):
    data = "Zoë, José and Agnès paid £50".encode().replace("é".encode(), b"\xc3", 1)
    text, problem = decode_text(data, charset)
    assert text == "Zoë, Jos\ufffd and Agnès paid £50"
    assert problem.code is ProblemCode.CHARSET


def test_letters_written_in_two_halves_are_put_together():
    text, problem = decode_text(
        "sad 😢".encode("utf-16-be").decode("utf-16-be").encode("utf-8")[:4] + b"\xed\xa0\xbd\xed\xb8\xa2", "utf-8"
    )
    assert text == "sad 😢"
    assert not problem.unread


def test_a_western_letter_among_others_is_not_taken_for_utf8():
    assert decode_text("£50 für Zoë".encode("cp1252"), "us-ascii") == ("£50 für Zoë", None)
