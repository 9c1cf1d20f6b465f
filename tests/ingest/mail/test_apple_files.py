"""Files that old Macintosh programs wrapped are taken out of their wrapping."""

import base64
import binascii
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.apple_files import is_resource_fork, unwrap_apple_file
from ingest.parse import attachment_bytes, parse_message

ALPHABET = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LETTER = b"Dear team,\nnobody rang."


def binhex(data, name=b"letter.txt"):
    head = bytes([len(name)]) + name + b"\0TEXTttxt\0\0" + struct.pack(">II", len(data), 0) + b"\0\0"
    packed = (head + data + b"\0\0").replace(b"\x90", b"\x90\0")
    letters = binascii.b2a_base64(packed, newline=False).rstrip(b"=").translate(bytes.maketrans(BASE64, ALPHABET))
    lines = b"\n".join(letters[at : at + 64] for at in range(0, len(letters), 64))
    return b"(This file must be converted with BinHex 4.0)\n\n:" + lines + b":\n"


def fork(magic, *entries):
    head = magic + b"\0\2\0\0" + bytes(16) + struct.pack(">H", len(entries))
    start, table, held = len(head) + 12 * len(entries), b"", b""
    for kind, data in entries:
        table += struct.pack(">III", kind, start + len(held), len(data))
        held += data
    return head + table + held


SINGLE, DOUBLE = b"\0\5\x16\0", b"\0\5\x16\7"
MACBINARY = (b"\0\x0aletter.txt" + bytes(71) + struct.pack(">I", len(LETTER))).ljust(128, b"\0") + LETTER


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(binhex(LETTER), "application/mac-binhex40", id="BinHex"),
        pytest.param(fork(SINGLE, (3, b"letter.txt"), (1, LETTER)), "application/applefile", id="AppleSingle"),
        pytest.param(MACBINARY, "application/x-macbinary", id="MacBinary"),
    ],
)
def test_the_file_inside_is_attached(data, media_type):
    raw = (
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n--b\nContent-Type: {media_type}\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}\n--b--\n"
    ).encode()
    message = parse_message(raw)
    assert [(a.filename, a.text) for a in message.attachments] == [("letter.txt", LETTER.decode())]
    assert attachment_bytes(raw, 0).content == LETTER


def test_what_a_macintosh_keeps_beside_a_file_is_no_attachment():
    beside = base64.encodebytes(fork(DOUBLE, (2, b"icon"))).decode()
    raw = (
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n--b\nContent-Type: multipart/appledouble; boundary=i\n\n"
        f"--i\nContent-Type: application/applefile; name=photo\nContent-Transfer-Encoding: base64\n\n{beside}\n"
        "--i\nContent-Type: text/csv; name=log.csv\nContent-Disposition: attachment\n\n3 March,none\n--i--\n--b--\n"
    ).encode()
    assert [a.filename for a in parse_message(raw).attachments] == ["log.csv"]
    assert is_resource_fork(fork(DOUBLE, (2, b"icon")))


def test_repeated_bytes_are_written_out():
    letters = binhex(b"a" + b"\x90" * 3 + b"b")
    assert unwrap_apple_file(letters, "application/mac-binhex40") == ("letter.txt", b"a" + b"\x90" * 3 + b"b")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(b"", "application/mac-binhex40", id="nothing"),
        pytest.param(b"(This file must be converted with BinHex 4.0)\n::", "application/mac-binhex40", id="empty"),
        pytest.param(fork(SINGLE, (1, b"")), "application/applefile", id="no file in it"),
        pytest.param(MACBINARY[:130], "application/x-macbinary", id="cut off"),
        pytest.param(LETTER, "application/octet-stream", id="a letter"),
    ],
)
def test_anything_else_is_left(data, media_type):
    assert unwrap_apple_file(data, media_type) is None


@given(st.binary(max_size=80), st.sampled_from([SINGLE, b"(This file must be converted with BinHex 4.0):", b"\0\5a"]))
def test_any_bytes_are_a_file_or_none(data, start):
    for media_type in ("application/x-macbinary", "application/mac-binhex40"):
        found = unwrap_apple_file(start + data, media_type)
        assert found is None or found[1]


@given(st.binary(min_size=1, max_size=200))
def test_any_file_comes_out_of_binhex_as_it_went_in(data):
    assert unwrap_apple_file(binhex(data), "application/mac-binhex40") == ("letter.txt", data)
