"""The mail inside an opaque signature is found, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.signed_data import find_signed_content

SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def element(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x83" + size.to_bytes(3, "big")
    return bytes([tag]) + length + content


def open_element(tag, *contents):
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


def signed(*octets, wrap=element):
    inner = wrap(0x30, DATA, wrap(0xA0, *octets))
    return wrap(0x30, SIGNED, wrap(0xA0, wrap(0x30, b"\x02\x01\x01", wrap(0x31), inner)))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(signed(element(4, b"words")), id="one piece"),
        pytest.param(signed(element(0x24, element(4, b"wo"), element(4, b"rds"))), id="pieces"),
        pytest.param(
            signed(open_element(0x24, element(4, b"wo"), element(4, b"rds")), wrap=open_element), id="lengths left open"
        ),
    ],
)
def test_the_signed_words_are_found(data):
    assert find_signed_content(data) == b"words"


def test_long_content_is_found():
    assert find_signed_content(signed(element(4, b"w" * 70_000))) == b"w" * 70_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(element(0x30, bytes.fromhex("06092a864886f70d010703")), id="encrypted"),
        pytest.param(signed(element(2, b"x")), id="no octets"),
        pytest.param(signed(element(4, b"words"))[:-3], id="cut off"),
        pytest.param(signed(*[b"\x24\x80" * 50]), id="packed too deep"),
        pytest.param(b"%PDF-1.7", id="a PDF"),
    ],
)
def test_anything_else_is_left(data):
    assert find_signed_content(data) is None


@given(st.binary(max_size=60), st.integers(0, 60), st.binary(max_size=6))
def test_any_bytes_are_a_signature_or_none(data, at, noise):
    whole = signed(element(4, data))
    found = find_signed_content(whole[:at] + noise + whole[at:])
    assert found is None or isinstance(found, bytes)
