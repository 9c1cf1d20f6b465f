"""Hold a letter before anybody has signed it: paragraphs, what is missing, and the facts each rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from classify.labels import Kind, Stage
from config.council import Council
from config.procedure import Procedure
from routing.assessment import Assessment
from routing.deadlines import Deadline


class LetterId(StrEnum):
    """Which letter of the checklist this is."""

    STATUTORY = "L01"
    CORPORATE = "L02"
    ENGLISH_FLUENCY = "L03"
    MIXED = "L04"
    OUT_OF_SCOPE = "L05"
    CONSENT = "L06"
    MORE_INFORMATION = "L07"
    EXTENSION = "L08"
    STAGE_TWO = "L09"
    STAGE_THREE = "L10"
    OMBUDSMAN = "L11"
    YOUNG_PERSON = "L12"
    BEHAVIOUR_WARNING = "L13"
    COMPLIMENT = "L14"
    FOSTER_CARER = "L15"
    SAFEGUARDING_SHARE = "L16"
    PASSED_ON = "L17"


ACKNOWLEDGEMENTS: Final = frozenset(
    {
        LetterId.STATUTORY,
        LetterId.CORPORATE,
        LetterId.ENGLISH_FLUENCY,
        LetterId.MIXED,
        LetterId.OUT_OF_SCOPE,
        LetterId.STAGE_TWO,
        LetterId.STAGE_THREE,
        LetterId.YOUNG_PERSON,
        LetterId.FOSTER_CARER,
    }
)
"""The letters that acknowledge a complaint or a later stage of it: Putright drafts one of them by itself, and the clock
of the acknowledgement stops when it has gone. Every other letter is begun by a person."""


class Channel(StrEnum):
    """How a letter goes: by email, or printed and posted by a person."""

    EMAIL = "email"
    POST = "post"


class Origin(StrEnum):
    """Whether a paragraph is the procedure's own words or was written from this case's facts."""

    STANDARD = "standard"
    WRITTEN = "written"


FORM: Final = "form_"
"""How the key of a paragraph begins that belongs to a form enclosed with the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Hold one paragraph. ``key`` names it in the template; ``points`` are a numbered list after ``text``.

    ``rows`` are a table after both, the first of them its headings; each row has as many cells.
    """

    key: str
    title: str
    text: str
    origin: Origin
    points: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_said(self) -> bool:
        """Say whether anything of it is left: a paragraph that was emptied takes its heading out with it."""
        return bool(self.text.strip() or self.points or self.rows)

    @property
    def is_enclosed(self) -> bool:
        """Say whether it stands after the signature, on pages of its own: a form to be torn off and sent back."""
        return self.key.startswith(FORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Hold one item of the checklist: is it there, must it be, and in which paragraph.

    ``suggestion`` is the paragraph text that would satisfy a missing item ("" if a person must write it).
    """

    key: str
    words: str
    present: bool
    must: bool
    paragraph: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUsed:
    """Hold one fact the letter states and where it came from ("case", "council:brackenshire", "procedure:...")."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Hold whom a letter is for: how to greet them and where it goes; ``post`` is a postal address, line by line."""

    name: str
    greeting: str
    email: str
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCase:
    """Hold all a letter may know of its case; what is not in here cannot be stated.

    ``written_on`` is the day of the letter. ``assessment`` holds the values in force (a person's choices, else the
    suggestions); ``procedures`` are those its matters name. ``responders`` pairs a matter's number with the role or
    name that will reply. ``adjustments`` are the writer's own words about how to reach them.

    ``letter`` is the letter a person began, None for the acknowledgement that fits; ``said`` is what they said for it,
    by the keys its words ask for (``letters.asked``). ``stage_requested_on`` is the day a later stage was asked for,
    ``acknowledged_on`` the day the acknowledgement left, ``last_sent_to`` the address the last letter went to.
    """

    reference: str
    recipient: Recipient
    received_at: datetime
    written_on: date
    kind: Kind
    stage: Stage | None
    assessment: Assessment
    deadlines: tuple[Deadline, ...]
    council: Council
    procedures: tuple[Procedure, ...]
    responders: tuple[tuple[int, str], ...] = ()
    adjustments: tuple[str, ...] = ()
    safeguarding_escalated_on: date | None = None
    letter: LetterId | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    stage_requested_on: date | None = None
    acknowledged_on: date | None = None
    last_sent_to: str = ""
    channel: Channel = Channel.EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold a letter as data. A draft with blanks, or a failed "must", cannot be approved without a stated reason.

    ``blanks`` names each empty fact the letter needs, with the cure. ``subject_line`` is the mail's subject: it holds
    the reference and neither name nor matter. ``template_version`` is the digest of the words it was composed from,
    ``text_points`` the size of its words for whoever needs no large print.
    """

    letter: LetterId
    reference: str
    recipient: Recipient
    subject_line: str
    council_name: str
    sender_block: tuple[str, ...]
    written_on: date
    paragraphs: tuple[Paragraph, ...]
    blanks: tuple[str, ...]
    checklist: tuple[Check, ...]
    facts_used: tuple[FactUsed, ...]
    template_version: str
    large_print: bool = False
    channel: Channel = Channel.EMAIL
    text_points: int = 12

    @property
    def before_signature(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the letter itself, those left out that say nothing."""
        return tuple(p for p in self.paragraphs if p.is_said and not p.is_enclosed)

    @property
    def enclosed(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a form that is enclosed; none for most letters."""
        return tuple(p for p in self.paragraphs if p.is_said and p.is_enclosed)
