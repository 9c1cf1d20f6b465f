"""Decide which flags a message bears: behaviour, risk, person and content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log, prod

from classify.labels import BEHAVIOUR_FLAGS, RISK_FLAGS, Flag
from classify.language import Sentence, split_sentences
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
    denied, past or only supposed; ``figure`` when they are a figure of speech; ``over`` when the sentences around say
    that it is settled, long ago or taken back. A hit of strength ``decides`` counts ``rule`` (so sure is it alone), one
    that only supports counts ``hint``. These and ``fires_at`` hold where there is no model.

    With a model's probability, rules move its log-odds: a hit that decides adds ``lift``, a wide one ``wide``, one that
    supports ``lean``, and where no rule speaks ``silence`` is taken away; ``says_at`` is the least that is said.
    """

    fires_at: float
    rule: float = 0.85
    hint: float = 0.12
    other_voice: float = 1.0
    denied: float = 0.0
    past: float = 1.0
    supposed: float = 1.0
    figure: float = 0.0
    over: float = 1.0
    lift: float = 2.3
    wide: float = 0.8
    lean: float = 0.4
    silence: float = 0.5
    says_at: float = 0.35


RISK = Policy(
    fires_at=0.3,
    hint=0.13,
    denied=0.4,
    past=0.35,
    supposed=0.6,
    over=0.1,
    lift=1.5,
    lean=0.0,
    silence=0.4,
    says_at=0.15,
)
BEHAVIOUR = Policy(
    fires_at=0.5, hint=0.2, other_voice=0.0, past=0.7, supposed=0.9, over=0.3, lift=2.5, silence=0.6, says_at=0.45
)
PERSON = Policy(fires_at=0.5, hint=0.25, other_voice=0.3, past=0.9)
TAG = replace(PERSON, lift=1.0, silence=0.0)
"""What wordings tell badly (a manner, urgency, a breach): the model leads, the rules lean."""
POLICIES: Mapping[Flag, Policy] = {
    **dict.fromkeys(Flag, PERSON),
    **dict.fromkeys(BEHAVIOUR_FLAGS, BEHAVIOUR),
    Flag.THREAT: replace(BEHAVIOUR, lift=3.0, says_at=0.33),
    Flag.ASSAULT: replace(BEHAVIOUR, lift=2.8, says_at=0.4),
    Flag.SAFEGUARDING: RISK,
    Flag.SELF_HARM: replace(
        RISK, other_voice=0.2, denied=0.5, past=0.8, supposed=0.9, lift=2.3, silence=0.0, says_at=0.2
    ),
    Flag.ABUSIVE_LANGUAGE: replace(BEHAVIOUR, hint=0.25, past=1.0),
    Flag.YOUNG_PERSON: replace(PERSON, lift=1.7, silence=0.0),
    Flag.EQUALITIES: replace(PERSON, silence=0.0),
    **dict.fromkeys((Flag.STAFF_CONDUCT, Flag.URGENT_DECISION, Flag.DATA_PROTECTION), TAG),
    Flag.ABOUT_WORKER_OR_CARER: replace(TAG, lift=1.3, over=0.3),
}
"""Recall first for risk, precision first for behaviour: calling somebody abusive is itself a harm."""
LEAST_ODDS = 0.005
"""A model is never surer than this that a flag is not there: its probabilities are learnt on a few thousand mails."""

_ALL = tuple(flag.value for flag in Flag)
_RISKS = (Flag.SAFEGUARDING.value, Flag.SELF_HARM.value, Flag.YOUNG_PERSON.value)


def find_flags(
    message: Message, sentences: Iterable[Sentence], scores: Mapping[Flag, float]
) -> tuple[Finding[Flag], ...]:
    """Return every flag the rules speak for, weighed with the model's calibrated ``scores`` where there are any.

    What no rule speaks for is not found here, whatever the score (see ``model_flags``). Each finding has evidence.
    """
    spoken = tuple(sentences) or tuple(split_sentences(message.subject, where=SUBJECT_LINE))
    hits = find_hits(spoken, _ALL)
    found = [_find(flag, hits, scores.get(flag)) for flag in Flag]
    return _with_consequences([finding for finding in found if finding is not None], hits)


def find_risks(sentences: Iterable[Sentence]) -> tuple[Finding[Flag], ...]:
    """Return the risk flags found by the rules alone, in every voice, of harm that is over as of harm that goes on."""
    hits = [replace(hit, words=replace(hit.words, past=False)) for hit in find_hits(sentences, _RISKS)]
    found = [_find(flag, hits, None) for flag in Flag if flag in RISK_FLAGS]
    return _with_consequences([finding for finding in found if finding is not None], hits)


def _find(flag: Flag, hits: Sequence[Hit], score: float | None) -> Finding[Flag] | None:
    return weigh(flag, [hit for hit in hits if _speaks_for(hit, flag)], score)


def _speaks_for(hit: Hit, flag: Flag) -> bool:
    return flag == hit.rule.code or flag in hit.rule.also


def _with_consequences(found: list[Finding[Flag]], hits: Sequence[Hit]) -> tuple[Finding[Flag], ...]:
    """Return the findings and what follows from them: a child who may hurt themselves is a child at risk."""
    labels = {finding.label: finding for finding in found}
    harm = labels.get(Flag.SELF_HARM)
    if harm and Flag.SAFEGUARDING not in labels and _find(Flag.YOUNG_PERSON, hits, None):
        return (*found, replace(harm, label=Flag.SAFEGUARDING))
    return tuple(found)


def weigh(flag: Flag, hits: Sequence[Hit], score: float | None = None) -> Finding[Flag] | None:
    """Return the finding the hits and the model's score add up to, or None below the flag's threshold."""
    policy, counted = POLICIES[flag], _weighed(POLICIES[flag], hits)
    if not counted:
        return None
    if score is None:
        confidence, fires_at = 1 - prod(1 - weight for weight, _ in counted), policy.fires_at
    else:
        confidence, fires_at = _pooled(policy, counted, score), policy.says_at
    if confidence < fires_at:
        return None
    best = counted[0][1]
    return Finding(
        label=flag,
        confidence=round(confidence, 3),
        evidence=_evidence([hit for _, hit in counted]),
        found_by=f"rule:{best.rule.id}",
        note=best.rule.note,
    )


def rule_log_odds(sentences: Iterable[Sentence]) -> dict[Flag, float]:
    """Return what the rules add to the log-odds that a model gives each flag: less than 0 where none speaks."""
    hits = find_hits(sentences, _ALL)
    return {flag: _spoken(POLICIES[flag], _counted(flag, hits)) for flag in Flag}


def unspoken(flag: Flag, score: float) -> float:
    """Return how likely a flag is by a model's calibrated ``score`` when no rule speaks for it."""
    return _probability(_log_odds(score) - POLICIES[flag].silence)


def _counted(flag: Flag, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    return _weighed(POLICIES[flag], [hit for hit in hits if _speaks_for(hit, flag)])


def _weighed(policy: Policy, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    """Return the hits that count with what each weighs, the weightiest first."""
    weighed = sorted(((_weight(policy, hit), hit) for hit in hits), key=lambda pair: -pair[0])
    return _one_each([(weight, hit) for weight, hit in weighed if weight > 0])


def _pooled(policy: Policy, counted: Sequence[tuple[float, Hit]], score: float) -> float:
    """Return the probability the model's and the rules' evidence add up to, on the scale of log-odds."""
    return _probability(_log_odds(score) + _spoken(policy, counted))


def _spoken(policy: Policy, counted: Sequence[tuple[float, Hit]]) -> float:
    """Return what the rules add to a model's log-odds."""
    said = {
        strength: max((w for w, hit in counted if hit.rule.strength is strength), default=0.0) for strength in Strength
    }
    deciding, wide = said[Strength.DECIDES] / policy.rule, said[Strength.WIDE] / policy.rule
    spoken = max(policy.lift * deciding, policy.wide * wide) - policy.silence * (1 - max(deciding, wide))
    return spoken + (policy.lean if said[Strength.SUPPORTS] else 0.0)


def _log_odds(score: float) -> float:
    kept = min(max(score, LEAST_ODDS), 1 - LEAST_ODDS)
    return log(kept / (1 - kept))


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _weight(policy: Policy, hit: Hit) -> float:
    weight = policy.hint if hit.rule.strength is Strength.SUPPORTS else policy.rule
    words = hit.words
    weight *= 1.0 if words.speaker is Speaker.WRITER else policy.other_voice
    weight *= policy.denied if words.negated else 1.0
    weight *= policy.figure if words.figurative else 1.0
    weight *= policy.over if words.past or words.taken_back else 1.0
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
