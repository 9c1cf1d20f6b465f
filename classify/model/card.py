"""Write the model card and the transparency record: words as templates, every number from manifest, figures, system.

Source: Algorithmic Transparency Recording Standard (UK government), version 3, tiers 1 and 2.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.encoder.encoder import WEIGHTS as ENCODER_WEIGHTS
from classify.labels import Flag, Subject
from classify.model.linear import HERE
from classify.model.measures import FAIRLY_SURE_FROM, SURE_FROM
from classify.model.report import BESIDE, GOALS
from classify.rulebook import rule_files

TEMPLATES = HERE / "cards"
FIGURES = HERE / "figures.json"
"""What was last measured of the packaged model; a trained one has its own beside its weights."""
TO_FILL_IN = "TO FILL IN"
FINAL = "test"
DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Hold what the record says of who runs Putright and how; a project's own record leaves the council open."""

    organisation: str = TO_FILL_IN
    team: str = TO_FILL_IN
    contact: str = TO_FILL_IN
    blind_share: float = 0.05
    learns: bool = False


def read_figures(path: Path = FIGURES) -> dict[str, Any]:
    """Return what was measured of a model."""
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def figures_of_splits(version: str, found: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Return the figures of each split in the form they are kept in, with the version they were measured of."""
    kept = ("messages", *GOALS, *BESIDE)
    return {
        "version": version,
        "splits": {split: {name: round(values[name], 4) for name in kept} for split, values in found.items()},
    }


def write_card(manifest: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """Return the model card of the model that has this manifest."""
    return _fill("model-card.md", {**model_facts(manifest), **measured_facts(manifest, measured)})


def write_record(manifest: Mapping[str, Any], measured: Mapping[str, Any], installation: Installation) -> str:
    """Return the transparency record of one installation."""
    own = {
        "organisation": installation.organisation,
        "team": installation.team,
        "contact": installation.contact,
        "blind_share": f"{100 * installation.blind_share:.0f}",
        "learning": "switched on" if installation.learns else "switched off",
    }
    return _fill("transparency-record.md", {**model_facts(manifest), **measured_facts(manifest, measured), **own})


def model_facts(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return what the manifest and the rule files say, as words for the templates."""
    trained = manifest["trained_on_messages"]
    own = manifest.get("own_examples", 0)
    whose = f"{own:,} of them pseudonymised corrections of this council" if own else "all invented"
    thresholds = {**manifest["subject_thresholds"], **manifest["flag_thresholds"]}
    tools = {**manifest["encoder"]["trained_with"], **manifest["trained_with"]}
    return {
        "kind_of_model": str(
            manifest.get(
                "what_it_is",
                "A small encoder trained further for this, weighed with linear heads over words and letters",
            )
        ),
        "version": manifest["version"],
        "weights": manifest["weights_sha256"],
        "corpus": manifest["corpus_sha256"],
        "messages": f"{trained:,}",
        "trained_on": f"{trained:,} messages, {whose}; one writer in eight is kept back for measuring.",
        **_encoder_facts(manifest["encoder"]),
        "trained_with": ", ".join(f"{name} {version}" for name, version in sorted(tools.items())),
        "subjects": str(len(Subject)),
        "flags": str(len(Flag)),
        "rules": str(sum(len(file.rules) for file in rule_files().values())),
        "thresholds": _table(("label", "said from"), [(name, f"{value:.3f}") for name, value in thresholds.items()]),
        "thresholds_count": str(len(thresholds)),
        "source": f"Of {manifest['version']}.",
    }


def _encoder_facts(encoder: Mapping[str, Any]) -> dict[str, str]:
    base = encoder["base"]
    taught = (_taught(one) for one in _trainings(encoder))
    return {
        "encoder": f"`{encoder['name']}`, SHA-256 `{encoder['files'][ENCODER_WEIGHTS]}`",
        "base": f"{base['name']}, {base['licence']} licence, SHA-256 `{base['sha256']}`",
        "encoder_corpus": encoder["corpus_sha256"],
        "encoder_trained_on": ", after a training on ".join(taught),
    }


def _trainings(encoder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what an encoder's manifest says of its training, and of each that this one went on from."""
    following: Mapping[str, Any] | None = encoder
    while following:
        yield following
        following = following.get("on")


def _taught(training: Mapping[str, Any]) -> str:
    recipe = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in training["recipe"].items())
    return f"{training['trained_on_messages']:,} messages of the corpus ({recipe})"


def measured_facts(manifest: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, str]:
    """Return what was measured, as words for the templates; it says so if that was of another model."""
    splits = measured["splits"]
    final = splits[FINAL]
    named = {name: words for name, (words, _, _) in GOALS.items()} | dict(BESIDE)
    goals = {name: f"{'at least' if more else 'under'} {goal:.2f}" for name, (_, goal, more) in GOALS.items()}
    heads = [f"{split} split ({values['messages']:,.0f} messages)" for split, values in splits.items()]
    rows = [
        (words, *(f"{values[name]:.{DIGITS}f}" for values in splits.values()), goals.get(name, ""))
        for name, words in named.items()
    ]
    stale = measured["version"] != manifest["version"]
    return {
        "figures": _table(("", *heads, "goal"), rows),
        "stale": f" **These figures are of {measured['version']}, not of this model.**" if stale else "",
        "sure_from": f"{SURE_FROM:.2f}",
        "fairly_sure_from": f"{FAIRLY_SURE_FROM:.2f}",
        "danger_recall": f"{final['danger_recall']:.2f}",
        "danger_at_least": f"{final['danger_recall_at_least']:.2f}",
        "behaviour": f"{final['behaviour_on_hard_negatives']:.2f}",
        "performance": "; ".join(f"{GOALS[name][0]} {final[name]:.2f}" for name in GOALS)
        + f" (test split, {final['messages']:,.0f} messages by writers whose words were never trained on).",
    }


def _fill(template: str, facts: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return text.format_map(facts)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
