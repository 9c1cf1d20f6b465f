"""Hold when things happened in one case, and find the day each limit counts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from classify.labels import COMPLAINTS, Kind, Stage
from config.council import ReceiptConvention
from config.procedure import Anchor, Family, Procedure
from config.working_days import Calendar
from routing.assessment import Assessment, kind_of, stage_of
from routing.clocks.extensions import Extension
from routing.clocks.pauses import Pause

LONDON: Final = ZoneInfo("Europe/London")
OFFICE_CLOSES: Final = time(17, 0)
"""After this hour a council with the deemed convention counts a mail as received on its next working day."""
PASSED_ON: Final = frozenset({Kind.SERVICE_REQUEST, Kind.INFORMATION_REQUEST})
"""Kinds that another team answers, on its own clock; ours is only to pass them on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """Hold the events of one case that its limits count from; None where they have not happened.

    ``received_at`` is when the mailbox had the mail (aware). ``matters`` are (number, procedure, stage); the procedure
    is None for a matter that no council procedure can take. ``acknowledged_on`` is when the stage the case is at was
    acknowledged. ``stage_requested_on`` is when that stage was asked for, None if the mail itself asks. ``pauses`` and
    ``extensions`` are those of the stage the case is at, extensions in the order they were told. A reply whose arrival
    nobody knows is taken to have arrived ``delivery_working_days`` after ``response_sent_on``; 0 for an e-mail.
    """

    received_at: datetime
    matters: tuple[tuple[int, Procedure | None, int], ...] = ()
    acknowledged_on: date | None = None
    stage_requested_on: date | None = None
    stage_started_on: date | None = None
    statement_agreed_on: date | None = None
    response_received_on: date | None = None
    response_sent_on: date | None = None
    delivery_working_days: int = 2
    panel_met_on: date | None = None
    panel_reported_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    is_spoken: bool = False
    passes_on: bool = False
    needs_acknowledgement: bool = True


def clock_for(assessment: Assessment, *, received_at: datetime, procedures: Mapping[str, Procedure]) -> CaseClock:
    """Return the clock of a message just received; later events are put in with ``dataclasses.replace``.

    A stage beyond a procedure's last one counts as its last. A wish to go to the Ombudsman has no stage to reply to.
    """
    stage = stage_of(assessment) or Stage.ONE
    matters = []
    for matter in assessment.matters:
        procedure = None if stage is Stage.OMBUDSMAN else procedures.get(matter.procedure)
        number = min(int(stage), len(procedure.stages)) if procedure else 1
        matters.append((matter.number, procedure, number))
    kind = kind_of(assessment)
    return CaseClock(
        received_at=received_at,
        matters=tuple(matters),
        passes_on=kind in PASSED_ON,
        needs_acknowledgement=kind in COMPLAINTS,
    )


def receipt_day(received_at: datetime, *, calendar: Calendar, convention: ReceiptConvention) -> date:
    """Return the day a mail counts as received on: its London date, or the next working day if the council says so.

    Under the deemed convention a mail after the office closes, or on a day that does not count, is received on the
    next working day; one that waits before the office opens is received that day.

    Raises: ValueError if the time is naive.
    """
    if received_at.tzinfo is None:
        message = f"{received_at.isoformat()} says no time zone: give an aware time, as 2026-09-01T10:00:00+01:00"
        raise ValueError(message)
    local = received_at.astimezone(LONDON)
    day = local.date()
    if convention is ReceiptConvention.STRICT:
        return day
    is_late = local.time() >= OFFICE_CLOSES and calendar.is_working_day(day)
    return calendar.next_working_day(date.fromordinal(day.toordinal() + is_late))


def request_day(clock: CaseClock, receipt_on: date) -> date:
    """Return the day on which the stage the case is at was asked for."""
    return clock.stage_requested_on or receipt_on


def waits_for_statement(clock: CaseClock, procedure: Procedure, anchor: Anchor) -> bool:
    """Say whether a stage 2 clock waits for the written statement: only of a spoken statutory complaint.

    Source: SI 2006/1738 regs 16 and 17: a spoken complaint is put in writing and agreed before it is investigated.
    """
    is_stage_two = anchor is Anchor.STAGE2_REQUEST_RECEIVED
    return clock.is_spoken and is_stage_two and procedure.family is Family.STATUTORY
