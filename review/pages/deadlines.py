"""Say each date of a case: what, when, how near, from which day it was counted and which days did not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.clocks import PAUSED
from cases.models import Case, DeadlineRow, Matter
from review.labels import DUE, ROUTES
from review.pages.rows import TONE_ICONS, Desk
from review.words import count, say_day, say_due, say_long_day
from routing.deadlines import SOFT_ONES

UNITS = {"working_days": "working day", "calendar_days": "day", "months": "month"}
ANCHORS = {
    "receipt": "the day it arrived",
    "ack_sent": "the day we acknowledged it",
    "stage_start": "the day the stage begins",
    "stage2_request_received": "the day stage 2 was asked for",
    "statement_agreed": "the day the statement of complaint is agreed",
    "stage3_request_received": "the day stage 3 was asked for",
    "response_received_by_person": "the day they have our answer",
    "panel_meeting": "the day the panel meets",
    "panel_report_received": "the day we have the panel’s report",  # noqa: RUF001 - words on screen
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """Hold one date with its receipt."""

    what: str
    day: str
    sub: str
    basis: str
    source: str
    receipt: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDue:
    """Hold the next deadline as the head of the case shows it."""

    words: str
    sub: str
    tone: str
    icon: str


def lay_out_deadlines(rows: Sequence[DeadlineRow], matters: Sequence[Matter], desk: Desk) -> tuple[DeadlineView, ...]:
    """Return the dates of a case; several matters of one route share a line."""
    routes = {matter.number: matter.route for matter in matters}
    seen: set[tuple[object, ...]] = set()
    shown = []
    for row in rows:
        view = _deadline(row, routes.get(row.matter, ""), desk)
        if (view.what, view.day) not in seen:
            seen.add((view.what, view.day))
            shown.append(view)
    return tuple(shown)


def lay_out_next_due(case: Case, desk: Desk) -> NextDue:
    """Return the next deadline: "Acknowledge in 5 working days", "by 10 March 2026"."""
    if case.next_due_what == PAUSED:
        since = case.deadlines.exclude(paused_since=None).order_by("paused_since").first()
        words = f"since {say_long_day(since.paused_since)}; " if since and since.paused_since else ""
        return NextDue(words="Paused", sub=f"{words}nothing is late", tone="ok", icon="calendar")
    if case.next_due_on is None:
        return NextDue(words="No deadline", sub="", tone="ok", icon="calendar")
    due = say_due(case.next_due_on, desk.today, desk.is_working_day)
    what = DUE[case.next_due_what].words if case.next_due_what in DUE else "Due"
    how_near = f": {due.words}" if due.tone == "late" else due.words.removeprefix("Due")
    return NextDue(
        words=f"{what}{how_near}",
        sub=f"{'was due' if due.tone == 'late' else 'by'} {say_long_day(case.next_due_on)}",
        tone=due.tone,
        icon=TONE_ICONS[due.tone],
    )


def _deadline(row: DeadlineRow, route: str, desk: Desk) -> DeadlineView:
    label = DUE[row.what].words if row.what in DUE else row.what.replace("_", " ").capitalize()
    if row.matter and route in ROUTES:
        label = f"{ROUTES[route].brief}, stage {row.stage}" + ("" if row.what == "reply" else f": {label.lower()}")
    return DeadlineView(
        what=label,
        day=say_long_day(row.due_on) if row.due_on else "Paused",
        sub=_sub(row, desk),
        basis=f"{count(row.limit, UNITS.get(row.unit, row.unit))} from {ANCHORS.get(row.anchor, row.anchor)}, "
        f"{say_long_day(row.anchor_on)}",
        source=row.source,
        receipt=tuple(_receipt_day(day, desk.today) for day in row.days if isinstance(day, dict)),
    )


def _sub(row: DeadlineRow, desk: Desk) -> str:
    parts = [_how_it_stands(row, desk)]
    if row.first_due_on and row.due_on:
        parts.append(f"moved from {say_day(row.first_due_on, desk.today)}")
    parts += ["the latest it can be, since what it counts from has not happened yet"] if row.is_latest_possible else []
    parts += ["a standard limit: the council’s page names none"] if row.is_default else []  # noqa: RUF001
    parts += [row.condition] if row.condition else []
    return "; ".join(parts)


def _how_it_stands(row: DeadlineRow, desk: Desk) -> str:
    if row.met_on:
        return f"done {say_day(row.met_on, desk.today)}"
    if row.due_on is None:
        since = f"since {say_day(row.paused_since, desk.today)}: " if row.paused_since else ""
        return f"{since}there is no date, and nothing is late"
    due = say_due(row.due_on, desk.today, desk.is_working_day)
    if row.what in SOFT_ONES and due.tone == "late":
        return "their own time is over; a later request is not refused by the machine"
    return due.words[0].lower() + due.words[1:]


def _receipt_day(day: dict[str, object], today: date) -> tuple[str, str]:
    on = say_day(date.fromisoformat(str(day.get("on"))), today)
    return on, f"day {day['number']}" if day.get("number") else str(day.get("why") or "does not count")
