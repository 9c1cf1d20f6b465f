"""Name in plain words what is due, what a limit counts, and from which event."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from config.procedure import Anchor, Unit
from routing.deadlines import What

DUE: Final[Mapping[What, str]] = MappingProxyType(
    {
        What.ACKNOWLEDGE: "Acknowledge",
        What.REPLY: "Reply",
        What.REPLY_AT_LATEST: "Reply, if extended",
        What.INNER_TARGET: "Aim for",
        What.ASK_FOR_NEXT_STAGE: "Person may ask for the next stage",
        What.PANEL_MEETS: "Panel meets",
        What.PANEL_REPORTS: "Panel reports",
        What.REPLY_AFTER_PANEL: "Reply after the panel",
        What.PASS_ON: "Pass on to the right team",
    }
)
UNITS: Final[Mapping[Unit, tuple[str, str]]] = MappingProxyType(
    {
        Unit.WORKING_DAYS: ("working day", "working days"),
        Unit.CALENDAR_DAYS: ("day", "days"),
        Unit.MONTHS: ("month", "months"),
    }
)
EVENTS: Final[Mapping[Anchor, str]] = MappingProxyType(
    {
        Anchor.RECEIPT: "the day it was received",
        Anchor.ACK_SENT: "the day it was acknowledged",
        Anchor.STAGE_START: "the day the stage began",
        Anchor.STAGE2_REQUEST_RECEIVED: "the day stage 2 was asked for",
        Anchor.STATEMENT_AGREED: "the day the written statement was agreed",
        Anchor.STAGE3_REQUEST_RECEIVED: "the day stage 3 was asked for",
        Anchor.RESPONSE_RECEIVED: "the day the person had the reply",
        Anchor.PANEL_MEETING: "the day the panel met",
        Anchor.PANEL_REPORT_RECEIVED: "the day the panel's report came",
    }
)


def say_limit(n: int, unit: Unit) -> str:
    """Return a limit in words: "10 working days"."""
    return f"{n} {UNITS[unit][n != 1]}"
