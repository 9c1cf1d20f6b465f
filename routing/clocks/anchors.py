"""Find the day a limit counts from, or the latest it can be while the event has not happened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from config.procedure import Anchor, Limit, Procedure, Unit
from config.working_days import Calendar
from routing.clock import CaseClock, request_day, waits_for_statement
from routing.clocks.extensions import say_day

PROJECT_ACKNOWLEDGEMENT: Final = Limit(
    n=5,
    unit=Unit.WORKING_DAYS,
    anchor=Anchor.RECEIPT,
    source="Project default: nobody waits longer than 5 working days for a first answer",
    is_default=True,
)
WAITING: Final[Mapping[Anchor, str]] = MappingProxyType(
    {
        Anchor.STAGE_START: "counted from the day the stage was asked for until its start is known",
        Anchor.STATEMENT_AGREED: "counted from the day the stage was asked for until the statement is agreed",
    }
)
"""What is said where a limit waits for an event that has no limit of its own."""
BEFORE_IS_PAUSED: Final = "waits for an event whose own clock is paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Hold by when the event comes at the latest that a limit waits for; no day while its own clock is paused."""

    due_on: date | None
    paused_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Hold the day a limit counts from: the event, whether it is still to come, and what to say of that.

    ``paused_since`` is set where the event still to come has no latest day, its own clock being paused.
    """

    anchor: Anchor
    on: date
    is_latest_possible: bool = False
    waiting: str = ""
    paused_since: date | None = None


def find_anchor(
    anchor: Anchor,
    procedure: Procedure | None,
    clock: CaseClock,
    calendar: Calendar,
    *,
    receipt_on: date,
    before: Before | None,
) -> Anchored:
    """Return the day a limit counts from.

    ``before`` is the deadline of the event it waits for: it stands in, as the latest possible, until that happens.
    """
    if procedure and waits_for_statement(clock, procedure, anchor):
        anchor = Anchor.STATEMENT_AGREED
    if happened := _happened(anchor, clock, receipt_on):
        return Anchored(anchor=anchor, on=happened)
    if anchor is Anchor.RESPONSE_RECEIVED and clock.response_sent_on:
        return _delivered(clock.response_sent_on, clock.delivery_working_days, calendar)
    if before and before.due_on:
        return Anchored(anchor=anchor, on=before.due_on, is_latest_possible=True)
    asked_on = request_day(clock, receipt_on)
    if before:
        return Anchored(
            anchor=anchor,
            on=before.paused_since or asked_on,
            is_latest_possible=True,
            waiting=BEFORE_IS_PAUSED,
            paused_since=before.paused_since,
        )
    return Anchored(anchor=anchor, on=asked_on, waiting=WAITING.get(anchor, ""))


def acknowledgement_limit(procedure: Procedure | None, stage: int) -> Limit:
    """Return what a procedure says of acknowledging a stage, or the project's own limit where it says nothing."""
    if procedure is None:
        return PROJECT_ACKNOWLEDGEMENT
    if stage == 1:
        return procedure.acknowledgement
    asked_for = Anchor.STAGE3_REQUEST_RECEIVED if stage == 3 else Anchor.STAGE2_REQUEST_RECEIVED
    return procedure.stages[stage - 1].acknowledgement or replace(PROJECT_ACKNOWLEDGEMENT, anchor=asked_for)


def _delivered(sent_on: date, working_days: int, calendar: Calendar) -> Anchored:
    on = calendar.add_working_days(sent_on, working_days)[0] if working_days else sent_on
    arrived = f"{working_days} working days later" if working_days else "the same day"
    waiting = f"the reply, sent on {say_day(sent_on)}, is taken to have arrived {arrived}"
    return Anchored(anchor=Anchor.RESPONSE_RECEIVED, on=on, waiting=waiting)


def _happened(anchor: Anchor, clock: CaseClock, receipt_on: date) -> date | None:
    return {
        # What comes to a stage later than the case itself (the Ombudsman sends it back) is received on that day.
        Anchor.RECEIPT: request_day(clock, receipt_on),
        Anchor.ACK_SENT: clock.acknowledged_on,
        Anchor.STAGE_START: clock.stage_started_on,
        Anchor.STAGE2_REQUEST_RECEIVED: request_day(clock, receipt_on),
        Anchor.STAGE3_REQUEST_RECEIVED: request_day(clock, receipt_on),
        Anchor.STATEMENT_AGREED: clock.statement_agreed_on,
        Anchor.RESPONSE_RECEIVED: clock.response_received_on,
        Anchor.PANEL_MEETING: clock.panel_met_on,
        Anchor.PANEL_REPORT_RECEIVED: clock.panel_reported_on,
    }[anchor]
