"""Run a program on bytes that nobody vouches for, bounded in time and in what it may say."""

import os
import select
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

_PIECE_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class Finished:
    """Hold how a program ended and what it said; ``said_too_much`` if it was stopped for that."""

    code: int
    output: bytes
    said_too_much: bool = False


def run_bounded(
    command: Sequence[str], data: bytes, *, seconds: float, most_bytes: int, environment: dict[str, str]
) -> Finished:
    """Return what a program that is given ``data`` says, up to ``most_bytes``.

    Raises: TimeoutError when it does not end in time, OSError when it cannot be started.
    """
    deadline = time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603 - the caller's fixed command; the untrusted bytes go in by the pipe
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env=environment
    ) as process:
        try:
            output = _exchange(process, data, deadline, most_bytes)
            if len(output) > most_bytes:
                return Finished(code=-1, output=output[:most_bytes], said_too_much=True)
            return Finished(code=process.wait(max(0.0, deadline - time.monotonic())), output=output)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        finally:
            process.kill()


def _exchange(process: "subprocess.Popen[bytes]", data: bytes, deadline: float, most_bytes: int) -> bytes:
    """Return the output until it ends, or a little more than may be said."""
    assert process.stdin is not None
    assert process.stdout is not None
    listening, talking = process.stdin, process.stdout
    left = memoryview(data)
    pieces: list[bytes] = []
    size = 0
    os.set_blocking(listening.fileno(), False)
    poll = select.poll()
    poll.register(talking, select.POLLIN)
    poll.register(listening, select.POLLOUT)
    while size <= most_bytes:
        seconds = deadline - time.monotonic()
        ready = dict(poll.poll(seconds * 1000)) if seconds > 0 else {}
        if not ready:
            raise TimeoutError
        if not listening.closed and listening.fileno() in ready:
            left = left[_write(listening.fileno(), left) :]
            if not left:
                poll.unregister(listening)
                listening.close()
        if talking.fileno() in ready:
            pieces.append(os.read(talking.fileno(), _PIECE_BYTES))
            size += len(pieces[-1])
            if not pieces[-1]:
                break
    return b"".join(pieces)


def _write(fd: int, data: memoryview) -> int:
    """Return how many bytes were taken; all of them where nobody reads any more."""
    try:
        return os.write(fd, data[:_PIECE_BYTES])
    except BlockingIOError:
        return 0
    except OSError:
        return len(data)
