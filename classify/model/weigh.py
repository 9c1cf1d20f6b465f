"""Learn how much the linear model and the encoder each weigh: ``python -m classify.model.weigh [ENCODER FOLDER]``.

Learnt on the development split, whose writers neither was trained on, with what the phrase rules add; measured there
on the half of the writers that the weights were not learnt on. Writes ``blend.json`` to the encoder's folder. Needs
scipy, a development tool.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from math import log
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from classify import flags, kind, subjects
from classify.encoder.encoder import FOLDER, Encoder, Seen, load_encoder
from classify.encoder.lessons import places_of_evidence
from classify.facts.find import find_facts
from classify.labels import COMPLAINTS, Flag, Kind, Stage, Subject
from classify.language import Sentence
from classify.language import sentences as cut
from classify.model.blended import BLEND, Blend, BlendedModel, Sight, Weighing, blended, log_odds, logs, write_blend
from classify.model.corpus import DEVELOPMENT_SHARE, Example
from classify.model.evaluate import development_examples, measure, reader
from classify.model.linear import MANIFEST, WEIGHTS, LinearModel, read_linear
from classify.model.scores import (
    KIND_PLACES,
    MESSAGE_LABELS,
    MOST_SENTENCES,
    SENTENCE_LABELS,
    SINGLE_PLACES,
    STAGE_PLACES,
    Floats,
    Scores,
    sigmoid,
)
from classify.model.thresholds import flag_thresholds, subject_thresholds
from classify.read import hits_of
from classify.units import model_units_of

BIAS_HELD, SENTENCE_BIAS_HELD = 0.02, 0.001
"""How firmly a label's own bias is held near 0: a rare label teaches little about itself."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Hold one message, what is true of it, what both say of it, and what the rules will add to the log-odds."""

    example: Example
    plain: Scores
    seen: Seen
    rules: Floats


def opinions_of(examples: Iterable[Example], linear: LinearModel, encoder: Sight) -> list[Opinion]:
    """Return both opinions of each message."""
    found = []
    for example in examples:
        sentences = cut(example.message)
        units = model_units_of(example.message, sentences)
        seen = encoder.see(units.sentences[:MOST_SENTENCES], has_history=bool(units.quoted.strip()))
        found.append(Opinion(example, linear.predict(units), seen, rules_of(example, sentences)))
    return found


def rules_of(example: Example, sentences: Sequence[Sentence]) -> Floats:
    """Return what the rules add to the log-odds of each label in ``MESSAGE_LABELS``."""
    facts = find_facts(example.message, sentences, sent_on=example.written_on)
    hits = hits_of(example.message, sentences, facts, sent_on=example.written_on)
    odds = chain[tuple[StrEnum, float]](kind.rule_odds(hits).items(), subjects.rule_odds(hits).items())
    added: dict[StrEnum, float] = {label: log(times) for label, times in odds}
    added.update(flags.rule_log_odds(sentences).items())
    return np.array([added.get(label, 0.0) for label in MESSAGE_LABELS], np.float32)


def learn(opinions: Sequence[Opinion]) -> Blend:
    """Return the weighings and thresholds learnt on these messages."""
    staged = [one for one in opinions if one.example.stage is not None]
    single, sentence = _single(opinions), _sentence(opinions)
    blend = Blend(
        kind=_choice(
            [(logs(one.plain.kind, Kind), one.seen.odds[KIND_PLACES], one.rules[KIND_PLACES]) for one in opinions],
            [list(Kind).index(one.example.kind) for one in opinions],
        ),
        stage=_choice(
            [(logs(one.plain.stage, Stage), one.seen.odds[STAGE_PLACES], one.rules[STAGE_PLACES]) for one in staged],
            [list(Stage).index(one.example.stage) for one in staged if one.example.stage],
        ),
        single=single,
        sentence=sentence,
        subject_thresholds=dict.fromkeys(Subject, 0.4),
        flag_thresholds=dict.fromkeys(Flag, 0.4),
    )
    found = [(one.example, _likely(one, blend)) for one in opinions]
    scoped = [(example, likely) for example, likely in found if example.kind in COMPLAINTS]
    return Blend(
        kind=blend.kind,
        stage=blend.stage,
        single=single,
        sentence=sentence,
        subject_thresholds=subject_thresholds([(example.subjects, likely) for example, likely in scoped]),
        flag_thresholds=flag_thresholds([(example.flags, likely) for example, likely in found]),
    )


def _likely(one: Opinion, blend: Blend) -> dict[StrEnum, float]:
    """Return how likely each subject and flag is in the end, the rules' part added."""
    scores = blended(one.plain, one.seen, blend)
    odds = log_odds({**scores.subjects, **scores.flags}) + one.rules[SINGLE_PLACES]
    return dict(zip(SENTENCE_LABELS, map(float, sigmoid(odds)), strict=True))


def _choice(odds: Sequence[tuple[Floats, Floats, Floats]], truth: Sequence[int]) -> Weighing:
    """Learn a decision between labels that exclude each other."""
    linear, encoder, rules = (np.array(side) for side in zip(*odds, strict=True))
    rows = np.arange(len(truth))

    def loss(values: Array) -> float:
        z = values[0] * linear + values[1] * encoder + values[2:] + rules
        z = z - z.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[rows, truth])) + BIAS_HELD * float(
            values[2:] @ values[2:]
        )

    return _weighing(loss, linear.shape[1])


def _single(opinions: Sequence[Opinion]) -> Weighing:
    """Learn the decisions that are each true or false by themselves."""
    linear = np.array([log_odds({**one.plain.subjects, **one.plain.flags}) for one in opinions])
    encoder = np.array([one.seen.odds[SINGLE_PLACES] for one in opinions])
    truth = np.array([[_bears(one.example, label) for label in SENTENCE_LABELS] for one in opinions], float)
    counts = np.array([[_counts(one.example, label) for label in SENTENCE_LABELS] for one in opinions], float)
    rules = np.array([one.rules[SINGLE_PLACES] for one in opinions])
    return _yes_or_no(linear, encoder, rules, truth, counts, held=BIAS_HELD)


def _sentence(opinions: Sequence[Opinion]) -> Weighing:
    """Learn which sentences hold the words that a label rests on, of the messages that bear it."""
    told = [
        log_odds({**subjects, **flags})
        for one in opinions
        for subjects, flags in zip(one.plain.per_sentence, one.plain.flags_per_sentence, strict=True)
    ]
    shares = np.concatenate([one.seen.shares[:, SINGLE_PLACES] for one in opinions])
    truth, counts = np.zeros(shares.shape), np.zeros(shares.shape)
    at = 0
    for one in opinions:
        height = len(one.seen.shares)
        counts[at : at + height] = [_counts(one.example, label) for label in SENTENCE_LABELS]
        for place, rows in places_of_evidence(one.example).items():
            column = place - SINGLE_PLACES.start
            truth[[at + row for row in rows if row < height], column] = 1
        at += height
    no_rules = np.zeros(shares.shape)
    return _yes_or_no(np.array(told), shares, no_rules, truth, counts, held=SENTENCE_BIAS_HELD)


def _yes_or_no(linear: Array, encoder: Array, rules: Array, truth: Array, counts: Array, *, held: float) -> Weighing:
    def loss(values: Array) -> float:
        z = values[0] * linear + values[1] * encoder + values[2:] + rules
        wrong = (np.logaddexp(0, z) - truth * z) * counts
        return float(wrong.sum() / len(truth)) + held * float(values[2:] @ values[2:])

    return _weighing(loss, linear.shape[1])


def _weighing(loss: Callable[[Array], float], labels: int) -> Weighing:
    start = np.concatenate([[0.5, 0.5], np.zeros(labels)])
    bounds = [(0.0, None), (0.0, None), *[(None, None)] * labels]
    best = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"maxfun": 100_000}).x
    return Weighing(linear=float(best[0]), encoder=float(best[1]), bias=best[2:].astype(np.float32))


def _bears(example: Example, label: StrEnum) -> bool:
    return label in example.subjects or label in example.flags


def _counts(example: Example, label: StrEnum) -> bool:
    if label in set(Subject):
        return example.kind in COMPLAINTS
    return label not in example.unscored or label in example.flags


def measure_unseen(opinions: Sequence[Opinion], linear: LinearModel, encoder: Sight) -> dict[str, float]:
    """Return the figures of whole readings, each writer's by a blend learnt on the other half of the writers."""
    blends = [learn([one for one in opinions if half_of(one.example) != half]) for half in (0, 1)]
    readers = [reader(BlendedModel(linear, encoder, blend)) for blend in blends]
    return measure([one.example for one in opinions], lambda example: readers[half_of(example)](example))


def half_of(example: Example) -> int:
    """Return which half of the development split's writers wrote it: 0 or 1."""
    return crc32(example.message.sender.address.encode()) // DEVELOPMENT_SHARE % 2


class Remembering:
    """See each text once: measuring asks for the same ones again and again."""

    def __init__(self, encoder: Encoder) -> None:
        """Ask this encoder."""
        self.name = encoder.name
        self._encoder = encoder
        self._seen: dict[tuple[tuple[str, ...], bool], Seen] = {}

    def see(self, sentences: tuple[str, ...], *, has_history: bool) -> Seen:
        """Return what the encoder sees."""
        asked = (sentences, has_history)
        if asked not in self._seen:
            self._seen[asked] = self._encoder.see(sentences, has_history=has_history)
        return self._seen[asked]


def main() -> None:
    """Learn, say what was measured, write the blend."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args().encoder
    linear, encoder = read_linear(WEIGHTS, MANIFEST), Remembering(load_encoder(folder))
    opinions = opinions_of(development_examples(), linear, encoder)
    found = measure_unseen(opinions, linear, encoder)
    sys.stdout.writelines(f"{name:34s} {value:.3f}\n" for name, value in found.items())
    write_blend(folder / BLEND, learn(opinions))


if __name__ == "__main__":
    main()
