"""Show what Putright reads in mails or documents: one JSON object a line, as in ``python -m ingest FILE…``."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from ingest.documents.document import DocumentText
from ingest.message import Attachment, Message
from ingest.plain import problem_to_plain
from ingest.sandbox import Sandbox, SandboxError


class Box(Protocol):
    """Open untrusted bytes: the sandbox, or a test's stand-in for it."""

    def parse(self, raw: bytes, *, patient: bool = False) -> Message:
        """Return a mail as plain data."""

    def document(self, filename: str, data: bytes, declared_type: str = "", *, patient: bool = False) -> DocumentText:
        """Return a document's words."""


def main(arguments: Sequence[str], box: Box) -> int:
    """Print one line for each file; return 1 if a file could not be read from the disk, else 0."""
    options = _parser().parse_args(arguments)
    missing = 0
    for path in _files(options.files):
        try:
            data = path.read_bytes()
        except OSError as error:
            print(f"{path}: {error.strerror or error}; the other files are still read.", file=sys.stderr)
            missing += 1
            continue
        found = describe_document(path, data, box) if options.document else describe_mail(path, data, box)
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return 1 if missing else 0


def describe_mail(path: Path, raw: bytes, box: Box) -> dict[str, Any]:
    """Return what was read in a mail; the names are the product's public face."""
    message = box.parse(raw)
    return {
        "file": str(path),
        "digest": message.digest,
        "subject": message.subject,
        "sender": {"name": message.sender.name, "address": message.sender.address},
        "message_id": message.message_id,
        "automatic": message.automatic,
        "own_words": message.own_words,
        "quoted_words": message.quoted_words,
        "attachments": [_describe_attachment(attachment) for attachment in message.attachments],
        "problems": [problem_to_plain(problem) for problem in message.problems],
    }


def describe_document(path: Path, data: bytes, box: Box) -> dict[str, Any]:
    """Return what was read in a document."""
    found = box.document(path.name, data)
    return {
        "file": str(path),
        "media_type": found.media_type,
        "text": found.text,
        "confidence": found.confidence,
        "problems": [problem_to_plain(problem) for problem in found.problems],
    }


def _describe_attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "filename": attachment.filename,
        "media_type": attachment.media_type,
        "bytes": attachment.size_bytes,
        "text": attachment.text,
        "confidence": attachment.confidence,
        "problems": [problem_to_plain(problem) for problem in attachment.problems],
    }


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, and those in the folders named, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.iterdir() if child.is_file())
        else:
            yield path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Show what Putright reads in mails: one JSON object a line. Nothing is stored or sent.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a mail (.eml), or a folder of them")
    parser.add_argument("--document", action="store_true", help="the files are documents: PDF, Word, pictures, text")
    return parser


if __name__ == "__main__":
    try:
        with Sandbox.from_config() as sandbox:
            sys.exit(main(sys.argv[1:], sandbox))
    except SandboxError as refusal:
        sys.exit(f"{refusal}")
