"""Hold what should happen to a message: its matters with a route each, its flags, and every honest doubt."""

from dataclasses import dataclass
from enum import StrEnum

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import Evidence, Fact


class Sureness(StrEnum):
    """How sure a suggestion is, in the words the team sees; never a percentage."""

    SURE = "sure"
    FAIRLY_SURE = "fairly_sure"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Name the rule that decided, where it comes from, and why in at most three plain sentences."""

    rule: str
    source: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Hand a question to a person: ``about`` is "kind", "stage", "matter:<n>", "flag:<code>" or "case"."""

    code: str
    about: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Hold one point of a complaint. ``number`` counts from 1; a reason if, and only if, it is out of scope.

    ``procedure`` is the id of the procedure in force for it ("" if out of scope). ``needs_discretion`` marks a refusal
    that is only ever a proposal: a person records why discretion was or was not used.
    """

    number: int
    route: Route
    reason: Reason | None
    gist: str
    evidence: tuple[Evidence, ...]
    sureness: Sureness
    ruling: Ruling
    procedure: str = ""
    needs_discretion: bool = False

    def __post_init__(self) -> None:
        if (self.route is Route.OUT_OF_SCOPE) != (self.reason is not None):
            message = f"matter {self.number}: route {self.route} with reason {self.reason}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Hold one suggested value beside the matters: the kind, or the stage."""

    value: str
    sureness: Sureness
    evidence: tuple[Evidence, ...]
    ruling: Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSuggestion:
    """Hold one suggested flag; a behaviour flag is never more than a question to a person."""

    flag: Flag
    sureness: Sureness
    evidence: tuple[Evidence, ...]
    ruling: Ruling
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Hold the whole suggestion for one message. ``hits`` and ``misses`` name every rule that was asked."""

    kind: Suggestion
    stage: Suggestion | None
    matters: tuple[Matter, ...]
    flags: tuple[FlagSuggestion, ...]
    facts: tuple[Fact, ...]
    gist: str
    doubts: tuple[Doubt, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    version: str

    def has(self, flag: Flag) -> bool:
        """Say whether a flag is suggested, however surely."""
        return any(found.flag is flag for found in self.flags)


def kind_of(assessment: Assessment) -> Kind:
    """Return the suggested kind as its label."""
    return Kind(assessment.kind.value)


def stage_of(assessment: Assessment) -> Stage | None:
    """Return the suggested stage as its label, None for what is not a complaint."""
    return Stage(assessment.stage.value) if assessment.stage else None
