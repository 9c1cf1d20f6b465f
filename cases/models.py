"""Gather the records where Django looks for them; each lives in its own module of ``cases.records``."""

from cases.records.case import Case, DeadlineRow, Decision, Matter, MaybeSame, ReferenceYear
from cases.records.event import Event
from cases.records.letter import Letter
from cases.records.mail import Alert, LedgerEntry, Mail, Mailbox
from cases.records.team import Role, TeamMember

__all__ = [
    "Alert",
    "Case",
    "DeadlineRow",
    "Decision",
    "Event",
    "LedgerEntry",
    "Letter",
    "Mail",
    "Mailbox",
    "Matter",
    "MaybeSame",
    "ReferenceYear",
    "Role",
    "TeamMember",
]
