"""Show how a mail is read: ``python -m classify FILE.eml`` or ``-``; a table on a terminal, else one line of JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from classify.model.packaged import load_model
from classify.places import places_to_plain, say_place
from classify.read import read
from classify.reading import ATTACHMENT, Evidence, Finding, Reading
from ingest.message import Message
from ingest.sandbox.box import Sandbox, SandboxError

LONDON = ZoneInfo("Europe/London")
LONGEST_QUOTE = 90


def main(arguments: Sequence[str], parse: Callable[[bytes], Message], out: TextIO) -> int:
    """Print the reading of each mail; return 1 if a file could not be read from the disk, 2 if a day is missing."""
    options = _parser().parse_args(arguments)
    status = 0
    for name in options.files:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            print(f"{name}: {error.strerror or error}; the other files are still read.", file=sys.stderr)
            status = 1
            continue
        message = parse(raw)
        sent_on = options.sent_on or day_sent(message)
        if sent_on is None:
            print(f"{name}: the mail bears no date; say one with --sent-on YYYY-MM-DD.", file=sys.stderr)
            status = 2
            continue
        reading = read(message, load_model(), sent_on=sent_on)
        if options.json or not out.isatty():
            found = {"file": name, **reading_to_plain(reading), "attachments": places_to_plain(message)}
            print(json.dumps(found, ensure_ascii=False), file=out, flush=True)
        else:
            print("\n".join([name, *table(reading, message), ""]), file=out)
    return status


def day_sent(message: Message) -> date | None:
    """Return the day the mail was sent in London, None if it does not say."""
    return message.sent_at.astimezone(LONDON).date() if message.sent_at else None


def reading_to_plain(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON can hold it."""
    return asdict(reading)


def table(reading: Reading, message: Message) -> Iterator[str]:
    """Yield the lines of a table a caseworker can read."""
    yield f"  gist      {reading.gist}"
    yield from _finding("kind", reading.kind, message)
    for rival in reading.rivals:
        yield f"  or        {rival.label}  {rival.confidence:.2f}"
    for finding in reading.subjects:
        yield from _finding("subject", finding, message)
    if reading.stage:
        yield f"  stage     {reading.stage.label}  {reading.stage.confidence:.2f}  {reading.stage.found_by}"
    for flag in reading.flags:
        yield from _finding("flag", flag, message)
    for fact in reading.facts:
        span = fact.evidence
        place = f" ({say_place(span.where, span.start, message)})" if span.where.startswith(ATTACHMENT) else ""
        yield f"  fact      {fact.field}: {fact.value}{place}"
    yield f"  read by   {reading.version}"


def _finding(what: str, finding: Finding[Any], message: Message) -> Iterator[str]:
    note = f" ({finding.note})" if finding.note else ""
    yield f"  {what:9s} {finding.label}{note}  {finding.confidence:.2f}  {finding.found_by}"
    for span in finding.evidence:
        place = say_place(span.where, span.start, message)
        yield f"            {place}, {span.start}-{span.end}: {_quote(span)}"


def _quote(span: Evidence) -> str:
    words = " ".join(span.quote.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}\u2026"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m classify", description="Show how Putright reads a mail. Nothing is stored or sent."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a mail (.eml), or - for standard input")
    parser.add_argument("--json", action="store_true", help="one line of JSON a mail, on a terminal too")
    parser.add_argument("--sent-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day it was written")
    return parser


if __name__ == "__main__":
    try:
        with Sandbox.from_config() as sandbox:
            sys.exit(main(sys.argv[1:], sandbox.parse, sys.stdout))
    except SandboxError as refusal:
        sys.exit(f"{refusal}")
