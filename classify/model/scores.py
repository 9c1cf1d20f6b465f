"""Name what a model takes and gives, so that a better one can take this one's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from classify.labels import Flag, Kind, Stage, Subject


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
