"""Say which matters of a case are open, which its letter speaks of, and by which procedure each goes."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from cases.desk import desk_procedures
from cases.models import Case, Matter
from cases.states import MATTER_ENDED, MATTER_WAITS, MatterState
from classify.labels import Route
from config.procedure import Family, Procedure
from config.procedure_versions import procedures_on

GONE = frozenset({MatterState.SPLIT, MatterState.MERGED, MatterState.WITHDRAWN})
"""A matter in one of these states stands in no letter: it lives on elsewhere, or the person wants no more of it."""


def received_on(case: Case) -> date:
    """Return the day a case was received, in London."""
    return timezone.localdate(case.received_at)


def open_matters(case: Case) -> list[Matter]:
    """Return the matters of a case that have not ended."""
    return [matter for matter in case.matters.all() if MatterState(matter.state) not in MATTER_ENDED]


def letter_matters(case: Case) -> list[Matter]:
    """Return the matters that a letter of the stage a case is at speaks of.

    At a later stage these are the matters that have come to it, and those that no procedure takes of which the person
    has not been told; where none has come to it, all that are not gone.
    """
    found = [matter for matter in case.matters.all() if MatterState(matter.state) not in GONE]
    stage = int(case.stage) if case.stage.isdigit() else 0
    here = [m for m in found if m.stage == stage and m.state != MatterState.FINISHED]
    return [m for m in found if m in here or _is_untold(m)] if here else found


def has_gate(matter: Matter, case: Case, stage: int) -> bool:
    """Say whether somebody must agree before a matter comes to a stage; never in a statutory procedure."""
    procedure = procedure_of(matter, case)
    if procedure is None or procedure.family is Family.STATUTORY or stage > len(procedure.stages):
        return False
    return bool(procedure.stages[stage - 1].gate)


def procedure_of(matter: Matter, case: Case) -> Procedure | None:
    """Return the procedure a matter goes by, in the version of the day its case was received."""
    return procedures_on(desk_procedures(), received_on(case)).get(matter.procedure)


def _is_untold(matter: Matter) -> bool:
    state = MatterState(matter.state)
    return matter.route == Route.OUT_OF_SCOPE and state not in MATTER_ENDED | MATTER_WAITS


def lives_on_in(matter: Matter) -> tuple[int, ...]:
    """Return the numbers of the matters in which a split or merged one lives on; () for any other."""
    if matter.state == MatterState.MERGED and matter.merged_into:
        return (matter.merged_into.number,)
    if matter.state == MatterState.SPLIT:
        return tuple(matter.parts.order_by("number").values_list("number", flat=True))
    return ()


def say_numbers(matters: Iterable[Matter]) -> str:
    """Say matters by their numbers: "matter 1", "matters 1 and 3"."""
    numbers = [str(matter.number) for matter in matters]
    if len(numbers) == 1:
        return f"matter {numbers[0]}"
    return f"matters {', '.join(numbers[:-1])} and {numbers[-1]}"
