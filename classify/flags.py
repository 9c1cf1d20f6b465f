"""Decide which flags a message bears: behaviour, risk, person and content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from classify.labels import BEHAVIOUR_FLAGS, RISK_FLAGS, Flag
from classify.language import OWN, Sentence, split_sentences
from classify.reading import SUBJECT_LINE, Evidence, Finding
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
BEHAVIOUR = Policy(fires_at=0.5, hint=0.2, other_voice=0.0, past=0.7, supposed=0.9, score_share=0.6)
PERSON = Policy(fires_at=0.5, hint=0.25, other_voice=0.3, past=0.9, score_share=0.7, score_alone=0.8)
POLICIES: Mapping[Flag, Policy] = {
    **dict.fromkeys(Flag, PERSON),
    **dict.fromkeys(BEHAVIOUR_FLAGS, BEHAVIOUR),
    Flag.SAFEGUARDING: RISK,
    Flag.SELF_HARM: replace(RISK, other_voice=0.2, denied=0.5, past=0.8, supposed=0.9),
    Flag.ABUSIVE_LANGUAGE: replace(BEHAVIOUR, hint=0.25, past=1.0),
}
"""Recall first for risk, precision first for behaviour: calling somebody abusive is itself a harm."""

_ALL = tuple(flag.value for flag in Flag)
_RISKS = (Flag.SAFEGUARDING.value, Flag.SELF_HARM.value, Flag.YOUNG_PERSON.value)


def find_flags(
    message: Message, sentences: Iterable[Sentence], scores: Mapping[Flag, float]
) -> tuple[Finding[Flag], ...]:
    """Return every flag a message bears, by the rules and by the model's calibrated ``scores`` where there are any.

    A behaviour flag needs the writer's own words and a rule behind it, whatever the score; a risk flag may stand on the
    score alone. Each finding has evidence.
    """
    spoken = tuple(sentences) or tuple(split_sentences(message.subject, where=SUBJECT_LINE))
    hits = find_hits(spoken, _ALL)
    found = [_find(flag, hits, scores.get(flag)) or _by_score(flag, spoken, hits, scores.get(flag)) for flag in Flag]
    return _with_consequences([finding for finding in found if finding is not None], hits)


def find_risks(sentences: Iterable[Sentence]) -> tuple[Finding[Flag], ...]:
    """Return the risk flags found by the rules alone, in every voice."""
    hits = find_hits(sentences, _RISKS)
    found = [_find(flag, hits, None) for flag in Flag if flag in RISK_FLAGS]
    return _with_consequences([finding for finding in found if finding is not None], hits)


def _find(flag: Flag, hits: Sequence[Hit], score: float | None) -> Finding[Flag] | None:
    return weigh(flag, [hit for hit in hits if flag == hit.rule.code or flag in hit.rule.also], score)


def _by_score(flag: Flag, spoken: Sequence[Sentence], hits: Sequence[Hit], score: float | None) -> Finding[Flag] | None:
    """Return a flag that stands on the model's score alone, where its policy allows that."""
    alone = POLICIES[flag].score_alone
    if score is None or alone is None or score < alone or not spoken:
        return None
    hinted = [hit.evidence() for hit in hits if hit.rule.code == flag]
    longest = max((s for s in spoken if s.voice == OWN), key=lambda s: s.end - s.start, default=spoken[0])
    whole = Evidence(where=longest.where, start=longest.start, end=longest.end, quote=longest.text)
    return Finding(label=flag, confidence=round(score, 3), evidence=(*hinted[:1], whole)[:1], found_by="model")


def _with_consequences(found: list[Finding[Flag]], hits: Sequence[Hit]) -> tuple[Finding[Flag], ...]:
    """Return the findings and what follows from them: a child who may hurt themselves is a child at risk."""
    labels = {finding.label: finding for finding in found}
    harm = labels.get(Flag.SELF_HARM)
    if harm and Flag.SAFEGUARDING not in labels and _find(Flag.YOUNG_PERSON, hits, None):
        return (*found, replace(harm, label=Flag.SAFEGUARDING))
    return tuple(found)


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
    """Return one hit for each wording and place, the weightiest: the same words said twice are no more certain."""
    kept: dict[str, tuple[float, Hit]] = {}
    for weight, hit in weighed:
        if not any(_overlap(hit, other) for _, other in kept.values()):
            kept.setdefault(hit.evidence().quote.lower(), (weight, hit))
    return list(kept.values())


def _overlap(one: Hit, other: Hit) -> bool:
    return one.sentence.where == other.sentence.where and one.start < other.end and one.end > other.start


def _evidence(hits: list[Hit]) -> tuple[Evidence, ...]:
    return tuple(hit.evidence() for hit in hits[:MOST_EVIDENCE])
