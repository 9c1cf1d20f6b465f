import os
import signal
import subprocess
import sys
import time

import pytest

from ingest.sandbox.watch import LateError, Watch, look_at


@pytest.fixture
def start():
    """Start processes that do what they are told, and end them."""
    started = []

    def run(script):
        started.append(subprocess.Popen([sys.executable, "-c", script]))
        return started[-1].pid

    yield run
    for process in started:
        process.kill()
        process.wait()


def wait_for(watch):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        watch.check()
        time.sleep(0.02)
    pytest.fail("the watch never told")


def test_who_computes_without_a_sign_is_late(start):
    watch = Watch(time.monotonic() + 600, stall_seconds=0.3, process_id=start("while True: pass"))
    with pytest.raises(LateError, match="no sign"):
        wait_for(watch)


def test_who_sleeps_without_a_sign_is_late(start):
    watch = Watch(time.monotonic() + 600, stall_seconds=0.3, process_id=start("import time; time.sleep(600)"))
    with pytest.raises(LateError, match="no sign"):
        wait_for(watch)


def test_who_is_gone_is_late(start):
    watch = Watch(time.monotonic() + 600, stall_seconds=0.1, process_id=2**22 + 1)
    with pytest.raises(LateError, match="no sign"):
        wait_for(watch)


def test_who_has_no_time_left_is_late_whatever_they_say(start):
    watch = Watch(time.monotonic() - 1, process_id=start("while True: pass"))
    watch.note_sign()
    with pytest.raises(LateError, match="in time"):
        watch.check()


def test_who_gives_signs_is_not_late(start):
    watch = Watch(time.monotonic() + 600, stall_seconds=0.2, process_id=start("while True: pass"))
    for _ in range(20):
        time.sleep(0.06)
        watch.note_sign()
        watch.check()


def test_where_no_signs_are_due_only_the_deadline_counts(start):
    watch = Watch(time.monotonic() + 1.0, stall_seconds=0.1, process_id=start("while True: pass"))
    watch.expect_signs(are_due=False)
    with pytest.raises(LateError, match="in time"):
        wait_for(watch)


def test_the_time_to_look_again_never_passes_the_deadline():
    assert Watch(time.monotonic() - 5, stall_seconds=1).look_again_seconds == 0
    assert 0 < Watch(time.monotonic() + 600, stall_seconds=1).look_again_seconds < 1
    assert Watch(time.monotonic() + 600).look_again_seconds > 500


def test_a_stopped_process_is_seen_as_one_that_does_nothing(start):
    process_id = start("while True: pass")
    os.kill(process_id, signal.SIGSTOP)
    deadline = time.monotonic() + 60
    while not look_at(process_id).is_asleep and time.monotonic() < deadline:
        time.sleep(0.01)
    assert look_at(process_id).is_asleep
