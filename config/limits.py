"""Load how much Putright reads before it stops and asks a person: one table of numbers, each with its reason."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

LIMITS_FILE = Path(__file__).with_name("limits.toml")


class LimitsError(ValueError):
    """The table of limits is wrong; the message lists every fault with file and key. Correct the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold the limits; each name's unit is its last word. The reasons stand in ``config/limits.toml``."""

    mail_bytes: int
    max_header_bytes: int
    max_parts: int
    max_nesting: int
    max_body_characters: int
    document_bytes: int
    document_pages: int
    document_characters: int
    document_nesting: int
    ocr_pages: int
    table_pages: int
    form_fields: int
    image_pixels: int
    ocr_pixels: int
    zip_members: int
    zip_expanded_bytes: int
    zip_expansion_ratio: int
    csv_rows: int
    item_seconds: int
    item_end_seconds: int
    stall_seconds: int
    patient_seconds: int
    patient_end_seconds: int
    patient_stall_seconds: int
    item_characters: int
    cpu_seconds: int
    memory_bytes: int
    answer_bytes: int
    documents_per_child: int
    ocr_page_seconds: int
    ocr_memory_bytes: int
    fetch_mails: int
    fetch_bytes: int
    fetch_piece_bytes: int
    kept_mail_bytes: int


@cache
def default_limits() -> Limits:
    """Return the limits that come with Putright."""
    return load_limits(LIMITS_FILE)


def load_limits(path: Path) -> Limits:
    """Return the limits of a TOML file, checked as a whole.

    Raises: LimitsError naming every missing, unknown or wrong entry.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path.name}: cannot be read: {error}"
        raise LimitsError(msg) from error
    names = [field.name for field in fields(Limits)]
    faults = [f"{path.name}: {name}: no such limit; take it out" for name in table if name not in names]
    faults += [f"{path.name}: {name}: {fault}" for name in names if (fault := _fault_of(table.get(name)))]
    if faults:
        raise LimitsError("\n".join(faults))
    return Limits(**{name: table[name]["value"] for name in names})


def _fault_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "is missing; write a table with value and why"
    value, why = entry.get("value"), entry.get("why")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return "value must be a whole number above 0"
    if not isinstance(why, str) or not why.strip():
        return "why must say the reason for the number"
    return ""
