"""The card and the record say what is true of the model they are about."""

from pathlib import Path

import pytest

from classify.model.card import (
    Installation,
    figures_of_splits,
    measured_facts,
    model_facts,
    read_figures,
    write_card,
    write_record,
)
from classify.model.linear import HERE
from classify.model.report import BESIDE, GOALS
from classify.model.store import read_manifest

DOCS = Path(__file__).parents[2] / "docs"
MANIFEST = read_manifest(HERE)
OF_THE_MANIFEST = (
    "version",
    "weights",
    "corpus",
    "encoder",
    "base",
    "encoder_trained_on",
    "trained_on",
    "trained_with",
    "kind_of_model",
    "thresholds",
)


@pytest.mark.parametrize("fact", OF_THE_MANIFEST)
def test_the_card_in_the_docs_is_the_packaged_models(fact):
    assert model_facts(MANIFEST)[fact] in (DOCS / "model-card.md").read_text(encoding="utf-8"), "putright model card"


@pytest.mark.parametrize("fact", ["version", "weights", "trained_on", "messages"])
def test_the_record_in_the_docs_is_the_packaged_models(fact):
    text = (DOCS / "transparency-record.md").read_text(encoding="utf-8")
    assert model_facts(MANIFEST)[fact] in text, "putright model card"


def test_the_docs_hold_the_figures_that_were_measured():
    assert measured_facts(MANIFEST, read_figures())["figures"] in (DOCS / "model-card.md").read_text(encoding="utf-8")


def _measured(version="model:new"):
    values = dict.fromkeys((*GOALS, *BESIDE, "messages"), 0.5) | {"messages": 1780, "kind_accuracy": 0.9123}
    return figures_of_splits(version, {"development": values, "test": values})


def test_a_card_says_if_its_figures_are_another_models():
    manifest = MANIFEST | {"version": "model:new"}
    assert "not of this model" not in write_card(manifest, _measured())
    assert "of model:old, not of this model" in write_card(manifest, _measured("model:old"))


def test_a_card_says_that_own_corrections_taught_the_model():
    text = write_card(MANIFEST | {"own_examples": 12}, _measured())
    assert "12 of them pseudonymised corrections" in text
    assert "all invented" not in text
    assert "1,780 messages" in text
    assert "0.912" in text


def test_a_record_names_its_council_and_leaves_open_what_only_it_can_say():
    text = write_record(MANIFEST, _measured(), Installation(organisation="Brackenshire", learns=True, blind_share=0.1))
    assert "Brackenshire" in text
    assert "In 10 in 100 cases" in text
    assert "Learning from corrections is switched on" in text
    assert "| 1.3 Senior responsible owner | TO FILL IN |" in text
    for section in range(1, 6):
        assert f"### {section} " in text


def test_the_card_names_every_training_the_encoder_went_through():
    told, training, found = model_facts(MANIFEST)["encoder_trained_on"], MANIFEST["encoder"], 0
    while training:
        found += 1
        assert (
            f"{training['trained_on_messages']:,} messages of the corpus (epochs {training['recipe']['epochs']}" in told
        )
        training = training.get("on")
    assert found == told.count("messages of the corpus") > 1
