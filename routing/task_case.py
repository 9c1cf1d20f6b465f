"""Hold what tasks follow from, and one task that a case asks for."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from classify.labels import Flag, Kind, Route
from classify.reading import Fact, FactField


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterNow:
    """Hold one matter as it stands: its route, why it is not taken ("" if it is), and who is to answer it."""

    number: int
    route: Route
    reason: str = ""
    responder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCase:
    """Hold all that tasks follow from. ``words`` are the writer's own, of each message of the case.

    ``is_statement_open``: at stage 2 of the statutory procedure, and the statement is not agreed yet; ``is_spoken``:
    stage 2 was asked for by word of mouth. ``notes`` say who or which for a flag ("mp"). ``earlier`` are the people
    who answered at an earlier stage.
    """

    kind: Kind
    stage: str = ""
    flags: frozenset[Flag] = frozenset()
    notes: Mapping[Flag, str] = field(default_factory=dict)
    matters: tuple[MatterNow, ...] = ()
    facts: tuple[Fact, ...] = ()
    words: tuple[str, ...] = ()
    is_statement_open: bool = False
    is_spoken: bool = False
    earlier: tuple[str, ...] = ()

    def values(self, wanted: FactField) -> tuple[str, ...]:
        """Return what the writer gave for a fact."""
        return tuple(fact.value for fact in self.facts if fact.field is wanted)

    def says(self, pattern: re.Pattern[str]) -> str:
        """Return the first words of the writer that fit, "" if none do."""
        found = next((match for words in self.words if (match := pattern.search(words))), None)
        return " ".join(found.group().split()) if found else ""

    def has_route(self, route: Route) -> bool:
        """Say whether a matter of this case goes through a procedure."""
        return any(matter.route is route for matter in self.matters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold one task that a case asks for; ``because`` adds what this case has to say to it, "" if nothing."""

    kind: str
    matter: int = 0
    because: str = ""

    @property
    def key(self) -> str:
        """Return what names its cause, so that it is raised once."""
        return f"asked:{self.kind}:{self.matter}"


Rule = Callable[[TaskCase], Iterator[Asked]]
"""Yields what a case asks for by one rule."""
