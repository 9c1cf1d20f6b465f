"""Write down the day on which something happened that clocks count from, or correct it; its event keeps the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from django.db import transaction

from cases.case_clocks import REPLIES
from cases.errors import IncompleteError
from cases.models import Case, StageRun, TeamMember
from cases.services.clocks.common import count_anew, locked_case, refuse_future
from cases.stage_runs import ANSWERED, current_run, run_of
from routing.clocks.extensions import say_day

CHANNELS: Final[Mapping[str, str]] = MappingProxyType({"email": "email", "post": "post", "hand": "by hand"})
"""How a reply left: by post it is taken to arrive some working days later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Hold one kind of day: its field, what it is called, what must come before it, and at which stages it can be."""

    field: str
    words: str
    after: tuple[str, ...] = ("requested_on",)
    stages: frozenset[int] = frozenset({1, 2, 3})


DAYS: Final[Mapping[str, Noted]] = MappingProxyType(
    {
        "stage_started": Noted(field="started_on", words="the stage began"),
        "statement_agreed": Noted(
            field="statement_agreed_on", words="the written statement was agreed", stages=frozenset({2})
        ),
        "panel_met": Noted(field="panel_met_on", words="the panel met", stages=frozenset({3})),
        "panel_reported": Noted(
            field="panel_reported_on",
            words="the report of the panel came",
            after=("panel_met_on",),
            stages=frozenset({3}),
        ),
        "reply_sent": Noted(
            field="reply_sent_on",
            words="our reply left",
            after=("requested_on", "started_on", "statement_agreed_on", "panel_reported_on"),
        ),
        "reply_arrived": Noted(field="reply_arrived_on", words="the person had our reply", after=("reply_sent_on",)),
    }
)
NEEDED: Final[Mapping[str, str]] = MappingProxyType({"panel_reported": "panel_met", "reply_arrived": "reply_sent"})
"""What cannot be known before something else has happened."""


@transaction.atomic
def note_day(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    what: str,
    on: date,
    stage: int = 0,
    channel: str = "",
) -> Case:
    """Write down, or correct, one day of a stage (0: the one the case is at); dates that were met stay as they were.

    ``what`` is a key of ``DAYS``; a reply that left also says by which ``channel``.

    Raises:
        IncompleteError: naming what is missing, or what would stand before what it follows.

    """
    case = locked_case(case_id, version, member)
    run = _run(case, stage)
    noted = _noted(what, run)
    refuse_future(on, "on")
    if what == "reply_sent" and channel not in CHANNELS:
        raise IncompleteError({"channel": "Choose how the reply left: by post it takes some days to arrive."})
    _check_order(what, noted, run, on)
    was = getattr(run, noted.field)
    setattr(run, noted.field, on)
    if what == "reply_sent":
        run.reply_channel = channel
        # Each matter was answered on its own day: only those answered on the day that is corrected go along.
        rows = case.deadlines.filter(what__in=REPLIES, stage=run.stage, met_on=was)
        (rows if was else rows.none()).update(met_on=on)
    run.save()
    return _done(case, run, member, what, was, on)


@transaction.atomic
def forget_day(*, case_id: int, version: int, member: TeamMember, what: str, stage: int = 0) -> Case:
    """Take out a day that was written down by mistake; its event keeps it.

    Raises:
        IncompleteError: if no such day is known, or another that follows it is.

    """
    case = locked_case(case_id, version, member)
    run = _run(case, stage)
    noted = _noted(what, run)
    was = getattr(run, noted.field)
    if was is None:
        raise IncompleteError({"what": "That day is not known, so there is none to take out."})
    if what == "reply_sent" and case.matters.filter(state=ANSWERED[run.stage], stage=run.stage).exists():
        raise IncompleteError(
            {"what": "Matters of this stage are answered by it. Correct the day, or open them first."}
        )
    for later, needs in NEEDED.items():
        if needs == what and getattr(run, DAYS[later].field):
            raise IncompleteError({"what": f"Take out first the day on which {DAYS[later].words}."})
    setattr(run, noted.field, None)
    if what == "reply_sent":
        run.reply_channel = ""
    run.save()
    return _done(case, run, member, what, was, None)


@transaction.atomic
def note_spoken(*, case_id: int, version: int, member: TeamMember, is_spoken: bool, stage: int = 0) -> Case:
    """Say whether a stage was asked for by word of mouth: a statutory stage 2 then waits for the written statement.

    Source: SI 2006/1738 regs 16 and 17.
    """
    case = locked_case(case_id, version, member)
    run = _run(case, stage)
    run.is_spoken = is_spoken
    run.save(update_fields=["is_spoken"])
    return count_anew(case, "stage_spoken" if is_spoken else "stage_written", member, {"stage": run.stage})


def _done(case: Case, run: StageRun, member: TeamMember, what: str, was: date | None, on: date | None) -> Case:
    days = {"on": on.isoformat() if on else "", "was": was.isoformat() if was else ""}
    verb = "day_corrected" if was else "day_noted"
    return count_anew(case, verb, member, {"what": what, "stage": run.stage} | days)


def _run(case: Case, stage: int) -> StageRun:
    run = run_of(case, stage) if stage else current_run(case)
    if run is None:
        raise IncompleteError({"stage": f"This case has not been at stage {stage}."})
    return run


def _noted(what: str, run: StageRun) -> Noted:
    noted = DAYS.get(what)
    if noted is None:
        raise IncompleteError({"what": "Choose what happened."})
    if run.stage not in noted.stages:
        where = " and ".join(str(number) for number in sorted(noted.stages))
        raise IncompleteError({"what": f"That happens at stage {where} only, and this is stage {run.stage}."})
    return noted


def _check_order(what: str, noted: Noted, run: StageRun, on: date) -> None:
    """Refuse a day before what it follows, or after what follows it."""
    if (needs := NEEDED.get(what)) and getattr(run, DAYS[needs].field) is None:
        raise IncompleteError({"what": f"Write down first the day on which {DAYS[needs].words}."})
    for field in noted.after:
        before = getattr(run, field)
        if before and on < before:
            raise IncompleteError({"on": f"{_say(field)} on {say_day(before)}: name that day or a later one."})
    for other in DAYS.values():
        after = getattr(run, other.field)
        if noted.field in other.after and after and on > after:
            raise IncompleteError({"on": f"{_say(other.field)} on {say_day(after)}: name that day or an earlier one."})


def _say(field: str) -> str:
    named = {noted.field: noted.words for noted in DAYS.values()} | {"requested_on": "the stage was asked for"}
    return named[field][0].upper() + named[field][1:]
