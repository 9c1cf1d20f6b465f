"""Read TOML tables with every fault kept: file, key, what is wrong, and the cure; nothing stops at the first one."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

NOT_STATED = "not stated"
"""What a pack writes where its source says nothing. TOML has no null, and a missing key may be a slip."""
UNSPECIFIED = "unspecified"
"""What a pack writes where its source gives a number and leaves open of what, or from when."""

ChosenT = TypeVar("ChosenT", bound=StrEnum)


class ConfigError(Exception):
    """Some packs cannot be used; ``faults`` names every one: file, key, problem and cure."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep the faults, and say all of them at once."""
        super().__init__("\n".join((f"{len(faults)} fault(s) in the configuration files:", *faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Faults:
    """Collect faults while packs are read."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, key: str, problem: str, cure: str) -> None:
        """Keep one fault; the same one is not said twice."""
        words = f"{file}: {key}: {problem}; {cure}"
        if words not in self.found:
            self.found.append(words)

    def raise_if_any(self) -> None:
        """Raise: ConfigError holding all faults, if there are any."""
        if self.found:
            raise ConfigError(tuple(self.found))


class Table:
    """Read one TOML table key by key; a wrong or unknown key is a fault, and a harmless value stands in for it."""

    def __init__(self, values: Mapping[str, Any], *, file: str, path: str, faults: Faults) -> None:
        """Keep the values with the name of their file and their place in it."""
        self._values = values
        self._seen: set[str] = set()
        self._faulty: set[str] = set()
        self.file = file
        self.path = path
        self.faults = faults

    def fault(self, key: str, problem: str, cure: str) -> None:
        """Keep a fault about one key of this table."""
        self._faulty.add(key)
        self.faults.add(self.file, f"{self.path}.{key}" if self.path else key, problem, cure)

    def has(self, key: str) -> bool:
        """Say whether the key is written."""
        return key in self._values

    def is_sound(self, *keys: str) -> bool:
        """Say whether no fault was found at these keys: what follows from a faulty value is no fault of its own."""
        return not self._faulty.intersection(keys)

    @property
    def faulty_keys(self) -> frozenset[str]:
        """Return the keys at which a fault was found."""
        return frozenset(self._faulty)

    def is_not_stated(self, key: str) -> bool:
        """Say whether the pack writes that its source says nothing about this key."""
        return self.says(key, NOT_STATED)

    def says(self, key: str, words: str) -> bool:
        """Say whether the key holds exactly these words."""
        return bool(self._take(key) == words)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a string; without a default it must be written and not empty."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        self.fault(key, f"is {value!r}", "write some text in quotation marks")
        return default or ""

    def stated_text(self, key: str) -> str:
        """Return a string, "" where the pack writes that its source says nothing; one of the two must be written."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return "" if value == NOT_STATED else value
        self.fault(key, f"is {value!r}", f'write some text in quotation marks, or "{NOT_STATED}"')
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty if it is not written."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, f"is {value!r}", 'write a list of texts, as ["first", "second"]')
        return ()

    def number(self, key: str, *, default: int | None = None) -> int:
        """Return a whole number above 0."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(key, f"is {value!r}", "write a whole number, 1 or more")
        return 1

    def flag(self, key: str) -> bool:
        """Return true or false; false if it is not written."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(key, f"is {value!r}", "write true or false")
        return False

    def day(self, key: str) -> date:
        """Return a date; it must be written."""
        value = self._take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.fault(key, f"is {value!r}", "write a date as 2026-04-01, without quotation marks")
        return date(1900, 1, 1)

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None if it is not written."""
        return self.day(key) if self.has(key) else None

    def choice(self, key: str, kind: type[ChosenT], *, default: ChosenT | None = None) -> ChosenT:
        """Return one value of a closed list."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.fault(key, f"is {value!r}", f"write one of {', '.join(kind)}")
        return default or next(iter(kind))

    def stated_choice(self, key: str, kind: type[ChosenT]) -> ChosenT | None:
        """Return one value of a closed list, None where the page leaves it open ("unspecified")."""
        if self.says(key, UNSPECIFIED):
            return None
        value = self._take(key)
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.fault(key, f"is {value!r}", f"write one of {UNSPECIFIED}, {', '.join(kind)}")
        return None

    def table(self, key: str) -> "Table | None":
        """Return the table under a key, None if it is not written."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return self._inside(value, key)
        self.fault(key, f"is {value!r}", "write a table, as { n = 5, ... }")
        return None

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Return the tables listed under a key, empty if it is not written."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return tuple(self._inside(item, f"{key}[{index}]") for index, item in enumerate(value, start=1))
        self.fault(key, f"is {value!r}", f"write a list of tables, each under [[{key}]]")
        return ()

    def keys(self) -> tuple[str, ...]:
        """Return every key written, for tables whose keys are free."""
        return tuple(self._values)

    def finish(self) -> None:
        """Report keys nobody asked for: a misspelt key would otherwise be lost in silence."""
        for key in self._values:
            if key not in self._seen:
                near = get_close_matches(key, self._seen, n=1)
                cure = f"correct its spelling{f', perhaps to {near[0]},' if near else ''} or take it out"
                self.fault(key, "is not known here", f"{cure}; known are {', '.join(sorted(self._seen))}")

    def _take(self, key: str) -> Any:
        self._seen.add(key)
        return self._values.get(key)

    def _inside(self, values: Mapping[str, Any], key: str) -> "Table":
        return Table(values, file=self.file, path=f"{self.path}.{key}" if self.path else key, faults=self.faults)


def read_tables(folders: tuple[Path, ...], faults: Faults) -> Iterator[tuple[Path, Table]]:
    """Yield the table of every ``*.toml`` file of the folders, in order of name; an unreadable file is a fault."""
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            try:
                values = tomllib.loads(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                faults.add(str(file.name), "file", f"cannot be read: {error}", "correct it or take it away")
                continue
            yield file, Table(values, file=file.name, path="", faults=faults)
