"""Be a sandboxed child whose reader of text files has been taken over: what a document that breaks a library could do.

A text file that begins with ATTACK says what to try; every other file is read as always.
"""

import ctypes
import os
import signal
import socket
import time
from dataclasses import replace
from pathlib import Path

from ingest import sandbox_child
from ingest.documents import read
from ingest.documents.surroundings import surroundings


def loop(_source):
    while True:
        pass


def die(_source):
    os.abort()


def crash(_source):
    ctypes.string_at(0)


def hog(_source):
    return str(len(b"x" * (3 << 30)))


def hog_slowly(_source):
    kept = []
    while True:
        kept.append(b"x" * 10_000_000)


def dawdle(_source):
    time.sleep(1)
    return "read after all"


def babble(_source):
    for fd in range(3, 9):
        _quietly(os.write, fd, b"\xff" * 64)
    time.sleep(60)


def boast(_source):
    for fd in range(3, 9):
        _quietly(os.write, fd, b"\x00\x00\x00\x10\xff\xff\xff\xff")
    time.sleep(60)


def nag(source):
    while True:
        surroundings().recognise(b"not a picture", source.limits)


ATTEMPTS = {
    "fork": os.fork,
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "local socket": lambda: socket.socket(socket.AF_UNIX),
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "read a file": Path("/etc/passwd").read_bytes,
    "write a file": lambda: Path("putright-escaped").write_text("x"),
    "list a folder": lambda: list(Path("/").iterdir()),
    "delete a file": Path("putright-escaped").unlink,
    "kill the parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "more memory": lambda: __import__("resource").setrlimit(9, (1 << 40, 1 << 40)),
}


def try_all(_source):
    return "\n".join(f"{name}: {_quietly(attempt)}" for name, attempt in ATTEMPTS.items())


ATTACKS = {
    attack.__name__: attack for attack in (loop, die, crash, hog, hog_slowly, dawdle, babble, boast, nag, try_all)
}


def _quietly(attempt, *arguments):
    try:
        return f"allowed {attempt(*arguments)!r}"
    except OSError as error:
        return f"refused {error.errno}"
    except ValueError as error:
        return f"refused {error}"


def main():
    honest = read.READERS["text/plain"]

    def read_text(source):
        words = source.data.decode().split()
        if words[0] != "ATTACK":
            return honest(source)
        return replace(honest(source), text=ATTACKS[words[1]](source))

    read.READERS["text/plain"] = read_text
    sandbox_child.main()
