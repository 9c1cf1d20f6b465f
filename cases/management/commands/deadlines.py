"""Count the dates of one complaint from the command line, as JSON; needs no database."""

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.packs import load_calendar, load_procedures
from config.procedure import Procedure
from config.working_days import CalendarEndsError
from routing.clock import LONDON, CaseClock
from routing.deadlines import deadlines_for
from routing.plain import deadline_to_plain


class Command(BaseCommand):
    """Print every date of one procedure and stage, earliest first, each with its day-by-day count."""

    help = "Count the dates of one complaint: what is due when, and why, day by day. Prints JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the procedure and the events."""
        parser.add_argument("--procedure", required=True, metavar="ID", help="a procedure's id, as statutory_default")
        parser.add_argument("--received", required=True, metavar="ISO", help="2026-09-01 or 2026-09-01T10:00:00+01:00")
        parser.add_argument("--acknowledged", metavar="ISO", help="the day the acknowledgement was sent")
        parser.add_argument("--stage", type=int, default=1, metavar="N", help="the stage the complaint is at")
        parser.add_argument("--stage-requested", metavar="ISO", help="the day that stage was asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and print one JSON list."""
        procedures = load_procedures(extra=_packs())
        procedure = procedures.get(options["procedure"])
        if procedure is None:
            known = ", ".join(sorted(procedures))
            _refuse(f"There is no procedure {options['procedure']!r}. The known ones are: {known}.")
        number = _stage(procedure, options["stage"])
        clock = CaseClock(
            received_at=_moment(options["received"], "--received"),
            matters=((1, procedure, number),),
            acknowledged_on=_day(options["acknowledged"], "--acknowledged"),
            stage_requested_on=_day(options["stage_requested"], "--stage-requested"),
        )
        try:
            found = deadlines_for(clock, calendar=load_calendar(extra=_packs()))
        except CalendarEndsError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps([deadline_to_plain(deadline) for deadline in found], indent=2))


def _packs() -> Path | None:
    folder = getattr(settings, "PUTRIGHT_PACKS", "")
    return Path(folder) if folder else None


def _stage(procedure: Procedure, number: int) -> int:
    if not 1 <= number <= len(procedure.stages):
        _refuse(f"{procedure.id} has stages 1 to {len(procedure.stages)}, and no stage {number}.")
    return number


def _moment(words: str, option: str) -> datetime:
    # A bare day, or a time without a zone, is what somebody in the office reads off a London clock.
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        _refuse(f"{option} {words!r} is no date: write it as 2026-09-01 or 2026-09-01T10:00:00+01:00.")
    if len(words) == len("2026-09-01"):
        moment = datetime.combine(moment.date(), time(12), LONDON)
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _day(words: str | None, option: str) -> date | None:
    return _moment(words, option).astimezone(LONDON).date() if words else None


def _refuse(words: str) -> NoReturn:
    raise CommandError(words, returncode=2)
