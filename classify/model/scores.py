"""Name what a model takes and gives, so that a better one can take this one's place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from classify.labels import Flag, Kind, Stage, Subject

MESSAGE_LABELS: tuple[StrEnum, ...] = (*Kind, *Stage, *Subject, *Flag)
"""What is said of a message, in the order in which models keep their numbers."""
SENTENCE_LABELS: tuple[StrEnum, ...] = (*Subject, *Flag)
MOST_SENTENCES = 400
"""Sentences scored in one message; the rest of a very long one is left to the rules."""
KIND_PLACES = slice(0, len(Kind))
STAGE_PLACES = slice(len(Kind), len(Kind) + len(Stage))
SINGLE_PLACES = slice(len(Kind) + len(Stage), len(MESSAGE_LABELS))
"""Where in ``MESSAGE_LABELS`` which labels stand."""

Floats = NDArray[np.float32]
LabelT = TypeVar("LabelT", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnits:
    """Hold one message as the model reads it: its subject line, its sentences in order, and the history it quotes.

    ``sentences`` include the subject line where it says anything, so that their places match the reader's.
    """

    subject: str
    sentences: tuple[str, ...]
    quoted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Hold calibrated probabilities (0.0 to 1.0) for a message and, one entry a sentence, for its sentences.

    ``subjects`` and ``stage`` are given that the message holds matters. ``kind`` and ``stage`` add up to 1; subjects
    and flags are each true or false by themselves. ``kind_weight`` is what each sentence adds to each kind's
    log-odds: together with what the subject line, the quoted words and the bias add, it is the whole decision.
    ``familiarity`` is the share of the letters' runs that the model has met: under 0.8 it is hardly English.
    """

    kind: Mapping[Kind, float]
    subjects: Mapping[Subject, float]
    stage: Mapping[Stage, float]
    flags: Mapping[Flag, float]
    per_sentence: tuple[Mapping[Subject, float], ...]
    flags_per_sentence: tuple[Mapping[Flag, float], ...]
    kind_weight: tuple[Mapping[Kind, float], ...]
    familiarity: float


class Model(Protocol):
    """Read a message into scores."""

    @property
    def version(self) -> str:
        """Return the name found in every finding that rests on this model."""
        ...

    @property
    def subject_thresholds(self) -> Mapping[Subject, float]:
        """Return from which probability on a subject is said."""
        ...

    @property
    def flag_thresholds(self) -> Mapping[Flag, float]:
        """Return from which probability on a flag is said."""
        ...

    def predict(self, units: TextUnits) -> Scores:
        """Return the scores of one message, for any text, an empty one too."""
        ...


def sigmoid(odds: Floats) -> Floats:
    """Return the probabilities of log-odds, each by itself."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


def softmax(odds: Floats) -> Floats:
    """Return the probabilities of a row of log-odds, which add up to 1."""
    powers = np.exp(odds - odds.max())
    return np.asarray(powers / powers.sum(), np.float32)


def named(labels: type[LabelT], values: Sequence[float] | Floats) -> dict[LabelT, float]:
    """Return each label's value."""
    return dict(zip(labels, (float(value) for value in values), strict=True))
