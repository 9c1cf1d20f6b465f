"""Write a date's receipt: the rule and its source at the head, then one line a day, then the sum."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from config.clocks import ClockUnit
from routing.clocks.extensions import Extension, say_day
from routing.clocks.neighbours import NeighbourDate
from routing.clocks.pauses import PAUSED
from routing.clocks.words import DUE, EVENTS, say_limit
from routing.deadlines import Deadline

INDENT = "  "


class OneDay(Protocol):
    """What a receipt needs of a day."""

    @property
    def on(self) -> date:
        """Return the day."""

    @property
    def number(self) -> int | None:
        """Return its number, None if it does not count."""

    @property
    def why(self) -> str:
        """Return why it does not count."""


def receipt_lines(deadline: Deadline) -> tuple[str, ...]:
    """Return a deadline's receipt as lines for the screen, the file copy of a letter and the command."""
    about = f" (matter {deadline.matter}, stage {deadline.stage})" if deadline.matter else ""
    at_latest = ", the latest possible" if deadline.is_latest_possible else ""
    head = [
        f"{DUE[deadline.what]}{about}: {_when(deadline.due_on, deadline.paused_since)}{at_latest}",
        f"Rule: {say_limit(deadline.limit, deadline.unit)} from {EVENTS[deadline.anchor]}{_anchor_day(deadline)}.",
        f"Source: {deadline.source.rstrip('.')}.",
        *([f"Procedure: {deadline.procedure}"] if deadline.procedure else ()),
        *(["The procedure's own page does not state this; the default stands in."] if deadline.is_default else ()),
        *([f"Note: {deadline.condition}."] if deadline.condition else ()),
        *_extensions(deadline.extensions, deadline.first_due_on),
    ]
    return (*head, *_days(deadline.days, deadline.anchor_on, deadline.due_on))


def neighbour_lines(found: NeighbourDate) -> tuple[str, ...]:
    """Return the receipt of a neighbouring clock's date as lines."""
    limit = found.limit
    unit = limit.unit.value.replace("_", " ")
    many = (
        "the same day as"
        if limit.unit is ClockUnit.SAME_DAY
        else f"{limit.n} {unit if limit.n > 1 else unit[:-1]} from"
    )
    is_hours = limit.unit is ClockUnit.HOURS
    anchor = f"{_clock_time(found)}{say_day(found.anchor_on)}" if is_hours else say_day(found.anchor_on)
    due = f"by {found.due_at:%H:%M} on {say_day(found.due_at.date())}" if found.due_at else ""
    at_latest = ", the latest possible" if found.is_latest_possible else ""
    head = [
        f"{found.title}: {limit.words}: {due or _when(found.due_on, found.paused_since)}{at_latest}",
        f"Rule: {many} {limit.anchor.value}, {anchor}.",
        f"Source: {limit.source.rstrip('.')}.",
        *([f"Note: {found.condition}."] if found.condition else ()),
        *_extensions(found.extensions, found.first_due_on),
    ]
    return (*head, *_days(found.days, found.anchor_on, found.due_on if found.days else None))


def _when(due_on: date | None, paused_since: date | None) -> str:
    if due_on:
        return f"by {say_day(due_on)}"
    return f"no date, paused since {say_day(paused_since)}" if paused_since else "no date"


def _anchor_day(deadline: Deadline) -> str:
    if deadline.is_latest_possible and deadline.paused_since and not deadline.days:
        return ", which has no latest day while its own clock is paused"
    taken = ", taken at its latest" if deadline.is_latest_possible else ""
    return f", {say_day(deadline.anchor_on)}{taken}; the first day that counts comes after it"


def _clock_time(found: NeighbourDate) -> str:
    return f"{found.anchor_at:%H:%M} on "


def _extensions(extensions: Iterable[Extension], first_due_on: date | None) -> Iterator[str]:
    was_due_on = first_due_on
    for extension in extensions:
        before = f"from {say_day(was_due_on)} " if was_due_on else ""
        told = f"the person was told on {say_day(extension.told_on)}"
        yield f"Extended {before}to {say_day(extension.until_on)} by {extension.by}; {told}: {extension.why}"
        was_due_on = extension.until_on


def _days(days: Iterable[OneDay], anchor_on: date, due_on: date | None) -> Iterator[str]:
    days = tuple(days)
    for day in days:
        said = f"day {day.number}" if day.number else f"not counted: {day.why}"
        yield f"{INDENT}{day.on:%a} {day.on.day:>2} {day.on:%b %Y}  {said}"
    if not days:
        return
    counted = sum(day.number is not None for day in days)
    paused = sum(day.why.startswith(PAUSED) for day in days)
    skipped = len(days) - counted - paused
    sum_of = f"{counted} counted + {paused} paused + {skipped} skipped = {len(days)} days"
    until = f"to {say_day(due_on)}" if due_on else f"to {say_day(days[-1].on)}, the last before the pause"
    yield f"{INDENT}{sum_of} after {say_day(anchor_on)} {until}."
