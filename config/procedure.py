"""Hold one council procedure as data: its stages, who answers, and every time limit with its source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


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


class Confidence(StrEnum):
    """How a value came to be known. A value that is only recalled is never in force."""

    READ = "T"
    SECOND_HAND = "2"
    RECALLED = "R"
    PROJECT = "project"


class EntryKind(StrEnum):
    """Which complaints an entry rule may speak of: those that a routing rule looks for."""

    AFTER_ALLEGATIONS_OUTCOME = "after_allegations_outcome"
    CHILD_PROTECTION_CONFERENCE = "child_protection_conference"


class Span(StrEnum):
    """What the time to complain is printed in."""

    YEARS = "years"
    MONTHS = "months"


class Since(StrEnum):
    """From when the time to complain runs."""

    GROUNDS_AROSE = "grounds_arose"
    AWARE = "aware"
    EVENT_OR_AWARE = "event_or_aware"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Hold one time limit: ``n`` of ``unit`` from ``anchor``, and where it is written.

    ``stated_unit`` and ``stated_anchor`` are what the page prints ("" and None if it says nothing), so a letter never
    claims more than the page. ``milestone`` is what is due where that is not the reply. ``as_printed`` keeps words that
    do not fit the law, and ``is_anomaly`` says so. ``is_default`` is true when the procedure's own page is silent and
    another value stands in: that of the pack ``default_of``, or "" if it stands in the pack itself.
    """

    n: int
    unit: Unit
    anchor: Anchor
    source: str
    stated_unit: str = ""
    stated_anchor: Anchor | None = None
    condition: str = ""
    firmness: str = ""
    milestone: str = ""
    as_printed: str = ""
    is_anomaly: bool = False
    confidence: Confidence = Confidence.PROJECT
    is_default: bool = False
    default_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Hold a limit inside a stage that is not the reply itself: a panel's meeting, its report."""

    what: str
    limit: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToComplain:
    """Hold how long after the events a complaint may come, and what the page says of later ones ("": nothing)."""

    n: int
    span: Span
    since: Since
    discretion: str
    source: str
    confidence: Confidence
    is_default: bool = False
    default_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedContact:
    """Hold a contact exactly as a page prints it, "" where it prints nothing. No letter takes a contact from here.

    What letters say stands in the council's own file, in one place; this shows where a page differs from it.
    """

    name: str
    post: str
    phone: str
    hours: str
    text: str
    website: str
    when: str
    is_stale: bool
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """Hold something that nobody has read yet, only remembered: shown, never counted or said to anybody."""

    what: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStage:
    """Hold one stage: what it is called, who answers, by when, and how long the person has to ask for the next.

    ``gate`` is what the council must agree to before the stage begins, ``if_missed`` what the person may do if the
    stage is not answered in time; "" if there is no such thing.
    """

    number: int
    name: str
    responder: str
    limit: Limit | None
    maximum: Limit | None = None
    acknowledgement: Limit | None = None
    inner_target: Limit | None = None
    next_stage_request: Limit | None = None
    gate: str = ""
    if_missed: str = ""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """Say that a complaint of a certain kind is inside this procedure, and at which stage it begins."""

    when: EntryKind
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
    """Hold one version of one procedure as its council publishes it, nulls filled from its default pack and marked so.

    ``valid_from`` is the first day it applies, ``valid_to`` the last (None: still in force); versions of one procedure
    share its id. ``not_stated`` names what neither the page nor its default says, so that nobody believes it was
    checked. ``source`` and ``confidence`` are those of all that bears none of its own. ``acknowledgement_says`` is
    what the page promises that the acknowledgement tells.
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
    confidence: Confidence = Confidence.PROJECT
    applies_to: str = ""
    default: str = ""
    acknowledgement_says: tuple[str, ...] = ()
    time_to_complain: TimeToComplain | None = None
    ombudsman_as_printed: PrintedContact | None = None
    advocacy_as_printed: PrintedContact | None = None
    entry_rules: tuple[EntryRule, ...] = ()
    peculiarities: tuple[str, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    not_stated: tuple[str, ...] = ()
    examples: tuple[WorkedExample, ...] = ()


SLOTS: Final = ("acknowledgement", "limit", "maximum", "next_stage_request")
"""The limits that every stage of a pack must state, or say that it has none."""


def named_limits(procedure: Procedure) -> dict[str, Limit]:
    """Return every limit of a procedure under the name its pack and its worked examples use ("stage 2 maximum")."""
    named: dict[str, Limit] = {"acknowledgement": procedure.acknowledgement}
    for stage in procedure.stages:
        for slot in (*SLOTS, "inner_target"):
            if limit := getattr(stage, slot):
                named[f"stage {stage.number} {slot}"] = limit
        named |= {f"stage {stage.number} {milestone.what}": milestone.limit for milestone in stage.milestones}
    return named
