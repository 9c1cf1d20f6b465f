import io
import os
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sandbox.watch import Watch
from ingest.sandbox.wire import LateError, Pipe, WireError, pack, read_frame


@pytest.fixture
def ends():
    """A pipe, and the two ends a child would hold."""
    to_child, from_child = os.pipe(), os.pipe()
    yield Pipe(to_child[1], from_child[0], most_bytes=1_000_000), to_child[0], from_child[1]
    for fd in (*to_child, *from_child):
        try:
            os.close(fd)
        except OSError:
            continue


def soon(seconds=5):
    return Watch(time.monotonic() + seconds)


@given(
    head=st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers() | st.none()),
    body=st.binary(max_size=99),
)
def test_a_frame_comes_out_as_it_went_in(head, body):
    assert read_frame(io.BytesIO(pack(head, body))) == (head, body)


def test_the_end_of_the_pipe_is_no_frame():
    assert read_frame(io.BytesIO(b"")) is None
    assert read_frame(io.BytesIO(b"\0\0")) is None


def test_an_answer_in_many_pieces_is_put_together(ends):
    pipe, _, child_out = ends
    frame = pack({"answer": "yes"}, b"x" * 500_000)
    writer = threading.Thread(
        target=lambda: [os.write(child_out, frame[n : n + 999]) for n in range(0, len(frame), 999)]
    )
    writer.start()
    assert pipe.receive(soon()) == ({"answer": "yes"}, b"x" * 500_000)
    writer.join()


BAD = {
    "longer than the limit": (struct.pack(">II", 10, 2_000_000), WireError, "larger than the limit"),
    "not json": (struct.pack(">II", 3, 0) + b"{x}", WireError, "not JSON"),
    "not an object": (struct.pack(">II", 2, 0) + b"[]", WireError, "not an object"),
    "json nested very deep": (struct.pack(">II", 200_000, 0) + b"[" * 200_000, WireError, "not JSON"),
}


@pytest.mark.parametrize(("bytes_said", "error", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_no_frame_is_refused(ends, bytes_said, error, words):
    pipe, _, child_out = ends
    writer = threading.Thread(target=os.write, args=(child_out, bytes_said))
    writer.start()
    with pytest.raises(error, match=words):
        pipe.receive(soon())


def test_a_silent_child_is_late(ends):
    pipe, _, _ = ends
    with pytest.raises(LateError):
        pipe.receive(soon(0.05))


def test_a_child_that_does_not_listen_is_late(ends):
    pipe, _, _ = ends
    with pytest.raises(LateError):
        pipe.send({}, b"x" * 1_000_000, soon(0.05))


def test_a_child_that_is_gone_is_told(ends):
    pipe, child_in, child_out = ends
    os.close(child_in)
    os.close(child_out)
    with pytest.raises(WireError, match="gone"):
        pipe.receive(soon())
    with pytest.raises(WireError, match="gone"):
        pipe.send({}, b"x", soon())
