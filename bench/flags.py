"""Measure the flags on labelled mail: recall, precision and false alarms, by slice.

Usage: ``python -m bench.flags FILE.jsonl ... [--flag CODE] [--show missed|false|unsure]``. Each line holds id, subject,
from, body and labels with flags, as in the corpus; ``unscored`` flags are left out of the count, and ``near_miss_for``
counts how often a wording made to tempt the rules did so. The screen is measured for the two risk flags, the rules
(without a model) for every other flag.
"""

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from classify.flags import find_flags
from classify.labels import RISK_FLAGS, Flag
from classify.language import sentences
from classify.reading import Finding
from classify.screen import screen
from ingest.message import Address, Message, Segment, SegmentKind

FORWARDED = re.compile(r"\s*-{3,}.*(?:message|forwarded)", re.IGNORECASE)
Row = dict[str, Any]


def as_message(row: Row) -> Message:
    """Return a labelled line as a message, lines beginning with ">" or below a divider taken as quoted."""
    segments: list[Segment] = []
    body, start, below = row["body"], 0, False
    for line in body.splitlines(keepends=True):
        below = below or bool(FORWARDED.match(line))
        kind = SegmentKind.QUOTED if below or line.lstrip().startswith(">") else SegmentKind.OWN
        if segments and segments[-1].kind is kind:
            segments[-1] = Segment(kind=kind, start=segments[-1].start, end=start + len(line))
        else:
            segments.append(Segment(kind=kind, start=start, end=start + len(line)))
        start += len(line)
    name, _, address = row["from"].rpartition("<")
    sender = Address(name=name.strip(), address=address.rstrip(">"))
    return Message(digest=row["id"], sender=sender, subject=row["subject"], body=body, segments=tuple(segments))


def truth(row: Row) -> set[str]:
    """Return the flags a line is labelled with."""
    return {flag if isinstance(flag, str) else flag["flag"] for flag in row["labels"]["flags"]}


def read_lines(paths: list[Path]) -> list[Row]:
    """Return the lines of all files, each with the name of its file as ``slice``."""
    return [
        {**json.loads(line), "slice": path.stem} for path in paths for line in path.read_text().splitlines() if line
    ]


def measure(rows: list[Row]) -> tuple[dict[str, dict[str, list[int]]], list[tuple[str, Flag, Row, str]], float]:
    """Return the counts per flag and slice, each decision worth a look, and milliseconds per message."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0, 0]))
    seen, spent = [], 0.0
    for row in rows:
        message, labelled = as_message(row), truth(row)
        unscored = set(row.get("unscored", ())) | set(row.get("flags_unscored", ()))
        tempting = set(row.get("near_miss_for", ())) | set(row.get("hard_negative_for", ()))
        began = time.perf_counter()
        found: dict[Flag, Finding[Flag]] = {f.label: f for f in screen(message).flags}
        found |= {f.label: f for f in find_flags(message, sentences(message), {}) if f.label not in RISK_FLAGS}
        spent += time.perf_counter() - began
        for flag in Flag:
            if flag in unscored:
                continue
            hit, wanted = flag in found, flag.value in labelled
            for name in ("all", row["slice"]):
                cell = counts[flag][name]
                cell[0] += hit and wanted
                cell[1] += hit and not wanted
                cell[2] += wanted and not hit
                cell[3] += flag.value in tempting and not wanted
                cell[4] += flag.value in tempting and not wanted and hit
            if hit or wanted:
                why = "right" if hit and wanted else "false" if hit else "missed"
                said = f"{found[flag].found_by} {found[flag].evidence[0].quote!r}" if hit else ""
                seen.append((why, flag, row, said))
    return counts, seen, spent / max(1, len(rows)) * 1000


def main() -> int:
    """Print the table, and the messages behind one cell of it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--flag")
    parser.add_argument("--show", choices=["missed", "false", "right"])
    parser.add_argument("--slices", action="store_true")
    asked = parser.parse_args()
    counts, seen, milliseconds = measure(read_lines(asked.files))
    out = sys.stdout.write
    out(f"{'flag':28}{'slice':15}{'right':>6}{'false':>6}{'missed':>7}{'prec':>6}{'recall':>7}{'tempted':>9}\n")
    for flag in Flag:
        if asked.flag and flag != asked.flag:
            continue
        for name, (right, false, missed, tempting, fell) in counts[flag].items():
            if name == "all" or asked.slices:
                share = f"{right / max(1, right + false):6.2f}{right / max(1, right + missed):7.2f}"
                out(f"{flag:28}{name:15}{right:6}{false:6}{missed:7}{share}{fell:5}/{tempting}\n")
    out(f"{milliseconds:.2f} ms a message (screen and flags)\n")
    for why, flag, row, said in seen:
        if why == asked.show and flag == asked.flag:
            out(f"{row['id']} {said} | {row['why']}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
