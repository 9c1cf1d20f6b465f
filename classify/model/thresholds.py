"""Choose from which probability on a label is said, from messages that neither model was trained on."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify.labels import RISK_FLAGS, Flag, Subject

STEPS, WIDE_STEPS = np.linspace(0.25, 0.7, 46), np.linspace(0.3, 0.65, 36)
"""The probabilities tried for a label, and for the commonest route."""
AS_GOOD, AS_LIKELY_AS_NOT = 0.005, 0.5
"""How near to the best a higher threshold must come to be taken; and the highest there is for danger."""
THRESHOLD_HELD = 60.0
"""A label's own best threshold counts like as many messages that bear it as it has, the group's like this many."""

Array = NDArray[Any]
Rows = Sequence[tuple[Mapping[Any, Any], Mapping[Any, float]]]
"""For each message, what is true of it and how likely each label is."""


def subject_thresholds(rows: Rows) -> dict[Subject, float]:
    """Return the thresholds of the subjects."""
    return _with_commonest(_thresholds(rows, Subject), rows)


def flag_thresholds(rows: Rows) -> dict[Flag, float]:
    """Return the thresholds of the flags, those of danger low enough that what is as likely as not is said."""
    found = _thresholds(rows, Flag)
    return {flag: min(value, AS_LIKELY_AS_NOT) if flag in RISK_FLAGS else value for flag, value in found.items()}


def _thresholds(rows: Rows, labels: type[StrEnum]) -> dict[Any, float]:
    """Return from which probability on each label is said: its own best, held near the best one for all."""
    order = list(labels)
    truth = np.array([[label in true for label in order] for true, _ in rows])
    likely = np.array([[scores[label] for label in order] for _, scores in rows])
    balance = np.array([_balance(likely >= step, truth) for step in STEPS])
    right, wrong = balance[:, 0], balance[:, 1]
    for_all = 2 * right.sum(axis=1) / np.maximum(1, 2 * right.sum(axis=1) + wrong.sum(axis=1))
    borne = truth.sum(axis=0)
    own = 2 * right / np.maximum(1, 2 * right + wrong)
    weighed = (own * borne + THRESHOLD_HELD * for_all[:, None]) / (borne + THRESHOLD_HELD)
    return {label: round(float(STEPS[weighed[:, column].argmax()]), 3) for column, label in enumerate(order)}


def _with_commonest(thresholds: Mapping[Subject, float], rows: Rows) -> dict[Subject, float]:
    """Return the thresholds, that of the commonest route chosen last: it is also what is said when nothing else is.

    So a higher threshold loses little, and spares every barred matter a second one that nobody complained of.
    """
    order = list(Subject)
    truth = np.array([[subject in true for subject in order] for true, _ in rows])
    likely = np.array([[found[subject] for subject in order] for _, found in rows])
    common = int(truth.sum(axis=0).argmax())

    def balance(step: float) -> float:
        against = np.array([step if place == common else thresholds[label] for place, label in enumerate(order)])
        said = likely >= against
        nothing = ~said.any(axis=1)
        said[nothing, (likely[nothing] / against).argmax(axis=1)] = True
        return float(2 * (said & truth).sum() / (said.sum() + truth.sum()))

    reached = {float(step): balance(step) for step in WIDE_STEPS}
    highest = max(step for step, value in reached.items() if value >= max(reached.values()) - AS_GOOD)
    return {**thresholds, order[common]: round(highest, 3)}


def _balance(said: Array, truth: Array) -> Array:
    """Return, for each label, how often it was rightly said, and how often wrongly said or missed."""
    return np.array([(said & truth).sum(axis=0), (said ^ truth).sum(axis=0)])
