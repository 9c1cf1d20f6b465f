"""Transfer encodings are undone, damage is told and nothing readable is lost."""

import base64
import binascii
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.transfer import undo_transfer_encoding
from ingest.message import ProblemCode


@given(st.binary(max_size=500))
def test_sound_encodings_give_back_every_byte(data):
    assert undo_transfer_encoding(base64.encodebytes(data), "Base64 ") == (data, None)
    assert undo_transfer_encoding(data, "8bit") == (data, None)
    assert undo_transfer_encoding(data, "nonsense") == (data, None)
    lines = [data[start : start + 45] for start in range(0, len(data), 45)]
    packed = b"begin 644 x\n" + b"".join(binascii.b2a_uu(line) for line in lines) + b"`\nend\n"
    assert undo_transfer_encoding(packed, "x-uuencode") == (data, None)


@given(st.text(max_size=200).map(lambda text: text.replace("\r", "").encode()))
def test_quoted_printable_gives_back_every_byte(data):
    assert undo_transfer_encoding(quopri.encodestring(data), "quoted-printable") == (data, None)


@pytest.mark.parametrize(
    ("data", "plain", "is_damaged"),
    [
        pytest.param(b"aGVsbG8=", b"hello", False, id="sound"),
        pytest.param(b"aGVsbG8", b"hello", False, id="no padding"),
        pytest.param(b" aGVs\r\n\tbG8= \n", b"hello", False, id="spaces"),
        pytest.param(b"aGVsbG8=\naGVsbG8=\n", b"hellohello", False, id="two runs"),
        pytest.param(b"aGVs\n-- footer --\nbG8=", b"hello", True, id="a footer inside"),
        pytest.param(b"aGVsbG8gd", b"hello ", True, id="cut off"),
        pytest.param(b"!!!!", b"", True, id="no base64 at all"),
        pytest.param(b"", b"", False, id="nothing"),
    ],
)
def test_base64_is_read_as_far_as_it_goes(data, plain, is_damaged):
    found, problem = undo_transfer_encoding(data, "base64")
    assert found == plain
    assert (problem is not None and problem.code is ProblemCode.DAMAGED and problem.unread) is is_damaged


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"a=3Db", b"a=b"),
        (b"a=3db", b"a=b"),
        (b"50=ZZ", b"50=ZZ"),
        (b"joined=\r\nlines", b"joinedlines"),
        (b"joined=  \r\nlines", b"joinedlines"),
        (b"end=", b"end"),
    ],
)
def test_quoted_printable_keeps_what_it_cannot_read(data, plain):
    assert undo_transfer_encoding(data, "quoted-printable") == (plain, None)


def test_damaged_uuencode_is_told():
    data, problem = undo_transfer_encoding(b"begin 644 x\n%:&5L;&\\\nZZ\x80\x81\nend\n", "uuencode")
    assert data.startswith(b"hello")
    assert problem.code is ProblemCode.DAMAGED


@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "uue", "7bit", ""]))
def test_any_bytes_can_be_undone(data, encoding):
    found, _ = undo_transfer_encoding(data, encoding)
    assert len(found) <= 3 * len(data)
