"""Tell by its dates that what a message tells of lies more than a year back: arithmetic no model of words can do."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from classify.labels import Subject
from classify.language import OWN, Sentence
from classify.reading import Evidence, Fact, FactField
from classify.rules import RuleHit, Strength

RULE = "over_a_year.dates"
LASTS = re.compile(
    r"\b(?:since|still|on ?going|onwards?|every|each|again and again|to date|to this day|until|till|continu\w+"
    r"|carr(?:y|ies) on|keeps?|always|(?:from|between) (?:\w+ ){0,2}(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words of something that lasts or comes again, beside a date."""
LATELY = re.compile(
    r"\b(?:still|on ?going|to this day|these days|recently|lately|at the moment|yesterday|tonight"
    r"|this (?:week|month|morning)|last (?:week|month|night)|the other day|(?:weeks?|days?|months?) ago"
    r"|only (?:just|now|found|learn\w+|heard)|just (?:found|learn\w+|heard|told|had|got|received)"
    r"|refuses?|stops?|won't|will not|keeps?|carries on)\b",
    re.IGNORECASE,
)
"""Words of something that goes on or happened lately, wherever in the message they stand."""
BACKGROUND = re.compile(
    r"\b(?:orders?|ordered|granted|ehcp?|diagnos\w+|born|birth\w*|adopted|adoption order|died|dies|death|passed away"
    r"|married|divorc\w+|separated|came to (?:live|us|me)|placed with (?:us|me)|approved (?:as|in)|qualified|retired"
    r"|heart attack|stroke|crash|accident|surgery|operation|policy|guidance|since)\b",
    re.IGNORECASE,
)
"""A date beside such a word is of the background, or of a paper, and says nothing of when the trouble was."""


def find_long_ago(facts: Iterable[Fact], sentences: Sequence[Sentence], *, sent_on: date) -> RuleHit | None:
    """Return a hit on the newest date of what happened if that is over a year before ``sent_on``, else None.

    Any word that something lasts or became known lately takes it out: it is a hint for a person, never a refusal.
    Source: SI 2006/1738 reg 9: a year from the event, or from knowing of it.
    """
    told = tuple(facts)
    spoken = [sentence for sentence in sentences if sentence.voice == OWN]
    if any(fact.field is FactField.FIRST_AWARE for fact in told) or any(LATELY.search(s.text) for s in spoken):
        return None
    dated = [(fact, _words_around(fact.evidence, spoken)) for fact in told if fact.field is FactField.EVENT_DATE]
    events = [fact for fact, words in dated if not BACKGROUND.search(words)]
    if not events or any(LASTS.search(words) or not _is_old(fact, sent_on) for fact, words in dated):
        return None
    newest = max(events, key=lambda fact: last_day_of(fact.value))
    return RuleHit(rule=RULE, code=Subject.OVER_A_YEAR, strength=Strength.SUPPORTS, evidence=newest.evidence)


def last_day_of(value: str) -> date:
    """Return the last day an ISO value may mean: of a month, a year or a stretch.

    >>> last_day_of("2024-02~"), last_day_of("2026-03-30/2026-04-05")
    (datetime.date(2024, 2, 29), datetime.date(2026, 4, 5))
    """
    numbers = [int(part) for part in value.rstrip("~").split("/")[-1].split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    return date(year, month, numbers[2] if len(numbers) > 2 else monthrange(year, month)[1])


def _is_old(fact: Fact, sent_on: date) -> bool:
    return last_day_of(fact.value) < _a_year_before(sent_on)


def _words_around(evidence: Evidence, sentences: Iterable[Sentence]) -> str:
    """Return the sentence the evidence lies in."""
    holding = (s for s in sentences if s.where == evidence.where and s.start <= evidence.start < s.end)
    return next((sentence.text for sentence in holding), evidence.quote)


def _a_year_before(day: date) -> date:
    if day.year == date.min.year:
        return date.min
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)
