"""Let the model add what the phrase rules have no words for, with the sentences it rests on.

Words that judge the writer (abuse, remarks, persistence, danger to staff) are said on the model's word alone only if it
is sure and the sentence it rests on is the writer's own, neither sent on nor in quotation marks nor taken back: to call
somebody abusive wrongly is itself a harm. Risk to the writer or a child is, at a threshold that misses few: a person
looks at each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classify.evidence import strongest
from classify.flags import POLICIES, unspoken
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import OWN, Sentence
from classify.model.scores import Scores
from classify.over import is_taken_back
from classify.reading import Finding

BY_MODEL = "model"
"""What stands in ``found_by`` of a finding that rests on a score and no rule, until the model is named."""
DANGER_TO_STAFF = frozenset({Flag.THREAT, Flag.ASSAULT, Flag.INTIMIDATION})
SURE_OF_DANGER, SURE_OF_ABUSE = 0.6, 0.75
NEVER = 2.0
MOST_EVIDENCE = 2


def with_model_flags(
    found: Sequence[Finding[Flag]],
    sentences: Sequence[Sentence],
    scores: Scores,
    *,
    thresholds: Mapping[Flag, float],
    found_by: str,
) -> tuple[Finding[Flag], ...]:
    """Return the flags found, those that stand on the model with its best sentences, and those only it found."""
    grounded = [_grounded(finding, sentences, scores, found_by) for finding in found]
    said = {finding.label for finding in found}
    likely = {flag: unspoken(flag, scores.flags[flag]) for flag in Flag}
    added = [
        Finding(label=flag, confidence=round(likely[flag], 4), evidence=(), found_by=BY_MODEL)
        for flag in Flag
        if flag not in said
        and sentences
        and likely[flag] >= POLICIES[flag].says_at
        and scores.flags[flag] >= least_for(flag, sentences, scores, thresholds)
    ]
    return (*grounded, *(_grounded(finding, sentences, scores, found_by) for finding in added))


def least_for(flag: Flag, sentences: Sequence[Sentence], scores: Scores, thresholds: Mapping[Flag, float]) -> float:
    """Return from which probability on the model alone may raise a flag; more than 1 if it may not."""
    if flag not in BEHAVIOUR_FLAGS:
        return thresholds[flag]
    weights = [row[flag] for row in scores.flags_per_sentence]
    at = weights.index(max(weights))
    if sentences[at].voice != OWN or sentences[at].said or is_taken_back(sentences, at):
        return NEVER
    return SURE_OF_DANGER if flag in DANGER_TO_STAFF else SURE_OF_ABUSE


def _grounded(finding: Finding[Flag], sentences: Sequence[Sentence], scores: Scores, found_by: str) -> Finding[Flag]:
    if finding.found_by != BY_MODEL:
        return finding
    weights = [row[finding.label] for row in scores.flags_per_sentence]
    return replace(finding, evidence=strongest(sentences, weights, most=MOST_EVIDENCE), found_by=found_by)
