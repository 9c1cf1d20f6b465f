"""Load the words that no letter may hold, from ``forbidden.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "forbidden.toml"


@cache
def forbidden(name: str) -> tuple[re.Pattern[str], ...]:
    """Return one list of forbidden words as patterns that take no notice of case.

    Raises: KeyError if there is no such list.
    """
    lists = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in lists[name])


def is_foul(text: str) -> bool:
    """Say whether a text has a swear word or an insult in it."""
    return any(pattern.search(text) for pattern in forbidden("foul"))
