"""Run a throw-away ClamAV on loopback, with one invented signature of its own and no other.

    with ClamdServer() as server:
        VirusScanner(address=read_address(server.address)).scan(HARM)

Needs clamav-daemon; no signatures are fetched from anywhere. ``FakeClamd`` stands in for one that misbehaves.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tests.servers import free_port

HARM = b"Dear team, INVENTED-HARM-FOR-TESTS-ONLY and goodbye"
HARM_NAME = "Invented.Harm-1.UNOFFICIAL"
PATIENCE_SECONDS = 30

_CONF = """
Foreground yes
LocalSocket {home}/clamd.ctl
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {home}/signatures
TemporaryDirectory {home}
LogFile {home}/log
StreamMaxLength 1M
MaxThreads 4
SelfCheck 0
"""


class ClamdServer:
    """A virus scanner that lives as long as the with block; never as root."""

    def __enter__(self) -> Self:
        # A short path: a socket's may have 107 letters at most.
        self.home = Path(tempfile.mkdtemp(prefix="clam"))
        self.port = free_port()
        self.path = str(self.home / "clamd.ctl")
        (self.home / "signatures").mkdir()
        # One signature: these bytes, anywhere in a file of any type.
        signature = f"Invented.Harm-1:0:*:{b'INVENTED-HARM-FOR-TESTS-ONLY'.hex()}\n"
        (self.home / "signatures" / "own.ndb").write_text(signature, encoding="ascii")
        (self.home / "clamd.conf").write_text(_CONF.format(home=self.home, port=self.port), encoding="ascii")
        self._user: dict[str, object] = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("clamav")
            self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)
            self.home.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self) -> None:
        """Start it, and return when it answers."""
        program = shutil.which("clamd") or "/usr/sbin/clamd"
        line = [program, "-c", str(self.home / "clamd.conf")]
        self._process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._user)
        for _ in range(PATIENCE_SECONDS * 50):
            with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
                probe.connect(self.path)
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"clamd did not start: {(self.home / 'log').read_text() if self.home else ''}")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        Path(self.path).unlink(missing_ok=True)


class FakeClamd:
    """Answer as a scanner that misbehaves: ``answer`` is given each connection after its command was read.

    A question about the version is answered as it should be, unless ``version`` says otherwise.
    """

    def __init__(self, answer: Callable[[socket.socket], None], *, version: bytes = b"ClamAV 1.4.6/1/today\0") -> None:
        self._answer, self._version = answer, version

    def __enter__(self) -> Self:
        self._home = tempfile.mkdtemp(prefix="clam")
        self.path = f"{self._home}/fake.ctl"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=PATIENCE_SECONDS)
        shutil.rmtree(self._home, ignore_errors=True)

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            with link, contextlib.suppress(OSError):
                command = b""
                while not command.endswith(b"\0"):
                    command += link.recv(1)
                if command == b"zVERSION\0":
                    link.sendall(self._version)
                else:
                    self._answer(link)
