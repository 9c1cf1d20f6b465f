"""Load the clocks beside the complaint's own (information law, breach, danger) and the team's inner targets from TOML.

The product's ``clocks.toml`` is read first, then one of the same name in a council's own packs folder: a clock with the
same id takes the other's place, a list of inner targets replaces the other list.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.packs import load_calendar
from config.procedure import Confidence
from config.toml_tables import ConfigError, Faults, Table

CLOCKS_FILE: Final = Path(__file__).with_name("clocks.toml")
COUNTRY_CALENDARS: Final = ("england", "united_kingdom")


class ClockUnit(StrEnum):
    """What a neighbouring clock counts; ``SAME_DAY`` is due on the day itself, whatever day it is."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"
    SAME_DAY = "same_day"


class ClockAnchor(StrEnum):
    """From which event a neighbouring clock counts."""

    RECEIPT = "receipt"
    AWARENESS = "awareness"
    REFERRAL = "referral"


class Rolls(StrEnum):
    """Where a last day that does not count moves to."""

    FORWARD = "forward"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLimit:
    """Hold one limit of a neighbouring clock: ``n`` of ``unit`` from ``anchor``, by the calendar of that id.

    ``extends`` names the limit of which this one is the longest time, ``after`` the one whose day stands in for the
    event while it has not happened, ``same_as`` the one of which this is another reading; each "" if there is none.
    """

    what: str
    words: str
    n: int
    unit: ClockUnit
    anchor: ClockAnchor
    source: str
    confidence: Confidence
    calendar: str = ""
    condition: str = ""
    extends: str = ""
    after: str = ""
    same_as: str = ""
    rolls: Rolls = Rolls.FORWARD
    is_pausable: bool = False

    @property
    def needs_confirmation(self) -> bool:
        """Say whether the value is only recalled, so that a person confirms it before relying on it."""
        return self.confidence is Confidence.RECALLED

    @property
    def met_by(self) -> str:
        """Return the limit whose being met meets this one: its own, or the one it extends or reads another way."""
        return self.extends or self.same_as or self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourClock:
    """Hold one neighbouring clock; ``valid_from`` is the first day its law applies, None if it always did."""

    id: str
    title: str
    who: str
    source: str
    limits: tuple[ClockLimit, ...]
    valid_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerTarget:
    """Hold one day the team sets itself: ``n`` working days after the day an acknowledgement is counted from."""

    id: str
    n: int
    words: str
    who: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Hold everything the file says."""

    neighbours: Mapping[str, NeighbourClock]
    targets: tuple[InnerTarget, ...]
    amber_working_days: int
    amber_hours: int
    post_working_days: int


@cache
def load_clocks(extra: Path | None = None) -> Clocks:
    """Return the clocks, those of a council's own folder in place of ours.

    Raises: ConfigError naming every fault of both files.
    """
    faults = Faults()
    table = _read(CLOCKS_FILE, faults)
    own = _read(extra / CLOCKS_FILE.name, faults) if extra and (extra / CLOCKS_FILE.name).exists() else None
    found = _clocks(table, None, extra)
    if own:
        found = _clocks(own, found, extra)
    faults.raise_if_any()
    return found


def _read(file: Path, faults: Faults) -> Table:
    values = {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file.name, "file", f"cannot be read: {error}", "correct it or take it away")
    return Table(values, file=file.name, path="", faults=faults)


def _clocks(table: Table, ours: Clocks | None, extra: Path | None) -> Clocks:
    neighbours = dict(ours.neighbours) if ours else {}
    for item in table.tables("clocks"):
        clock = _neighbour(item, extra)
        neighbours[clock.id] = clock
    targets = tuple(_target(item) for item in table.tables("inner_targets"))
    if [target.n for target in targets] != sorted(target.n for target in targets):
        table.fault("inner_targets", "are out of order", "put the earliest day first")
    found = Clocks(
        neighbours=MappingProxyType(neighbours),
        targets=targets or (ours.targets if ours else ()),
        amber_working_days=table.number("amber_working_days", default=ours.amber_working_days if ours else None),
        amber_hours=table.number("amber_hours", default=ours.amber_hours if ours else None),
        post_working_days=table.number("post_working_days", default=ours.post_working_days if ours else None),
    )
    table.finish()
    return found


def _target(table: Table) -> InnerTarget:
    target = InnerTarget(
        id=table.text("id"),
        n=table.number("n"),
        words=table.text("words"),
        who=table.text("who"),
        source=table.text("source"),
    )
    table.finish()
    return target


def _neighbour(table: Table, extra: Path | None) -> NeighbourClock:
    limits: list[ClockLimit] = []
    for item in table.tables("limits"):
        limits.append(_limit(item, [limit.what for limit in limits], extra))
    if not limits:
        table.fault("limits", "are missing", "write at least one, under [[clocks.limits]]")
    clock = NeighbourClock(
        id=table.text("id"),
        title=table.text("title"),
        who=table.text("who"),
        source=table.text("source"),
        limits=tuple(limits),
        valid_from=table.optional_day("valid_from"),
    )
    table.finish()
    return clock


def _limit(table: Table, earlier: list[str], extra: Path | None) -> ClockLimit:
    limit = ClockLimit(
        what=table.text("what"),
        words=table.text("words"),
        n=table.number("n"),
        unit=table.choice("unit", ClockUnit),
        anchor=table.choice("from", ClockAnchor),
        source=table.text("source"),
        confidence=table.choice("confidence", Confidence),
        calendar=table.text("calendar", default=""),
        condition=table.text("condition", default=""),
        extends=table.text("extends", default=""),
        after=table.text("after", default=""),
        same_as=table.text("same_as", default=""),
        rolls=table.choice("rolls", Rolls, default=Rolls.FORWARD),
        is_pausable=table.flag("is_pausable"),
    )
    _check_limit(table, limit, earlier, extra)
    table.finish()
    return limit


def _check_limit(table: Table, limit: ClockLimit, earlier: list[str], extra: Path | None) -> None:
    counts_days = limit.unit not in {ClockUnit.HOURS, ClockUnit.SAME_DAY}
    if counts_days and not _is_calendar(limit.calendar, extra):
        table.fault("calendar", f"is {limit.calendar!r}", f"name a calendar, as one of {', '.join(COUNTRY_CALENDARS)}")
    if not counts_days and (limit.calendar or limit.is_pausable):
        table.fault("unit", f"is {limit.unit.value!r} with a calendar or a pause", "take calendar and is_pausable out")
    for key in ("extends", "after", "same_as"):
        named = getattr(limit, key)
        if named and named not in earlier:
            table.fault(
                key, f"is {named!r}", f"name a limit above it in the same clock: {', '.join(earlier) or 'none'}"
            )
    if (limit.anchor is ClockAnchor.REFERRAL) != bool(limit.after):
        table.fault(
            "after", f"is {limit.after!r}", "a limit from a referral names the limit of that referral, no other does"
        )
    if limit.what in earlier:
        table.fault("what", f"is {limit.what!r} twice", "give each limit of a clock its own name")


def _is_calendar(calendar_id: str, extra: Path | None) -> bool:
    try:
        load_calendar(calendar_id, extra)
    except ConfigError:
        return False
    return True
