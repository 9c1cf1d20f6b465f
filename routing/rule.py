"""Hold one routing rule as data: which points it takes, to which route, on what authority, and what to ask a person."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from classify.labels import Flag, Reason, Route, Subject
from classify.reading import Evidence, Fact, FactField, Reading
from config.council import Council
from config.procedure import Family, Procedure
from routing.assessment import Ruling
from routing.same_case import History

FEWEST_WORDS: Final = 5
"""Fewer words than these are a scrap ("council tax", "could not understand a"): a mention and no statement."""
LONGEST_READ: Final = 4000
"""Characters of one stretch of words that rules look at: a mail may hold a "sentence" of a hundred thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Hold one thing a message says, resting on one stretch of words (or on none that the reader could name)."""

    subject: Subject
    confidence: float
    evidence: Evidence | None
    found_by: str

    @property
    def words(self) -> str:
        """Return the words it rests on, "" if none; of a sentence without end, only as much as a person would read."""
        return self.evidence.quote[:LONGEST_READ] if self.evidence else ""

    @property
    def is_scrap(self) -> bool:
        """Say whether it rests on a mere mention."""
        return len(self.words.split()) < FEWEST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what a rule may know beside the point itself."""

    reading: Reading
    council: Council
    procedures: Mapping[str, Procedure]
    history: History
    received_on: date

    def has(self, flag: Flag) -> bool:
        """Say whether the reading bears a flag."""
        return any(finding.label is flag for finding in self.reading.flags)

    def has_subject(self, *subjects: Subject) -> bool:
        """Say whether the reading found any of these subjects."""
        return any(finding.label in subjects for finding in self.reading.subjects)

    def facts(self, field: FactField) -> tuple[Fact, ...]:
        """Return the facts of one field, in reading order."""
        return tuple(fact for fact in self.reading.facts if fact.field is field)

    def procedure(self, family: Family) -> Procedure | None:
        """Return the council's procedure of a family, None if it has none."""
        return self.procedures.get(self.council.procedures.get(family, ""))

    def takes_in(self, family: Family, when: str) -> bool:
        """Say whether the council's procedure of a family names a kind of complaint among its entry rules."""
        procedure = self.procedure(family)
        return procedure is not None and any(rule.when == when for rule in procedure.entry_rules)


Test = Callable[[Point, Facts], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Hold a question for a person, and when it is asked about a point the rule has taken."""

    code: str
    words: str
    when: Test


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Hold one rule. It takes a point of one of its subjects for which ``when`` holds.

    ``hints`` are words that speak for the rule; without them a refusal is never sure. ``family`` is the procedure the
    point goes through (None if out of scope).
    """

    name: str
    source: str
    words: str
    subjects: frozenset[Subject]
    route: Route
    family: Family | None = None
    reason: Reason | None = None
    when: Test | None = None
    hints: re.Pattern[str] | None = None
    checks: tuple[Check, ...] = ()

    def decide(self, point: Point, facts: Facts) -> Ruling | None:
        """Return the ruling if this rule takes the point, None if it leaves it to the next."""
        if point.subject not in self.subjects or not (self.when is None or self.when(point, facts)):
            return None
        return Ruling(rule=self.name, source=self.source, words=self.words)

    def reroutes(self, point: Point) -> bool:
        """Say whether the rule sends a point to another procedure than it looked like."""
        return self.reason is None and point.subject.value != self.route.value

    def is_hinted(self, point: Point) -> bool:
        """Say whether the point's own words speak for the rule."""
        return bool(self.hints and self.hints.search(point.words))


def phrases(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, in any case.

    >>> bool(phrases("final hearing", "judges?").search("The JUDGE said"))
    True
    """
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def said(*patterns: str) -> Test:
    """Return a test that holds when the point's own words have any of the phrases."""
    pattern = phrases(*patterns)
    return lambda point, _: bool(pattern.search(point.words))


def flagged(*flags: Flag) -> Test:
    """Return a test that holds when the reading bears any of the flags."""
    return lambda _, facts: any(facts.has(flag) for flag in flags)


def stands_alone(_point: Point, facts: Facts) -> bool:
    """Hold when nothing else in the message goes through the statutory or the corporate procedure."""
    return not facts.has_subject(Subject.STATUTORY, Subject.CORPORATE)


def always(_point: Point, _facts: Facts) -> bool:
    """Hold for every point."""
    return True


def refusal(reason: Reason, *, source: str, words: str, hints: re.Pattern[str], checks: tuple[Check, ...] = ()) -> Rule:
    """Return the rule that proposes to keep a point out for one reason; a person always decides it."""
    return Rule(
        name=reason.value,
        source=source,
        words=words,
        subjects=frozenset({Subject(reason.value)}),
        route=Route.OUT_OF_SCOPE,
        reason=reason,
        hints=hints,
        checks=checks,
    )


CHILDREN: Final = phrases(
    "social worker'?s?", "foster(?:ing|ed)?", "placements?", "care plan", "looked after", "in care", "care leavers?",
    "leaving care", "personal advis[eo]r", "pathway plan", "child in need", "children's services",
    "contact (?:with|centre)", "special guardian(?:ship)?", "short breaks?", "adopt(?:ion|ed|ive)", "reviewing officer",
    "respite",
)  # fmt: skip
"""Words of children's social care: what speaks of it may belong in the statutory procedure."""
