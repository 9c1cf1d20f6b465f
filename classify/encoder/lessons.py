"""Turn labelled messages into what the encoder learns from: windows of pieces, truths, and where the evidence lies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from classify.encoder.tokens import Cutter, Window
from classify.labels import Flag, Kind, Stage
from classify.language import sentences as cut_sentences
from classify.model.corpus import Example
from classify.model.scores import MESSAGE_LABELS
from classify.units import model_units_of

_PLACES = {label: place for place, label in enumerate(MESSAGE_LABELS)}
_FIRST_SINGLE = len(Kind) + len(Stage)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Hold one message to learn from.

    ``truth`` and ``counts`` have one entry a label; where ``counts`` is 0 careful readers differ. ``evidence`` gives,
    for a label, the sentences that hold its words.
    """

    windows: tuple[Window, ...]
    truth: NDArray[np.float32]
    counts: NDArray[np.float32]
    evidence: dict[int, frozenset[int]]

    @property
    def length(self) -> int:
        """Return how many pieces it has."""
        return sum(len(window.pieces) for window in self.windows)


def lessons_of(examples: Iterable[Example], cutter: Cutter) -> Iterator[Lesson]:
    """Yield a lesson for each example."""
    for example in examples:
        read = model_units_of(example.message, cut_sentences(example.message))
        truth, counts = np.zeros(len(MESSAGE_LABELS), np.float32), np.ones(len(MESSAGE_LABELS), np.float32)
        for label in (example.kind, *([example.stage] if example.stage else ()), *example.subjects, *example.flags):
            truth[_PLACES[label]] = 1
        counts[len(Kind) : _FIRST_SINGLE] = example.stage is not None
        for flag in set(Flag) & example.unscored - set(example.flags):
            counts[_PLACES[Flag(flag)]] = 0
        windows = cutter.windows(read.sentences, has_history=bool(read.quoted))
        yield Lesson(windows, truth, counts, places_of_evidence(example))


def places_of_evidence(example: Example) -> dict[int, frozenset[int]]:
    """Return, for the place of a label in ``MESSAGE_LABELS``, which sentences hold the words it rests on."""
    sentences = [sentence.text for sentence in cut_sentences(example.message)]
    told = chain[tuple[StrEnum, tuple[str, ...]]](example.subjects.items(), example.flags.items())
    found = {_PLACES[label]: _holding(words, sentences) for label, words in told}
    return {place: rows for place, rows in found.items() if rows}


def _holding(words: Sequence[str], sentences: Sequence[str]) -> frozenset[int]:
    """Return the sentences that hold any of the words, or are part of them."""
    tight = [" ".join(sentence.split()) for sentence in sentences]
    wanted = [" ".join(word.split()) for word in words]
    return frozenset(n for n, one in enumerate(tight) if any(word in one or (one and one in word) for word in wanted))
