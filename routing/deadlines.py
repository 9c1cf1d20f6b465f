"""Count every date a case must keep: from the procedure, the calendar and the events that have happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final

from config.council import Council, ReceiptConvention
from config.procedure import Anchor, Limit, Procedure, Unit
from config.working_days import Calendar, Day
from routing.clock import CaseClock, receipt_day
from routing.clocks.anchors import PROJECT_ACKNOWLEDGEMENT, Anchored, Before, acknowledgement_limit, find_anchor
from routing.clocks.extensions import Extension, Span, count_extended
from routing.clocks.pauses import PAUSED, Count, Pause, count_with_pauses
from routing.clocks.remarks import CUT, UNCLEAR, join_remarks, remarks_on
from routing.count import count_safely


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

    @property
    def is_paused(self) -> bool:
        """Say whether the day would have counted, but the clock stood still."""
        return self.why.startswith(PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Hold one date with all that makes it defensible.

    ``matter`` is the matter's number, 0 for the whole case. ``stage`` is the procedure's stage. ``anchor_on`` is the
    day counted from. ``is_latest_possible`` is true when the anchor has not happened yet and its own limit stands in.
    ``days`` is the day-by-day receipt, from the day after the anchor to ``due_on``. While a pause is open there is no
    ``due_on``: ``paused_since`` says from when, and ``days`` are those before it. ``limit`` stays what the procedure
    says; ``extensions`` are those that moved the date on from ``first_due_on``, the last one being in force.
    """

    what: What
    matter: int
    stage: int
    due_on: date | None
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
    paused_since: date | None = None
    first_due_on: date | None = None
    extensions: tuple[Extension, ...] = ()

    @property
    def is_soft(self) -> bool:
        """Say whether it is the person's own time, which nobody is refused for missing."""
        return self.what in SOFT_ONES


PROJECT_PASS_ON: Final = Limit(
    n=1,
    unit=Unit.WORKING_DAYS,
    anchor=Anchor.RECEIPT,
    source="Project default: passed to the right team by the next working day, since that team's clock already runs",
    is_default=True,
)
SOFT_ONES: Final = frozenset({What.ASK_FOR_NEXT_STAGE})
"""The person's own time, which no machine refuses anybody for missing."""
NEVER_PAUSED: Final = frozenset({What.ACKNOWLEDGE, What.PASS_ON})
"""What is owed whatever stands still: an answer that the mail has come, and the way to who deals with it."""


def deadlines_for(
    clock: CaseClock, *, calendar: Calendar, council: Council | None = None, convention: ReceiptConvention | None = None
) -> tuple[Deadline, ...]:
    """Return every date a case must keep, earliest first, each with its day-by-day receipt.

    There is one acknowledgement a case: the earliest of its matters' procedures, never later than the project's own
    5 working days. A limit that counts from an event still to come stands on that event's own last day and is marked
    as the latest possible. Without a council a mail counts as received when it arrived; ``convention`` stands first.
    Paused days are given back, but what is owed at once is never paused; dates that stand still come last. An extension
    moves the reply, never beyond the procedure's maximum.

    Raises: ValueError for a naive time; CalendarEndsError if a count leaves the calendar.
    Source: SI 2006/1738 regs 14-20; LGSCO Complaint Handling Code paras 6.2-6.5; each procedure's own pack.
    """
    convention = convention or (council.receipt if council else ReceiptConvention.STRICT)
    counting = _Counting(clock, calendar, receipt_day(clock.received_at, calendar=calendar, convention=convention))
    if clock.passes_on:
        return (counting.deadline(What.PASS_ON, PROJECT_PASS_ON, None, matter=0, stage=1),)
    if not (clock.matters or clock.needs_acknowledgement):
        return ()
    found = list(counting.acknowledgements())
    for matter, procedure, stage in clock.matters:
        if procedure is not None:
            found.extend(counting.of_stage(procedure, matter, stage))
    return tuple(sorted(found, key=lambda d: (d.due_on or date.max, d.matter)))


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
        latest = make(What.REPLY_AT_LATEST, stage.maximum) if stage.maximum else None
        reply = self._extended(make(What.REPLY, stage.limit), latest) if stage.limit else None
        if stage.inner_target:
            yield make(What.INNER_TARGET, stage.inner_target)
        if reply:
            yield reply
        # A page whose own limit is already the longest the law allows has no later date to show.
        if latest and (reply is None or _is_later(latest, reply)):
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
        # A spoken request is acknowledged when it comes: that does not wait for its written statement.
        waits_by = None if what is What.ACKNOWLEDGE else procedure
        anchored = self._anchor(limit.anchor, waits_by, before)
        count = self._count(what, limit, anchored, matter)
        return Deadline(
            what=what,
            matter=matter,
            stage=stage,
            due_on=count.due_on,
            limit=limit.n,
            unit=limit.unit,
            anchor=anchored.anchor,
            anchor_on=anchored.on,
            source=limit.source,
            procedure=procedure.id if procedure else "",
            days=_receipt(count.days),
            is_latest_possible=anchored.is_latest_possible,
            is_default=limit.is_default,
            condition=join_remarks(remarks_on(limit, anchored, count.due_on, self.calendar, is_soft=what in SOFT_ONES)),
            paused_since=count.paused_since,
        )

    def _count(self, what: What, limit: Limit, anchored: Anchored, matter: int) -> Count:
        if since := anchored.paused_since:
            return Count(due_on=None, days=(), paused_since=since)
        standing = () if what in NEVER_PAUSED else self._pauses(matter)
        return count_with_pauses(limit.n, limit.unit, anchored.on, self.calendar, standing)

    def _extended(self, reply: Deadline, latest: Deadline | None) -> Deadline:
        extensions = tuple(each for each in self.clock.extensions if each.matter in {0, reply.matter})
        if not extensions:
            return reply
        span = Span(n=reply.limit, unit=reply.unit, anchor_on=reply.anchor_on)
        latest_on, pauses = latest.due_on if latest else None, self._pauses(reply.matter)
        count, is_cut = count_extended(span, extensions[-1], latest_on=latest_on, pauses=pauses, calendar=self.calendar)
        return replace(
            reply,
            due_on=count.due_on,
            days=_receipt(count.days),
            paused_since=count.paused_since,
            condition=join_remarks((reply.condition, CUT if is_cut else "")),
            first_due_on=reply.due_on,
            extensions=extensions,
        )

    def _pauses(self, matter: int) -> tuple[Pause, ...]:
        return tuple(each for each in self.clock.pauses if each.matter in {0, matter})

    def _earliest_acknowledgement(self) -> Deadline:
        candidates = []
        for _, procedure, number in self.clock.matters or ((0, None, 1),):
            stated = acknowledgement_limit(procedure, number)
            # The project's own limit is the ceiling; the procedure's is named first where both end on one day.
            ceiling = replace(PROJECT_ACKNOWLEDGEMENT, anchor=stated.anchor)
            make = partial(self.deadline, What.ACKNOWLEDGE, procedure=procedure, matter=0, stage=number)
            candidates += [make(limit) for limit in (stated, ceiling)]
        return min(candidates, key=lambda deadline: (deadline.due_on or date.max, deadline.is_default))

    def _anchor(self, anchor: Anchor, procedure: Procedure | None, before: Deadline | None) -> Anchored:
        waits_for = self.acknowledgement if anchor is Anchor.ACK_SENT else before
        known = Before(due_on=waits_for.due_on, paused_since=waits_for.paused_since) if waits_for else None
        return find_anchor(anchor, procedure, self.clock, self.calendar, receipt_on=self.receipt_on, before=known)


def _is_later(latest: Deadline, reply: Deadline) -> bool:
    if latest.due_on and reply.due_on:
        return latest.due_on > reply.due_on
    return latest.limit > reply.limit


def _receipt(days: Iterable[Day]) -> tuple[CountedDay, ...]:
    return tuple(CountedDay(on=day.on, number=day.number, why=day.why) for day in days)
