"""The mail inside an opaque signature is found, and nothing else is taken for one."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.signed_data import find_signed_content, is_cut, pkcs7_kind

COMPRESSED = bytes.fromhex("060b2a864886f70d0109100109")
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


def test_of_a_mail_that_was_cut_off_the_rest_is_read_and_the_cut_is_told():
    whole = signed(element(4, b"words"))
    assert find_signed_content(whole[:-3]) == b"wo"
    assert (is_cut(whole[:-3]), is_cut(whole)) == (True, False)
    assert not is_cut(signed(open_element(0x24, element(4, b"words")), wrap=open_element))


def test_a_signature_written_as_letters_is_read():
    packed = base64.encodebytes(signed(element(4, b"words")))
    assert find_signed_content(b"-----BEGIN PKCS7-----\n" + packed + b"-----END PKCS7-----\n") == b"words"


def test_words_that_were_only_compressed_are_read():
    inner = element(0x30, DATA, element(0xA0, element(4, zlib.compress(b"words"))))
    assert (
        find_signed_content(
            element(0x30, COMPRESSED, element(0xA0, element(0x30, b"\x02\x01\x00", element(0x30), inner)))
        )
        == b"words"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(signed(element(4, b"words")), "signed", id="signed"),
        pytest.param(element(0x30, bytes.fromhex("06092a864886f70d010703"), b"x" * 300), "enveloped", id="encrypted"),
        pytest.param(b"words", "", id="words"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_what_a_structure_is_can_be_told(data, kind):
    assert pkcs7_kind(data) == kind


def test_long_content_is_found():
    assert find_signed_content(signed(element(4, b"w" * 70_000))) == b"w" * 70_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(element(0x30, bytes.fromhex("06092a864886f70d010703")), id="encrypted"),
        pytest.param(signed(element(2, b"x")), id="no octets"),
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
