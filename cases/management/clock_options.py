"""Read what the ``deadlines`` command was given: days, moments, pauses; every refusal says how to write it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.core.management.base import CommandError

from config.council import Council, ReceiptConvention
from config.procedure import Family, Procedure
from routing.clock import LONDON, CaseClock
from routing.clocks.pauses import Pause

DAYS = {
    "acknowledged": ("acknowledged_on", "the day the acknowledgement was sent"),
    "stage_requested": ("stage_requested_on", "the day that stage was asked for"),
    "stage_started": ("stage_started_on", "the day that stage began"),
    "statement_agreed": ("statement_agreed_on", "the day the written statement of a spoken complaint was agreed"),
    "response_received": ("response_received_on", "the day the person had the reply"),
    "response_sent": ("response_sent_on", "the day the reply was posted, if nobody knows when it came"),
    "panel_met": ("panel_met_on", "the day the panel met"),
    "panel_reported": ("panel_reported_on", "the day the panel's report came"),
}
"""Each option that names a day, the event of the clock it stands for, and its help."""


def add_clock_options(parser: ArgumentParser) -> None:
    """Name the procedure, the events, and what stops or moves a clock."""
    parser.add_argument("--received", required=True, metavar="ISO", help="2026-09-01 or 2026-09-01T10:00:00+01:00")
    parser.add_argument(
        "--council", metavar="ID", help="a council's id: its procedures, and when a mail counts as received"
    )
    families = ", ".join(family for family in Family if family is not Family.DESCRIPTION)
    parser.add_argument("--procedure", metavar="ID", help=f"a procedure's id; with --council also one of {families}")
    parser.add_argument("--stage", type=int, default=1, metavar="N", help="the stage the complaint is at")
    for name, (_, words) in DAYS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="ISO", help=words)
    parser.add_argument("--spoken", action="store_true", help="the complaint was made by word of mouth")
    parser.add_argument("--receipt", choices=[*ReceiptConvention], help="when a mail counts as received")
    pair: dict[str, Any] = {"nargs": 2, "metavar": ("FROM..UNTIL", "WHY")}
    parser.add_argument(
        "--paused",
        action="append",
        default=[],
        help="days that do not count, both included; no UNTIL: still paused",
        **pair,
    )
    parser.add_argument("--extended", nargs=2, metavar=("DATE", "WHY"), help="the reply's new day, and the reason")
    parser.add_argument(
        "--told", metavar="ISO", help="the day the person was told of it (default: the last day possible)"
    )
    parser.add_argument("--by", default="a person not named here", metavar="WHO", help="who decided the extension")
    parser.add_argument("--calendar-clock", metavar="ID", help="a clock beside the complaint's: sar, foi, breach, ...")
    parser.add_argument("--referred", metavar="ISO", help="with --calendar-clock: the day the referral was made")
    parser.add_argument("--today", metavar="ISO", help="say how each date stands on this day")
    parser.add_argument("--text", action="store_true", help="print receipts to read, also where no terminal is")
    parser.add_argument("--json", action="store_true", help="print JSON on a terminal too")


def choose_procedure(
    options: Mapping[str, Any], procedures: Mapping[str, Procedure], council: Council | None
) -> Procedure:
    """Return the procedure that was named, by its id or by its family; a council's statutory one if none was."""
    wanted = options["procedure"] or (Family.STATUTORY if council else None)
    if not wanted:
        refuse("Say by which procedure to count: give --procedure, --council or --calendar-clock.")
    if council and wanted in set(Family):
        wanted = council.procedures.get(Family(wanted), wanted)
    procedure = procedures.get(wanted)
    if procedure is None:
        refuse(f"There is no procedure {wanted!r}. The known ones are: {', '.join(sorted(procedures))}.")
    if not 1 <= options["stage"] <= len(procedure.stages):
        refuse(f"{procedure.id} has stages 1 to {len(procedure.stages)}, and no stage {options['stage']}.")
    return procedure


def clock_from(options: Mapping[str, Any], procedure: Procedure) -> CaseClock:
    """Return the clock of one matter with every event that was named."""
    events: dict[str, Any] = {
        field: day_of(options[name], f"--{name.replace('_', '-')}") for name, (field, _) in DAYS.items()
    }
    return CaseClock(
        received_at=moment_of(options["received"], "--received"),
        matters=((1, procedure, options["stage"]),),
        is_spoken=options["spoken"],
        pauses=pauses_from(options),
        **events,
    )


def pauses_from(options: Mapping[str, Any]) -> tuple[Pause, ...]:
    """Return the pauses that were named."""
    found = []
    for span, why in options["paused"]:
        begins, dots, ends = span.partition("..")
        if not (begins and dots):
            refuse(
                f"--paused {span!r} is no stretch: write it as 2026-09-07..2026-09-09, or 2026-09-07.. if still paused."
            )
        from_on, until_on = day_of(begins, "--paused"), day_of(ends, "--paused")
        try:
            found.append(Pause(from_on=from_on or date.min, until_on=until_on, why=why))
        except ValueError as error:
            refuse(f"--paused {span}: {error}.")
    return tuple(found)


def moment_of(words: str, option: str) -> datetime:
    """Return a moment; a bare day, or a time without a zone, is what the office reads off a London clock."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        refuse(f"{option} {words!r} is no date: write it as 2026-09-01 or 2026-09-01T10:00:00+01:00.")
    if len(words) == len("2026-09-01"):
        moment = datetime.combine(moment.date(), time(12), LONDON)
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def day_of(words: str | None, option: str) -> date | None:
    """Return a day in London, None if none was named."""
    return moment_of(words, option).astimezone(LONDON).date() if words else None


def refuse(words: str) -> NoReturn:
    """End the command with what is wrong.

    Raises: CommandError, exit code 2.
    """
    raise CommandError(words, returncode=2)
