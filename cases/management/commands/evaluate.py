"""``putright evaluate``: measure the reader on labelled messages; figures, tables and pictures, never a text."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.management.measuring import SPLITS, examples_of, measure_all, reading_says, team_sees
from cases.reading_model import model_in_use
from classify.model.evaluate import figures
from classify.model.report import table, write_report


class Command(BaseCommand):
    """Measure the model in use, with the rules, on labelled messages."""

    help = "Measure the reader on labelled messages."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files of labelled messages or a split, and where the pictures go."""
        parser.add_argument("corpus", nargs="*", type=Path, help="files of labelled messages, one JSON object a line")
        parser.add_argument("--split", choices=sorted(SPLITS), default="development", help="without a file: which")
        parser.add_argument("--out", type=Path, help="a folder for figures and pictures")
        parser.add_argument(
            "--as-shown", action="store_true", help="what the team is shown, law applied, instead of the reader alone"
        )

    def handle(
        self, *args: Any, corpus: list[Path], split: str, out: Path | None, as_shown: bool, **options: Any
    ) -> None:
        """Print the figures; draw them if a folder is given."""
        examples, model = examples_of(corpus, split), model_in_use()
        say = team_sees(model) if as_shown else reading_says(model)
        pairs = measure_all(examples, say, self.stderr.write)
        facts = {
            "model": model.version,
            "measured": "what the team is shown" if as_shown else "the reader",
            "on": [path.name for path in corpus] or split,
        }
        found = write_report(pairs, out, facts) if out else figures(pairs)
        self.stdout.write(f"{facts['model']}, {facts['measured']}: {table(found)}")
        if out:
            self.stdout.write(f"Figures and pictures are in {out}.")
