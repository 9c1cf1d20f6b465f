"""Score a message with packaged weights: numbers and hashes only, nothing in the file can run.

A label's log-odds are the sum of its features' weights. For subjects and flags the whole message and its strongest
sentence are each scored, and a small calibrated combination of the two decides.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classify.labels import Flag, Kind, Stage, Subject
from classify.model.features import QUOTED_SALT, SUBJECT_SALT, Bag, join_bags, letter_bag, word_bag
from classify.model.scores import (
    KIND_PLACES,
    MESSAGE_LABELS,
    MOST_SENTENCES,
    SENTENCE_LABELS,
    SINGLE_PLACES,
    STAGE_PLACES,
    Floats,
    Scores,
    TextUnits,
    named,
    sigmoid,
    softmax,
)

HERE = Path(__file__).parent
WEIGHTS, MANIFEST = HERE / "weights.npz", HERE / "manifest.json"
_SILENT = -8.0


@dataclass(frozen=True, slots=True)
class Bags:
    """Hold one message's features, by word and by letter: whole, and sentence by sentence."""

    message: tuple[Bag, Bag]
    sentences: tuple[Bag, Bag]


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the known features of one sort (words, or letters) with their rarity and weights for every label."""

    ids: NDArray[np.uint32]
    message_idf: Floats
    sentence_idf: Floats
    message_weights: NDArray[np.int8]
    sentence_weights: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Hold what turns log-odds into probabilities, learnt on messages the weights had not seen."""

    message_scale: Floats
    sentence_scale: Floats
    message_bias: Floats
    sentence_bias: Floats
    kind: Floats
    stage: Floats
    pair: Floats
    single: Floats


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Score messages with additive weights; see ``Model`` for what it promises."""

    words: Table
    letters: Table
    calibration: Calibration
    version: str
    subject_thresholds: Mapping[Subject, float]
    flag_thresholds: Mapping[Flag, float]

    def predict(self, units: TextUnits) -> Scores:
        """Return the scores of one message."""
        bags = bags_of(units)
        whole, shares = self._score_message(bags)
        parts = self._score_sentences(bags)
        c = self.calibration
        best = parts.max(axis=0) if len(parts) else np.full(len(SENTENCE_LABELS), _SILENT, np.float32)
        singles = sigmoid(c.pair[0] * whole[SINGLE_PLACES] + c.pair[1] * np.maximum(best, _SILENT) + c.pair[2])
        sentence = sigmoid(c.single[0] * parts + c.single[1])
        return Scores(
            kind=named(Kind, softmax(whole[KIND_PLACES] * c.kind[0] + c.kind[1:])),
            stage=named(Stage, softmax(whole[STAGE_PLACES] * c.stage[0] + c.stage[1:])),
            subjects=named(Subject, singles[: len(Subject)]),
            flags=named(Flag, singles[len(Subject) :]),
            per_sentence=tuple(named(Subject, row[: len(Subject)]) for row in sentence),
            flags_per_sentence=tuple(named(Flag, row[len(Subject) :]) for row in sentence),
            kind_weight=tuple(named(Kind, row) for row in shares),
            familiarity=_share(look_up(self.letters.ids, bags.message[1].ids)[1]),
        )

    def _score_message(self, bags: Bags) -> tuple[Floats, Floats]:
        """Return each label's log-odds for the message, and what each sentence adds to them."""
        total = self.calibration.message_bias.copy()
        shares = np.zeros((bags.sentences[0].height, len(Kind)), np.float32)
        for table, whole, parts in zip((self.words, self.letters), bags.message, bags.sentences, strict=True):
            places, known = look_up(table.ids, whole.ids)
            values = (1 + np.log(whole.counts[known])) * table.message_idf[places]
            values /= max(float(np.linalg.norm(values)), 1e-9)
            weights = table.message_weights[places] * self.calibration.message_scale
            total += values @ weights
            # Each occurrence carries an equal share of what its feature adds to the message.
            per_occurrence = np.zeros(len(table.ids), np.float32)
            per_occurrence[places] = values / whole.counts[known]
            at, found = look_up(table.ids, parts.ids)
            gains = (per_occurrence[at] * parts.counts[found])[:, None] * table.message_weights[at][:, KIND_PLACES]
            for column in range(len(Kind)):
                shares[:, column] += np.bincount(parts.rows[found], gains[:, column], parts.height)
        shares *= self.calibration.message_scale[KIND_PLACES] * self.calibration.kind[0]
        return total, shares

    def _score_sentences(self, bags: Bags) -> Floats:
        """Return each label's log-odds for each sentence."""
        height = bags.sentences[0].height
        total = np.tile(self.calibration.sentence_bias, (height, 1))
        for table, bag in zip((self.words, self.letters), bags.sentences, strict=True):
            places, known = look_up(table.ids, bag.ids)
            rows = bag.rows[known]
            values = (1 + np.log(bag.counts[known])) * table.sentence_idf[places]
            values /= np.sqrt(np.bincount(rows, values**2, height))[rows] + 1e-9
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            if len(starts):
                products = values[:, None] * table.sentence_weights[places]
                total[rows[starts]] += np.add.reduceat(products, starts, axis=0) * self.calibration.sentence_scale
        return total.astype(np.float32)


def bags_of(units: TextUnits) -> Bags:
    """Return a message's features: its sentences', and those of its subject line and its history marked as such."""
    sentences = units.sentences[:MOST_SENTENCES]
    words, letters = word_bag(sentences), letter_bag(sentences)
    subject = word_bag([units.subject], longest=2, salt=SUBJECT_SALT)
    quoted = word_bag([f"quoted {units.quoted}" if units.quoted.strip() else ""], longest=1, salt=QUOTED_SALT)
    return Bags((join_bags(words.merged(), subject, quoted), letters.merged()), (words, letters))


def look_up(known: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where the wanted features that are known stand in ``known`` (sorted), and which of them those are."""
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found = known[places] == wanted
    return places[found], found


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else 0.0


def read_linear(weights: Path, manifest: Path) -> LinearModel:
    """Return the model of these two files.

    Raises: ValueError if the weights are not those the manifest names, or were trained for other labels than this
    program's.
    """
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    if hashlib.sha256(weights.read_bytes()).hexdigest() != facts["weights_sha256"]:
        message = f"{weights.name} is not the file its manifest names; put the model's folder there anew"
        raise ValueError(message)
    if facts["message_labels"] != list(MESSAGE_LABELS) or facts["sentence_labels"] != list(SENTENCE_LABELS):
        message = f"{weights.name} was trained for other labels; run python -m classify.model.train"
        raise ValueError(message)
    with np.load(weights, allow_pickle=False) as arrays:
        held = {name: arrays[name] for name in arrays.files}
    return LinearModel(
        words=_table(held, "words"),
        letters=_table(held, "letters"),
        calibration=Calibration(**{name: held[name].astype(np.float32) for name in Calibration.__slots__}),
        version=facts["version"],
        subject_thresholds={Subject(name): value for name, value in facts["subject_thresholds"].items()},
        flag_thresholds={Flag(name): value for name, value in facts["flag_thresholds"].items()},
    )


def _table(held: Mapping[str, NDArray[np.generic]], sort: str) -> Table:
    arrays = {name: held[f"{sort}_{name}"] for name in Table.__slots__}
    for name in ("message_idf", "sentence_idf"):
        arrays[name] = arrays[name].astype(np.float32)
    return Table(**arrays)  # type: ignore[arg-type]
