"""Decide what the matters of a complaint are about, each on its own sentences; several may stand side by side."""

import re
from collections.abc import Mapping, Sequence

from classify.evidence import strongest, without_overlaps
from classify.labels import COMPLAINTS, Kind, Subject
from classify.language import Sentence
from classify.model.scores import Scores
from classify.reading import Evidence, Finding
from classify.rules import RuleHit, Strength

ROUTE_ODDS = {Strength.DECIDES: 4.0, Strength.SUPPORTS: 1.5}
REASON_ODDS = {Strength.DECIDES: 6.0, Strength.SUPPORTS: 3.0}
"""How many times likelier a rule makes its subject; the best of several rules counts, once.

Measured on the training writers: words that bar a matter are rarer, and say more, than words of a common service.
"""
ABOUT_ENGLISH = frozenset(subject for subject in Subject if subject.startswith("efd_")) | {Subject.ENGLISH_FLUENCY}
"""One and the same grievance: whether the duty covers it. Only the likeliest of these is said."""
BARS = frozenset(Subject) - {Subject.STATUTORY, Subject.CORPORATE, Subject.ENGLISH_FLUENCY}
OWN_POINT, LITTLE = 0.85, 0.1
"""From this probability of one sentence on it is a point of its own, however little the rest speaks of it; and up to
which one a sentence says next to nothing of it."""
MOST_EVIDENCE = 3
LONGEST_READ = 600
ONLY_TOLD = re.compile(
    r"\b(?:(?:just |only )?for (?:your |)information(?: only)?\b|\bfyi\b|(?:only|just) so (?:that )?you know\b"
    r"|only for (?:your )?information\b|I (?:have |'ve )?(?:already|also) (?:sent|made|put in|complained|reported)\b"
    r"[^.]{0,60}\bto (?:the |them|it)|is (?:already )?(?:with|being dealt with by) (?:another|a different|the other) )",
    re.IGNORECASE,
)
"""A point told for information, or already sent to somebody else, is no matter here."""


def find_subjects(
    kind: Kind,
    sentences: Sequence[Sentence],
    scores: Scores,
    hits: Sequence[RuleHit],
    *,
    thresholds: Mapping[Subject, float],
    found_by: str,
) -> tuple[Finding[Subject], ...]:
    """Return the subjects of a complaint, likeliest first and at least one; none for any other kind."""
    if kind not in COMPLAINTS or not sentences:
        return ()
    likely = subject_probabilities(scores, hits)
    said = [subject for subject in Subject if likely[subject] >= thresholds[subject]]
    # Against its own threshold, so that a rare subject just said is not lost to a common one just missed.
    best = max(Subject, key=lambda subject: likely[subject] / thresholds[subject])
    said = [subject for subject in said if not _is_only_told(subject, sentences, scores)]
    english = [subject for subject in said if subject in ABOUT_ENGLISH]
    if english:
        kept = max(english, key=lambda subject: likely[subject] / thresholds[subject])
        said = [subject for subject in said if subject not in ABOUT_ENGLISH or subject is kept]
    ranked = sorted(said or [best], key=lambda subject: -likely[subject])
    return tuple(_finding(subject, likely[subject], sentences, scores, hits, found_by) for subject in ranked)


def _is_only_told(subject: Subject, sentences: Sequence[Sentence], scores: Scores) -> bool:
    """Return whether what speaks most for a subject is told for information, or as sent elsewhere."""
    weighed = [
        (bool(ONLY_TOLD.search(s.text[:LONGEST_READ])), row[subject])
        for s, row in zip(sentences, scores.per_sentence, strict=False)
    ]
    told = [weight for is_told, weight in weighed if is_told and weight > 0]
    others = max((weight for is_told, weight in weighed if not is_told), default=0.0)
    return bool(told) and others <= max(*told, LITTLE)


def subject_probabilities(scores: Scores, hits: Sequence[RuleHit]) -> dict[Subject, float]:
    """Return the probability of each subject, rules taken into account."""
    likely = dict(scores.subjects)
    for subject in (Subject.STATUTORY, Subject.CORPORATE):
        said = max((row[subject] for row in scores.per_sentence), default=0.0)
        if said >= OWN_POINT:
            # One line of a list, or a P.S., is drowned in the message as a whole.
            likely[subject] = max(likely[subject], OWN_POINT)
    for subject, times in rule_odds(hits).items():
        odds = times * likely[subject] / max(1 - likely[subject], 1e-6)
        likely[subject] = odds / (1 + odds)
    return likely


def rule_odds(hits: Sequence[RuleHit]) -> dict[Subject, float]:
    """Return how many times likelier the rules make each subject they speak for."""
    found: dict[Subject, float] = {}
    for hit in hits:
        if hit.code in set(Subject):
            subject = Subject(hit.code)
            odds_of = REASON_ODDS if subject in BARS else ROUTE_ODDS
            found[subject] = max(found.get(subject, 1.0), odds_of[hit.strength])
    return found


def _finding(
    subject: Subject,
    confidence: float,
    sentences: Sequence[Sentence],
    scores: Scores,
    hits: Sequence[RuleHit],
    found_by: str,
) -> Finding[Subject]:
    mine = sorted((hit for hit in hits if hit.code == subject), key=lambda hit: hit.strength is not Strength.DECIDES)
    weights = [row[subject] for row in scores.per_sentence]
    evidence: tuple[Evidence, ...] = (
        *(hit.evidence for hit in mine),
        *strongest(sentences, weights, most=MOST_EVIDENCE, share=0.35),
    )
    by = f"rule:{mine[0].rule}" if mine and mine[0].strength is Strength.DECIDES else found_by
    return Finding(
        label=subject,
        confidence=round(confidence, 4),
        evidence=without_overlaps(evidence, most=MOST_EVIDENCE),
        found_by=by,
    )
