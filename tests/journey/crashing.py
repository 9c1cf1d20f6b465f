"""Kill a process that sends letters at chosen steps, and start it again."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.installation import ROOT, Installation
from tests.journey.sending import Row
from tests.smtp_faults import FaultySmtp


class Crashing:
    """An installation whose sending process is killed again and again, at steps of the server and in its own code."""

    def __init__(self, home: Path, server: FaultySmtp) -> None:
        self.server = server
        self.putright = Installation(home, PUTRIGHT_SMTP_URL=f"smtp://{server.host}:{server.port}")
        self.putright.call("migrate", "--verbosity=0")

    def _sender(self, *arguments: str, crash_at: str = "") -> "subprocess.Popen[bytes]":
        environment = self.putright.environment | {
            "PUTRIGHT_CRASH_AT": crash_at,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", "tests.journey.sender", *arguments]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, *arguments: str) -> bytes:
        """Run the sender to its end."""
        process = self._sender(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err.decode()
        return out

    def run_until_killed(self, step: str, number: int) -> None:
        """Run the sender, and kill it when its so manieth connection comes to a step of the server."""
        process = self._sender("run")
        first = self.server.seen

        def kill(at: str) -> None:
            if at == step and self.server.seen - first >= number:
                process.kill()

        self.server.on_step = kill
        process.communicate(timeout=300)
        self.server.on_step = lambda _: None

    def run_until_it_kills_itself(self, when: str) -> None:
        """Run the sender until a step of its own code."""
        self._sender("run", crash_at=when).communicate(timeout=300)

    def rows(self) -> Sequence[Row]:
        """Return how every letter stands."""
        return [Row(**row) for row in json.loads(self.finish("rows"))]
