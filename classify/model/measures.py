"""Measure what matters most beside the plain figures: danger found, people wrongly called abusive, and sureness.

Every function takes plain sets and numbers, so that a reading, an assessment and a test count alike.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt

from classify.labels import BEHAVIOUR_FLAGS, Flag

DANGER: frozenset[str] = frozenset(map(str, (Flag.SAFEGUARDING, Flag.SELF_HARM, Flag.THREAT)))
"""Danger to a child, to the writer, or to staff: counted together, since one unseen message is the harm."""
BEHAVIOUR: frozenset[str] = frozenset(map(str, BEHAVIOUR_FLAGS))
SURE_FROM, FAIRLY_SURE_FROM = 0.95, 0.80
"""From which confidence the team reads "sure" and "fairly sure"; the words are bound in ``routing.sureness``."""
WORDS = ("not_sure", "fairly_sure", "sure")
_STEPS = (0.0, FAIRLY_SURE_FROM, SURE_FROM, 2.0)
_TWO_SIDED_95 = 1.96

Call = tuple[float, bool]
"""How sure something was said, and whether it was right."""


def danger_figures(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> dict[str, float]:
    """Return recall and precision over safeguarding, self-harm and threat together, of (true, said) flags."""
    right = sum(len(truth & said & DANGER) for truth, said in pairs)
    true = sum(len(truth & DANGER) for truth, _ in pairs)
    said = sum(len(said & DANGER) for _, said in pairs)
    return {
        "danger_true": true,
        "danger_recall": right / max(1, true),
        "danger_recall_at_least": wilson(right, true)[0],
        "danger_precision": right / max(1, said),
    }


def behaviour_figures(rows: Iterable[tuple[frozenset[str], frozenset[str], frozenset[str]]]) -> dict[str, float]:
    """Return on which share of messages without a behaviour flag one of the seven is said all the same.

    ``rows`` are (true, said, near misses). A hard negative is a message whose words invite a behaviour flag that
    the rules refuse; ``behaviour_on_quiet`` counts every message without one.
    """
    quiet = [(bool(said & BEHAVIOUR), bool(near & BEHAVIOUR)) for truth, said, near in rows if not truth & BEHAVIOUR]
    hard = [fired for fired, is_hard in quiet if is_hard]
    return {
        "hard_negatives": len(hard),
        "behaviour_on_hard_negatives": sum(hard) / max(1, len(hard)),
        "behaviour_on_quiet": sum(fired for fired, _ in quiet) / max(1, len(quiet)),
    }


def sureness_figures(calls: Sequence[Call]) -> dict[str, float]:
    """Return how often each word of sureness is said, and in which share of those it is right."""
    found: dict[str, float] = {}
    for word, (low, high) in zip(WORDS, pairwise(_STEPS), strict=True):
        right = [is_right for confidence, is_right in calls if low <= confidence < high]
        found[f"{word}_share"] = len(right) / max(1, len(calls))
        found[f"{word}_right"] = sum(right) / max(1, len(right))
    return found


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return between which shares the true one lies, 95 times in 100.

    >>> [round(share, 2) for share in wilson(95, 100)]
    [0.89, 0.98]

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if not total:
        return 0.0, 1.0
    z2 = _TWO_SIDED_95**2
    share, spread = right / total, 1 + z2 / total
    middle = (share + z2 / (2 * total)) / spread
    half = _TWO_SIDED_95 * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / spread
    return max(0.0, middle - half), min(1.0, middle + half)
