"""Load what must be considered before a letter says no, and the limits of the ladder of unreasonable behaviour.

The product's ``discretion.toml`` is read first, then one of the same name in a council's own packs folder: a bar with
the same id takes the other's place, a behaviour table replaces the other.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.toml_tables import Faults, Table

DISCRETION_FILE: Final = Path(__file__).with_name("discretion.toml")
WRONG_PROCEDURE: Final = "wrong_procedure"
"""The bar of a children's matter that leaves its procedure, or of one kept in it against the Ombudsman's list."""
LONGEST_ID: Final = 30
"""Letters of an id that a row can hold."""


class By(StrEnum):
    """Who may write a judgement down."""

    DECIDER = "decider"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold one thing that must be considered, with what helps to answer it ("" if nothing)."""

    id: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Hold one way of saying no: whether it needs a record and why, who writes it, and what they must consider.

    ``may_lift``: it is a "not now", and a person asks again on a day. ``each_matter``: never of a case as a whole.
    """

    id: str
    title: str
    needs_record: bool
    because: str
    by: By
    may_lift: bool
    source: str
    questions: tuple[Question, ...]
    each_matter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Hold one way of limiting contact; none of them ends it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Hold the limits of the ladder. ``extreme`` are the flags that may skip the warning, with a reason."""

    longest_restriction_days: int
    longest_until_review_days: int
    answer_within_working_days: int
    extreme: frozenset[str]
    keeps_open: str
    restrictions: tuple[Restriction, ...]
    source: str

    def restriction(self, id_: str) -> Restriction | None:
        """Return a way of limiting contact by its id, None if there is none."""
        return next((one for one in self.restrictions if one.id == id_), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretion:
    """Hold everything the file says."""

    bars: Mapping[str, Bar]
    ladder: Ladder
    ask_again_within_days: int


@cache
def load_discretion(extra: Path | None = None) -> Discretion:
    """Return the bars and the ladder, those of a council's own folder in place of ours.

    Raises: ConfigError naming every fault of both files.
    """
    faults = Faults()
    found = _discretion(_read(DISCRETION_FILE, faults), None)
    own = extra / DISCRETION_FILE.name if extra else None
    if own and own.exists():
        found = _discretion(_read(own, faults), found)
    faults.raise_if_any()
    return found


def _read(file: Path, faults: Faults) -> Table:
    values = {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file.name, "file", f"cannot be read: {error}", "correct it or take it away")
    return Table(values, file=file.name, path="", faults=faults)


def _discretion(table: Table, ours: Discretion | None) -> Discretion:
    bars = _bars(table)
    for id_, bar in bars.items():
        if ours and id_ in ours.bars and ours.bars[id_].needs_record and not bar.needs_record:
            table.fault(f"bars {id_}", "takes away a record that this refusal needs", "leave needs_record = true")
    inner = table.table("behaviour")
    if inner is None and ours is None:
        table.fault("behaviour", "is missing", "write the table [behaviour]")
    found = Discretion(
        bars=MappingProxyType({**(ours.bars if ours else {}), **bars}),
        ladder=ours.ladder if ours and inner is None else _ladder(inner or table),
        ask_again_within_days=table.number(
            "ask_again_within_days", default=ours.ask_again_within_days if ours else None
        ),
    )
    table.finish()
    return found


def _bars(table: Table) -> dict[str, Bar]:
    found: dict[str, Bar] = {}
    for item in table.tables("bars"):
        bar = _bar(item)
        if bar.id in found:
            item.fault("id", f"is {bar.id!r} twice", "give each bar its own name")
        found[bar.id] = bar
    return found


def _bar(table: Table) -> Bar:
    bar = Bar(
        id=_id(table),
        title=table.text("title"),
        needs_record=table.flag("needs_record"),
        because=table.text("because"),
        by=table.choice("by", By, default=By.DECIDER),
        may_lift=table.flag("may_lift"),
        source=table.text("source"),
        questions=tuple(_question(item) for item in table.tables("questions")),
        each_matter=table.flag("each_matter"),
    )
    if bar.needs_record != bool(bar.questions):
        cure = "a bar that needs a record has at least one question, one that needs none has none"
        table.fault("questions", f"are {len(bar.questions)} with needs_record = {bar.needs_record}".lower(), cure)
    ids = [question.id for question in bar.questions]
    if len(set(ids)) != len(ids):
        table.fault("questions", "have the same id twice", "give each question its own name")
    table.finish()
    return bar


def _question(table: Table) -> Question:
    question = Question(id=_id(table), words=table.text("words"), hint=table.text("hint", default=""))
    table.finish()
    return question


def _id(table: Table) -> str:
    found = table.text("id")
    if len(found) > LONGEST_ID:
        table.fault("id", f"has {len(found)} letters", f"write at most {LONGEST_ID}")
    return found


def _ladder(table: Table) -> Ladder:
    restrictions = []
    for item in table.tables("restrictions"):
        restrictions.append(Restriction(id=_id(item), words=item.text("words")))
        item.finish()
    ladder = Ladder(
        longest_restriction_days=table.number("longest_restriction_days"),
        longest_until_review_days=table.number("longest_until_review_days"),
        answer_within_working_days=table.number("answer_within_working_days"),
        extreme=frozenset(table.texts("extreme")),
        keeps_open=table.text("keeps_open"),
        restrictions=tuple(restrictions),
        source=table.text("source"),
    )
    if not restrictions:
        table.fault("restrictions", "are missing", "write at least one, under [[behaviour.restrictions]]")
    if ladder.longest_until_review_days > ladder.longest_restriction_days:
        table.fault("longest_until_review_days", "is longer than a restriction may last", "review it before it ends")
    table.finish()
    return ladder
