"""Take the values out of one table of ``mailboxes.toml``, and note every fault with its cure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one table and the list that its faults are noted in."""

    values: Mapping[str, Any]
    faults: list[str]

    def fault(self, words: str) -> None:
        """Note a fault of this table."""
        self.faults.append(f"[[mailbox]] {self.values.get('name', '(no name)')}: {words}")

    def know_only(self, keys: frozenset[str], words: str = "") -> None:
        """Note every key that is not one of these."""
        for key in sorted(set(self.values) - keys):
            self.fault(f"{key} {words}" if words else f"unknown key {key!r}. Known are {', '.join(sorted(keys))}.")

    def need(self, keys: Iterable[str]) -> None:
        """Note every key of these that is missing."""
        for key in keys:
            if not self.values.get(key):
                self.fault(f"{key} is missing.")

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        self.fault(f"{key} must be a text in quotes.")
        return default

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        value = self.values.get(key, default)
        if isinstance(value, (list, tuple)) and value and all(isinstance(one, str) and one for one in value):
            return tuple(dict.fromkeys(value))
        if key in self.values:
            self.fault(f'{key} must be a list of texts: ["INBOX"].')
        return default

    def number(self, key: str, default: int) -> int:
        """Return a whole number that can be a port."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65_536:
            return value
        self.fault(f"{key} must be a whole number from 1 to 65535.")
        return default

    def day(self, key: str) -> date | None:
        """Return a date, None if there is none."""
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(f"{key} must be a date without quotes: 2027-03-01.")
        return None

    def secret(self, what: str, environment: Mapping[str, str], *, needed: bool) -> str:
        """Return a secret from the variable or the file that the row names; it never stands in the row itself."""
        file, name = self.text(f"{what}_file"), self.text(f"{what}_env")
        if file:
            return self.file(f"{what}_file", file).strip()
        if not environment.get(name) and (needed or name):
            self.fault(f"no {what}. Name a variable ({what}_env) or a file ({what}_file) that holds it.")
        return environment.get(name, "")

    def file(self, key: str, path: str) -> str:
        """Return the text of a file that the row names."""
        try:
            return Path(path).read_text(encoding="utf-8")
        except OSError as error:
            self.fault(f"{key} cannot be read ({error.strerror}).")
        except UnicodeDecodeError:
            self.fault(f"{key} is not a text file.")
        return ""
