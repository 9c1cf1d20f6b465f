"""Write the model card and the transparency record of this installation."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from cases.management.measuring import SPLITS, examples_of, measure_all, reading_says
from cases.reading_model import model_in_use, model_store
from classify.model.card import FIGURES, Installation, figures_of_splits, read_figures, write_card, write_record
from classify.model.evaluate import figures
from classify.model.store import StoreError, read_manifest
from config.packs import load_council
from config.toml_tables import ConfigError


def write_cards(folder: Path, *, measure: bool = False) -> Iterator[Path]:
    """Write both pages of the model in use to ``folder`` and yield where; ``measure`` takes its figures anew first.

    Raises:
        CommandError: if the model in use or its figures cannot be read.

    """
    try:
        model_folder = model_store().current()
        manifest = read_manifest(model_folder)
    except StoreError as error:
        raise CommandError(str(error)) from error
    path = model_folder / FIGURES.name
    if measure:
        model = model_in_use()
        found = {split: figures(measure_all(examples_of([], split), reading_says(model))) for split in SPLITS}
        path.write_text(json.dumps(figures_of_splits(model.version, found), indent=1) + "\n", encoding="utf-8")
    try:
        measured = read_figures(path)
    except OSError as error:
        raise CommandError(f"No figures of this model in {path}; add --measure.") from error
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "model-card.md": write_card(manifest, measured),
        "transparency-record.md": write_record(manifest, measured, installation()),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name


def installation() -> Installation:
    """Return what the record says of this council; without one, those fields are left open."""
    learns, blind = settings.PUTRIGHT_LEARN, settings.PUTRIGHT_BLIND_SHARE
    if not settings.PUTRIGHT_COUNCIL:
        return Installation(learns=learns, blind_share=blind)
    try:
        council = load_council(
            settings.PUTRIGHT_COUNCIL, Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
        )
    except (ConfigError, KeyError) as error:
        raise CommandError(str(error)) from error
    return Installation(
        organisation=council.name,
        team=council.team.name or "TO FILL IN",
        contact=council.team.email or "TO FILL IN",
        learns=learns,
        blind_share=blind,
    )
