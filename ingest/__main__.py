"""Show what Putright reads in mails or documents: one JSON object a line, as in ``python -m ingest FILE…``."""

import argparse
import contextlib
import hashlib
import os
import stat
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from config.limits import default_limits
from ingest.describe import describe_document, describe_mail, show_name, to_line
from ingest.documents.document import DocumentText
from ingest.message import Message
from ingest.sandbox.box import Sandbox, SandboxError

_STANDARD_INPUT = Path("-")
_INTERRUPTED = 130
# Ten seconds of a slow disk.
_MOST_DIGESTED_BYTES = 2_147_483_648
_NO_FILES: dict[int, str] = {
    stat.S_IFIFO: "a pipe, not a file; give it as - through the standard input",
    stat.S_IFSOCK: "a connection, not a file; it was not read",
    stat.S_IFCHR: "a device, not a file; it was not read",
    stat.S_IFBLK: "a device, not a file; it was not read",
}


class Box(Protocol):
    """Open untrusted bytes: the sandbox, or a test's stand-in for it."""

    def parse(self, raw: bytes, *, patient: bool = False) -> Message:
        """Return a mail as plain data."""

    def document(self, filename: str, data: bytes, declared_type: str = "", *, patient: bool = False) -> DocumentText:
        """Return a document's words."""


class UnreadableError(Exception):
    """A file cannot be read from the disk; the message says why."""


class NoFileError(Exception):
    """What bears this name is no file; the message says what it is."""


def main(arguments: Sequence[str], box: Box) -> int:
    """Print one line for each file; return 1 if a file could not be read from the disk, else 0."""
    options = parse_arguments(arguments)
    missing = 0
    for path, waiting in _read_ahead(options, box):
        try:
            described = waiting.result()
        except (UnreadableError, NoFileError) as error:
            print(f"{show_name(path)}: {error}; the other files are still read.", file=sys.stderr)
            missing += isinstance(error, UnreadableError)
        else:
            print(to_line(described), flush=True)
    return 1 if missing else 0


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command line; ends the program where they make no sense."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Show what Putright reads in mails: one JSON object a line. Nothing is stored or sent.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a mail (.eml), a folder of them, or -")
    parser.add_argument("--document", action="store_true", help="the files are documents: PDF, Word, pictures, text")
    parser.add_argument("--patient", action="store_true", help="take minutes where long scans need them")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="read so many files at once")
    return parser.parse_args(arguments)


def _read_ahead(options: argparse.Namespace, box: Box) -> Iterator[tuple[Path, Future[dict[str, Any]]]]:
    """Yield the files in order, each with what is, or will be, read in it; only a few are held at once."""
    waiting: deque[tuple[Path, Future[dict[str, Any]]]] = deque()
    pool = ThreadPoolExecutor(options.jobs)
    try:
        for path in _files(options.files):
            waiting.append((path, pool.submit(_describe, path, options, box)))
            if len(waiting) >= options.jobs:
                yield waiting.popleft()
        yield from waiting
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _describe(path: Path, options: argparse.Namespace, box: Box) -> dict[str, Any]:
    try:
        data = _read_bytes(path)
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    began_at = time.monotonic()
    if options.document:
        found = box.document(path.name, data, patient=options.patient)
        return describe_document(path, found, time.monotonic() - began_at)
    message = box.parse(data, patient=options.patient)
    if len(data) > default_limits().mail_bytes:
        message = replace(message, digest=_digest_of(path))
    return describe_mail(path, message, time.monotonic() - began_at)


def _read_bytes(path: Path) -> bytes:
    """Return a file's bytes; of one that is too large to be opened, only enough to see that."""
    if path == _STANDARD_INPUT:
        return _read_bounded(sys.stdin.buffer)
    mode = path.stat().st_mode
    if words := _NO_FILES.get(stat.S_IFMT(mode)):
        raise NoFileError(words)
    with path.open("rb") as file:
        return _read_bounded(file)


def _read_bounded(file: BinaryIO) -> bytes:
    return file.read(default_limits().mail_bytes + 1)


def _digest_of(path: Path) -> str:
    """Return the digest of a file too large to be opened, "" where even that would take too long."""
    if path == _STANDARD_INPUT or path.stat().st_size > _MOST_DIGESTED_BYTES:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, and what lies in the folders named, in order; not the folders in those."""
    for path in paths:
        children = _list_folder(path)
        yield from [path] if children is None else sorted(child for child in children if not child.is_dir())


def _list_folder(path: Path) -> list[Path] | None:
    """Return what lies in a folder, None if it is none or cannot be looked into (which is told of it as of a file)."""
    try:
        return list(path.iterdir())
    except OSError:
        return None


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError(text)
    return number


def _run(arguments: Sequence[str]) -> int:
    """Read in the sandbox, and end quietly when nobody listens any more."""
    options = parse_arguments(arguments)
    for stream in (sys.stdout, sys.stderr):
        # One encoding wherever it runs: a terminal or pipe of another one must not end the reading.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sandbox = Sandbox.from_config(options.jobs, is_weak=os.environ.get("PUTRIGHT_SANDBOX") == "weak")
    try:
        return main(arguments, sandbox)
    except SandboxError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        sandbox.close()


if __name__ == "__main__":
    code = _run(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    # Readers that are still at work in other threads are not waited for: nobody wants what they would say.
    os._exit(code)
