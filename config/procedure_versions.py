"""Keep the versions of each procedure side by side, and find the one in force on a day.

A council's page changes, and the cases of the old page go on under it. Each version is a file of its own with the same
id; the version in force on the day of receipt is the case's for good.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from config.procedure import Procedure
from config.procedure_packs import Pack
from config.toml_tables import Faults

DAY = timedelta(days=1)


class Procedures(Mapping[str, Procedure]):
    """Hold every version of every procedure. As a mapping it gives the newest version of each by its id."""

    def __init__(self, versions: Mapping[str, tuple[Procedure, ...]]) -> None:
        """Keep the versions by id, oldest first."""
        self._versions = MappingProxyType(dict(versions))

    def __getitem__(self, id_: str) -> Procedure:
        """Return the newest version of a procedure."""
        return self._versions[id_][-1]

    def __iter__(self) -> Iterator[str]:
        """Yield each id once."""
        return iter(self._versions)

    def __len__(self) -> int:
        """Return how many procedures there are."""
        return len(self._versions)

    def versions(self, id_: str) -> tuple[Procedure, ...]:
        """Return every version of a procedure, oldest first, none if there is no such procedure."""
        return self._versions.get(id_, ())

    def every_version(self) -> tuple[Procedure, ...]:
        """Return every version of every procedure."""
        return tuple(version for versions in self._versions.values() for version in versions)

    def on(self, day: date) -> Mapping[str, Procedure]:
        """Return each procedure as it is in force on a day."""
        return MappingProxyType(procedures_on(self.every_version(), day))


def procedures_on(procedures: Iterable[Procedure], on: date) -> dict[str, Procedure]:
    """Return by its id the version of each procedure that was in force on a day: the day a complaint was received.

    Where none was, the nearest stands: before the first the first, after the last the last. Its dates tell the reader,
    and routing asks a person which one applied.
    """
    found: dict[str, Procedure] = {}
    for procedure in sorted(procedures, key=lambda one: one.valid_from):
        if procedure.id not in found or procedure.valid_from <= on:
            found[procedure.id] = procedure
    return found


def arrange_versions(ours: Iterable[Pack], own: Iterable[Pack], faults: Faults) -> dict[str, tuple[Pack, ...]]:
    """Return the versions of each pack by id, oldest first, each ending on the eve of the next.

    A council's own packs of an id follow those that come with Putright, and take the place of all that begin on the
    same day or later. Two versions that overlap, and days between versions on which none is in force, are faults.
    """
    ours_by_id, own_by_id = _by_id(ours), _by_id(own)
    found = {}
    for id_ in {**ours_by_id, **own_by_id}:
        theirs = _in_order(own_by_id.get(id_, ()), faults)
        before = _in_order(ours_by_id.get(id_, ()), faults)
        if theirs:
            begins = theirs[0].procedure.valid_from
            kept = [pack for pack in before if pack.procedure.valid_from < begins]
            before = tuple(_ended(pack, begins - DAY) for pack in kept)
        found[id_] = _joined((*before, *theirs), faults)
    return found


def _by_id(packs: Iterable[Pack]) -> dict[str, list[Pack]]:
    found: dict[str, list[Pack]] = {}
    for pack in packs:
        found.setdefault(pack.procedure.id, []).append(pack)
    return found


def _in_order(packs: Sequence[Pack], faults: Faults) -> tuple[Pack, ...]:
    """Return one folder's versions of one procedure, oldest first; two that share a day are a fault."""
    # A version whose dates cannot be read has its fault already, and no place among the others.
    dated = sorted((p for p in packs if "valid_from" not in p.broken), key=lambda pack: pack.procedure.valid_from)
    for earlier, later in pairwise(dated):
        begins, ends = later.procedure.valid_from, earlier.procedure.valid_to
        if begins == earlier.procedure.valid_from:
            cure = "give the newer one the day it begins to apply"
            faults.add(later.file, "valid_from", f"is {begins}, as in {earlier.file}", cure)
        elif ends and ends >= begins and "valid_to" not in earlier.broken:
            cure = f"write {begins - DAY} there, or leave valid_to out: it ends where the next version begins"
            faults.add(earlier.file, "valid_to", f"is {ends}, and {later.file} begins on {begins}", cure)
    return tuple(dated) or tuple(packs)


def _joined(packs: tuple[Pack, ...], faults: Faults) -> tuple[Pack, ...]:
    """Return versions in order, each open one ended on the eve of the next; days without any are a fault."""
    found = []
    for pack, following in zip(packs, (*packs[1:], None), strict=True):
        begins = following.procedure.valid_from if following else None
        ends = pack.procedure.valid_to
        if begins and ends and ends < begins - DAY and "valid_to" not in pack.broken and following:
            cure = f"write {begins - DAY}, or leave valid_to out: it ends where the next version begins"
            problem = f"is {ends}, and {following.file} begins on {begins}: nothing is in force between"
            faults.add(pack.file, "valid_to", problem, cure)
        found.append(_ended(pack, begins - DAY) if begins else pack)
    return tuple(found)


def _ended(pack: Pack, on: date) -> Pack:
    """Return a version that ends on a day at the latest."""
    ends = pack.procedure.valid_to
    return replace(pack, procedure=replace(pack.procedure, valid_to=min(ends or on, on)))
