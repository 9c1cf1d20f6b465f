"""Be a sandboxed child whose reader of text files has been taken over: what a document that breaks a library could do.

A text file that begins with ATTACK says what to try; every other file is read as always.
"""

import ctypes
import os
import re
import signal
import socket
import struct
import time
from dataclasses import replace
from pathlib import Path

from ingest.documents import read
from ingest.documents.surroundings import is_time_up, surroundings
from ingest.sandbox import child as sandbox_child
from ingest.sandbox.wire import pack


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


def sleep(_source):
    time.sleep(3600)


def spin(_source):
    """Stay in a library written in C, which no signal handler of Python's interrupts."""
    return str(re.match("(a|a)*$", "a" * 90 + "b"))


def shout(_source):
    """Say that all is well, ten million times."""
    frame = pack({"at": [1, 1]}) * 1_000
    for _ in range(10_000):
        _write_all(frame)


def flood(_source):
    """Hand over documents until the parent's memory is full."""
    frame = pack({"done": 1, "last": 1}, b"x" * 8_000_000)
    for number in range(1_000):
        _write_all(frame.replace(b'"done": 1', b'"done": %d' % (number % 10)))


def bracket(_source):
    """Answer with lists and nothing in them, which grow thirtyfold when read."""
    words = b'{"answer": [' + b"[]," * 20_000_000 + b"[]]}"
    _write_all(struct.pack(">II", len(words), 0) + words)
    time.sleep(60)


def claim(_source):
    """Send the head of a frame of eight gigabytes."""
    _write_all(b"\xff" * 8)
    time.sleep(60)


NONSENSE = (
    {"at": "here"}, {"at": [1e400, 1]}, {"at": [None, []]}, {"done": {}, "last": 1}, {"recognise": 1},
    {"recognise": 1, "until": "soon"}, {"recognise": 1, "until": float("nan")}, {"answer": []}, {"answer": {}, "is_worn": 1}, {},
    {"error": 5}, {"answer": {"media_type": 1, "text": 2, "confidence": 1e999, "pages": 1e999, "unclear": [], "problems": []}, "is_worn": 0},
)  # fmt: skip


def talk_nonsense(source):
    _write_all(pack(NONSENSE[int(source.data.split()[2])]))
    time.sleep(60)


def book(source):
    """Be a document of eight pages of which the fifth is deadly."""
    pages = []
    for number in range(1, 9):
        if is_time_up():
            return " ".join([*pages, "and no further"])
        time.sleep(0.03)
        if number == 5:
            ATTACKS[source.data.split()[2].decode()](source)
        pages.append(f"page {number}")
    return " ".join(pages)


def long_book(source):
    """Be a document without end that asks for the time as it should."""
    pages = 0
    while not is_time_up():
        time.sleep(0.05)
        pages += 1
    return f"{pages} pages and no further"


def long_book_that_never_asks(_source):
    """Give signs of life and go on for ever."""
    while True:
        time.sleep(0.05)
        is_time_up()


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
    attack.__name__: attack
    for attack in (
        *(loop, die, crash, hog, hog_slowly, dawdle, babble, boast, nag, try_all, sleep, spin, shout, flood, bracket),
        *(claim, talk_nonsense, book, long_book, long_book_that_never_asks),
    )
}


def _write_all(data):
    """Write to the pipe to the parent, whichever it is."""
    with os.fdopen(3, "wb", closefd=False) as wire:
        wire.write(data)


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
