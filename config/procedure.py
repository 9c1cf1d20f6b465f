"""Hold one council procedure as data: its stages, who answers, and every time limit with its source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """Which kind of procedure this is; a matter's route chooses the family, the council chooses the procedure."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"
    ENGLISH_FLUENCY = "english_fluency"
    FOSTER_CARER = "foster_carer"
    DESCRIPTION = "description"


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class Anchor(StrEnum):
    """From which event a limit counts; day 1 is the first counted day after it."""

    RECEIPT = "receipt"
    ACK_SENT = "ack_sent"
    STAGE_START = "stage_start"
    STAGE2_REQUEST_RECEIVED = "stage2_request_received"
    STATEMENT_AGREED = "statement_agreed"
    STAGE3_REQUEST_RECEIVED = "stage3_request_received"
    RESPONSE_RECEIVED = "response_received_by_person"
    PANEL_MEETING = "panel_meeting"
    PANEL_REPORT_RECEIVED = "panel_report_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Hold one time limit: ``n`` of ``unit`` from ``anchor``, and where it is written.

    ``stated_unit`` is what the page prints ("" if it says nothing), so a letter never claims more than the page.
    ``is_default`` is true when the procedure's own page is silent and a default pack's value stands in.
    """

    n: int
    unit: Unit
    anchor: Anchor
    source: str
    stated_unit: str = ""
    condition: str = ""
    firmness: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Hold a limit inside a stage that is not the reply itself: a panel's meeting, its report."""

    what: str
    limit: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStage:
    """Hold one stage: what it is called, who answers, by when, and how long the person has to ask for the next."""

    number: int
    name: str
    responder: str
    limit: Limit | None
    maximum: Limit | None = None
    acknowledgement: Limit | None = None
    inner_target: Limit | None = None
    next_stage_request: Limit | None = None
    gate: str = ""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """Say that a complaint of a certain kind begins at a later stage."""

    when: str
    words: str
    enters: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """Hold a date somebody counted by hand; every pack's examples run as tests."""

    what: str
    anchor_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Hold one procedure as its council publishes it, nulls filled from its default pack and marked so.

    ``valid_from`` is the first day it applies, ``valid_to`` the last (None: still in force).
    ``not_stated`` names what neither the page nor its default says, so that nobody believes it was checked.
    """

    id: str
    title: str
    publisher: str
    family: Family
    version: str
    source: str
    valid_from: date
    valid_to: date | None
    acknowledgement: Limit
    stages: tuple[ProcedureStage, ...]
    entry_rules: tuple[EntryRule, ...] = ()
    peculiarities: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    examples: tuple[WorkedExample, ...] = ()
