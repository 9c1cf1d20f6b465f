"""Decide whether a new model may take the old one's place, by their figures on the fixed test split."""

from collections.abc import Mapping

WHOLE = (
    "kind_accuracy",
    "kind_macro_f1",
    "routes_micro_f1",
    "routes_macro_f1",
    "reasons_micro_f1",
    "reasons_macro_f1",
    "flags_micro_f1",
    "flags_macro_f1",
    "stage_accuracy",
)
"""The figures whose mean must not fall."""
NEVER_LOWER = ("danger_recall", "safeguarding_recall", "self_harm_recall")
NEVER_HIGHER = ("behaviour_on_hard_negatives", "behaviour_on_quiet")
MAY_FALL = 0.01
"""A single figure may fall by this much, which is what a handful of messages moves it by."""
PRECISION_MAY_FALL = 0.02
CALIBRATION_LIMIT = 0.05
EPSILON = 1e-9


def find_objections(old: Mapping[str, float], new: Mapping[str, float]) -> tuple[str, ...]:
    """Return in plain words why the new model may not be used; nothing if it may.

    Both are measured on the same messages. The rules:

    1. Danger found (safeguarding, self-harm and threat together, and the first two alone) may not fall at all.
    2. Behaviour flags on messages without one may not rise at all: calling somebody abusive wrongly is a harm.
    3. The mean over kind, routes, reasons, flags (micro and macro) and stage may not fall.
    4. None of those may fall by more than one point in a hundred, precision of danger by no more than two.
    5. Calibration error of kind stays under 0.05, or under the old one's if that was higher; "sure" may not be right
       less often by more than one point in a hundred.
    """
    if old["messages"] != new["messages"]:
        return (f"measured on {new['messages']:.0f} messages, the old one on {old['messages']:.0f}",)
    found = [_fell(name, old, new) for name in NEVER_LOWER if new[name] < old[name] - EPSILON]
    found += [_rose(name, old, new) for name in NEVER_HIGHER if new[name] > old[name] + EPSILON]
    before, after = (sum(figures[name] for name in WHOLE) / len(WHOLE) for figures in (old, new))
    if after < before - EPSILON:
        found.append(f"the mean of the {len(WHOLE)} main figures fell from {before:.4f} to {after:.4f}")
    limits = dict.fromkeys((*WHOLE, "sure_right"), MAY_FALL) | {"danger_precision": PRECISION_MAY_FALL}
    found += [_fell(name, old, new) for name, limit in limits.items() if new[name] < old[name] - limit - EPSILON]
    calibration = "kind_calibration_error"
    if new[calibration] > max(CALIBRATION_LIMIT, old[calibration]) + EPSILON:
        found.append(_rose(calibration, old, new))
    return tuple(found)


def _fell(name: str, old: Mapping[str, float], new: Mapping[str, float]) -> str:
    return f"{name.replace('_', ' ')} fell from {old[name]:.4f} to {new[name]:.4f}"


def _rose(name: str, old: Mapping[str, float], new: Mapping[str, float]) -> str:
    return f"{name.replace('_', ' ')} rose from {old[name]:.4f} to {new[name]:.4f}"
