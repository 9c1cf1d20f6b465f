"""Be an installation of Putright with a home of its own, driven from outside as its users do: by its commands."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 600.0


class Installation:
    """One home, one database; ``settings`` are PUTRIGHT_... variables beside the usual ones."""

    def __init__(self, home: Path, **settings: str) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PUTRIGHT_", "DJANGO_"))},
            "PUTRIGHT_HOME": str(home),
            "PUTRIGHT_COUNCIL": "brackenshire",
            "PUTRIGHT_POLL_SECONDS": "1",
            "PUTRIGHT_SEND_DELAY_SECONDS": "0",
            "PUTRIGHT_BLIND_SHARE": "0",
            "PUTRIGHT_SECRET_KEY": "only for tests",
        } | settings
        self._running: list[subprocess.Popen[bytes]] = []

    def watch_imap(self, *, host: str, port: int, username: str, password: str, ca_file: str) -> None:
        """Name an IMAP mailbox to watch."""
        self.environment["MAIL_PASSWORD"] = password
        (self.home / "mailboxes.toml").write_text(
            f'[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "{host}"\nport = {port}\n'
            f'username = "{username}"\npassword_env = "MAIL_PASSWORD"\nca_file = "{ca_file}"\n',
            encoding="utf-8",
        )

    def watch_folder(self, path: Path) -> None:
        """Name a folder to watch."""
        (self.home / "mailboxes.toml").write_text(
            f'[[mailbox]]\nname = "complaints"\nkind = "folder"\npath = "{path}"\n', encoding="utf-8"
        )

    def call(self, *arguments: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=PATIENCE_SECONDS * 3,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"putright {arguments[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def call_json(self, *arguments: str) -> Any:
        """Run one command and return the JSON it prints."""
        return json.loads(self.call(*arguments).stdout)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a long-running command, in a process group of its own; its log goes to ``log`` in the home."""
        if command[0] == "dramatiq":
            line = [str(Path(sys.executable).parent / "dramatiq"), *command[1:]]
        else:
            line = [sys.executable, str(ROOT / "manage.py"), *command]
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                line, env=self.environment, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
            )
        self._running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and all it started as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running.remove(process)

    def stop(self) -> None:
        """End everything that still runs."""
        for process in list(self._running):
            process.terminate()
        for process in list(self._running):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill(process)
        self._running.clear()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the installation's database."""
        if url := self.environment.get("PUTRIGHT_DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return connection.execute(query).fetchall()  # type: ignore[call-overload]
        with sqlite3.connect(self.home / "putright.sqlite3", timeout=20) as connection:
            return connection.execute(query).fetchall()

    def states(self) -> Mapping[str, int]:
        """Return how many mails are in each state."""
        return dict(self.rows("select state, count(*) from cases_mail group by state"))

    def log(self) -> str:
        """Return what the long-running commands have printed."""
        path = self.home / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def wait(self, what: str, is_so: Any) -> None:
        """Return when ``is_so()`` holds; fail with the log when patience ends."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                if is_so():
                    return
            except (sqlite3.OperationalError, psycopg.Error, urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"{what} did not come about:\n{self.log()[-4000:]}")

    def wait_for_page(self, address: str) -> None:
        """Return when a page answers."""

        def answers() -> bool:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status == 200

        self.wait(f"an answer from {address}", answers)
