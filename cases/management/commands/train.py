"""``putright train``: train a new model from the packaged corpus and a team's own accepted examples."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.management.measuring import examples_of, measure_all, reading_says
from cases.reading_model import model_in_use
from classify.model.acceptance import find_objections
from classify.model.card import FIGURES, figures_of_splits, write_card
from classify.model.evaluate import figures
from classify.model.examples import ExamplesError, read_accepted
from classify.model.store import load, read_manifest

MISSING = "Training needs scikit-learn, which running Putright does not: install it with pip install scikit-learn."


class Command(BaseCommand):
    """Train a model into a folder and say how it compares; nothing is put to use."""

    help = "Train a new model from the packaged corpus and accepted examples; putright model use puts it to use."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of examples and the folder the new model is written to."""
        parser.add_argument("--examples", type=Path, help="a folder of accepted examples (putright examples)")
        parser.add_argument("--out", type=Path, default=Path("new-model"), help="where the new model goes: new-model")

    def handle(self, *args: Any, examples: Path | None, out: Path, **options: Any) -> None:
        """Train, measure old and new on the same test split, and write what was found."""
        try:
            added = read_accepted(examples) if examples else ()
        except ExamplesError as error:
            raise CommandError(str(error)) from error
        if out.exists() and any(out.iterdir()):
            raise CommandError(f"{out} holds something already; give a new folder.")
        out.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"Training with {len(added)} accepted examples of your own; this takes minutes.")
        try:
            import_module("classify.model.train").train(out, added)
        except ModuleNotFoundError as error:
            raise CommandError(MISSING) from error
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        self._compare(out)

    def _compare(self, out: Path) -> None:
        held = {split: examples_of([], split) for split in ("development", "test")}
        new = load(out)
        found = {split: figures(measure_all(messages, reading_says(new))) for split, messages in held.items()}
        old = figures(measure_all(held["test"], reading_says(model_in_use())))
        written = figures_of_splits(new.version, found)
        (out / FIGURES.name).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
        (out / "CARD.md").write_text(write_card(read_manifest(out), written), encoding="utf-8")
        for name in ("kind_accuracy", "routes_micro_f1", "reasons_micro_f1", "flags_micro_f1", "danger_recall"):
            self.stdout.write(f"{name.replace('_', ' '):24s} in use {old[name]:.3f}   new {found['test'][name]:.3f}")
        objections = find_objections(old, found["test"])
        if objections:
            self.stdout.write("It may not be put to use: " + "; ".join(objections) + ".")
        else:
            self.stdout.write(f"It is no worse: putright model use {out}")
