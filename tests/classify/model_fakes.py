"""Stand in for the trained model: scores said outright."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from classify.labels import Flag, Kind, Stage, Subject
from classify.language import Sentence, sentences
from classify.model.scores import Scores, TextUnits
from classify.reading import Evidence
from classify.rules import RuleHit, Strength
from ingest.message import Message
from ingest.parse import message_of_text


def mail(body: str, subject: str = "") -> Message:
    return message_of_text(subject=subject, sender="Ana <ana@post.example>", body=body)


def cut(body: str, subject: str = "") -> tuple[Sentence, ...]:
    return sentences(mail(body, subject))


def scores(
    count: int = 1,
    *,
    kind: Mapping[Kind, float] | None = None,
    subjects: Mapping[Subject, float] | None = None,
    stage: Mapping[Stage, float] | None = None,
    flags: Mapping[Flag, float] | None = None,
    per_sentence: tuple[Mapping[Subject, float], ...] | None = None,
    flags_per_sentence: tuple[Mapping[Flag, float], ...] | None = None,
    familiarity: float = 1.0,
) -> Scores:
    given = kind or {Kind.COMPLAINT: 1.0}
    return Scores(
        kind={k: given.get(k, 0.0) for k in Kind},
        subjects={s: (subjects or {}).get(s, 0.01) for s in Subject},
        stage={s: (stage or {}).get(s, 0.01) for s in Stage},
        flags={f: (flags or {}).get(f, 0.01) for f in Flag},
        per_sentence=tuple({s: row.get(s, 0.0) for s in Subject} for row in per_sentence or ({},) * count),
        flags_per_sentence=tuple({f: row.get(f, 0.0) for f in Flag} for row in flags_per_sentence or ({},) * count),
        kind_weight=tuple(dict.fromkeys(Kind, 1.0 - 0.1 * place) for place in range(count)),
        familiarity=familiarity,
    )


def hit(code: str, quote: str = "words", start: int = 0, strength: Strength = Strength.DECIDES) -> RuleHit:
    span = Evidence(where="body", start=start, end=start + len(quote), quote=quote)
    return RuleHit(rule=f"{code}.test", code=code, strength=strength, evidence=span)


@dataclass(frozen=True)
class FakeModel:
    """Give the same scores for every message, one row a sentence."""

    given: Scores
    version: str = "model:fake"
    subject_thresholds: Mapping[Subject, float] = field(default_factory=lambda: dict.fromkeys(Subject, 0.4))
    flag_thresholds: Mapping[Flag, float] = field(default_factory=lambda: dict.fromkeys(Flag, 0.5))

    def predict(self, units: TextUnits) -> Scores:
        count = len(units.sentences)
        return scores(
            count, kind=self.given.kind, subjects=self.given.subjects, stage=self.given.stage, flags=self.given.flags
        )
