"""Say of the cases that wait what each waits for, and on which day somebody asks again; reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import Matter, Parking
from cases.states import MATTER_ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFacts:
    """Hold what one case waits for: the reasons of its parkings, earliest day first, and its open matters' states."""

    reasons: tuple[str, ...] = ()
    why: str = ""
    look_again_on: date | None = None
    states: frozenset[str] = frozenset()
    stages: tuple[int, ...] = ()


def find_waits(case_ids: Iterable[int]) -> dict[int, WaitFacts]:
    """Return what each of these cases waits for, in two queries."""
    ids = list(case_ids)
    parkings: dict[int, list[Parking]] = defaultdict(list)
    for row in Parking.objects.filter(case__in=ids, ended_on=None).order_by("ask_again_on", "pk"):
        parkings[row.case_id].append(row)
    matters: dict[int, list[tuple[str, int]]] = defaultdict(list)
    open_matters = Matter.objects.filter(case__in=ids).exclude(state__in=MATTER_ENDED)
    for case_id, state, stage in open_matters.values_list("case_id", "state", "stage"):
        matters[case_id].append((state, stage))
    return {case_id: _facts(parkings[case_id], matters[case_id]) for case_id in ids}


def look_again_days() -> dict[int, date]:
    """Return the first day on which somebody asks again, of every case of which something is parked."""
    rows = Parking.objects.filter(ended_on=None).order_by("-ask_again_on")
    return dict(rows.values_list("case_id", "ask_again_on"))


def _facts(parkings: list[Parking], matters: list[tuple[str, int]]) -> WaitFacts:
    first = parkings[0] if parkings else None
    return WaitFacts(
        reasons=tuple(dict.fromkeys(row.reason for row in parkings)),
        why=first.why if first else "",
        look_again_on=first.ask_again_on if first else None,
        states=frozenset(state for state, _ in matters),
        stages=tuple(sorted({stage for _, stage in matters})),
    )
