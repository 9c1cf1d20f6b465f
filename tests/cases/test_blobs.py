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


def test_a_file_is_kept_as_its_bytes_would_be_and_left_where_it_is(tmp_path):
    (tmp_path / "large").write_bytes(b"a large mail" * 200_000)
    digest = blobs.put_file(tmp_path / "large")
    assert digest == blobs.digest_of(b"a large mail" * 200_000) == blobs.put_file(tmp_path / "large")
    assert blobs.get(digest) == (tmp_path / "large").read_bytes()
    assert not list(blobs._path(digest).parent.glob(".new-*"))


def test_a_file_that_changes_while_it_is_kept_is_refused(tmp_path, monkeypatch):
    (tmp_path / "large").write_bytes(b"as it was counted")
    monkeypatch.setattr(blobs.shutil, "copyfile", lambda _, new: new.write_bytes(b"as it was copied"))
    with pytest.raises(blobs.BlobError, match="changed while"):
        blobs.put_file(tmp_path / "large")
    assert not blobs.is_kept(blobs.digest_of(b"as it was counted"))


@pytest.mark.parametrize("most", [0, 5, 16, 17, 1_000], ids=str)
def test_the_start_of_kept_bytes_is_given_and_the_whole_checked(most):
    digest = blobs.put(b"a mail's kept end")
    assert blobs.get_start(digest, most) == b"a mail's kept end"[:most]
    blobs._path(digest).write_bytes(b"a mail's new end!")
    with pytest.raises(blobs.BlobError, match="not what was put in"):
        blobs.get_start(digest, 6)
    blobs._path(digest).unlink()
    with pytest.raises(blobs.BlobError, match="is not where"):
        blobs.get_start(digest, 6)
    assert not blobs.is_kept(digest)
