"""Hold what a message says, as findings with the words they rest on. No law in here: that is ``routing``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from classify.labels import Flag, Kind, Stage, Subject

SUBJECT_LINE = "subject"
BODY = "body"
ATTACHMENT = "attachment:"
"""Where evidence lies: the subject line, the body, or ``attachment:<index>`` for an attachment's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Point at exact words: ``quote`` is ``text[start:end]`` of the part of the message named by ``where``."""

    where: str
    start: int
    end: int
    quote: str


LabelT = TypeVar("LabelT", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Generic[LabelT]):
    """Say that a message bears ``label``: how likely (0.0 to 1.0, calibrated), on which words, found by what.

    ``found_by`` names the rule ("rule:self_harm.goodbye") or the model and its version ("model:2026-11-21").
    ``note`` says who or which in a word where the label has a sub-type: a representative's kind ("advocate"), an
    information request's ("sar").
    """

    label: LabelT
    confidence: float
    evidence: tuple[Evidence, ...]
    found_by: str
    note: str = ""


class FactField(StrEnum):
    """Which fact of a good complaint a stretch of text gives.

    Source: Getting the Best from Complaints (2006), 3.4; councils' own advice on what to put into a complaint.
    """

    WRITER_NAME = "writer_name"
    CAPACITY = "capacity"
    ON_BEHALF_OF = "on_behalf_of"
    CONSENT = "consent"
    CHILD = "child"
    PERSON_NAMED = "person_named"
    SERVICE = "service"
    PROVIDER = "provider"
    WHAT_HAPPENED = "what_happened"
    EVENT_DATE = "event_date"
    FIRST_AWARE = "first_aware"
    WHERE = "where"
    EFFECT = "effect"
    DESIRED_OUTCOME = "desired_outcome"
    EARLIER_CONTACT = "earlier_contact"
    PROCEEDINGS = "proceedings"
    SAFE_CONTACT = "safe_contact"
    CONTACT_WISH = "contact_wish"
    ADJUSTMENT = "adjustment"
    RECORDING = "recording"
    REFERENCE = "reference"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Hold one fact as the writer gave it; ``value`` is normalised (ISO dates, plain names)."""

    field: FactField
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold all that was understood of one message. Every evidence span is found in the message.

    ``subjects`` come strongest first, and are empty unless the kind holds matters. ``gist`` is one line of at most 70
    characters without opinion. ``rivals`` are what else the kind may be, likeliest first. ``version`` names the rules
    and the model that read it. ``tongue`` names the language of words that are not English, ``is_unread`` says that
    the words as a whole were not understood: a person reads them, or has them translated.
    """

    kind: Finding[Kind]
    subjects: tuple[Finding[Subject], ...]
    stage: Finding[Stage] | None
    flags: tuple[Finding[Flag], ...]
    facts: tuple[Fact, ...]
    gist: str
    version: str
    rivals: tuple[Finding[Kind], ...] = ()
    misses: tuple[str, ...] = ()
    tongue: str = ""
    is_unread: bool = False
