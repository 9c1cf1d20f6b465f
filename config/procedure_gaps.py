"""Fill what a page leaves open from its default pack, marked as such, and name what stays open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from config.procedure import Limit, Procedure, ProcedureStage, named_limits
from config.procedure_packs import Pack
from config.toml_tables import Faults

Versions = Mapping[str, Sequence[Pack]]
"""Every version of every pack by its id, oldest first."""


def fill_gaps(packs: Versions, announced: frozenset[str], faults: Faults) -> dict[str, tuple[Procedure, ...]]:
    """Return every version of every procedure by its id, oldest first, its gaps filled from its default pack.

    Where the default changes while a page stays as it is, the page's version is parted on that day: from then on the
    default's new value stands in its gaps. ``announced`` names the packs whose files could not be read: to name one as
    default is no second fault.
    """
    filling = _Filling(packs, announced, faults)
    return {id_: tuple(part for pack in versions for part in filling.parts(pack)) for id_, versions in packs.items()}


def version_on(packs: Sequence[Pack], on: date) -> Pack:
    """Return the version in force on a day; before the first that is the first, after the last the last."""
    begun = [pack for pack in packs if pack.procedure.valid_from <= on]
    return begun[-1] if begun else packs[0]


class _Filling:
    """Fill packs from each other; holds what every filling needs, and changes nothing but the faults."""

    def __init__(self, packs: Versions, announced: frozenset[str], faults: Faults) -> None:
        self._packs = packs
        self._announced = announced
        self._faults = faults

    def parts(self, pack: Pack) -> tuple[Procedure, ...]:
        """Return a pack filled, parted on each day on which what fills it changes."""
        own = pack.procedure
        if self._misses_default(pack, ()):
            return (own,)
        starts = sorted({own.valid_from, *self._changes(pack, ())})
        ends = [*(start - timedelta(days=1) for start in starts[1:]), own.valid_to]
        found = []
        for start, end in zip(starts, ends, strict=True):
            filled, broken = self._fill(pack, start)
            self._check_examples(filled, pack, broken)
            found.append(replace(filled, valid_from=start, valid_to=end))
        return tuple(found)

    def _misses_default(self, pack: Pack, above: tuple[str, ...]) -> bool:
        """Say whether a pack's default, or that one's own, is not there; name the fault at the pack that names it."""
        id_, own = pack.procedure.default, pack.procedure.id
        if "default" in pack.broken or id_ in self._announced - set(self._packs):
            return True
        if not id_:
            if "acknowledgement" in pack.open_slots and not above:
                cure = 'write default = "statutory_default", "corporate_default" or a pack of your own'
                self._faults.add(pack.file, "acknowledgement", "is not stated and there is no default", cure)
            return "acknowledgement" in pack.open_slots
        if id_ not in self._packs or id_ in (*above, own):
            if not above:
                problem = f"is {id_!r}, which is no pack or leads back here"
                self._faults.add(pack.file, "default", problem, f"name one of {', '.join(sorted(self._packs))}")
            return True
        return any(self._misses_default(version, (*above, own)) for version in self._packs[id_])

    def _changes(self, pack: Pack, above: tuple[str, ...]) -> set[date]:
        """Return the days after a pack's first on which another version of what fills it begins."""
        own = pack.procedure
        if not own.default or own.default in above:
            return set()
        versions = self._packs[own.default]
        # Before its first version nothing else fills the gaps, so the first begins no new part.
        found = {version.procedure.valid_from for version in versions[1:]}
        for version in versions:
            found |= self._changes(version, (*above, own.id))
        return {day for day in found if day > own.valid_from and (own.valid_to is None or day <= own.valid_to)}

    def _fill(self, pack: Pack, on: date) -> tuple[Procedure, frozenset[str]]:
        """Return a pack filled as on one day, and the names of what is faulty in it or in what fills it."""
        own = pack.procedure
        if not own.default:
            return _with_open(own, pack), pack.broken
        default, broken = self._fill(version_on(self._packs[own.default], on), on)
        acknowledgement = own.acknowledgement
        if "acknowledgement" in pack.open_slots:
            acknowledgement = _stand_in(default.acknowledgement, default.id)
        time_to_complain = own.time_to_complain
        if "time_to_complain" in pack.open_slots and default.time_to_complain:
            standing = default.time_to_complain
            default_of = standing.default_of or default.id
            time_to_complain = replace(standing, is_default=True, default_of=default_of)
        filled = replace(
            own,
            acknowledgement=acknowledgement,
            time_to_complain=time_to_complain,
            stages=tuple(_filled_stage(stage, default, pack.open_slots) for stage in own.stages),
        )
        return _with_open(filled, pack), pack.broken | broken

    def _check_examples(self, procedure: Procedure, pack: Pack, broken: frozenset[str]) -> None:
        named = named_limits(procedure)
        if "stages" in broken:
            return
        for number, example in enumerate(procedure.examples, start=1):
            # An example without a readable name has its fault already.
            if example.what and example.what not in named and example.what not in broken:
                cure = f"write one of {', '.join(named)}"
                self._faults.add(pack.file, f"examples[{number}].what", f"{example.what!r} names no limit", cure)


def _with_open(procedure: Procedure, pack: Pack) -> Procedure:
    known = set(named_limits(procedure))
    known |= {f"stage {stage.number} milestones" for stage in procedure.stages if stage.milestones}
    known |= {"time_to_complain"} if procedure.time_to_complain else set()
    return replace(procedure, not_stated=tuple(sorted(pack.open_slots - known)))


def _stand_in(limit: Limit, default: str) -> Limit:
    """Return a default's limit as it stands in a gap: marked, with the pack it comes from."""
    return replace(limit, is_default=True, default_of=limit.default_of or default)


def _filled_stage(stage: ProcedureStage, procedure: Procedure, open_slots: frozenset[str]) -> ProcedureStage:
    default = next((other for other in procedure.stages if other.number == stage.number), None)
    if default is None:
        return stage

    def either(slot: str, own: Limit | None, other: Limit | None) -> Limit | None:
        is_open = f"stage {stage.number} {slot}" in open_slots
        return _stand_in(other, procedure.id) if is_open and other else own

    stage = replace(
        stage,
        limit=either("limit", stage.limit, default.limit),
        acknowledgement=either("acknowledgement", stage.acknowledgement, default.acknowledgement),
        next_stage_request=either("next_stage_request", stage.next_stage_request, default.next_stage_request),
    )
    if default.maximum and _extends(default.maximum, stage):
        stage = replace(stage, maximum=either("maximum", stage.maximum, default.maximum))
    if f"stage {stage.number} milestones" in open_slots:
        marked = tuple(replace(m, limit=_stand_in(m.limit, procedure.id)) for m in default.milestones)
        stage = replace(stage, milestones=marked)
    return stage


def _extends(maximum: Limit, stage: ProcedureStage) -> bool:
    # A default's maximum that counts from another event, or ends sooner, would contradict the page's own limit.
    own = stage.limit
    return own is not None and (own.anchor, own.unit) == (maximum.anchor, maximum.unit) and own.n <= maximum.n
