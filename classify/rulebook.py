"""Read the rule files of ``phrases/``: each holds one code, the question it answers, its source, and its rules.

A rule has phrases (see ``patterns``), near misses that take it out (``not_if``), and examples that must hit and must be
missed; the tests run every example.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

PHRASES = Path(__file__).parent / "phrases"
LISTS_FILE = "lists.toml"


class RuleFileError(ValueError):
    """A rule file is wrong; the message names the file, the rule and the cure."""


class Strength(StrEnum):
    """How much a rule may do on its own.

    ``wide`` decides in the safety screen, where no danger may be missed, and only leans in the reading, where a model
    is heard too.
    """

    DECIDES = "decides"
    WIDE = "wide"
    SUPPORTS = "supports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Hold one phrase rule as its file gives it.

    ``note`` is what a finding by it carries, ``also`` names further codes it means: a threat of blows is assault too.
    """

    id: str
    code: str
    strength: Strength
    phrases: tuple[str, ...]
    not_if: tuple[str, ...] = ()
    hit: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """Hold one file of ``phrases/``: the code, the question it answers, where the question comes from, the rules."""

    code: str
    question: str
    source: str
    rules: tuple[Rule, ...]


@lru_cache(maxsize=1)
def word_lists() -> dict[str, tuple[str, ...]]:
    """Return the named lists of words that phrases refer to."""
    raw = tomllib.loads((PHRASES / LISTS_FILE).read_text(encoding="utf-8"))
    return {name: tuple(words.split()) for name, words in raw.items()}


@lru_cache(maxsize=1)
def rule_files() -> dict[str, RuleFile]:
    """Return every rule file by its code.

    Raises: RuleFileError naming every fault found, if a file is not complete.
    """
    files = [_read_file(path) for path in sorted(PHRASES.glob("*.toml")) if path.name != LISTS_FILE]
    ids = [rule.id for file in files for rule in file.rules]
    twice = sorted({rule for rule in ids if ids.count(rule) > 1})
    if twice:
        message = f"rule ids used twice: {', '.join(twice)}; give each its own"
        raise RuleFileError(message)
    return {file.code: file for file in files}


def _read_file(path: Path) -> RuleFile:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        rules = tuple(_read_rule(raw["code"], rule) for rule in raw["rule"])
        return RuleFile(code=raw["code"], question=raw["question"], source=raw["source"], rules=rules)
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path.name}: {error!r}; docs/flags.md says what a rule file holds"
        raise RuleFileError(message) from error


def _read_rule(code: str, raw: dict[str, Any]) -> Rule:
    return Rule(
        id=raw["id"],
        code=code,
        strength=Strength(raw["strength"]),
        phrases=tuple(raw["phrases"]),
        not_if=tuple(raw.get("not_if", ())),
        hit=tuple(raw["hit"]),
        missed=tuple(raw["missed"]),
        note=raw.get("note", ""),
        also=tuple(raw.get("also", ())),
    )
