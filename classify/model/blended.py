"""Weigh two opinions of a message: the linear model's, which knows words, and the encoder's, which knows sentences.

Both speak in log-odds, and what is decided is their weighed sum: so what each sentence adds stays exact. The weights
are few (two numbers a decision, and a bias a label), learnt on writers that neither had seen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from classify.encoder.encoder import Seen
from classify.labels import Flag, Kind, Stage, Subject
from classify.model.scores import (
    KIND_PLACES,
    MOST_SENTENCES,
    SENTENCE_LABELS,
    SINGLE_PLACES,
    STAGE_PLACES,
    Floats,
    Model,
    Scores,
    TextUnits,
    named,
    sigmoid,
    softmax,
)

BLEND = "blend.json"
"""Lies beside the encoder it was learnt with."""
LEAST = 1e-5
"""A probability nearer to 0 or 1 than this is read as this."""


class Sight(Protocol):
    """See a message: what the encoder does, and what a test can do without one."""

    @property
    def name(self) -> str:
        """Return which it is."""
        ...

    def see(self, sentences: tuple[str, ...], *, has_history: bool) -> Seen:
        """Return the log-odds of every label in ``MESSAGE_LABELS``, and what each sentence adds."""
        ...


@dataclass(frozen=True, slots=True)
class Weighing:
    """Hold how much each opinion weighs in one decision, and each label's bias."""

    linear: float
    encoder: float
    bias: Floats

    def of(self, linear: Floats, encoder: Floats) -> Floats:
        """Return the weighed sum of two rows (or tables) of log-odds."""
        return np.asarray(self.linear * linear + self.encoder * encoder + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Blend:
    """Hold the weighings of each decision, and from which probability on a subject or a flag is said."""

    kind: Weighing
    stage: Weighing
    single: Weighing
    sentence: Weighing
    subject_thresholds: Mapping[Subject, float]
    flag_thresholds: Mapping[Flag, float]


@dataclass(frozen=True, slots=True)
class BlendedModel:
    """Score messages with both; see ``Model`` for what it promises."""

    linear: Model
    encoder: Sight
    blend: Blend

    @property
    def version(self) -> str:
        """Return both names."""
        return f"{self.linear.version}+{self.encoder.name}"

    @property
    def subject_thresholds(self) -> Mapping[Subject, float]:
        """Return the blend's."""
        return self.blend.subject_thresholds

    @property
    def flag_thresholds(self) -> Mapping[Flag, float]:
        """Return the blend's."""
        return self.blend.flag_thresholds

    def predict(self, units: TextUnits) -> Scores:
        """Return the scores of one message."""
        plain = self.linear.predict(units)
        seen = self.encoder.see(units.sentences[:MOST_SENTENCES], has_history=bool(units.quoted.strip()))
        return blended(plain, seen, self.blend)


def blended(plain: Scores, seen: Seen, blend: Blend) -> Scores:
    """Return the scores that the linear model's and the encoder's add up to."""
    kind = blend.kind.of(logs(plain.kind, Kind), seen.odds[KIND_PLACES])
    stage = blend.stage.of(logs(plain.stage, Stage), seen.odds[STAGE_PLACES])
    single = sigmoid(blend.single.of(log_odds({**plain.subjects, **plain.flags}), seen.odds[SINGLE_PLACES]))
    rows = [
        log_odds({**subjects, **flags})
        for subjects, flags in zip(plain.per_sentence, plain.flags_per_sentence, strict=True)
    ]
    told = np.array(rows, np.float32).reshape(-1, len(SENTENCE_LABELS))
    sentence = sigmoid(blend.sentence.of(told, seen.shares[:, SINGLE_PLACES]))
    weights = np.array([[row[label] for label in Kind] for row in plain.kind_weight], np.float32).reshape(-1, len(Kind))
    weights = blend.kind.linear * weights + blend.kind.encoder * seen.shares[:, KIND_PLACES]
    return Scores(
        kind=named(Kind, softmax(kind)),
        stage=named(Stage, softmax(stage)),
        subjects=named(Subject, single[: len(Subject)]),
        flags=named(Flag, single[len(Subject) :]),
        per_sentence=tuple(named(Subject, row[: len(Subject)]) for row in sentence),
        flags_per_sentence=tuple(named(Flag, row[len(Subject) :]) for row in sentence),
        kind_weight=tuple(named(Kind, row) for row in weights),
        familiarity=plain.familiarity,
    )


def logs(probabilities: Mapping[Any, float], labels: Iterable[StrEnum]) -> Floats:
    """Return the logarithms of probabilities that add up to 1."""
    return np.asarray(np.log(np.maximum([probabilities[label] for label in labels], LEAST)), np.float32)


def log_odds(probabilities: Mapping[Any, float]) -> Floats:
    """Return the log-odds of each label in ``SENTENCE_LABELS``."""
    kept = np.clip([probabilities[label] for label in SENTENCE_LABELS], LEAST, 1 - LEAST)
    return np.asarray(np.log(kept / (1 - kept)), np.float32)


def read_blend(path: Path) -> Blend:
    """Return the blend in a file.

    Raises: ValueError if it was learnt for other labels than this program's.
    """
    facts = json.loads(path.read_text(encoding="utf-8"))
    try:
        return Blend(
            kind=_weighing(facts["kind"], Kind),
            stage=_weighing(facts["stage"], Stage),
            single=_weighing(facts["single"], SENTENCE_LABELS),
            sentence=_weighing(facts["sentence"], SENTENCE_LABELS),
            subject_thresholds={label: facts["subject_thresholds"][label] for label in Subject},
            flag_thresholds={label: facts["flag_thresholds"][label] for label in Flag},
        )
    except KeyError as error:
        message = f"{path.name} was made for other labels ({error} is missing); run python -m classify.model.weigh"
        raise ValueError(message) from error


def write_blend(path: Path, blend: Blend) -> None:
    """Write a blend, readable by a person."""
    held: dict[str, Any] = {
        "kind": _told(blend.kind, Kind),
        "stage": _told(blend.stage, Stage),
        "single": _told(blend.single, SENTENCE_LABELS),
        "sentence": _told(blend.sentence, SENTENCE_LABELS),
        "subject_thresholds": blend.subject_thresholds,
        "flag_thresholds": blend.flag_thresholds,
    }
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _told(weighing: Weighing, labels: Iterable[StrEnum]) -> dict[str, Any]:
    bias = {label: round(float(value), 4) for label, value in zip(labels, weighing.bias, strict=True)}
    return {"linear": round(weighing.linear, 4), "encoder": round(weighing.encoder, 4), "bias": bias}


def _weighing(held: Mapping[str, Any], labels: Iterable[StrEnum]) -> Weighing:
    bias = np.array([held["bias"][label] for label in labels], np.float32)
    return Weighing(linear=held["linear"], encoder=held["encoder"], bias=bias)
