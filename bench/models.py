"""Compare the models on the development split: ``python bench/models.py [--frozen FOLDER]``.

One table: rules alone, the linear model, the encoder, both; each alone and with the rules. What is learnt on the
development split (how both are weighed) is measured on the writers it was not learnt on. ``--frozen``: an encoder whose
layers kept their base's numbers (``python -m classify.encoder.train BASE FOLDER --still 9``). Size in MB, memory of
a process that reads with it, and mails scored a second of processor time (200 words each, one after the other).
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from classify.encoder.encoder import FOLDER, WEIGHTS, load_encoder
from classify.kind import decide_kind
from classify.labels import COMPLAINTS, Flag, Kind, Stage, Subject
from classify.language import sentences as cut
from classify.model import linear
from classify.model.blended import BlendedModel
from classify.model.corpus import Example, read_examples, read_rows
from classify.model.evaluate import (
    Said,
    development_examples,
    figures,
    reader,
    routes_and_reasons,
    said_by,
    true_of,
)
from classify.model.linear import MANIFEST, read_linear
from classify.model.scores import Model, Scores, TextUnits
from classify.model.weigh import Remembering, half_of, learn, opinions_of
from classify.read import read
from classify.stage import decide_stage
from classify.subjects import find_subjects
from classify.units import scores_of

SHOWN = (
    "kind_accuracy",
    "kind_macro_f1",
    "kind_calibration_error",
    "routes_micro_f1",
    "reasons_micro_f1",
    "stage_accuracy",
    "flags_micro_f1",
    "danger_recall",
    "danger_precision",
    "behaviour_on_hard_negatives",
)
WORDS = 200
TIMED = 60


@dataclass(frozen=True)
class Flat:
    """Know only how common each label is: what the rules are measured beside."""

    given: Scores
    version: str = "model:flat"
    subject_thresholds: Mapping[Subject, float] = None
    flag_thresholds: Mapping[Flag, float] = None

    def predict(self, units: TextUnits) -> Scores:
        """Return the same scores for every message."""
        count = len(units.sentences)
        return replace(
            self.given,
            per_sentence=(dict.fromkeys(Subject, 0.0),) * count,
            flags_per_sentence=(dict.fromkeys(Flag, 0.0),) * count,
            kind_weight=(dict.fromkeys(Kind, 0.0),) * count,
        )


def flat_model() -> Flat:
    """Return how common each label is among the messages that are trained on."""
    examples = [example for example in read_examples(read_rows()) if not example.is_development]
    scoped = [example for example in examples if example.kind in COMPLAINTS]
    kinds = Counter(example.kind for example in examples)
    stages = Counter(example.stage for example in scoped)
    subjects = Counter(subject for example in scoped for subject in example.subjects)
    flags = Counter(flag for example in examples for flag in example.flags)
    given = Scores(
        kind={kind: kinds[kind] / len(examples) for kind in Kind},
        stage={stage: stages[stage] / len(scoped) for stage in Stage},
        subjects={subject: subjects[subject] / len(scoped) for subject in Subject},
        flags={flag: flags[flag] / len(examples) for flag in Flag},
        per_sentence=(),
        flags_per_sentence=(),
        kind_weight=(),
        familiarity=1.0,
    )
    return Flat(given, subject_thresholds=dict.fromkeys(Subject, 0.4), flag_thresholds=dict.fromkeys(Flag, 0.4))


def without_rules(model: Model) -> Callable[[Example], Said]:
    """Return what says what the scores alone say."""

    def say(example: Example) -> Said:
        sentences = cut(example.message)
        scores = scores_of(example.message, sentences, model)
        kind, _ = decide_kind(example.message, sentences, scores, (), found_by="model")
        subjects = find_subjects(
            kind.label, sentences, scores, (), thresholds=model.subject_thresholds, found_by="model"
        )
        stage = decide_stage(kind, scores, (), found_by="model")
        routes, reasons = routes_and_reasons(finding.label for finding in subjects)
        flags = frozenset(str(flag) for flag in Flag if scores.flags[flag] >= model.flag_thresholds[flag])
        return Said(
            kind=kind.label,
            confidence=kind.confidence,
            routes=routes,
            reasons=reasons,
            stage=stage.label if stage else None,
            flags=flags,
        )

    return say


def with_rules(model: Model) -> Callable[[Example], Said]:
    """Return what says what a whole reading says."""
    read_one = reader(model)
    return lambda example: said_by(read_one(example))


def weighed(plain: Model, folder: Path) -> Callable[[Example], Model]:
    """Return, for each example, a blend learnt on the half of the writers it is not of."""
    encoder = Remembering(load_encoder(folder))
    opinions = opinions_of(development_examples(), plain, encoder)
    blends = [learn([one for one in opinions if half_of(one.example) != half]) for half in (0, 1)]
    models = [BlendedModel(plain, encoder, blend) for blend in blends]
    return lambda example: models[half_of(example)]


def measured(say: Callable[[Example], Said]) -> dict[str, float]:
    """Return the figures of the development split."""
    found = figures([(example, true_of(example), say(example)) for example in development_examples()])
    return {name: round(found[name], 3) for name in SHOWN}


def cost(name: str) -> dict[str, float]:
    """Return what a process needs that reads with this model alone."""
    run = subprocess.run([sys.executable, __file__, "--cost", name], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def print_cost(name: str) -> None:
    """Measure what this process needs to read with one model."""
    plain = flat_model() if name in {"rules", "encoder"} else read_linear(linear.WEIGHTS, MANIFEST)
    model: Model = plain
    if name in {"encoder", "both"}:
        from classify.model.packaged import packaged_blend

        model = BlendedModel(plain, load_encoder(), packaged_blend())
    counted = [(len(example.message.body.split()), example) for example in development_examples()]
    texts = [example for words, example in counted if WORDS * 0.75 < words < WORDS * 1.33]
    read(texts[0].message, model, sent_on=texts[0].written_on)
    start = time.process_time()
    for example in texts[:TIMED]:
        scores_of(example.message, cut(example.message), model)
    spent = time.process_time() - start
    result = {
        "mails_per_cpu_second": round(len(texts[:TIMED]) / spent, 1),
        "memory_mb": most_memory(),
    }
    sys.stdout.write(json.dumps(result))


def most_memory() -> int:
    """Return the most memory this process has had, in MB; what its parent had does not count."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) // 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--cost", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.cost:
        print_cost(wanted.cost)
        return
    flat, plain = flat_model(), read_linear(linear.WEIGHTS, MANIFEST)
    size = {"linear": linear.WEIGHTS.stat().st_size / 1e6, "encoder": (FOLDER / WEIGHTS).stat().st_size / 1e6}
    rows = {
        "rules alone": (with_rules(flat), "rules", 0.0),
        "linear alone": (without_rules(plain), "linear", size["linear"]),
        "linear and rules": (with_rules(plain), "linear", size["linear"]),
    }
    folders = {"frozen encoder": wanted.frozen, "encoder": FOLDER}
    for name, folder in folders.items():
        if folder:
            load_encoder.cache_clear()
            alone = weighed(flat, folder)
            rows[f"{name} alone"] = (lambda e, m=alone: without_rules(m(e))(e), "encoder", size["encoder"])
            rows[f"{name} and rules"] = (lambda e, m=alone: with_rules(m(e))(e), "encoder", size["encoder"])
    both = weighed(plain, FOLDER)
    rows["both alone"] = (lambda e: without_rules(both(e))(e), "both", sum(size.values()))
    rows["both and rules"] = (lambda e: with_rules(both(e))(e), "both", sum(size.values()))
    costs = {name: cost(name) for name in ("rules", "linear", "encoder", "both")}
    heads = ("", *(name.replace("_", " ") for name in SHOWN), "MB", "memory MB", "mails a CPU second")
    lines = [heads, ("---",) * len(heads)]
    for name, (say, kind_of_cost, megabytes) in rows.items():
        figures_ = [f"{value:.3f}" for value in measured(say).values()]
        own = costs[kind_of_cost]
        lines.append((name, *figures_, f"{megabytes:.0f}", str(own["memory_mb"]), str(own["mails_per_cpu_second"])))
        sys.stdout.write(f"| {' | '.join(lines[-1])} |\n")
        sys.stdout.flush()
    sys.stdout.write("\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")


if __name__ == "__main__":
    main()
