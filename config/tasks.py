"""Load what somebody must do for a case from TOML: its words, its last day, how it can end and what follows.

The product's ``tasks.toml`` is read first, then one of the same name in a council's own packs folder: a task with the
same kind takes the other's place.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.toml_tables import Faults, Table

TASKS_FILE: Final = Path(__file__).with_name("tasks.toml")
OTHER: Final = "other"
"""The kind of what a person adds in their own words."""
NOT_NEEDED: Final = "not_needed"
"""How every task can end beside its own results."""


class DueUnit(StrEnum):
    """What a task's last day is counted in."""

    WORKING_DAYS = "working_days"
    SAME_DAY = "same_day"
    SAME_WORKING_DAY = "same_working_day"


class DueFrom(StrEnum):
    """From which day a task's last day is counted."""

    RECEIPT = "receipt"
    STAGE = "stage"
    RAISED = "raised"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """Hold one way a task can end.

    ``note`` is what must be said with it, ``raises`` the kind of task that follows, ``record`` the question of the
    judgement that must be written first; each "" if there is none.
    """

    code: str
    words: str
    note: str = ""
    raises: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskKind:
    """Hold one kind of task: due ``n`` of ``unit`` counted from ``anchor``.

    ``at_once``: it does not wait until a person has decided. ``by_hand``: a person may add it to any case.
    ``ends_itself``: it ends by what it asks for being done elsewhere, and by nobody's hand.
    """

    kind: str
    title: str
    words: str
    source: str
    n: int
    unit: DueUnit
    anchor: DueFrom
    results: tuple[TaskResult, ...]
    at_once: bool = False
    by_hand: bool = False
    ends_itself: bool = False

    def result(self, code: str) -> TaskResult | None:
        """Return one way to end it, None if there is none of that code."""
        return next((result for result in self.results if result.code == code), None)


@cache
def load_tasks(extra: Path | None = None) -> Mapping[str, TaskKind]:
    """Return every kind of task, those of a council's own folder in place of ours.

    Raises: ConfigError naming every fault of both files.
    """
    faults = Faults()
    kinds: dict[str, TaskKind] = {}
    files = [TASKS_FILE, *([extra / TASKS_FILE.name] if extra else [])]
    for file in files:
        if file == TASKS_FILE or file.exists():
            table = _read(file, faults)
            kinds |= _kinds(table)
            _check_followers(table, kinds)
    faults.raise_if_any()
    return MappingProxyType(kinds)


def _read(file: Path, faults: Faults) -> Table:
    values = {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file.name, "file", f"cannot be read: {error}", "correct it or take it away")
    return Table(values, file=file.name, path="", faults=faults)


def _kinds(table: Table) -> dict[str, TaskKind]:
    found: dict[str, TaskKind] = {}
    for item in table.tables("tasks"):
        task = _kind(item)
        if task.kind in found:
            item.fault("kind", f"is {task.kind!r} twice", "give each task its own kind")
        found[task.kind] = task
    table.finish()
    return found


def _kind(table: Table) -> TaskKind:
    task = TaskKind(
        kind=table.text("kind"),
        title=table.text("title"),
        words=table.text("words"),
        source=table.text("source"),
        n=table.number("n"),
        unit=table.choice("unit", DueUnit),
        anchor=table.choice("from", DueFrom),
        results=tuple(_result(item) for item in table.tables("results")),
        at_once=table.flag("at_once"),
        by_hand=table.flag("by_hand"),
        ends_itself=table.flag("ends_itself"),
    )
    if not task.results:
        table.fault("results", "are missing", 'write at least one, as { code = "done", words = "Done" }')
    for code in _twice(result.code for result in task.results):
        table.fault("results", f"hold {code!r} twice", "give each result its own code")
    if task.result(NOT_NEEDED):
        table.fault("results", f"hold {NOT_NEEDED!r}", "take it out: every task can end so, with a reason")
    if task.unit is not DueUnit.WORKING_DAYS and task.n != 1:
        table.fault("n", f"is {task.n} for a day itself", "write 1, or count working_days")
    for key, most in (("kind", 30), ("words", 220), ("title", 60)):
        if len(getattr(task, key)) > most:
            table.fault(key, f"has {len(getattr(task, key))} letters", f"write at most {most}")
    table.finish()
    return task


def _result(table: Table) -> TaskResult:
    result = TaskResult(
        code=table.text("code"),
        words=table.text("words"),
        note=table.text("note", default=""),
        raises=table.text("raises", default=""),
        record=table.text("record", default=""),
    )
    table.finish()
    return result


def _check_followers(table: Table, kinds: Mapping[str, TaskKind]) -> None:
    for task in kinds.values():
        for result in task.results:
            if result.raises and result.raises not in kinds:
                table.fault(f"{task.kind}.{result.code}", f"raises {result.raises!r}", "name a kind of this file")
    if OTHER not in kinds:
        table.fault("tasks", f"hold no kind {OTHER!r}", "write it: people add tasks in their own words by it")


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, number in Counter(codes).items() if number > 1]
