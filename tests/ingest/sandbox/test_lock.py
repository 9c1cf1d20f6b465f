import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.sandbox.lock import CALLS_OF_A_READER

ROOT = str(Path(__file__).parents[3])
# Everything is imported before the lock, as in the real child.
PROBE = """
import errno, fcntl, json, os, resource, socket, sys, threading
sys.path.insert(0, sys.argv[1])
from ingest.sandbox.lock import LockError, lock_in
if "no-filter" in sys.argv:
    sys.modules["pyseccomp"] = None
def attempt(what):
    try:
        what()
        return "allowed"
    except OSError as error:
        return errno.errorcode[error.errno]
def thread():
    one = threading.Thread(target=list)
    try:
        one.start()
    except RuntimeError:
        return "none"
    one.join()
    return "allowed"
try:
    lock_in(memory_bytes=500_000_000, cpu_seconds=30, is_weak="weak" in sys.argv)
except LockError as error:
    print(json.dumps({"refused": str(error)}))
    raise SystemExit
try:
    hog = len(b"x" * 600_000_000)
except MemoryError:
    hog = "MemoryError"
print(json.dumps({
    "memory": hog,
    "user": os.getuid(),
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0] if "weak" in sys.argv else 0,
    "open": attempt(lambda: open("/etc/hostname")),
    "socket": attempt(lambda: socket.socket()),
    "fork": attempt(os.fork),
    "pipe": attempt(os.pipe),
    "signals": attempt(lambda: fcntl.fcntl(1, fcntl.F_SETOWN, os.getpid())),
    "thread": thread(),
    "sleep": attempt(lambda: __import__("time").sleep(0)),
}))
"""


def locked(*options):
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", PROBE, ROOT, *options], capture_output=True, text=True, check=True, cwd="/"
    )
    return json.loads(done.stdout)


def test_a_locked_process_can_compute_and_nothing_else():
    found = locked()
    assert found["memory"] == "MemoryError"
    assert {found[what] for what in ("open", "socket", "fork", "pipe", "signals")} == {"EPERM"}
    assert (found["sleep"], found["thread"]) == ("allowed", "allowed")
    assert found["user"] == (65534 if os.getuid() == 0 else os.getuid())


def test_without_a_filter_nothing_is_opened_unless_the_owner_said_so():
    assert "PUTRIGHT_SANDBOX=weak" in locked("no-filter")["refused"]


def test_the_other_locks_stay_where_the_filter_is_missing():
    found = locked("no-filter", "weak")
    assert found["memory"] == "MemoryError"
    assert (found["fork"], found["thread"], found["core"]) == ("EAGAIN", "none", 0)
    assert found["socket"] == "allowed"


NEVER = ("open", "openat", "socket", "connect", "clone", "clone3", "fork", "vfork", "kill", "tgkill", "ptrace", "mount",
         "setrlimit", "prlimit64", "unlink", "rename", "process_vm_readv", "io_uring_setup", "memfd_create", "bpf", "execve")  # fmt: skip


@pytest.mark.parametrize("call", NEVER)
def test_a_reader_is_never_given_a_way_out(call):
    assert call not in CALLS_OF_A_READER
