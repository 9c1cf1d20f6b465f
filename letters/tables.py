"""Make the tables that a letter may hold, and say one as plain lines where no table can be drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from classify.labels import Reason, Route, Stage
from letters.draft import LetterCase, Paragraph
from letters.point_values import POINT_VALUES
from letters.signposts import find_signpost, name_inside, signpost_key
from letters.stages import is_aimed_at, reply_of, stage_of_point
from letters.value import Value
from routing.assessment import Matter

Cell = tuple[str, str, Value]
"""The name of a fact, what stands before it in its cell, and its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold a table's headings, and how its rows are made from a case."""

    headings: tuple[str, ...]
    rows: Callable[[LetterCase], tuple[tuple[Cell, ...], ...]]


def say_rows(paragraph: Paragraph) -> tuple[str, ...]:
    """Return a paragraph's table as plain lines: each row's first cell, then the others under it by their headings.

    >>> from letters.draft import Origin
    >>> rows = (("Point", "Who"), ("1. Visits missed", "The manager"))
    >>> say_rows(Paragraph(key="t", title="", text="", origin=Origin.WRITTEN, rows=rows))
    ('1. Visits missed', '   Who: The manager')
    """
    if not paragraph.rows:
        return ()
    headings, *rows = paragraph.rows
    return tuple(
        line
        for first, *others in rows
        for line in (first, *(f"   {name}: {cell}".rstrip() for name, cell in zip(headings[1:], others, strict=True)))
    )


def _point_rows(case: LetterCase) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for every point: no point of the complaint may be missing from the table."""
    return tuple(tuple(_cell(case, m, name) for name in _COLUMNS) for m in case.assessment.matters)


def _cell(case: LetterCase, matter: Matter, name: str) -> Cell:
    lead = f"{matter.number}. " if name == "gist" else ""
    return f"point_{matter.number}_{name}_cell", lead, _COLUMNS[name](case, matter)


def _procedure(case: LetterCase, matter: Matter) -> Value:
    if matter.reason is Reason.OVER_A_YEAR:
        return Value(words="Not decided yet", source="case")
    if matter.route is Route.OUT_OF_SCOPE:
        return Value(words="None for now", source="case")
    title = POINT_VALUES["procedure"](case, matter)
    stage = stage_of_point(case, matter)
    later = f", at the stage “{stage.name}”" if stage and stage.number > 1 and case.stage is not Stage.OMBUDSMAN else ""
    return _worded(title, f"{title.words[:1].upper()}{title.words[1:]}{later}")


def _who(case: LetterCase, matter: Matter) -> Value:
    # What is late is not refused: we decide when we have heard why.
    if case.stage is Stage.OMBUDSMAN or matter.reason is Reason.OVER_A_YEAR:
        team = case.council.team.name
        cure = f"{case.council.name}: team.name is empty in config/councils/{case.council.id}.toml"
        return Value(words=team, source=f"council:{case.council.id}", field="team.name", cure=cure)
    if matter.route is Route.OUT_OF_SCOPE:
        contact = find_signpost(case, matter)
        cure = POINT_VALUES["signpost"](case, matter).cure
        words = f"Who can help: {name_inside(contact)}" if contact else ""
        return Value(
            words=words, source=f"council:{case.council.id}", field=f"signposts.{signpost_key(case, matter)}", cure=cure
        )
    who = POINT_VALUES["responder"](case, matter)
    words = who.words.strip(", ")
    return _worded(who, f"{words[:1].upper()}{words[1:]}")


def _when(case: LetterCase, matter: Matter) -> Value:
    if matter.route is Route.OUT_OF_SCOPE:
        return Value(words=f"See point {matter.number} below", source="case")
    day, deadline = POINT_VALUES["reply_on"](case, matter), reply_of(case, matter)
    if deadline and deadline.is_latest_possible:
        return _worded(day, f"No later than {day.words}")
    return _worded(day, f"{'We expect to reply by' if is_aimed_at(case, matter) else 'By'} {day.words}")


def _worded(value: Value, words: str) -> Value:
    """Return a value in other words; what is not known stays not known."""
    known = words if value.words else ""
    return Value(words=known, source=value.source, field=value.field, cure=value.cure)


_COLUMNS: Final[Mapping[str, Callable[[LetterCase, Matter], Value]]] = MappingProxyType(
    {"gist": POINT_VALUES["gist"], "procedure": _procedure, "who": _who, "when": _when}
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "points_table": Table(
            headings=("Point", "Which procedure", "Who deals with it", "When you will hear"), rows=_point_rows
        )
    }
)
