import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sandbox.bounded_run import run_bounded

ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"


def run(script, data=b"", *, seconds=60, most_bytes=10_000_000):
    command = [sys.executable, "-c", script]
    return run_bounded(command, data, seconds=seconds, most_bytes=most_bytes, environment=dict(os.environ))


@settings(max_examples=5, deadline=None)
@given(size=st.integers(0, 3_000_000))
def test_what_goes_in_comes_out(size):
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    finished = run(ECHO, data)
    assert (finished.code, finished.output, finished.said_too_much) == (0, data, False)


def test_who_talks_before_listening_is_heard():
    script = "import sys; sys.stdout.write('a' * 1_000_000); sys.stdout.flush(); sys.stdin.buffer.read()"
    assert run(script, b"x" * 1_000_000).output == b"a" * 1_000_000


def test_who_never_listens_may_still_answer():
    assert run("import os; os.close(0); print('no')", b"x" * 5_000_000).output == b"no\n"


def test_how_it_ended_is_told():
    assert run("raise SystemExit(125)").code == 125
    assert run("import os; os.abort()").code == -6


def test_who_talks_without_end_is_stopped():
    finished = run("while True: print('a' * 100_000)", most_bytes=1_000_000)
    assert finished.said_too_much
    assert finished.code != 0
    assert len(finished.output) == 1_000_000


@pytest.mark.parametrize(
    "script",
    ["import time; time.sleep(600)", "while True: pass", "import os, time; os.close(1); time.sleep(600)"],
    ids=["sleeps", "computes", "closes its mouth and stays"],
)
def test_who_does_not_end_in_time_is_ended(script, tmp_path):
    note = tmp_path / "process"
    with pytest.raises(TimeoutError):
        run(
            f"import os; fd = os.open({str(note)!r}, os.O_CREAT | os.O_WRONLY); os.write(fd, str(os.getpid()).encode())\n{script}",
            seconds=3,
        )
    assert not Path(f"/proc/{note.read_text()}").exists()


def test_what_is_no_program_is_an_error():
    with pytest.raises(FileNotFoundError):
        run_bounded(["/no/such/program"], b"", seconds=5, most_bytes=5, environment={})
