"""Read and mark a team's own examples: corpus rows in a folder, which teach nothing until a person accepts each.

An accepted row has ``"accepted": true``. Rows must be without fault, as the corpus's own.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from classify.model.corpus import find_faults

ACCEPTED = "accepted"


class ExamplesError(ValueError):
    """A folder of examples cannot be used; the message names file, row and fault, never a row's text."""


def read_folder(folder: Path) -> dict[Path, list[dict[str, Any]]]:
    """Return every row of a folder of examples, by its file.

    Raises: ExamplesError if there is none, or a line is no row.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ExamplesError(f"{folder} holds no examples (*.jsonl).")
    return {path: list(_rows(path)) for path in files}


def read_accepted(folder: Path) -> tuple[dict[str, Any], ...]:
    """Return the accepted rows of a folder.

    Raises: ExamplesError if an accepted row has a fault, or an id stands twice.
    """
    rows = [row for kept in read_folder(folder).values() for row in kept if row.get(ACCEPTED) is True]
    faults = [f"{row.get('id', '?')}: {fault}" for row in rows for fault in faults_of(row)]
    names = [row.get("id") for row in rows]
    faults += [f"{name}: id used twice" for name in {name for name in names if names.count(name) > 1}]
    if faults:
        raise ExamplesError("Accepted examples with faults: " + "; ".join(sorted(faults)) + ".")
    return tuple(rows)


def faults_of(row: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with one row, without its words; a row that is quite broken is one fault."""
    try:
        return [fault.partition(": ")[0] for fault in find_faults(dict(row))]
    except (KeyError, TypeError, AttributeError) as error:
        return [f"broken ({type(error).__name__})"]


def accept(folder: Path, names: Iterable[str]) -> int:
    """Mark the rows of these ids as accepted and return how many were not before.

    Raises: ExamplesError, and nothing is marked, if an id is not there or its row has a fault.
    """
    wanted, held = set(names), read_folder(folder)
    found = {row.get("id"): row for rows in held.values() for row in rows if row.get("id") in wanted}
    faults = [f"{name}: not in {folder}" for name in sorted(wanted - set(found))]
    faults += [f"{name}: {fault}" for name, row in found.items() for fault in faults_of(row)]
    if faults:
        raise ExamplesError("; ".join(faults) + ".")
    new = [row for row in found.values() if row.get(ACCEPTED) is not True]
    for row in new:
        row[ACCEPTED] = True
    for path, rows in held.items():
        if any(row in new for row in rows):
            write_rows(path, rows)
    return len(new)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows whole or not at all, readable by their owner alone."""
    new = path.with_name(f".{path.name}-{os.getpid()}")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    with new.open("w", encoding="utf-8") as file:
        file.writelines(_line(row) for row in rows)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _line(row: Mapping[str, Any]) -> str:
    """Return a row as one line that people can read; what some programs take for the end of a line is escaped."""
    text = json.dumps(row, ensure_ascii=False)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ExamplesError(f"{path.name}, line {number}: no JSON.") from error
        if not isinstance(row, dict):
            raise ExamplesError(f"{path.name}, line {number}: no JSON object.")
        yield row
