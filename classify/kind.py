"""Decide what a message is, on which sentences, and what else it may be.

The model proposes, phrase rules shift the odds, and a machine's own header decides. Where rule and model disagree the
confidence falls by itself, because the odds are spread over both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from classify.evidence import evidence_of, strongest, without_overlaps
from classify.labels import COMPLAINTS, Kind
from classify.language import Sentence
from classify.model.scores import Scores
from classify.reading import Evidence, Finding
from classify.rules import RuleHit, Strength
from classify.tongue import tongue_of
from ingest.message import Message

ODDS = {Strength.DECIDES: 4.0, Strength.SUPPORTS: 2.0}
"""How many times likelier a rule makes its kind; the best of several rules counts, once."""

LEAST_FAMILIAR = 0.8
"""Below this the mail is hardly English, or hardly words: the model's opinion is worth little."""
SHORTEST_WORDS = 3
UNSURE, OTHER_LANGUAGE, EMPTY = 0.4, 0.3, 0.1
"""The highest confidence given to a mail the model cannot read, to one in another language, to one without words."""
HIDDEN = frozenset({Kind.AUTOMATIC, Kind.NOT_FOR_US})
"""Kinds nobody may ever look at again: never said of a person's mail on the strength of unfamiliar words."""
MACHINE_SURENESS, PERSON_BEHIND = 0.98, 0.9
"""How sure a machine's header is; and how sure the model must be of a complaint to doubt it (a web form, a list)."""
ANSWERS = frozenset({"auto-replied", "own-letter", "delivery-report", "read-receipt", "recall"})
"""Signs that no web form or list bears: what bears one is a machine's, however much its words are a complaint.

Source: RFC 3834 section 5 (auto-replied); RFC 3464 and 8098 (reports).
"""
RIVALS, LEAST_RIVAL = 3, 0.05
REQUESTS = (
    ("foi", re.compile(r"\b(?:foi|foia|eir|freedom of information|environmental information reg\w*)\b", re.IGNORECASE)),
    (
        "sar",
        re.compile(
            r"\b(?:d?sar|subject access|data protection act|uk gdpr|gdpr|my (?:\w+ ){0,3}(?:files?|records?|data)"
            r"|(?:files?|records?|data|information) (?:\w+ ){0,3}(?:about|on) me)\b",
            re.IGNORECASE,
        ),
    ),
)
"""Which sort of information request, by its words; any other is a question about policy or practice.

Source: Freedom of Information Act 2000; UK GDPR article 15 (subject access): each has its own clock.
"""


def decide_kind(
    message: Message, sentences: Sequence[Sentence], scores: Scores, hits: Sequence[RuleHit], *, found_by: str
) -> tuple[Finding[Kind], tuple[Finding[Kind], ...]]:
    """Return what the message is, and its rivals, likeliest first."""
    if not sentences and message.automatic is None:
        return _finding(Kind.COMMENT, EMPTY, (), "rule:kind.no_words"), (
            _finding(Kind.COMPLAINT, EMPTY, (), "rule:kind.no_words"),
        )
    if message.automatic is None and tongue_of([sentence.text for sentence in sentences]).is_most:
        return _in_another_language(sentences)
    odds = kind_odds(message, sentences, scores, hits)
    ranked = sorted(odds, key=lambda kind: -odds[kind])
    findings = [_support(kind, odds[kind], sentences, scores, hits, found_by) for kind in ranked]
    if ranked[0] is Kind.INFORMATION_REQUEST:
        findings[0] = replace(findings[0], note=request_sort(sentences))
    return findings[0], tuple(finding for finding in findings[1 : RIVALS + 1] if finding.confidence >= LEAST_RIVAL)


def _in_another_language(sentences: Sequence[Sentence]) -> tuple[Finding[Kind], tuple[Finding[Kind], ...]]:
    """Return a complaint nobody is sure of: the kind whose clock runs from today, whatever the words turn out to say.

    Source: LGSCO Complaint Handling Code para 1.4: dissatisfaction, however made, is a complaint.
    """
    longest = max(sentences, key=lambda sentence: len(sentence.text))
    found = _finding(Kind.COMPLAINT, OTHER_LANGUAGE, (evidence_of(longest),), "rule:kind.other_language")
    return found, ()


def is_readable(sentences: Sequence[Sentence], scores: Scores) -> bool:
    """Return whether the words are English enough, and enough of them, for the model's opinion to be worth much."""
    words = sum(len(sentence.text.split()) for sentence in sentences)
    return words >= SHORTEST_WORDS and scores.familiarity >= LEAST_FAMILIAR


def kind_odds(
    message: Message, sentences: Sequence[Sentence], scores: Scores, hits: Sequence[RuleHit]
) -> dict[Kind, float]:
    """Return the probability of each kind, rules, headers and unreadable words taken into account."""
    odds = dict(scores.kind)
    for kind, times in rule_odds(hits).items():
        odds[kind] *= times
    if message.automatic is not None:
        return _with_machine(_shares(odds), is_answer=message.automatic in ANSWERS)
    if not is_readable(sentences, scores):
        odds = {kind: 0.0 if kind in HIDDEN else value for kind, value in odds.items()}
        return _flattened(_shares(odds))
    return _shares(odds)


def request_sort(sentences: Sequence[Sentence]) -> str:
    """Return which sort of information is asked for: "foi", "sar" or "policy"."""
    words = "\n".join(sentence.text for sentence in sentences)
    return next((sort for sort, pattern in REQUESTS if pattern.search(words)), "policy")


def rule_odds(hits: Sequence[RuleHit]) -> dict[Kind, float]:
    """Return how many times likelier the rules make each kind they speak for."""
    found: dict[Kind, float] = {}
    for hit in hits:
        if hit.code in set(Kind):
            found[Kind(hit.code)] = max(found.get(Kind(hit.code), 1.0), ODDS[hit.strength])
    return found


def _with_machine(odds: dict[Kind, float], *, is_answer: bool) -> dict[Kind, float]:
    """Let the header decide; but a complaint typed into a web form or sent through a list is a person's mail."""
    person = sum(odds[kind] for kind in COMPLAINTS)
    sureness = 1 - person if person >= PERSON_BEHIND and not is_answer else MACHINE_SURENESS
    others = _shares({kind: value for kind, value in odds.items() if kind is not Kind.AUTOMATIC})
    return {kind: value * (1 - sureness) for kind, value in others.items()} | {Kind.AUTOMATIC: sureness}


def _flattened(odds: dict[Kind, float]) -> dict[Kind, float]:
    """Return the same order with the best held down to ``UNSURE``."""
    best = max(odds.values())
    return {kind: value * min(1.0, UNSURE / best) for kind, value in odds.items()}


def _shares(odds: Mapping[Kind, float]) -> dict[Kind, float]:
    total = sum(odds.values()) or 1.0
    return {kind: value / total for kind, value in odds.items()}


def _support(
    kind: Kind,
    confidence: float,
    sentences: Sequence[Sentence],
    scores: Scores,
    hits: Sequence[RuleHit],
    found_by: str,
) -> Finding[Kind]:
    mine = sorted((hit for hit in hits if hit.code == kind), key=lambda hit: hit.strength is not Strength.DECIDES)
    weights = [row[kind] for row in scores.kind_weight]
    evidence = (*(hit.evidence for hit in mine if hit.evidence.quote), *strongest(sentences, weights, most=2))
    by = f"rule:{mine[0].rule}" if mine and mine[0].strength is Strength.DECIDES else found_by
    return _finding(kind, confidence, without_overlaps(evidence, most=3), by)


def _finding(kind: Kind, confidence: float, evidence: tuple[Evidence, ...], by: str) -> Finding[Kind]:
    return Finding(label=kind, confidence=round(confidence, 4), evidence=evidence, found_by=by)
