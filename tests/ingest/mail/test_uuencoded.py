"""Files that old programs wrote into the text are found, and the words round them stay."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.uuencoded import find_files
from ingest.message import ProblemCode
from ingest.parse import attachment_bytes, parse_message

LETTER = b"Dear team,\nnobody rang.\nAda\n" * 5
HEAD = b"From: ada@okoro.example\nSubject: s\n\n"


def uuencoded(data, name=b"letter.txt"):
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + name + b"\n" + lines + b"`\nend\n"


def yenc(data):
    packed = b"".join(
        b"=" + bytes([(byte + 106) % 256]) if (byte + 42) % 256 in (0, 10, 13, 61) else bytes([(byte + 42) % 256])
        for byte in data
    )
    lines = b"\n".join(packed[at : at + 128] for at in range(0, len(packed), 128))
    return b"=ybegin line=128 size=%d name=letter.txt\n%b\n=yend size=%d\n" % (len(data), lines, len(data))


PACKED = b"begin-base64 644 letter.txt\n" + binascii.b2a_base64(LETTER[:57]) + b"====\n"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param(uuencoded(LETTER), LETTER, id="uuencoded"),
        pytest.param(uuencoded(LETTER).replace(b"`", b" "), LETTER, id="with spaces for noughts"),
        pytest.param(uuencoded(LETTER).replace(b"\n", b"\r\n"), LETTER, id="with other line ends"),
        pytest.param(PACKED, LETTER[:57], id="in base64"),
        pytest.param(yenc(LETTER), LETTER, id="yEnc"),
    ],
)
def test_a_file_in_the_text_is_attached_and_the_words_stay(file, content):
    raw = HEAD + b"before\n" + file + b"after\n"
    message = parse_message(raw)
    assert message.body == "before\n\nafter"
    assert [(a.filename, a.media_type) for a in message.attachments] == [("letter.txt", "text/plain")]
    assert attachment_bytes(raw, 0).content == content
    assert message.problems == ()


def test_several_files_are_several_attachments():
    raw = HEAD + uuencoded(b"one", b"1.txt") + b"between\n" + uuencoded(b"two", b"2.txt")
    message = parse_message(raw)
    assert ([a.filename for a in message.attachments], message.body) == (["1.txt", "2.txt"], "between")
    assert [attachment_bytes(raw, n).content for n in (0, 1)] == [b"one", b"two"]


def test_the_words_keep_their_charset():
    raw = b"Content-Type: text/plain; charset=koi8-r\n\n" + "Никто".encode("koi8-r") + b"\n" + uuencoded(b"x")
    assert parse_message(raw).body == "Никто"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("We begin 100 days of waiting\nand then\nend\n", id="in a sentence"),
        pytest.param("begin 100 days of waiting\nNobody rang.\n", id="at the start of a line"),
        pytest.param("begin 100 DAYS\nNOBODY RANG US BACK\nWE WAITED\n", id="in capitals"),
        pytest.param("=ybegin is how a file begins\n", id="about yEnc"),
        pytest.param("> begin 644 letter.txt\n> #0V%T\n> `\n> end\n", id="quoted"),
    ],
)
def test_words_that_look_like_a_file_stay_words(words):
    message = parse_message(HEAD + words.encode())
    assert (message.body.strip(), message.attachments) == (words.strip(), ())


def test_a_file_cut_off_is_kept_as_far_as_it_came_and_said():
    raw = HEAD + b"before\n" + uuencoded(LETTER)[:150]
    message = parse_message(raw)
    assert message.attachments[0].text.startswith("Dear team,\nnobody rang.")
    assert [(p.code, p.unread) for p in message.problems] == [(ProblemCode.DAMAGED, True)]


def test_a_part_that_is_one_uuencoded_file_is_read_although_spaces_were_cut():
    data = b"twenty letters here." + bytes(25) + b"words"
    cut = b"\n".join(line.rstrip(b" ") for line in uuencoded(data).replace(b"`", b" ").split(b"\n"))
    raw = b"Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: x-uuencode\n\n" + cut
    assert attachment_bytes(raw, 0).content == data


@given(st.binary(min_size=1, max_size=300), st.text("abc .\n", max_size=40), st.text("abc .\n", max_size=40))
def test_any_file_comes_out_as_it_went_in(data, before, after):
    passages = find_files(before.encode() + b"\n" + uuencoded(data) + after.encode())
    assert [passage.data for passage in passages if passage.name] == [data]
    assert b"".join(p.data for p in passages if p.name is None) == before.encode() + b"\n" + after.encode()
