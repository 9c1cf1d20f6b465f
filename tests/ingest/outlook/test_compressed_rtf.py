"""Outlook's compressed rich text is unpacked, whole or up to where it is damaged."""

import compressed_rtf
from hypothesis import given
from hypothesis import strategies as st

from ingest.outlook.compressed_rtf import unpack_rtf

MOST = 100_000
LETTER = rb"{\rtf1\ansi Nobody rang, nobody rang, nobody rang.\par}"


@given(st.binary(max_size=600), st.booleans())
def test_what_the_other_library_packs_is_unpacked(data, is_packed):
    assert unpack_rtf(compressed_rtf.compress(data, compressed=is_packed), MOST) == data


def test_one_cut_off_or_with_a_wrong_checksum_is_read_as_far_as_it_goes():
    packed = compressed_rtf.compress(LETTER)
    assert LETTER.startswith(unpack_rtf(packed[:40], MOST))
    assert len(unpack_rtf(packed[:40], MOST)) > 10
    assert unpack_rtf(packed[:12] + b"\xff\xff\xff\xff" + packed[16:], MOST) == LETTER


def test_a_bomb_ends_at_the_limit():
    assert len(unpack_rtf(compressed_rtf.compress(b"a" * 50_000), 1_000)) == 1_000


@given(st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_nothing(data):
    assert len(unpack_rtf(data[:8] + b"LZFu" + data[8:], MOST)) <= 20 * len(data) + 16
    assert isinstance(unpack_rtf(data, MOST), bytes)
