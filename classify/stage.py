"""Decide which stage a complaint asks for: the one named, or else the next after the answer described."""

from collections.abc import Sequence

from classify.evidence import without_overlaps
from classify.labels import Kind, Stage
from classify.model.scores import Scores
from classify.reading import Finding
from classify.rules import STAGE, RuleHit, Strength

ODDS = {Strength.DECIDES: 12.0, Strength.SUPPORTS: 2.0}
"""How many times likelier a rule makes its stage; the best of several rules counts, once."""
FIRST_STAGE = 0.97
"""A complaint begins at stage 1 unless its writer asks for another: few do."""


def decide_stage(
    kind: Finding[Kind], scores: Scores, hits: Sequence[RuleHit], *, found_by: str
) -> Finding[Stage] | None:
    """Return the stage asked for, None for a message without matters.

    Evidence is a rule's words where one names the stage, else the kind's own: a first complaint is stage 1 because it
    is a first complaint.
    """
    if kind.label not in {Kind.COMPLAINT, Kind.ESCALATION}:
        return None
    likely = _stage_probabilities(kind.label, scores)
    mine = [hit for hit in hits if hit.code.startswith(STAGE) and hit.code.removeprefix(STAGE) in likely]
    for stage in likely:
        times = [ODDS[hit.strength] for hit in mine if hit.code == f"{STAGE}{stage}"]
        likely[stage] *= max(times, default=1.0)
    total = sum(likely.values())
    stage = max(likely, key=lambda stage: likely[stage])
    speaking = [hit for hit in mine if hit.code == f"{STAGE}{stage}"]
    return Finding(
        label=stage,
        confidence=round(likely[stage] / total, 4),
        evidence=without_overlaps([hit.evidence for hit in speaking], most=2) or kind.evidence,
        found_by=f"rule:{speaking[0].rule}" if speaking else found_by,
    )


def _stage_probabilities(kind: Kind, scores: Scores) -> dict[Stage, float]:
    later = {stage: max(scores.stage[stage], 1e-4) for stage in Stage if stage is not Stage.ONE}
    total = sum(later.values())
    if kind is Kind.ESCALATION:
        return {stage: value / total for stage, value in later.items()}
    return {Stage.ONE: FIRST_STAGE} | {stage: (1 - FIRST_STAGE) * value / total for stage, value in later.items()}
