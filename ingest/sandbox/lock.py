"""Lock the running process in: limits on memory, time and files, no new rights, only a short list of system calls.

Called by a child after its imports and before it sees a byte of anyone's mail. Fails closed: where the system-call
filter cannot be set, ``lock_in`` raises, unless it is told that the owner of the machine chose to run without.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import signal
from typing import Any

NOBODY = 65534
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_AT_EMPTY_PATH = 0x1000
_CLONE_THREAD = 0x10000
# Threads a reader may start, all readers of this machine together: the kernel counts them as that user's processes.
_MOST_THREADS, _MOST_OPEN_FILES = 4_096, 8
_NO_FILTER = (
    "the system-call filter (seccomp) cannot be set on this machine; install libseccomp2, or set PUTRIGHT_SANDBOX=weak "
    "to read mail with the other locks only"
)
# What may be asked about an open file. F_SETOWN is not among it: by that a reader could have others signalled.
_FILE_COMMANDS = (
    fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL,
)  # fmt: skip

# What reading bytes from a pipe, computing, and writing bytes to a pipe need. There is no open, stat, socket, fork,
# execve, kill or ptrace here: a call that is not listed fails with "not permitted".
CALLS_OF_A_READER = (
    "read", "readv", "write", "writev", "close", "lseek", "fstat", "poll", "ppoll", "select", "pselect6", "dup",
    "mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "membarrier", "rseq",
    "futex", "futex_waitv", "sched_yield", "sched_getaffinity", "get_robust_list", "set_robust_list",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "times", "sysinfo", "uname", "getcpu",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
    "getrandom", "exit", "exit_group",
)  # fmt: skip


class LockError(Exception):
    """The process could not be locked in; nothing untrusted may be opened in it. The message says what is missing."""


def lock_in(*, memory_bytes: int, cpu_seconds: int, is_weak: bool) -> None:
    """Give up every right this process does not need; there is no way back.

    Raises: LockError when a lock cannot be set and ``is_weak`` is not.
    """
    try:
        # Built first: finding the library starts a program, which the limits below forbid.
        call_filter = _build_filter()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        if not is_weak:
            raise LockError(_NO_FILTER) from error
        call_filter = None
    # In this order: who becomes another user while over that user's number of processes may start no program (EAGAIN).
    _give_up_root()
    _limit_resources(memory_bytes, cpu_seconds, processes=_MOST_THREADS if call_filter is not None else 0)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        msg = f"no_new_privs was refused: {os.strerror(ctypes.get_errno())}"
        raise LockError(msg)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Who is killed without warning leaves nobody behind. (Becoming another user takes this back: it comes after.)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if call_filter is not None:
        _load(call_filter, is_weak=is_weak)


def load_call_filter_library() -> None:
    """Load, ahead of the locks, what the call filter is built with: finding it starts a program and takes time."""
    with contextlib.suppress(ImportError, OSError, RuntimeError):
        import pyseccomp  # noqa: F401, PLC0415 - a machine without it is told by lock_in


def _limit_resources(memory_bytes: int, cpu_seconds: int, *, processes: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_NOFILE: _MOST_OPEN_FILES,
    }
    for what, value in limits.items():
        hard = resource.getrlimit(what)[1]
        value_allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value_allowed, value_allowed))


def _give_up_root() -> None:
    if os.geteuid() != 0:
        return
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as error:
        # A container may run as a root that cannot change its number; the call filter holds it all the same.
        if error.errno not in {errno.EPERM, errno.EINVAL}:
            msg = f"root could not be given up: {error.strerror}"
            raise LockError(msg) from error


def _build_filter() -> Any:
    import pyseccomp  # noqa: PLC0415 - fails where libseccomp is missing, which lock_in tells in plain words

    call_filter = pyseccomp.SyscallFilter(defaction=pyseccomp.ERRNO(errno.EPERM))
    for command in _FILE_COMMANDS:
        _allow(pyseccomp, call_filter, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    for name in CALLS_OF_A_READER:
        _allow(pyseccomp, call_filter, name)
    # A thread, never a process: the decoder of iPhone photos (libde265) ends the process where it can start none.
    # clone3 keeps its flags where a filter cannot look; told that there is none, the C library uses clone.
    _allow(pyseccomp, call_filter, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    call_filter.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    # glibc asks for the state of an open file as newfstatat(fd, "", AT_EMPTY_PATH).
    empty_path = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _AT_EMPTY_PATH, _AT_EMPTY_PATH)
    _allow(pyseccomp, call_filter, "newfstatat", empty_path)
    return call_filter


def _load(call_filter: Any, *, is_weak: bool) -> None:
    try:
        call_filter.load()
    except (OSError, RuntimeError, ValueError) as error:
        if not is_weak:
            raise LockError(_NO_FILTER) from error


def _allow(pyseccomp: Any, call_filter: Any, name: str, *arguments: Any) -> None:
    try:
        call_filter.add_rule(pyseccomp.ALLOW, name, *arguments)
    except (ValueError, OSError, RuntimeError):
        # Not every processor has every call (open, stat and time are missing on ARM): what is not there need not be
        # allowed, and leaving a name out can only make the lock tighter.
        return
