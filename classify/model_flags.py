"""Let the model add what the phrase rules have no words for, with the sentences it rests on.

Words that judge the writer (abuse, remarks, persistence) are never said on the model's word alone: to call somebody
abusive wrongly is itself a harm. Danger to staff is, if the model is sure and the words are the writer's own. Risk to
the writer or a child is, at a threshold that misses few: a person looks at each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classify.evidence import strongest
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import OWN, Sentence
from classify.model.scores import Scores
from classify.reading import Finding

BY_MODEL = "model"
"""What ``find_flags`` writes for a finding that stands on a score and no rule."""
LEAST_ALONE = 0.15
"""However low the threshold, the model alone raises no flag less likely than this: an alarm all day is not heard."""
DANGER_TO_STAFF = frozenset({Flag.THREAT, Flag.ASSAULT, Flag.INTIMIDATION})
SURE_OF_DANGER = 0.7
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
    added = [
        Finding(label=flag, confidence=round(scores.flags[flag], 4), evidence=(), found_by=BY_MODEL)
        for flag in Flag
        if flag not in said and sentences and scores.flags[flag] >= least_for(flag, sentences, scores, thresholds)
    ]
    return (*grounded, *(_grounded(finding, sentences, scores, found_by) for finding in added))


def least_for(flag: Flag, sentences: Sequence[Sentence], scores: Scores, thresholds: Mapping[Flag, float]) -> float:
    """Return from which probability on the model alone may raise a flag; more than 1 if it may not."""
    if flag not in BEHAVIOUR_FLAGS:
        return max(thresholds[flag], LEAST_ALONE)
    weights = [row[flag] for row in scores.flags_per_sentence]
    strongest_voice = sentences[weights.index(max(weights))].voice
    return SURE_OF_DANGER if flag in DANGER_TO_STAFF and strongest_voice == OWN else 2.0


def _grounded(finding: Finding[Flag], sentences: Sequence[Sentence], scores: Scores, found_by: str) -> Finding[Flag]:
    if finding.found_by != BY_MODEL:
        return finding
    weights = [row[finding.label] for row in scores.flags_per_sentence]
    return replace(finding, evidence=strongest(sentences, weights, most=MOST_EVIDENCE), found_by=found_by)
