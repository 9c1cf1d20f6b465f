"""Every kind of letter, kept word for word; ``PUTRIGHT_WRITE_GOLDEN=1`` writes them anew for a person to read."""

import os
from importlib import import_module
from pathlib import Path

import pytest

from letters.check import failed_musts
from letters.compose import compose
from letters.draft import LetterId
from letters.readability import measure
from tests.letters.cases import golden_cases, letter_text

GOLDEN = Path(__file__).parent / "golden"
FURTHER = [import_module(f"tests.letters.{file.stem}") for file in sorted(Path(__file__).parent.glob("*_cases.py"))]
"""The cases of the letters that a person begins, and of later stages: each module gives its own and which of them lack
something."""
CASES = golden_cases() | {name: case for module in FURTHER for name, case in module.golden_cases().items()}
INCOMPLETE = frozenset(
    {
        "09-foster-carer-own-procedure",
        "13-missing-contacts",
        "17-foster-carer-begins-at-stage-two",
        "20-self-harm",
        "21-north-yorkshire-twenty-days",
        "22-asks-for-the-ombudsman",
    }
).union(*(module.INCOMPLETE for module in FURTHER))
"""The letters that a person must complete before they can go."""


@pytest.mark.parametrize("name", CASES)
def test_a_letter_reads_as_it_was_last_read_by_a_person(name):
    path = GOLDEN / f"{name}.txt"
    text = letter_text(compose(CASES[name]))
    if os.environ.get("PUTRIGHT_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_golden_letter_is_left_over_and_every_letter_is_there():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)
    assert {compose(case).letter for case in CASES.values()} == set(LetterId)


@pytest.mark.parametrize("name", CASES)
def test_a_composed_letter_passes_its_own_checklist_unless_something_is_not_known(name):
    draft = compose(CASES[name])
    assert bool(failed_musts(draft.checklist)) == bool(draft.blanks) == (name in INCOMPLETE)


@pytest.mark.parametrize("name", CASES)
def test_a_letter_is_easy_to_read(name):
    found = measure(compose(CASES[name]))
    assert found.reading_age <= 11
    assert found.longest_words <= 30


@pytest.mark.parametrize("name", [n for n in CASES if compose(CASES[n]).letter is LetterId.YOUNG_PERSON])
def test_a_letter_to_a_young_person_is_easier_still(name):
    found = measure(compose(CASES[name]))
    assert found.reading_age <= 9
    assert found.longest_words <= 22
