"""Count every date a case must keep: from the procedure, the calendar and the events that have happened."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.procedure import Anchor, Unit


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
    PASS_ON = "pass_on"


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
