"""Gather the records where Django looks for them; each lives in its own module of ``cases.records``."""

from cases.records.audit import MonitoringTotal, Seal
from cases.records.case import Case, DeadlineRow, Decision, Matter, MaybeSame, ReferenceYear
from cases.records.event import Event
from cases.records.joining import Campaign, Joining, PrintBand, TextPrint
from cases.records.judgement import Behaviour, Discretion
from cases.records.letter import Letter
from cases.records.life import (
    ExtensionRow,
    MatterStep,
    NeighbourNote,
    Outcome,
    Parking,
    PauseRow,
    Recommendation,
    StageRequest,
    StageRun,
)
from cases.records.mail import Alert, Mail
from cases.records.mailbox import Lease, LedgerEntry, Mailbox, NotGiven, Notice, Reconciliation
from cases.records.post import Correspondent, Posting
from cases.records.safety import Call, Referral
from cases.records.task import Absence, Conflict, Digest, Task
from cases.records.team import Role, TeamMember
from cases.records.typed import TypedDraft

__all__ = [
    "Absence",
    "Alert",
    "Behaviour",
    "Call",
    "Campaign",
    "Case",
    "Conflict",
    "Correspondent",
    "DeadlineRow",
    "Decision",
    "Digest",
    "Discretion",
    "Event",
    "ExtensionRow",
    "Joining",
    "Lease",
    "LedgerEntry",
    "Letter",
    "Mail",
    "Mailbox",
    "Matter",
    "MatterStep",
    "MaybeSame",
    "MonitoringTotal",
    "NeighbourNote",
    "NotGiven",
    "Notice",
    "Outcome",
    "Parking",
    "PauseRow",
    "Posting",
    "PrintBand",
    "Recommendation",
    "Reconciliation",
    "ReferenceYear",
    "Referral",
    "Role",
    "Seal",
    "StageRequest",
    "StageRun",
    "Task",
    "TeamMember",
    "TextPrint",
    "TypedDraft",
]
