"""Decide which flags a message bears: behaviour, risk, person and content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from classify.labels import Flag
from classify.language import OWN, Sentence
from classify.reading import Evidence, Finding
from classify.rulebook import Strength
from classify.rules import Hit, find_hits
from classify.whose_words import Speaker, Time
from ingest.message import Message

MOST_EVIDENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Say what a flag needs: whose words count, how strong one hit is, and where the flag begins to fire.

    ``other_voice``, ``denied``, ``past``, ``supposed`` multiply a hit's strength when the words are somebody else's,
    denied, past or only supposed; ``figure`` when they are a figure of speech. A hit of strength ``decides`` counts
    ``rule`` (so sure is it alone), one that only supports counts ``hint``.
    """

    fires_at: float
    rule: float = 0.85
    hint: float = 0.12
    other_voice: float = 1.0
    denied: float = 0.0
    past: float = 1.0
    supposed: float = 1.0
    figure: float = 0.0
    score_share: float = 0.5
    score_alone: float | None = None


RISK = Policy(fires_at=0.3, hint=0.13, denied=0.4, past=0.35, supposed=0.6, score_share=0.8, score_alone=0.5)
POLICIES: Mapping[Flag, Policy] = {
    Flag.SAFEGUARDING: RISK,
    Flag.SELF_HARM: Policy(
        fires_at=0.3, other_voice=0.2, denied=0.5, past=0.8, supposed=0.9, score_share=0.8, score_alone=0.5
    ),
}


def find_flags(
    message: Message, sentences: Iterable[Sentence], scores: Mapping[Flag, float]
) -> tuple[Finding[Flag], ...]:
    """Return every flag the rules find, helped by the model's calibrated ``scores`` where there are any."""
    del message, scores
    return find_risks(sentences)


def find_risks(sentences: Iterable[Sentence]) -> tuple[Finding[Flag], ...]:
    """Return the risk flags found by the rules alone, in every voice."""
    hits = find_hits(sentences, (Flag.SAFEGUARDING, Flag.SELF_HARM))
    found = (weigh(flag, [h for h in hits if h.rule.code == flag]) for flag in (Flag.SAFEGUARDING, Flag.SELF_HARM))
    return tuple(finding for finding in found if finding is not None)


def weigh(flag: Flag, hits: Sequence[Hit], score: float | None = None) -> Finding[Flag] | None:
    """Return the finding the hits and the model's score add up to, or None below the flag's threshold."""
    policy = POLICIES[flag]
    weighed = sorted(((_weight(policy, hit), hit) for hit in hits), key=lambda pair: -pair[0])
    counted = _one_each([(weight, hit) for weight, hit in weighed if weight > 0])
    doubt = prod(1 - weight for weight, _ in counted)
    if score is not None and counted:
        doubt *= 1 - policy.score_share * score
    confidence = 1 - doubt
    if not counted or confidence < policy.fires_at:
        return None
    best = counted[0][1]
    return Finding(
        label=flag,
        confidence=round(confidence, 3),
        evidence=_evidence([hit for _, hit in counted]),
        found_by=f"rule:{best.rule.id}",
        note=best.rule.note,
    )


def _weight(policy: Policy, hit: Hit) -> float:
    weight = policy.rule if hit.rule.strength is Strength.DECIDES else policy.hint
    words = hit.words
    weight *= 1.0 if words.speaker is Speaker.WRITER else policy.other_voice
    weight *= policy.denied if words.negated else 1.0
    weight *= policy.figure if words.figurative else 1.0
    weight *= {Time.PAST: policy.past, Time.HYPOTHETICAL: policy.supposed}.get(words.time, 1.0)
    return weight


def _one_each(weighed: list[tuple[float, Hit]]) -> list[tuple[float, Hit]]:
    """Return one hit for each wording: the same words said twice are no more certain."""
    kept: dict[str, tuple[float, Hit]] = {}
    for weight, hit in weighed:
        kept.setdefault(hit.evidence().quote.lower(), (weight, hit))
    return list(kept.values())


def _evidence(hits: list[Hit]) -> tuple[Evidence, ...]:
    kept: list[Evidence] = []
    for hit in hits:
        new = hit.evidence()
        if not any(e.where == new.where and e.start < new.end and e.end > new.start for e in kept):
            kept.append(new)
    return tuple(kept[:MOST_EVIDENCE])
