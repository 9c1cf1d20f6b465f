"""Train the statistical part from the corpus and write its weights: ``python -m classify.model.train``.

``putright train`` does so with a team's own accepted examples too, and into another folder. Needs scikit-learn, which
is a development tool only; nothing in it is random. One writer in eight is never trained on. Probabilities and
thresholds are learnt on the training writers' own messages, each scored by weights that had not seen it (three folds),
so that the development split stays clean for measuring.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classify.labels import RISK_FLAGS, Flag, Kind, Stage, Subject
from classify.language import sentences as cut
from classify.model.corpus import corpus_digest, corpus_files, read_examples, read_rows
from classify.model.linear import HERE, MANIFEST, WEIGHTS, bags_of
from classify.model.matrices import SINGLES, Array, Data, known_features, matrices, rarities
from classify.model.scores import MESSAGE_LABELS, SENTENCE_LABELS
from classify.units import model_units_of

VERSION = "2026-11-22.3"
FOLDS = 3
KIND_STRENGTH, STAGE_STRENGTH, MESSAGE_STRENGTH, SENTENCE_STRENGTH = 10.0, 5.0, 5.0, 2.0
"""Inverse regularisation, chosen on the training folds."""
SAFETY_RECALL = 0.93
"""Share of the risk messages the model alone shall find on the training folds; the phrase rules add theirs."""
FALSE_ALARMS = 0.04
"""But no more than this share of the quiet ones: an alarm that rings all day is not heard."""
LOWEST_SUBJECT, LOWEST_FLAG = 0.3, 0.15
"""No threshold lies lower: a matter wrongly said to be barred costs more than one a person adds."""
MANIFEST_ORDER = (
    "version",
    "weights_sha256",
    "corpus_sha256",
    "own_examples",
    "own_examples_sha256",
    "trained_on_messages",
    "features",
    "trained_with",
    "message_labels",
    "sentence_labels",
    "subject_thresholds",
    "flag_thresholds",
)


@dataclass(frozen=True, slots=True)
class Heads:
    """Hold fitted weights, a row a label, the last column the bias."""

    message: Array
    sentence: Array


def main() -> None:
    """Train the packaged model anew from the packaged corpus."""
    train(HERE)


def train(folder: Path, added: Sequence[Mapping[str, Any]] = ()) -> None:
    """Train, calibrate, choose thresholds, and write weights and manifest to ``folder``.

    ``added`` are accepted examples in the corpus's shape. All of them teach: the development split is the corpus's own.
    """
    if not corpus_files():
        raise FileNotFoundError("The training corpus (classify/model/corpus) is not here; train in a source checkout.")
    examples = [example for example in read_examples(read_rows()) if not example.is_development]
    examples += read_examples(dict(row) for row in added)
    bags = [bags_of(model_units_of(example.message, cut(example.message))) for example in examples]
    known = [known_features([bag.message[sort] for bag in bags]) for sort in (0, 1)]
    print(len(examples), "messages;", [len(ids) for ids in known], "features", flush=True)
    rarity = [rarities(ids, bags, sort) for sort, ids in enumerate(known)]
    data = matrices(examples, bags, known, rarity)
    unseen = score_unseen(data)
    calibration, thresholds = calibrate(data, *unseen)
    heads = fit(data, np.arange(len(examples)))
    write_weights(folder / WEIGHTS.name, known, rarity, heads, calibration)
    facts = manifest_facts(folder / WEIGHTS.name, thresholds, added)
    facts |= {"trained_on_messages": len(examples), "features": {"words": len(known[0]), "letters": len(known[1])}}
    written = {name: facts[name] for name in MANIFEST_ORDER if name in facts}
    (folder / MANIFEST.name).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def fit(data: Data, chosen: Array) -> Heads:
    """Return weights fitted on the chosen messages and their sentences."""
    x = data.messages[chosen]
    kind = _multinomial(x, data.kind[chosen], KIND_STRENGTH, len(Kind))
    staged = chosen[data.stage[chosen] >= 0]
    stage = _multinomial(data.messages[staged], data.stage[staged], STAGE_STRENGTH, len(Stage))
    rows = np.flatnonzero(np.isin(data.owner, chosen))
    message, sentence = [], []
    for column in range(len(SINGLES)):
        used = chosen[~data.skipped[chosen, column]]
        message.append(_single(data.messages[used], data.singles[used, column], MESSAGE_STRENGTH))
        used = rows[~data.skipped[data.owner[rows], column]]
        sentence.append(_single(data.sentences[used], data.sentence_singles[used, column], SENTENCE_STRENGTH))
    return Heads(np.vstack([kind, stage, *message]), np.vstack(sentence))


def _multinomial(x: Any, y: Array, strength: float, height: int) -> Array:
    fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=300).fit(x, y)
    weights = np.zeros((height, x.shape[1] + 1))
    weights[:, -1] = -20.0
    weights[fitted.classes_] = np.column_stack([fitted.coef_, fitted.intercept_])
    return weights


def _single(x: Any, y: Array, strength: float) -> Array:
    # The dual form is five times as fast where features outnumber texts.
    chosen = {"class_weight": "balanced", "solver": "liblinear", "dual": True, "random_state": 1, "max_iter": 1000}
    fitted = LogisticRegression(C=strength, **chosen).fit(x, y)
    return np.concatenate([fitted.coef_[0], fitted.intercept_])


def odds(matrix: Any, weights: Array) -> Array:
    """Return the log-odds of every row for every label."""
    return np.asarray(matrix @ weights[:, :-1].T + weights[:, -1])


def score_unseen(data: Data) -> tuple[Array, Array]:
    """Return log-odds for every message and sentence from weights that had not seen its writer."""
    message = np.zeros((data.messages.shape[0], len(MESSAGE_LABELS)))
    sentence = np.zeros((data.sentences.shape[0], len(SENTENCE_LABELS)))
    for number, (train, test) in enumerate(GroupKFold(FOLDS).split(data.kind, None, data.groups), 1):
        print("fold", number, flush=True)
        heads = fit(data, train)
        message[test] = odds(data.messages[test], heads.message)
        rows = np.isin(data.owner, test)
        sentence[rows] = odds(data.sentences[rows], heads.sentence)
    return message, sentence


def calibrate(data: Data, message: Array, sentence: Array) -> tuple[dict[str, Array], dict[str, float]]:
    """Return what turns log-odds into probabilities, and from which probability on each label is said."""
    first_single = len(Kind) + len(Stage)
    best = np.full((len(data.kind), len(SINGLES)), -8.0)
    np.maximum.at(best, data.owner, sentence)
    pair, single = np.zeros((3, len(SINGLES))), np.zeros((2, len(SINGLES)))
    thresholds = {}
    for column, label in enumerate(SINGLES):
        used = ~data.skipped[:, column]
        x = np.column_stack([message[used, first_single + column], best[used, column]])
        y = data.singles[used, column]
        fitted = LogisticRegression(C=1.0).fit(x, y)
        pair[:, column] = [*fitted.coef_[0], *fitted.intercept_]
        thresholds[str(label)] = choose_threshold(fitted.predict_proba(x)[:, 1], y, label)
        rows = used[data.owner]
        one = LogisticRegression(C=1.0).fit(sentence[rows][:, [column]], data.sentence_singles[rows, column])
        single[:, column] = [one.coef_[0, 0], one.intercept_[0]]
    staged = data.stage >= 0
    kind = temper(message[:, : len(Kind)], data.kind)
    stage = temper(message[staged, len(Kind) : first_single], data.stage[staged])
    return {"kind": kind, "stage": stage, "pair": pair, "single": single}, thresholds


def temper(scores: Array, truth: Array) -> Array:
    """Return a scale and one bias a class, such that the scaled log-odds are honest probabilities."""

    def loss(values: Array) -> float:
        z = scores * values[0] + values[1:]
        z -= z.max(axis=1, keepdims=True)
        log_probability = z[np.arange(len(truth)), truth] - np.log(np.exp(z).sum(axis=1))
        return float(-log_probability.mean() + 1e-3 * (values[1:] ** 2).sum())

    start = np.concatenate([[1.0], np.zeros(scores.shape[1])])
    return np.asarray(minimize(loss, start, method="L-BFGS-B").x)


def choose_threshold(probability: Array, truth: Array, label: Subject | Flag) -> float:
    """Return the best balance of found and falsely found; for a risk, the highest that misses few enough."""
    if label in RISK_FLAGS:
        found = float(np.quantile(probability[truth], 1 - SAFETY_RECALL))
        return round(max(found, float(np.quantile(probability[~truth], 1 - FALSE_ALARMS))), 3)
    steps = np.linspace(LOWEST_SUBJECT if isinstance(label, Subject) else LOWEST_FLAG, 0.7, 26)
    return round(float(max(steps, key=lambda step: _f1(probability >= step, truth) - 0.03 * abs(step - 0.4))), 3)


def _f1(said: Array, truth: Array) -> float:
    return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))


def write_weights(path: Path, known: Any, rarity: Any, heads: Heads, calibration: Any) -> None:
    """Write the weights, one byte each."""
    arrays: dict[str, Array] = {f"{name}": value.astype(np.float32) for name, value in calibration.items()}
    at = 0
    for head, weights in (("message", heads.message), ("sentence", heads.sentence)):
        scale = np.abs(weights[:, :-1]).max(axis=1) / 127
        # A label that nothing taught has no weights at all; its bias alone speaks.
        arrays[f"{head}_scale"] = np.where(scale > 0, scale, 1.0).astype(np.float32)
        arrays[f"{head}_bias"] = weights[:, -1].astype(np.float32)
    for sort, name in enumerate(("words", "letters")):
        width = len(known[sort])
        arrays[f"{name}_ids"] = known[sort]
        arrays[f"{name}_message_idf"], arrays[f"{name}_sentence_idf"] = (r.astype(np.float16) for r in rarity[sort])
        for head, weights in (("message", heads.message), ("sentence", heads.sentence)):
            block = weights[:, at : at + width] / arrays[f"{head}_scale"][:, None]
            arrays[f"{name}_{head}_weights"] = np.rint(block).T.astype(np.int8)
        at += width
    np.savez_compressed(path, allow_pickle=False, **arrays)


def manifest_facts(
    weights: Path, thresholds: Mapping[str, float], added: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what the manifest says of these weights: which they are, and what they were made from.

    A model with a team's own examples is named after its weights too, so that two of them never share a name.
    """
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    own = {}
    if added:
        lines = "".join(json.dumps(row, sort_keys=True) + "\n" for row in added)
        own = {"own_examples": len(added), "own_examples_sha256": hashlib.sha256(lines.encode()).hexdigest()}
    return {
        "version": f"model:{VERSION}" + (f"+{digest[:8]}" if added else ""),
        "weights_sha256": digest,
        "corpus_sha256": corpus_digest(),
        **own,
        "trained_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "message_labels": list(MESSAGE_LABELS),
        "sentence_labels": list(SENTENCE_LABELS),
        "subject_thresholds": {str(label): thresholds[label] for label in Subject},
        "flag_thresholds": {str(label): thresholds[label] for label in Flag},
    }


if __name__ == "__main__":
    main()
