"""Gather the records where Django looks for them; each lives in its own module of ``cases.records``."""

from cases.records.case import Case, DeadlineRow, Decision, Matter, MaybeSame, ReferenceYear
from cases.records.event import Event
from cases.records.joining import Campaign, Joining, PrintBand, TextPrint
from cases.records.letter import Letter
from cases.records.mail import Alert, Mail
from cases.records.mailbox import Lease, LedgerEntry, Mailbox, NotGiven, Notice, Reconciliation
from cases.records.post import Correspondent, Posting
from cases.records.team import Role, TeamMember
from cases.records.typed import TypedDraft

__all__ = [
    "Alert",
    "Campaign",
    "Case",
    "Correspondent",
    "DeadlineRow",
    "Decision",
    "Event",
    "Joining",
    "Lease",
    "LedgerEntry",
    "Letter",
    "Mail",
    "Mailbox",
    "Matter",
    "MaybeSame",
    "NotGiven",
    "Notice",
    "Posting",
    "PrintBand",
    "Reconciliation",
    "ReferenceYear",
    "Role",
    "TeamMember",
    "TextPrint",
    "TypedDraft",
]
