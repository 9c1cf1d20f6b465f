"""Measure models for the commands: which messages, read by what, and what the team would be shown of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from classify.labels import Stage
from classify.model.corpus import Example, check_corpus, read_examples, read_rows
from classify.model.evaluate import Pair, Said, development_examples, final_examples, said_by, true_of
from classify.model.scores import Model
from classify.read import read
from config.council import Council
from config.packs import load_council, load_procedures
from config.procedure import Procedure
from routing.assessment import kind_of
from routing.chain import assess
from routing.same_case import History

SPLITS: Mapping[str, Callable[[], tuple[Example, ...]]] = {
    "development": development_examples,
    "test": final_examples,
}


def examples_of(files: list[Path], split: str) -> tuple[Example, ...]:
    """Return the labelled messages of these files, or of a split.

    Raises:
        CommandError: if a file is no labelled corpus, naming the first fault; never its text.

    """
    try:
        if not files:
            return SPLITS[split]()
        rows = list(read_rows(*files))
        return read_examples(rows)
    except FileNotFoundError as error:
        raise CommandError(f"{error}") from error
    except (ValueError, KeyError, TypeError) as error:
        faults = _faults(files)
        raise CommandError(f"Not labelled messages: {faults[0] if faults else type(error).__name__}.") from error


def reading_says(model: Model) -> Callable[[Example], Said]:
    """Return what the reader alone says of an example."""
    return lambda example: said_by(read(example.message, model, sent_on=example.written_on))


def team_sees(model: Model) -> Callable[[Example], Said]:
    """Return what is suggested of an example once law and procedure are applied, as ``putright assess`` writes it."""
    packs = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    council = load_council(settings.PUTRIGHT_COUNCIL or "brackenshire", packs)
    procedures = load_procedures(packs)
    return lambda example: _suggested(example, model, council, procedures.on(example.written_on))


def _suggested(example: Example, model: Model, council: Council, procedures: Mapping[str, Procedure]) -> Said:
    reading = read(example.message, model, sent_on=example.written_on)
    found = assess(reading, council=council, procedures=procedures, history=History(), received_on=example.written_on)
    return replace(
        said_by(reading),
        kind=kind_of(found),
        routes=frozenset(str(matter.route) for matter in found.matters),
        reasons=frozenset(str(matter.reason) for matter in found.matters if matter.reason),
        stage=Stage(found.stage.value) if found.stage else None,
        flags=frozenset(str(flag.flag) for flag in found.flags),
    )


def measure_all(
    examples: tuple[Example, ...], say: Callable[[Example], Said], tell: Callable[[str], object] = lambda _: None
) -> list[Pair]:
    """Return what is true and what is said of each example; ``tell`` hears now and then how far it is."""
    pairs: list[Pair] = []
    for number, example in enumerate(examples, 1):
        pairs.append((example, true_of(example), say(example)))
        if number % 200 == 0:
            tell(f"{number} of {len(examples)} messages read")
    return pairs


def _faults(files: list[Path]) -> list[str]:
    try:
        return check_corpus(read_rows(*files))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"{type(error).__name__} while reading it"]
