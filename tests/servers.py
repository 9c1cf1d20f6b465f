"""Start real servers for tests, on loopback and in a folder that is thrown away: Redis and PostgreSQL."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

PATIENCE_SECONDS = 30


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Return when something listens on the port; fail if its process has ended or patience has."""
    for _ in range(PATIENCE_SECONDS * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process and process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


class RedisServer:
    """Be a throw-away Redis."""

    def __enter__(self) -> Self:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        wait_for_port(self.port, self._process)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


class PostgresServer:
    """Be a throw-away PostgreSQL cluster with one empty database; ``url`` connects to it."""

    def __enter__(self) -> Self:
        self._home = Path(tempfile.mkdtemp(prefix="putright-postgres-"))
        self.port = free_port()
        self.url = f"postgresql://putright@127.0.0.1:{self.port}/putright"
        if os.geteuid() == 0:
            # The server refuses to run as root; Debian's package made its user.
            account = pwd.getpwnam("postgres")
            os.chown(self._home, account.pw_uid, account.pw_gid)
        data = str(self._home / "data")
        self._run("initdb", "-D", data, "-U", "putright", "--auth=trust", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._home} -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(self._home / "log"), "start")
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "putright", "putright")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self._home / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program) or str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))
        user = {"user": "postgres"} if os.geteuid() == 0 else {}
        subprocess.run([found, *arguments], check=True, capture_output=True, cwd=self._home, **user)
