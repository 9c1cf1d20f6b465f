"""Count the dates of one complaint, or of a clock beside it, from the command line; needs no database."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.management.clock_options import (
    add_clock_options,
    choose_procedure,
    clock_from,
    day_of,
    moment_of,
    pauses_from,
    refuse,
)
from config.clocks import NeighbourClock, load_clocks
from config.council import ReceiptConvention
from config.packs import load_calendar, load_council, load_procedures
from config.toml_tables import ConfigError
from config.working_days import Calendar, CalendarEndsError
from routing.clock import LONDON
from routing.clocks.extending import extend
from routing.clocks.extensions import Extension, ExtensionRefusedError, say_day
from routing.clocks.neighbours import Events, NeighbourDate, NotInForceError, neighbour_dates
from routing.clocks.receipt import neighbour_lines, receipt_lines
from routing.clocks.states import Dated, state_at, state_of
from routing.clocks.targets import targets_for
from routing.deadlines import Deadline, What, deadlines_for
from routing.plain import deadline_to_plain, neighbour_to_plain

WRONG = (CalendarEndsError, ConfigError, ExtensionRefusedError, NotInForceError)
"""What is wrong with what was asked or configured; each says so itself."""


Output = tuple[list[dict[str, Any]], list[tuple[str, ...]]]
"""Each date as JSON values, and each as lines to read."""

UNTOLD = "Note: --told was not given, so this takes it that the person is told on the last day that they can be."


class Command(BaseCommand):
    """Print every date of one procedure and stage, or of a neighbouring clock, each with its day-by-day count."""

    help = "Count the dates of one complaint: what is due when, and why, day by day. Prints JSON, or receipts to read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the procedure, the events, and what stops or moves a clock."""
        add_clock_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and print one JSON list or the receipts."""
        if options["calendar_clock"] and options["procedure"]:
            refuse("A clock beside the complaint's has no procedure: give --procedure or --calendar-clock, not both.")
        try:
            rows, blocks = _neighbours(options) if options["calendar_clock"] else _complaint(options)
        except WRONG as error:
            raise CommandError(str(error), returncode=2) from error
        is_read = options["text"] or (self.stdout.isatty() and not options["json"])
        if options["extended"] and not options["told"]:
            blocks = [*blocks, (UNTOLD,)]
        self.stdout.write("\n\n".join("\n".join(block) for block in blocks) if is_read else json.dumps(rows, indent=2))


def _complaint(options: Mapping[str, Any]) -> Output:
    packs = _packs()
    council = load_council(options["council"], packs) if options["council"] else None
    received_on = moment_of(options["received"], "--received").astimezone(LONDON).date()
    procedure = choose_procedure(options, load_procedures(extra=packs).on(received_on), council)
    calendar = load_calendar(extra=packs)
    convention = ReceiptConvention(options["receipt"]) if options["receipt"] else None
    clock = clock_from(options, procedure)
    found = deadlines_for(clock, calendar=calendar, council=council, convention=convention)
    if options["extended"]:
        extension = _extension(options, [deadline for deadline in found if deadline.what is What.REPLY])
        clock = extend(clock, extension, calendar=calendar, council=council, convention=convention)
        found = deadlines_for(clock, calendar=calendar, council=council, convention=convention)
    rows = [deadline_to_plain(deadline) | _standing(deadline, options, calendar) for deadline in found]
    blocks = [
        (*receipt_lines(deadline), *_targets(deadline, calendar), *_stands(row))
        for deadline, row in zip(found, rows, strict=True)
    ]
    return rows, blocks


def _neighbours(options: Mapping[str, Any]) -> Output:
    packs = _packs()
    known = load_clocks(packs).neighbours
    clock = known.get(options["calendar_clock"])
    if clock is None:
        refuse(f"There is no clock {options['calendar_clock']!r}. The known ones are: {', '.join(sorted(known))}.")
    calendars = {limit.calendar: load_calendar(limit.calendar, packs) for limit in clock.limits if limit.calendar}
    events = Events(
        began_at=moment_of(options["received"], "--received"),
        referred_on=day_of(options["referred"], "--referred"),
        pauses=pauses_from(options),
    )
    if options["extended"]:
        moved = [limit.extends for limit in clock.limits if limit.extends]
        own = [d for d in neighbour_dates(clock, events, calendars=calendars) if d.limit.what in moved]
        events = replace(events, extension=_extension(options, own))
    found = neighbour_dates(clock, events, calendars=calendars)
    england = load_calendar(extra=packs)
    rows = [_neighbour_row(date_, clock, options, calendars.get(date_.limit.calendar, england)) for date_ in found]
    return rows, [(*neighbour_lines(date_), *_stands(row)) for date_, row in zip(found, rows, strict=True)]


def _neighbour_row(
    found: NeighbourDate, clock: NeighbourClock, options: Mapping[str, Any], calendar: Calendar
) -> dict[str, Any]:
    return neighbour_to_plain(found) | {"who": clock.who} | _standing(found, options, calendar)


def _extension(options: Mapping[str, Any], moved: Iterable[Deadline | NeighbourDate]) -> Extension:
    until, why = options["extended"]
    until_on = day_of(until, "--extended") or date.max
    # Told on the last day it could be: whether it really was, the file shows, and the receipt names the day.
    last = min((found.due_on for found in moved if found.due_on), default=until_on)
    told_on = day_of(options["told"], "--told") or last
    return Extension(until_on=until_on, why=why, by=options["by"], told_on=told_on)


def _targets(deadline: Deadline, calendar: Calendar) -> tuple[str, ...]:
    if deadline.what is not What.ACKNOWLEDGE:
        return ()
    return tuple(
        f"Aim: {found.target.words}, {found.target.who}: by {say_day(found.due_on)}"
        + (", the limit itself" if found.is_at_limit else "")
        for found in targets_for(deadline, load_clocks(_packs()).targets, calendar=calendar)
    )


def _standing(found: Dated, options: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    if not options["today"]:
        return {}
    clocks, now = load_clocks(_packs()), moment_of(options["today"], "--today")
    due_at: datetime | None = getattr(found, "due_at", None)
    if due_at:
        standing = state_at(due_at, now, amber_hours=clocks.amber_hours)
    else:
        today = now.astimezone(LONDON).date()
        is_first_answer = isinstance(found, Deadline) and found.what is What.ACKNOWLEDGE
        met_on = day_of(options["acknowledged"], "--acknowledged") if is_first_answer else None
        standing = state_of(found, today, calendar=calendar, met_on=met_on, amber_days=clocks.amber_working_days)
    return {"state": standing.state.value, "state_words": standing.words}


def _stands(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (f"State: {row['state_words']}.",) if "state_words" in row else ()


def _packs() -> Path | None:
    folder = getattr(settings, "PUTRIGHT_PACKS", "")
    return Path(folder) if folder else None
