"""What came in another wrapping is written as mail, and read back part by part, byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.mail.mime import split_mail
from ingest.mail.multipart import file_part, text_part, write_multipart


@given(
    st.lists(st.tuples(st.text("aé中 .txt'", min_size=1, max_size=20), st.binary(max_size=200)), min_size=1, max_size=4)
)
def test_files_come_out_as_they_went_in(files):
    raw = write_multipart([file_part(f"a{name}z", "application/x-thing", data) for name, data in files])
    parts = split_mail(b"Subject: s\r\n" + raw, default_limits()).children
    assert [part.content()[0] for part in parts] == [data for _, data in files]
    assert [part.filename for part in parts] == [" ".join(f"a{name}z".split()) for name, _ in files]


def test_the_same_parts_make_the_same_bytes():
    parts = [text_part("text/plain", "é".encode()), file_part("a", "image/png", b"x")]
    assert write_multipart(parts) == write_multipart(parts)
    assert write_multipart(parts) != write_multipart(parts[:1])


@pytest.mark.parametrize("media_type", ["", "no type", "text/plain\r\nX-Evil: yes", "a/b; c=d"])
def test_a_type_that_is_none_is_not_written(media_type):
    assert file_part("a", media_type, b"x").startswith(b"Content-Type: application/octet-stream\r\n")


def test_a_name_cannot_begin_a_header():
    assert b"\r\nX-Evil" not in file_part("a\r\nX-Evil: yes", "image/png", b"x")
