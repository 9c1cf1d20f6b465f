"""Try the routing rules: ``python -m routing FILE…`` takes mails (.eml) or readings (.json).

Prints one JSON object a file, or a readable explanation on a terminal.
"""

import argparse
import json
import sys
from datetime import date, datetime, time
from pathlib import Path

from classify.places import places_to_plain
from classify.reading import Reading
from config.packs import load_calendar, load_council, load_procedures
from config.toml_tables import ConfigError
from ingest.message import Message
from routing.chain import assess
from routing.clock import LONDON, clock_for
from routing.deadlines import deadlines_for
from routing.explain import explain
from routing.plain import assessment_to_plain, deadline_to_plain, reading_from_plain


def main(arguments: list[str] | None = None) -> int:
    """Assess each file; return 0, or 1 if any file or pack could not be used."""
    options = _parser().parse_args(arguments)
    try:
        council, procedures = load_council(options.council), load_procedures()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    failed = 0
    for file in options.files:
        try:
            reading, message = _reading(file, options.received)
        except (OSError, ValueError, KeyError, TypeError) as error:
            print(f"{file}: cannot be used: {error!r}", file=sys.stderr)
            failed = 1
            continue
        assessment = assess(reading, council=council, procedures=procedures, received_on=options.received)
        received_at = datetime.combine(options.received, time(12), LONDON)
        clock = clock_for(assessment, received_at=received_at, procedures=procedures)
        deadlines = deadlines_for(clock, calendar=load_calendar(), council=council)
        if options.json or not sys.stdout.isatty():
            found = {
                "file": str(file),
                "assessment": assessment_to_plain(assessment),
                "deadlines": [deadline_to_plain(deadline) for deadline in deadlines],
            }
            found |= {"attachments": places_to_plain(message)} if message else {}
            print(json.dumps(found, ensure_ascii=False))
        else:
            print(explain(assessment, deadlines, message))
    return failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m routing", description="Try the routing rules on mails or readings."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a mail (.eml) or a reading (.json)")
    parser.add_argument("--council", default="brackenshire", help="the council's id (default: the invented one)")
    today = datetime.now(LONDON).date()
    parser.add_argument("--received", type=date.fromisoformat, default=today, metavar="ISO", help="day of receipt")
    parser.add_argument("--json", action="store_true", help="print JSON on a terminal too")
    return parser


def _reading(file: Path, received_on: date) -> tuple[Reading, Message | None]:
    data = file.read_bytes()
    if file.suffix == ".json":
        return reading_from_plain(json.loads(data)), None
    # The reader's model takes a moment to load, and a reading in JSON does not need it.
    from classify.model.packaged import load_model  # noqa: PLC0415
    from classify.read import read  # noqa: PLC0415
    from ingest.parse import parse_message  # noqa: PLC0415

    message = parse_message(data)
    sent_on = message.sent_at.astimezone(LONDON).date() if message.sent_at else received_on
    return read(message, load_model(), sent_on=sent_on), message


if __name__ == "__main__":
    sys.exit(main())
