"""Try a letter: ``python -m letters CASE.json`` prints the draft of a case with its checklist.

JSON, or a readable letter on a terminal or with ``--text``. ``letters.case_json`` says what a case file holds.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from config.toml_tables import ConfigError
from letters.case_json import read_case
from letters.compose import compose
from letters.draft import Draft
from letters.errors import LetterError
from letters.plain import draft_to_plain
from letters.readability import measure
from letters.tables import say_rows

DESCRIPTION: Final = (
    "Draft the letter of a case, unsigned, and print it: JSON, or on a terminal and with --text a letter to read with "
    "what is still to fill in, its checklist and its reading age. letters/case_json.py says what a case file holds."
)


def main(arguments: list[str] | None = None) -> int:
    """Print each case's draft; return 0, or 1 if any file could not be used."""
    options = _parser().parse_args(arguments)
    failed = 0
    for file in options.files:
        try:
            draft = compose(read_case(json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError, LetterError, ConfigError) as error:
            print(f"{file}: cannot be used: {error}", file=sys.stderr)
            failed = 1
            continue
        if options.text or (sys.stdout.isatty() and not options.json):
            print(describe(draft))
        else:
            print(json.dumps({"file": str(file), **draft_to_plain(draft)}, ensure_ascii=False))
    return failed


def describe(draft: Draft) -> str:
    """Return a draft as a person reads it on a terminal: the letter, what is missing, how easy it is."""
    lines = [draft.subject_line, "", f"{draft.recipient.greeting},", ""]
    for paragraph in draft.paragraphs:
        lines += [f"# {paragraph.title}"] if paragraph.title else []
        lines += [paragraph.text, *(f"{n}. {point}" for n, point in enumerate(paragraph.points, start=1))]
        lines += [*say_rows(paragraph), ""]
    lines += ["-" * 40, *(f"To fill in: {blank}" for blank in draft.blanks)]
    for item in draft.checklist:
        mark = "yes " if item.present else ("NO  " if item.must else "look")
        lines.append(f"{mark} {item.words}")
    found = measure(draft)
    lines.append(f"Reading age {found.reading_age}; {found.words} words; longest sentence {found.longest_words} words")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m letters", description=DESCRIPTION)
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="CASE.json",
        help="a case as JSON; several are drafted one after the other",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="JSON even on a terminal")
    shape.add_argument("--text", action="store_true", help="a readable letter even in a pipe")
    return parser


if __name__ == "__main__":
    sys.exit(main())
