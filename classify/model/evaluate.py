"""Measure readings against labelled messages: ``python -m classify.model.evaluate [LABELLED.jsonl]``.

Without a file it measures the development split, whose writers the model never saw. ``--predictions FILE`` also writes
one line a message: id, kind, routes, reasons, stage, flags, confidence. No message's text is ever printed.
``putright evaluate`` also draws the figures.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route, Stage, Subject
from classify.model.corpus import Example, read_examples, read_rows
from classify.model.measures import behaviour_figures, danger_figures, sureness_figures
from classify.model.packaged import load_model
from classify.model.scores import Model
from classify.read import read
from classify.reading import Reading

SAFETY = (Flag.SAFEGUARDING, Flag.SELF_HARM)
TEST_SPLIT = Path(__file__).parent / "test_split"
"""Messages by writers who saw none of the others; nothing is trained, tuned or chosen on them."""
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold what was said of one message, or what is true of it, in comparable form."""

    kind: Kind
    confidence: float
    routes: frozenset[str]
    reasons: frozenset[str]
    stage: Stage | None
    flags: frozenset[str]


def said_by(reading: Reading) -> Said:
    """Return a reading in comparable form, subjects as routes and reasons."""
    routes, reasons = routes_and_reasons(finding.label for finding in reading.subjects)
    return Said(
        kind=reading.kind.label,
        confidence=reading.kind.confidence,
        routes=routes,
        reasons=reasons,
        stage=reading.stage.label if reading.stage else None,
        flags=frozenset(finding.label for finding in reading.flags),
    )


def true_of(example: Example) -> Said:
    """Return an example's labels in comparable form."""
    routes, reasons = routes_and_reasons(example.subjects)
    return Said(
        kind=example.kind,
        confidence=1.0,
        routes=routes,
        reasons=reasons,
        stage=example.stage,
        flags=frozenset(example.flags),
    )


def routes_and_reasons(subjects: Iterable[Subject]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the routes that subjects look like, and the reasons among them."""
    named = {str(subject) for subject in subjects}
    reasons = frozenset(named.intersection(Reason))
    routes = frozenset(named.intersection(Route))
    return routes | ({str(Route.OUT_OF_SCOPE)} if reasons else frozenset()), reasons


Pair = tuple[Example, Said, Said]
"""One message, what is true of it, and what was said of it."""


def pairs_of(examples: Iterable[Example], read_one: Callable[[Example], Reading]) -> list[Pair]:
    """Return what is true and what ``read_one`` says of each of ``examples``."""
    return [(example, true_of(example), said_by(read_one(example))) for example in examples]


def measure(examples: Sequence[Example], read_one: Callable[[Example], Reading]) -> dict[str, float]:
    """Return every figure of ``examples`` read by ``read_one``."""
    return figures(pairs_of(examples, read_one))


def reader(model: Model) -> Callable[[Example], Reading]:
    """Return what reads an example with this model and the rules."""
    return lambda example: read(example.message, model, sent_on=example.written_on)


def figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the figures of (example, truth, said) triples. Flags on which readers differ do not count."""
    scope = [(truth, said) for _, truth, said in pairs if truth.kind in COMPLAINTS]
    routes = tally((truth.routes, said.routes) for truth, said in scope)
    reasons = tally((truth.reasons, said.reasons) for truth, said in scope)
    scored = [(truth.flags - e.unscored, said.flags - e.unscored) for e, truth, said in pairs]
    flags = tally(scored)
    sureness = [(said.confidence, truth.kind is said.kind) for _, truth, said in pairs]
    kinds = tally((frozenset({str(truth.kind)}), frozenset({str(said.kind)})) for _, truth, said in pairs)
    safety = {flag: flags.get(flag, (0, 0, 0)) for flag in map(str, SAFETY)}
    quiet = {flag: sum(flag not in truth.flags | e.unscored for e, truth, _ in pairs) for flag in safety}
    return {
        "messages": len(pairs),
        "kind_accuracy": _share(truth.kind is said.kind for _, truth, said in pairs),
        "kind_macro_f1": macro_f1(kinds),
        "kind_calibration_error": calibration_error(sureness),
        "routes_micro_f1": micro_f1(routes),
        "routes_macro_f1": macro_f1(routes),
        "reasons_micro_f1": micro_f1(reasons),
        "reasons_macro_f1": macro_f1(reasons),
        "stage_accuracy": _share(truth.stage is said.stage for _, truth, said in pairs),
        "flags_micro_f1": micro_f1(flags),
        "flags_macro_f1": macro_f1(flags),
        **danger_figures(scored),
        **behaviour_figures((*both, e.near_miss_for) for both, (e, _, _) in zip(scored, pairs, strict=True)),
        **sureness_figures(sureness),
        **{f"{flag}_recall": hit / max(1, hit + missed) for flag, (hit, _, missed) in safety.items()},
        **{f"{flag}_false_alarms": wrong / max(1, quiet[flag]) for flag, (_, wrong, _) in safety.items()},
        **{f"f1 {label}": f1(counts) for label, counts in sorted({**routes, **reasons, **flags, **kinds}.items())},
    }


Counts = tuple[int, int, int]


def tally(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> dict[str, Counts]:
    """Return how often each label was rightly said, wrongly said and missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for truth, said in pairs:
        right.update(truth & said)
        wrong.update(said - truth)
        missed.update(truth - said)
    return {label: (right[label], wrong[label], missed[label]) for label in {*right, *wrong, *missed}}


def f1(counts: Counts) -> float:
    """Return the balance of found and falsely found."""
    right, wrong, missed = counts
    return 2 * right / max(1, 2 * right + wrong + missed)


def micro_f1(tallied: dict[str, Counts]) -> float:
    """Return the balance over all labels together."""
    right, wrong, missed = (sum(counts[place] for counts in tallied.values()) for place in range(3))
    return f1((right, wrong, missed))


def macro_f1(tallied: dict[str, Counts]) -> float:
    """Return the mean balance of the labels that are true anywhere."""
    met = [f1(counts) for counts in tallied.values() if counts[0] + counts[2]]
    return sum(met) / max(1, len(met))


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return by how much confidence and being right differ on average, in ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in pairs:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, is_right))
    gaps = [abs(sum(c for c, _ in kept) - sum(r for _, r in kept)) for kept in bins.values()]
    return sum(gaps) / max(1, len(pairs))


def _share(rights: Iterable[bool]) -> float:
    outcomes = list(rights)
    return sum(outcomes) / max(1, len(outcomes))


def development_examples() -> tuple[Example, ...]:
    """Return the messages whose writers the model never saw."""
    return tuple(example for example in read_examples(read_rows()) if example.is_development)


def final_examples(folder: Path | None = None) -> tuple[Example, ...]:
    """Return the fixed test split, for final figures only.

    Raises: FileNotFoundError if it is not there; the training corpus is never measured in its place.
    """
    files = sorted((folder or TEST_SPLIT).glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"{folder or TEST_SPLIT} holds no labelled messages")
    return read_examples(read_rows(*files))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; write the predictions if asked."""
    parser = argparse.ArgumentParser(prog="python -m classify.model.evaluate", description=__doc__)
    parser.add_argument("labelled", nargs="?", type=Path)
    parser.add_argument("--predictions", type=Path)
    chosen = parser.parse_args(arguments)
    examples = read_examples(read_rows(chosen.labelled)) if chosen.labelled else development_examples()
    read_one = reader(load_model())
    readings = {example.id: read_one(example) for example in examples}
    if chosen.predictions:
        lines = [prediction_line(name, said_by(reading)) for name, reading in readings.items()]
        chosen.predictions.write_text("".join(lines), encoding="utf-8")
    found = measure(examples, lambda example: readings[example.id])
    sys.stdout.writelines(f"{name:34s} {value:.3f}\n" for name, value in found.items())
    return 0


def prediction_line(name: str, said: Said) -> str:
    """Return one message's prediction as a line of JSON."""
    stage: int | str | None = said.stage
    prediction = {
        "id": name,
        "kind": said.kind,
        "routes": sorted(said.routes),
        "reasons": sorted(said.reasons),
        "stage": int(stage) if stage in {"1", "2", "3"} else stage,
        "flags": sorted(said.flags),
        "confidence": said.confidence,
    }
    return json.dumps(prediction) + "\n"


if __name__ == "__main__":
    sys.exit(main())
