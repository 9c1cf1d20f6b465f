"""Headers are read as people meant them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.headers import Headers, decode_words, read_date, read_ids, read_parameters


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(b"plain", "plain", id="plain"),
        pytest.param(b"=?utf-8?Q?Zo=C3=AB?=", "Zoë", id="quoted-printable"),
        pytest.param(b"=?UTF-8?b?Wm/Dqw==?=", "Zoë", id="base64"),
        pytest.param(b"=?utf-8?B?Wm/Dqw?=", "Zoë", id="base64 without padding"),
        pytest.param(b"=?utf-8?Q?a?= =?utf-8?Q?b?= c", "ab c", id="space between words goes, before text stays"),
        pytest.param(b"=?utf-8?Q?Caf=C3?==?utf-8?Q?=A9?=", "Café", id="a letter cut in two"),
        pytest.param(b"=?utf-8?Q?a_b?=\r\n =?iso-8859-1?Q?=E9?=", "a bé", id="two charsets"),
        pytest.param(b"=?utf-8*en?Q?a?=", "a", id="with a language"),
        pytest.param(b"=?utf-8?Q?two words?=", "two words", id="a space where none may be"),
        pytest.param(b"Re: =?utf-8?Q?=F0=9F=98=80?=!", "Re: 😀!", id="inside a word"),
        pytest.param(b"=?koi8-r?B?99PFzQ==?=", "Всем", id="Russian"),
        pytest.param("Zoë".encode(), "Zoë", id="raw UTF-8"),
        pytest.param("Zoë £".encode("cp1252"), "Zoë £", id="raw Windows"),
        pytest.param(b"=?utf-8?Q?never ended", "=?utf-8?Q?never ended", id="never ended"),
        pytest.param(b"=?utf-8?X?a?=", "=?utf-8?X?a?=", id="unknown encoding"),
        pytest.param(b"=?utf-8?B?@@@@?=", "", id="nothing in it"),
        pytest.param(b" a\r\n\tb  c ", "a b c", id="folded"),
        pytest.param(b"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x", id="a line break smuggled in"),
    ],
)
def test_words_in_headers_are_read(value, words):
    assert decode_words(value) == words


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        pytest.param(b"Tue, 3 Mar 2026 10:11:12 +0100", datetime(2026, 3, 3, 9, 11, 12, tzinfo=UTC), id="with zone"),
        pytest.param(
            b"Tue, 3 Mar 2026 10:11:12 -0000", datetime(2026, 3, 3, 10, 11, 12, tzinfo=UTC), id="without zone"
        ),
        pytest.param(b"3 Mar 2026 10:11 GMT (Greenwich)", datetime(2026, 3, 3, 10, 11, tzinfo=UTC), id="with comment"),
        pytest.param(b"Tue, 3 Mar 26 10:11:12 EST", datetime(2026, 3, 3, 15, 11, 12, tzinfo=UTC), id="two-digit year"),
        pytest.param(b"Tue, 31 Feb 2026 10:11:12 +0000", None, id="no such day"),
        pytest.param(b"Tue, 3 Mar 2026 10:11:12 +9999", None, id="no such zone"),
        pytest.param(b"Tue, 3 Mar 9999 23:59:59 -1200", None, id="beyond time"),
        pytest.param(b"Mon, 1 Jan 1900 00:00:00 +0000", None, id="before mail"),
        pytest.param(b"yesterday", None, id="a word"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_dates_are_read_or_left(value, moment):
    assert read_date(value) == moment


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (b"<a@b.example>", ("<a@b.example>",)),
        (b"<a@b.example>\r\n <c@d.example><a@b.example>", ("<a@b.example>", "<c@d.example>")),
        (b"<[0123]@exchange.example>", ("<[0123]@exchange.example>",)),
        (b"Your letter of Monday", ()),
        (b"<never ended", ()),
    ],
)
def test_message_ids_are_read(value, ids):
    assert read_ids(value) == ids


@pytest.mark.parametrize(
    ("value", "main", "parameters"),
    [
        pytest.param(b"Text/Plain; Charset=UTF-8", "text/plain", {"charset": "UTF-8"}, id="capitals"),
        pytest.param(b'a/b; x="1;2\\"3"', "a/b", {"x": '1;2"3'}, id="quoted"),
        pytest.param(
            b'a/b; name="C:\\new\\table.doc"', "a/b", {"name": "C:\\new\\table.doc"}, id="a path is left alone"
        ),
        pytest.param(b"a/b; name=my letter.pdf; x=1", "a/b", {"name": "my letter.pdf", "x": "1"}, id="spaces unquoted"),
        pytest.param(b'a/b; name="open', "a/b", {"name": "open"}, id="quote never closed"),
        pytest.param(b"a/b; x=1; x=2", "a/b", {"x": "1"}, id="twice"),
        pytest.param(b"a/b (comment); x=1", "a/b", {"x": "1"}, id="comment"),
        pytest.param(b"a/b; name==?utf-8?Q?Zo=C3=AB?=", "a/b", {"name": "Zoë"}, id="encoded word"),
        pytest.param(b"a/b; name*=utf-8'en'Zo%C3%AB", "a/b", {"name": "Zoë"}, id="RFC 2231"),
        pytest.param(b"a/b; name*1=b; name*0=a; name*2*=%63", "a/b", {"name": "abc"}, id="pieces in any order"),
        pytest.param(b"a/b; name=x; name*=utf-8''y", "a/b", {"name": "y"}, id="the better of two"),
        pytest.param(b"a/b; name*=bad%zz'", "a/b", {"name": "bad%zz'"}, id="RFC 2231, wrong"),
        pytest.param("a/b; name=Zoë.pdf".encode("cp1252"), "a/b", {"name": "Zoë.pdf"}, id="raw Windows"),
        pytest.param(b";;;=;x;=1", "", {}, id="nothing to read"),
    ],
)
def test_parameters_are_read(value, main, parameters):
    assert read_parameters(value) == (main, parameters)


def test_the_first_of_two_fields_counts():
    headers = Headers((("from", b"a"), ("from", b"b"), ("empty", b"")))
    assert headers.first("from") == b"a"
    assert headers.first("to") == b""
    assert headers.has("empty")
    assert not headers.has("to")


@given(st.binary(max_size=300))
def test_any_header_can_be_read(value):
    assert "\n" not in decode_words(value)
    read_ids(value)
    read_parameters(value)
    moment = read_date(value)
    assert moment is None or moment.tzinfo is UTC


@given(st.text("0123456789 ,:+-JanFebMrTuGMTdyl()", max_size=40))
def test_any_date_like_words_are_a_date_or_none(text):
    moment = read_date(text.encode())
    assert moment is None or 1970 <= moment.year <= 2200


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        pytest.param("Tue, 03 Mar 2026 10:11:12 GMT+0100", 9, id="the zone's name too"),
        pytest.param("Tue, 3 Mar 2026 10:11:12 +01:00", 9, id="a colon in the zone"),
        pytest.param("2026-03-03T10:11:12Z", 10, id="as machines write"),
        pytest.param("2026-03-03 10:11:12", 10, id="as databases write"),
        pytest.param("Tue,3Mar2026 10:11:12 +0100", 9, id="no spaces"),
        pytest.param("mar., 3 mars 2026 10:11:12 +0100", 9, id="in French"),
        pytest.param("Di, 3 Mär 2026 10:11:12 +0100", 9, id="in German"),
        pytest.param("Tue, 3 Mar 2026 10:11:12 PM +0000", 22, id="afternoon"),
        pytest.param("Tuesday, March 3, 2026 12:11:12 AM", 0, id="after midnight"),
    ],
)
def test_dates_written_in_other_forms_are_read(written, hour):
    moment = read_date(written.encode())
    assert (moment.date().isoformat(), moment.hour, moment.minute) == ("2026-03-03", hour, 11)


@pytest.mark.parametrize("written", ["03/04/2026", "soon", "2026-13-45", "Tue, 3 Mar 20266", "1772532672"])
def test_dates_no_person_could_tell_are_none(written):
    assert read_date(written.encode()) is None
