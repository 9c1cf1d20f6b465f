"""Kill a process that sends letters at chosen steps, and start it again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.installation import ROOT, Installation
from tests.journey.sending import Row
from tests.smtp_faults import FaultySmtp, Step

KILLED = -signal.SIGKILL
OWN_STEPS = tuple(f"{side} {name}" for side in ("before", "after") for name in ("begin", "keep", "send", "mark"))
"""The steps of its own code at which a process can kill itself."""


class Crashing:
    """An installation whose sending process is killed again and again, at steps of the server and in its own code.

    ``patience`` is how many seconds it waits for an answer of the mail server.
    """

    def __init__(self, home: Path, server: FaultySmtp, *, patience: float) -> None:
        self.server, self._patience = server, patience
        putright = Installation(home, PUTRIGHT_SMTP_URL=f"smtp://{server.host}:{server.port}")
        self._environment = putright.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.journey.nursery"]
        self._nursery = subprocess.Popen(
            command, env=self._environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.finish("migrate")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._nursery.communicate()

    def finish(self, *what: str) -> str:
        """Do one thing to its end, in a process of its own, and return what was said of it."""
        self._begin(what)
        return self._end(0)

    def run_until_killed(self, step: Step, number: int) -> bool:
        """Send, and kill the process when its so manieth connection comes to a step of the server; say if it came."""
        first, child = self.server.seen, Future[int]()

        def kill(at: Step) -> None:
            if at == step and self.server.seen - first >= number:
                os.kill(child.result(), signal.SIGKILL)

        self.server.on_step = kill
        try:
            child.set_result(self._begin(["run"]))
            return self._was_killed()
        finally:
            self.server.on_step = lambda _: None

    def run_until_it_kills_itself(self, when: str) -> bool:
        """Send until a step of its own code ("after begin 3"); say if the process came to it."""
        self._begin(["run"], crash_at=when)
        return self._was_killed()

    def rows(self) -> Sequence[Row]:
        """Return how every letter stands."""
        return [Row(**row) for row in json.loads(self.finish("rows"))]

    def _begin(self, what: Sequence[str], *, crash_at: str = "") -> int:
        assert self._nursery.stdin
        request = {"do": what, "crash_at": crash_at, "patience": self._patience}
        self._nursery.stdin.write(json.dumps(request) + "\n")
        self._nursery.stdin.flush()
        return int(self._hear()["pid"])

    def _end(self, *wanted: int) -> str:
        answer = self._hear()
        assert answer["status"] in wanted, answer["out"]
        return str(answer["out"])

    def _was_killed(self) -> bool:
        answer = self._hear()
        assert answer["status"] in {0, KILLED}, answer["out"]
        return bool(answer["status"] == KILLED)

    def _hear(self) -> dict[str, Any]:
        assert self._nursery.stdout
        heard: dict[str, Any] = json.loads(self._nursery.stdout.readline())
        return heard
