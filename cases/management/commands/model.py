"""``putright model show|use|rollback|card``: which model reads, and what it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.errors import CaseError
from cases.management.cards import write_cards
from cases.management.measuring import examples_of, measure_all, reading_says
from cases.reading_model import find_model_in_use, model_in_use, model_store
from cases.services.reading_models import roll_back_model, use_model
from classify.model.acceptance import find_objections
from classify.model.evaluate import figures
from classify.model.store import StoreError, load, read_manifest


class Command(BaseCommand):
    """Show which model is in use, change it, take the last change back, write its card."""

    help = "Show, use, roll back or describe the model that reads."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and the folder for it."""
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("show", help="which model is in use, and which were before")
        use = what.add_parser("use", help="put a trained model to use, if it is no worse on the test split")
        use.add_argument("folder", type=Path)
        what.add_parser("rollback", help="go back to the model before")
        card = what.add_parser("card", help="write model-card.md and transparency-record.md")
        card.add_argument("--out", type=Path, default=Path("docs"), help="the folder they go to: docs")
        card.add_argument("--measure", action="store_true", help="measure both splits anew first")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Do it."""
        if what == "show":
            self._show()
        elif what == "use":
            self._use(options["folder"])
        elif what == "rollback":
            self._roll_back()
        else:
            for path in write_cards(options["out"], measure=options["measure"]):
                self.stdout.write(f"Wrote {path}.")

    def _show(self) -> None:
        model, trouble = find_model_in_use()
        self.stdout.write(f"In use: {model.version}.")
        if trouble:
            self.stdout.write(f"It is not the one that was put to use: {trouble}")
            return
        store = model_store()
        for name in reversed(store.history()[:-1]):
            try:
                self.stdout.write(f"Before: {read_manifest(store.folder_of(name))['version']}.")
            except StoreError as error:
                self.stdout.write(f"Before: one that cannot be used any more. {error}")

    def _use(self, folder: Path) -> None:
        """Measure the new model and the one in use on the same messages, whatever figures lie in its folder."""
        try:
            new = load(folder)
            examples = examples_of([], "test")
            old = figures(measure_all(examples, reading_says(model_in_use())))
            found = find_objections(old, figures(measure_all(examples, reading_says(new))))
            use_model(store=model_store(), source=folder, objections=found)
        except (StoreError, CaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"In use from the next mail on: {new.version}. putright model rollback takes it back.")

    def _roll_back(self) -> None:
        try:
            roll_back_model(store=model_store())
        except CaseError as error:
            raise CommandError(str(error)) from error
        self._show()
