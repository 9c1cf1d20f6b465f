"""Load when messages count as alike, and how many letters may go to one address: numbers, each with its reason."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

THRESHOLDS_FILE = Path(__file__).with_name("thresholds.toml")


class ThresholdsError(ValueError):
    """The table of thresholds is wrong; the message lists every fault with file and key. Correct the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Hold when two messages are nearly the same; the reasons stand in ``config/thresholds.toml``."""

    fewest_words: int
    most_characters: int
    shared_percent: int
    shared_runs: int
    campaign_mails: int
    candidates: int
    look_back_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLimits:
    """Hold how many letters may leave to one address, and in all; the reasons stand beside them."""

    letters_an_hour: int
    letters_a_day: int
    same_letter_minutes: int
    team_letters_an_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Hold both groups."""

    likeness: Likeness
    post: PostLimits


GROUPS: dict[str, type[Likeness | PostLimits]] = {"likeness": Likeness, "post": PostLimits}


@cache
def default_thresholds() -> Thresholds:
    """Return the thresholds that come with Putright."""
    return load_thresholds(THRESHOLDS_FILE)


def load_thresholds(path: Path) -> Thresholds:
    """Return the thresholds of a TOML file, checked as a whole.

    Raises: ThresholdsError naming every missing, unknown or wrong entry.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path.name}: cannot be read: {error}"
        raise ThresholdsError(msg) from error
    faults = [f"{path.name}: {name}: no such group; take it out" for name in table if name not in GROUPS]
    for group, kind in GROUPS.items():
        names = [field.name for field in fields(kind)]
        entries = table.get(group, {})
        faults += [f"{path.name}: {group}.{n}: no such number; take it out" for n in entries if n not in names]
        faults += [f"{path.name}: {group}.{n}: {fault}" for n in names if (fault := _fault_of(entries.get(n)))]
    if faults:
        raise ThresholdsError("\n".join(faults))
    likeness = {name: entry["value"] for name, entry in table["likeness"].items()}
    post = {name: entry["value"] for name, entry in table["post"].items()}
    return Thresholds(likeness=Likeness(**likeness), post=PostLimits(**post))


def _fault_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "is missing; write a table with value and why"
    value, why = entry.get("value"), entry.get("why")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return "value must be a whole number above 0"
    if not isinstance(why, str) or not why.strip():
        return "why must say the reason for the number"
    return ""
