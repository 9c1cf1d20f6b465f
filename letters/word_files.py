"""Read the files of the letters' words: ours, and over them a council's own, paragraph by paragraph.

A council writes only what it wants otherwise. Of a paragraph of the same key it may write the sentences alone: title,
conditions and the rest stay as they are in ours.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from letters.draft import LetterId
from letters.word_shapes import find_shape_faults

SHARED: Final = "shared"
REASONS: Final = f"{SHARED}/reasons.toml"
TableOfWords = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFiles:
    """Hold the files by their short names ("L01/letter.toml"), each as one table.

    ``written`` are the keys of the paragraphs that a letter's file, the council's before ours, writes itself.
    ``version`` is the SHA-256 (hex) of them all.
    """

    tables: Mapping[str, TableOfWords]
    written: Mapping[str, frozenset[str]]
    version: str


def read_word_files(home: Path, own: Path | None, faults: list[str]) -> WordFiles:
    """Return our files with the council's laid over them; every file of the council's at fault is left out."""
    ours = {_short(file): file for file in sorted(home.glob("*/*.toml"))}
    tables: dict[str, TableOfWords] = {
        short: tomllib.loads(file.read_text(encoding="utf-8")) for short, file in ours.items()
    }
    written = {short: _keys(table) for short, table in tables.items()}
    contents = [file.read_bytes() for file in ours.values()]
    for file in sorted(own.glob("*/*.toml")) if own else ():
        short = _short(file)
        contents.append(short.encode() + b"\0" + file.read_bytes())
        table = _read_own(short, file, faults)
        shared = {row["key"]: row for name, one in tables.items() if name.startswith(SHARED) for row in _rows(one)}
        tables[short] = _lay_over(tables.get(short, {}), table, {} if short.startswith(SHARED) else shared)
        written[short] = _keys(table) or written.get(short, frozenset())
    return WordFiles(tables=tables, written=written, version=hashlib.sha256(b"\0".join(contents)).hexdigest())


def _short(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _keys(table: TableOfWords) -> frozenset[str]:
    return frozenset(row.get("key", "") for row in _rows(table))


def _rows(table: TableOfWords) -> list[TableOfWords]:
    return list(table.get("paragraph", ()))


def _lay_over(ours: TableOfWords, own: TableOfWords, shared: Mapping[str, TableOfWords]) -> TableOfWords:
    """Return one table of two: lists of rows are laid over by their keys, tables by theirs, the rest is replaced."""
    table = dict(ours)
    for name, value in own.items():
        before = ours.get(name)
        if name in ("paragraph", "ask"):
            table[name] = _lay_rows(before or [], value, shared if name == "paragraph" else {})
        elif isinstance(value, dict) and isinstance(before, dict):
            table[name] = before | value
        else:
            table[name] = value
    return table


def _lay_rows(
    ours: list[TableOfWords], own: list[TableOfWords], shared: Mapping[str, TableOfWords]
) -> list[TableOfWords]:
    rows = {row["key"]: row for row in ours}
    for row in own:
        rows[row["key"]] = {**rows.get(row["key"], shared.get(row["key"], {})), **row}
    return list(rows.values())


def _read_own(short: str, file: Path, faults: list[str]) -> TableOfWords:
    """Return a file of the council's own, empty if anything in it is not what the words are made of."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{short}: cannot be read: {error}; correct it there")
        return {}
    found = list(_faults_of_place(short) or find_shape_faults(table, is_reasons=short == REASONS))
    faults.extend(f"{short}: {fault}" for fault in found)
    return {} if found else table


def _faults_of_place(short: str) -> tuple[str, ...]:
    folder, _, name = short.partition("/")
    if folder == SHARED:
        return ()
    if folder not in set(LetterId):
        return (f"there is no letter {folder}; name the folder by one of {', '.join(LetterId)}",)
    return () if name == "letter.toml" else ("is not read; write the letter's words into letter.toml",)
