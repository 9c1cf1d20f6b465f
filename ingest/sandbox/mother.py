"""Start sandboxed children from a mother process, which has loaded everything and has never seen a byte of a mail.

A fork of the mother is ready in a few hundredths of a second, where a new program needs one to two seconds: so a child
that was lost costs next to nothing, and the libraries' memory is held once for all children.
"""

import contextlib
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from config.limits import Limits

log = logging.getLogger(__name__)

_ROOT = str(Path(__file__).parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox.child import main; main()"
# The mother loads for a second or two; a busy machine may need much longer, and waiting is better than failing.
_START_SECONDS = 60.0
_MOST_ORDER_BYTES = 65_536


class SandboxError(Exception):
    """The machine cannot run a sandboxed child; no mail is at fault. Try again later: the message says why."""


class Mother:
    """Be the parent's end of the mother, who is started when first needed, and again if lost; for many threads."""

    def __init__(self, limits: Limits, *, is_weak: bool = False) -> None:
        self._order = {"limits": asdict(limits), "is_weak": is_weak}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def bear(self) -> tuple[int, int, int]:
        """Return a new child: its process id, the end of a pipe to write to it, and one to read from it.

        Raises: SandboxError.
        """
        to_child, from_child = os.pipe(), os.pipe()
        try:
            with self._lock:
                born = self._ask({"start": self._order}, (to_child[0], from_child[1]))
                process_id = int(born["pid"])
        except BaseException:
            os.close(to_child[1])
            os.close(from_child[0])
            raise
        finally:
            os.close(to_child[0])
            os.close(from_child[1])
        return process_id, to_child[1], from_child[0]

    def bury(self, process_id: int) -> None:
        """End a child of hers, dead or alive."""
        with self._lock:
            if self._is_there:
                # If she is gone herself, the system has ended her children with her.
                with contextlib.suppress(SandboxError):
                    self._ask({"end": process_id})

    def end(self) -> None:
        """End the mother, and with her all her children."""
        with self._lock:
            self._drop()

    @property
    def _is_there(self) -> bool:
        is_ours = self._process is not None and self._owner == os.getpid()
        return is_ours and self._process is not None and self._process.poll() is None

    def _ask(self, order: dict[str, Any], fds: tuple[int, ...] = ()) -> dict[str, Any]:
        if not self._is_there:
            self._drop()
            self._start()
        assert self._control is not None
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], fds)
            answer = self._receive()
        except OSError as error:
            self._drop()
            msg = f"a sandboxed child cannot be started: {error.strerror or 'the mother process is gone'}"
            raise SandboxError(msg) from error
        if "failed" in answer:
            raise SandboxError(f"a sandboxed child cannot be started: {answer['failed']}")
        return answer

    def _start(self) -> None:
        control, hers = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-I", "-B", "-c", _START, _ROOT]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a fixed command
                command,
                stdin=hers.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                # Ctrl-C in a terminal is for the program that reads, which then ends its children in order.
                start_new_session=True,
            )
        except OSError as error:
            control.close()
            msg = f"a sandboxed child cannot be started: {error.strerror}"
            raise SandboxError(msg) from error
        finally:
            hers.close()
        self._control, self._owner = control, os.getpid()
        try:
            said = self._receive()
        except OSError:
            said = {}
        if "ready" not in said:
            self._drop()
            msg = f"a sandboxed child did not start: {said.get('failed', 'it gave no answer')}"
            raise SandboxError(msg)

    def _receive(self) -> dict[str, Any]:
        """Return her next answer. Raises: OSError when she gives none in time."""
        assert self._control is not None
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(_START_SECONDS * 1000):
            raise TimeoutError
        said = self._control.recv(_MOST_ORDER_BYTES)
        if not said:
            raise ConnectionResetError
        answer = json.loads(said)
        assert isinstance(answer, dict)
        return answer

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def _environment() -> dict[str, str]:
    # One thread a child: the pool's size says how many processors are used, not the mathematics library.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
