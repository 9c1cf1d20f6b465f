"""Fork one process after the other that sends letters, each to be killed: what takes seconds to load is loaded once.

    python -m tests.journey.nursery

Each line that comes in is one request: {"do": ["make", "30"], "crash_at": "after begin 2", "patience": 0.4}. Two lines
come back for each: the process that does it, and, when it has ended, its status (-9: it was killed) and what it said.

A process forked here is a process of its own, with its own connection to the database: the nursery never opens one,
and runs nothing but this loop.
"""

import json
import os
import sys
import traceback
from typing import Any

from tests.journey import sender


def serve() -> None:
    """Answer requests until there are no more."""
    sender.warm_up()
    for line in sys.stdin:
        _answer(json.loads(line))


def _answer(request: dict[str, Any]) -> None:
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        os._exit(_be_sender(request, writes))
    os.close(writes)
    _say({"pid": child})
    with os.fdopen(reads, "r", encoding="utf-8") as said:
        out = said.read()
    _, status = os.waitpid(child, 0)
    _say({"status": os.waitstatus_to_exitcode(status), "out": out})


def _be_sender(request: dict[str, Any], writes: int) -> int:
    with os.fdopen(writes, "w", encoding="utf-8") as out:
        try:
            out.write(sender.do(request["do"], crash_at=request["crash_at"], patience=request["patience"]))
        except BaseException:  # noqa: BLE001 - told to whoever asked
            out.write(traceback.format_exc())
            return 1
    return 0


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
