"""Lay out what was measured: a table for the terminal, and a folder of figures and pictures. No message's text."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route
from classify.model.evaluate import BINS, Pair, figures
from classify.model.measures import DANGER
from classify.model.pictures import draw_bars, draw_confusion, draw_reliability
from classify.model.slices import WAYS, cut_up

GOALS: Mapping[str, tuple[str, float, bool]] = {
    "kind_accuracy": ("kind, accuracy", 0.95, True),
    "routes_micro_f1": ("routes, micro-F1", 0.93, True),
    "reasons_micro_f1": ("reasons, micro-F1", 0.88, True),
    "flags_micro_f1": ("flags, micro-F1", 0.90, True),
    "danger_recall": ("danger (safeguarding, self-harm, threat), recall", 0.98, True),
    "danger_precision": ("danger, precision", 0.80, True),
    "behaviour_on_hard_negatives": ("behaviour flags on hard negatives", 0.04, False),
    "kind_calibration_error": ("calibration error of kind", 0.05, False),
    "sure_right": ('"sure" is right', 0.97, True),
}
"""What the team was promised: name, goal, and whether more is better."""
BESIDE: Mapping[str, str] = {
    "kind_macro_f1": "kind, macro-F1",
    "routes_macro_f1": "routes, macro-F1",
    "reasons_macro_f1": "reasons, macro-F1",
    "flags_macro_f1": "flags, macro-F1",
    "stage_accuracy": "stage, accuracy",
    "safeguarding_recall": "safeguarding, recall",
    "self_harm_recall": "self-harm, recall",
    "risk_seen_by_either": "safeguarding or self-harm seen by the reading or the screen",
    "safeguarding_false_alarms": "safeguarding, false alarms",
    "behaviour_on_quiet": "behaviour flags on all messages without one",
    "danger_recall_at_least": "danger, recall is at least (95 in 100)",
    "sure_share": 'share said "sure"',
    "fairly_sure_right": '"fairly sure" is right',
    "not_sure_right": '"not sure" is right',
}
SLICED: Mapping[str, Callable[[Pair], int]] = {
    "kind_accuracy": lambda _: 1,
    "routes_micro_f1": lambda pair: int(pair[1].kind in COMPLAINTS),
    "flags_micro_f1": lambda _: 1,
    "danger_recall": lambda pair: len((pair[1].flags - pair[0].unscored) & DANGER),
}
"""What is measured of each slice, and on how many of its messages that rests: on none, it is left out."""
LABELS = {"Kinds": Kind, "Routes": Route, "Reasons": Reason, "Flags": Flag}


def table(found: Mapping[str, float]) -> str:
    """Return the figures as lines, those with a goal first and marked where they miss it."""
    lines = [f"{int(found['messages'])} messages", ""]
    for name, (words, goal, more) in GOALS.items():
        is_met = found[name] >= goal if more else found[name] <= goal
        aim = f"goal {'at least' if more else 'under'} {goal:.2f}"
        lines.append(f"{words:50s} {found[name]:.3f}   {aim}{'' if is_met else '   not met'}")
    lines += ["", *(f"{words:50s} {found[name]:.3f}" for name, words in BESIDE.items())]
    return "\n".join([*lines, ""])


def write_report(pairs: Sequence[Pair], folder: Path, facts: Mapping[str, Any]) -> dict[str, float]:
    """Write every figure and picture of what was measured to ``folder``, and return the figures.

    ``facts`` say what was measured: the model's version, the split, its files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = figures(pairs)
    slices = {way: _slice_figures(pairs, way) for way in WAYS}
    labels = per_label(pairs)
    matrix, points = confusion(pairs), reliability(pairs)
    rounded = {name: round(value, 4) for name, value in found.items()}
    _write(folder / "figures.json", {**facts, "figures": rounded, "slices": slices})
    _write(folder / "confusion.json", {"labels": list(Kind), "rows_true_columns_said": matrix})
    _write(folder / "reliability.json", [dict(zip(("sure", "right", "n"), point, strict=True)) for point in points])
    _write(folder / "labels.json", labels)
    _write(folder / "slices.json", slices)
    draw_confusion("Kinds", list(Kind), matrix).save(folder / "confusion.png")
    draw_reliability("How far sureness can be trusted: kind", points).save(folder / "reliability.png")
    bars = {
        heading: {name: (value["f1"], int(value["n"])) for name, value in group.items() if value["n"]}
        for heading, group in labels.items()
    }
    draw_bars("F1 of each label", bars, under="n: messages that bear it").save(folder / "labels.png")
    for way, group in slices.items():
        named = {
            GOALS[figure][0]: {
                name: (values[figure]["share"], int(values[figure]["n"]))
                for name, values in group.items()
                if figure in values
            }
            for figure in SLICED
        }
        draw_bars(f"By {way}", named, under="n: messages it rests on").save(folder / f"slices-{way}.png")
    return found


def confusion(pairs: Iterable[Pair]) -> list[list[int]]:
    """Return how often each true kind (row) was said to be each kind (column)."""
    order = list(Kind)
    counts = [[0] * len(order) for _ in order]
    for _, truth, said in pairs:
        counts[order.index(truth.kind)][order.index(said.kind)] += 1
    return counts


def reliability(pairs: Iterable[Pair]) -> list[tuple[float, float, int]]:
    """Return, for each tenth of confidence that occurs, its mean, the share that was right, and the messages."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for _, truth, said in pairs:
        place = min(BINS - 1, int(said.confidence * BINS))
        bins.setdefault(place, []).append((said.confidence, truth.kind is said.kind))
    return [
        (round(sum(c for c, _ in kept) / len(kept), 4), round(sum(r for _, r in kept) / len(kept), 4), len(kept))
        for _, kept in sorted(bins.items())
    ]


def per_label(pairs: Sequence[Pair]) -> dict[str, dict[str, dict[str, float]]]:
    """Return F1 of every label, and in how many messages it is true, under the headings of ``LABELS``."""
    found = figures(pairs)
    borne: dict[str, int] = {}
    for example, truth, _ in pairs:
        for label in {str(truth.kind)} | truth.routes | truth.reasons | (truth.flags - example.unscored):
            borne[label] = borne.get(label, 0) + 1
    return {
        heading: {
            str(label): {"f1": round(found.get(f"f1 {label}", 0.0), 4), "n": borne.get(str(label), 0)}
            for label in labels
        }
        for heading, labels in LABELS.items()
    }


def _slice_figures(pairs: Sequence[Pair], way: str) -> dict[str, dict[str, dict[str, float]]]:
    pieces = cut_up([(pair[0], pair) for pair in pairs], way)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name, piece in pieces.items():
        measured = figures(piece)
        rests_on = {figure: sum(map(count, piece)) for figure, count in SLICED.items()}
        found[name] = {
            figure: {"share": round(measured[figure], 4), "n": number} for figure, number in rests_on.items() if number
        }
    return found


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
