"""Hold a letter before anybody has signed it: paragraphs, what is missing, and the facts each rests on."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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
    YOUNG_PERSON = "L12"


class Origin(StrEnum):
    """Whether a paragraph is the procedure's own words or was written from this case's facts."""

    STANDARD = "standard"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Hold one paragraph. ``key`` names it in the template; ``points`` are a numbered list after ``text``."""

    key: str
    title: str
    text: str
    origin: Origin
    points: tuple[str, ...] = ()

    @property
    def is_said(self) -> bool:
        """Say whether anything of it is left: a paragraph that was emptied takes its heading out with it."""
        return bool(self.text.strip() or self.points)


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
    """Hold whom a letter is for: how to greet them and where it goes."""

    name: str
    greeting: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCase:
    """Hold all a letter may know of its case; what is not in here cannot be stated.

    ``written_on`` is the day of the letter. ``assessment`` holds the values in force (a person's choices, else the
    suggestions); ``procedures`` are those its matters name. ``responders`` pairs a matter's number with the role or
    name that will reply. ``adjustments`` are the writer's own words about how to reach them.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold a letter as data. A draft with blanks, or a failed "must", cannot be approved without a stated reason.

    ``blanks`` names each empty fact the letter needs, with the cure. ``subject_line`` is the mail's subject: it holds
    the reference and neither name nor matter. ``template_version`` is the digest of the words it was composed from.
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
