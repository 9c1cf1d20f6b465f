"""Count every date a case must keep: from the procedure, the calendar and the events that have happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final

from config.council import Council, ReceiptConvention
from config.procedure import Anchor, Limit, Procedure, Unit
from config.working_days import Calendar, Day
from routing.clock import CaseClock, receipt_day, request_day, waits_for_statement
from routing.count import count_limit, count_safely


class What(StrEnum):
    """What is due."""

    ACKNOWLEDGE = "acknowledge"
    REPLY = "reply"
    REPLY_AT_LATEST = "reply_at_latest"
    INNER_TARGET = "inner_target"
    ASK_FOR_NEXT_STAGE = "ask_for_next_stage"
    PANEL_MEETS = "panel_meets"
    PANEL_REPORTS = "panel_reports"
    REPLY_AFTER_PANEL = "reply_after_panel"
    PASS_ON = "pass_on"  # noqa: S105 - not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """Hold one day of the count: its number (None if it does not count) and why it was skipped ("" if it counts)."""

    on: date
    number: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Hold one date with all that makes it defensible.

    ``matter`` is the matter's number, 0 for the whole case. ``stage`` is the procedure's stage. ``anchor_on`` is the
    day counted from. ``is_latest_possible`` is true when the anchor has not happened yet and its own limit stands in.
    ``days`` is the day-by-day receipt, from the day after the anchor to ``due_on``.
    """

    what: What
    matter: int
    stage: int
    due_on: date
    limit: int
    unit: Unit
    anchor: Anchor
    anchor_on: date
    source: str
    procedure: str
    days: tuple[CountedDay, ...]
    is_latest_possible: bool = False
    is_default: bool = False
    condition: str = ""


PROJECT_ACKNOWLEDGEMENT: Final = Limit(
    n=5,
    unit=Unit.WORKING_DAYS,
    anchor=Anchor.RECEIPT,
    source="Project default: nobody waits longer than 5 working days for a first answer",
    is_default=True,
)
PROJECT_PASS_ON: Final = Limit(
    n=1,
    unit=Unit.WORKING_DAYS,
    anchor=Anchor.RECEIPT,
    source="Project default: passed to the right team by the next working day, since that team's clock already runs",
    is_default=True,
)
UNCLEAR: Final = "the page does not say which kind of day it counts"
WAITING: Final[Mapping[Anchor, str]] = {
    Anchor.STAGE_START: "counted from the day the stage was asked for until its start is known",
    Anchor.STATEMENT_AGREED: "counted from the day the stage was asked for until the statement is agreed",
}
"""What is said where a limit waits for an event that has no limit of its own."""


def deadlines_for(clock: CaseClock, *, calendar: Calendar, council: Council | None = None) -> tuple[Deadline, ...]:
    """Return every date a case must keep, earliest first, each with its day-by-day receipt.

    There is one acknowledgement a case: the earliest of its matters' procedures, never later than the project's own
    5 working days. A limit that counts from an event still to come stands on that event's own last day and is marked
    as the latest possible. Without a council a mail counts as received when it arrived.

    Raises: ValueError for a naive time; CalendarEndsError if a count leaves the calendar.
    Source: SI 2006/1738 regs 14-20; LGSCO Complaint Handling Code paras 6.2-6.5; each procedure's own pack.
    """
    convention = council.receipt if council else ReceiptConvention.STRICT
    counting = _Counting(clock, calendar, receipt_day(clock.received_at, calendar=calendar, convention=convention))
    if clock.passes_on:
        return (counting.deadline(What.PASS_ON, PROJECT_PASS_ON, None, matter=0, stage=1),)
    if not (clock.matters or clock.needs_acknowledgement):
        return ()
    found = list(counting.acknowledgements())
    for matter, procedure, stage in clock.matters:
        if procedure is not None:
            found.extend(counting.of_stage(procedure, matter, stage))
    return tuple(sorted(found, key=lambda deadline: (deadline.due_on, deadline.matter)))


class _Counting:
    """Count the limits of one case; holds what every count needs, and changes nothing."""

    def __init__(self, clock: CaseClock, calendar: Calendar, receipt_on: date) -> None:
        self.clock = clock
        self.calendar = calendar
        self.receipt_on = receipt_on
        self.acknowledgement = self._earliest_acknowledgement()

    def acknowledgements(self) -> Iterator[Deadline]:
        """Yield the case's acknowledgement, and a safe date if its page names no kind of day."""
        due = self.acknowledgement
        yield due
        if due.unit is Unit.WORKING_DAYS and UNCLEAR in due.condition:
            on, days = count_safely(due.limit, due.anchor_on, self.calendar)
            yield replace(
                due,
                what=What.INNER_TARGET,
                due_on=on,
                unit=Unit.CALENDAR_DAYS,
                days=_receipt(days),
                condition=f"safe date: {UNCLEAR}",
            )

    def of_stage(self, procedure: Procedure, matter: int, number: int) -> Iterator[Deadline]:
        """Yield the dates of one matter at one stage of its procedure."""
        stage = procedure.stages[number - 1]
        make = partial(self.deadline, procedure=procedure, matter=matter, stage=number)
        reply = make(What.REPLY, stage.limit) if stage.limit else None
        if stage.inner_target:
            yield make(What.INNER_TARGET, stage.inner_target)
        if reply:
            yield reply
        if stage.maximum:
            latest = make(What.REPLY_AT_LATEST, stage.maximum)
            # A page whose own limit is already the longest the law allows has no later date to show.
            if reply is None or latest.due_on > reply.due_on:
                yield latest
        meeting: Deadline | None = None
        for milestone in stage.milestones:
            meeting = make(What(milestone.what), milestone.limit, before=meeting)
            yield meeting
        if stage.next_stage_request:
            yield make(What.ASK_FOR_NEXT_STAGE, stage.next_stage_request, before=reply)

    def deadline(
        self,
        what: What,
        limit: Limit,
        procedure: Procedure | None,
        *,
        matter: int,
        stage: int,
        before: Deadline | None = None,
    ) -> Deadline:
        """Return one limit counted; ``before`` is the deadline of the event it waits for, if it waits for one."""
        anchor, anchor_on, is_latest, waiting = self._anchor(limit.anchor, procedure, before)
        due_on, days = count_limit(limit.n, limit.unit, anchor_on, self.calendar)
        unclear = "" if limit.stated_unit or limit.is_default else UNCLEAR
        unchecked = (
            f"bank holidays after {self.calendar.checked_until.isoformat()} are by rule, not yet checked"
            if due_on > self.calendar.checked_until
            else ""
        )
        return Deadline(
            what=what,
            matter=matter,
            stage=stage,
            due_on=due_on,
            limit=limit.n,
            unit=limit.unit,
            anchor=anchor,
            anchor_on=anchor_on,
            source=limit.source,
            procedure=procedure.id if procedure else "",
            days=_receipt(days),
            is_latest_possible=is_latest,
            is_default=limit.is_default,
            condition="; ".join(part for part in (limit.condition, waiting, unclear, unchecked) if part),
        )

    def _earliest_acknowledgement(self) -> Deadline:
        candidates = []
        for _, procedure, number in self.clock.matters or ((0, None, 1),):
            stated = _acknowledgement(procedure, number)
            # The project's own limit is the ceiling; the procedure's is named first where both end on one day.
            ceiling = replace(PROJECT_ACKNOWLEDGEMENT, anchor=stated.anchor)
            make = partial(self.deadline, What.ACKNOWLEDGE, procedure=procedure, matter=0, stage=number)
            candidates += [make(limit) for limit in (stated, ceiling)]
        return min(candidates, key=lambda deadline: (deadline.due_on, deadline.is_default))

    def _anchor(
        self, anchor: Anchor, procedure: Procedure | None, before: Deadline | None
    ) -> tuple[Anchor, date, bool, str]:
        if procedure and waits_for_statement(self.clock, procedure, anchor):
            anchor = Anchor.STATEMENT_AGREED
        happened = self._happened(anchor)
        if happened:
            return anchor, happened, False, ""
        if anchor is Anchor.ACK_SENT:
            return anchor, self.acknowledgement.due_on, True, ""
        if before:
            return anchor, before.due_on, True, ""
        return anchor, request_day(self.clock, self.receipt_on), False, WAITING.get(anchor, "")

    def _happened(self, anchor: Anchor) -> date | None:
        clock = self.clock
        return {
            Anchor.RECEIPT: self.receipt_on,
            Anchor.ACK_SENT: clock.acknowledged_on,
            Anchor.STAGE_START: clock.stage_started_on,
            Anchor.STAGE2_REQUEST_RECEIVED: request_day(clock, self.receipt_on),
            Anchor.STAGE3_REQUEST_RECEIVED: request_day(clock, self.receipt_on),
            Anchor.STATEMENT_AGREED: clock.statement_agreed_on,
            Anchor.RESPONSE_RECEIVED: clock.response_received_on,
            Anchor.PANEL_MEETING: clock.panel_met_on,
            Anchor.PANEL_REPORT_RECEIVED: clock.panel_reported_on,
        }[anchor]


def _acknowledgement(procedure: Procedure | None, number: int) -> Limit:
    if procedure is None:
        return PROJECT_ACKNOWLEDGEMENT
    if number == 1:
        return procedure.acknowledgement
    asked_for = Anchor.STAGE3_REQUEST_RECEIVED if number == 3 else Anchor.STAGE2_REQUEST_RECEIVED
    return procedure.stages[number - 1].acknowledgement or replace(PROJECT_ACKNOWLEDGEMENT, anchor=asked_for)


def _receipt(days: Iterable[Day]) -> tuple[CountedDay, ...]:
    return tuple(CountedDay(on=day.on, number=day.number, why=day.why) for day in days)
