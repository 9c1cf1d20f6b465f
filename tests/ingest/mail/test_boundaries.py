"""The parts of a mail are found between its boundaries, and a million lines that only look like one cost no words."""

import pytest

from ingest.mail.boundaries import find_spans
from ingest.mail.headers import Headers

HEADERS = Headers((("content-type", b"multipart/mixed; boundary=b"),))


def spans_of(raw, most=500):
    spans, _ = find_spans(HEADERS, "b", raw, 0, len(raw), is_multipart=True, most=most)
    return [raw[start:end] for start, end in spans]


def test_a_line_that_only_begins_as_a_boundary_parts_nothing():
    assert spans_of(b"--b\none\n--bb\n--b-1\n--b\ntwo\n--b--\n") == [b"one\n--bb\n--b-1", b"two"]


@pytest.mark.parametrize("false", [b"--bb\n", b"--b-\n"])
def test_after_very_many_false_boundaries_the_rest_is_one_part_and_nothing_is_lost(false):
    raw = b"--b\nNobody came.\n" + false * 30_000 + b"--b\nShe waited.\n--b--\n"
    (part,) = spans_of(raw)
    assert part.startswith(b"Nobody came.")
    assert b"She waited." in part


def test_nothing_but_ends_has_no_parts():
    assert spans_of(b"--b--\n" * 50_000) == []
