"""Bytes kept are bytes found, and a change is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import blobs


@given(st.binary(max_size=2000))
def test_bytes_come_back_as_they_were(content):
    assert blobs.get(blobs.put(content)) == content


def test_the_same_bytes_are_kept_once():
    first = blobs.put(b"twice")
    assert blobs.put(b"twice") == first
    assert len(list(blobs._path(first).parent.glob(f"{first[2:]}*"))) == 1


def test_no_half_written_file_is_left_behind():
    digest = blobs.put(b"whole")
    assert not list(blobs._path(digest).parent.glob(".new-*"))


def test_changed_bytes_are_refused():
    digest = blobs.put(b"what was sent")
    blobs._path(digest).write_bytes(b"what was not")
    with pytest.raises(blobs.BlobError, match="not what was put in"):
        blobs.get(digest)


def test_missing_bytes_are_named_by_digest_only():
    with pytest.raises(blobs.BlobError, match="000000000000: is not where"):
        blobs.get("0" * 64)
