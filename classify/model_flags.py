"""Let the model add what the phrase rules have no words for, with the sentences it rests on.

Behaviour is never said on the model's word alone: to call somebody abusive wrongly is itself a harm. Risk is, at a
threshold that misses few: a person looks at each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classify.evidence import strongest
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import Sentence
from classify.model.scores import Scores
from classify.reading import Finding

BY_MODEL = "model"
"""What ``find_flags`` writes for a finding that stands on a score and no rule."""
LEAST_ALONE = 0.15
"""However low the threshold, the model alone raises no flag less likely than this: an alarm all day is not heard."""
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
    said = {finding.label for finding in found} | BEHAVIOUR_FLAGS
    added = [
        Finding(label=flag, confidence=round(scores.flags[flag], 4), evidence=(), found_by=BY_MODEL)
        for flag in Flag
        if flag not in said and sentences and scores.flags[flag] >= max(thresholds[flag], LEAST_ALONE)
    ]
    return (*grounded, *(_grounded(finding, sentences, scores, found_by) for finding in added))


def _grounded(finding: Finding[Flag], sentences: Sequence[Sentence], scores: Scores, found_by: str) -> Finding[Flag]:
    if finding.found_by != BY_MODEL:
        return finding
    weights = [row[finding.label] for row in scores.flags_per_sentence]
    return replace(finding, evidence=strongest(sentences, weights, most=MOST_EVIDENCE), found_by=found_by)
