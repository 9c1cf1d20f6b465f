"""Take one matter one step further by the table, and keep the step with its reason."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.models import Mail, Matter, MatterStep, TeamMember
from cases.states import MATTER_ENDED, MATTER_MOVES, MATTER_WAITS, MatterState, check_move
from classify.labels import Route

RESTS = MATTER_ENDED | MATTER_WAITS
"""Entering one of these, a matter keeps where it was, to go on there."""


def route_value(matter: Matter) -> str:
    """Return a matter's route and reason as one value: "statutory", "out_of_scope:other_body"."""
    return f"{matter.route}:{matter.reason}" if matter.reason else matter.route


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Hold why a matter takes a step: the day it happened on, who says so (None: Putright), why, and by which mail."""

    on: date
    member: TeamMember | None = None
    why: str = ""
    mail: Mail | None = None


def take_step(
    matter: Matter,
    verb: str,
    cause: Cause,
    *,
    state: MatterState | None = None,
    stage: int | None = None,
    from_route: str = "",
) -> None:
    """Move a matter of a locked case, save it and keep the step; without ``state`` only the step is kept.

    Raises:
        MoveError: if the table does not hold the move.

    """
    before, after = MatterState(matter.state), state or MatterState(matter.state)
    if after != before:
        check_move(MATTER_MOVES, before, after)
        if after in RESTS and before not in RESTS:
            matter.state_before = before
        matter.state = after
    matter.stage = stage or matter.stage
    matter.save()
    MatterStep.objects.create(
        matter=matter,
        verb=verb,
        from_state=before,
        to_state=after,
        from_route=from_route or route_value(matter),
        to_route=route_value(matter),
        stage=matter.stage,
        on=cause.on,
        why=cause.why.strip(),
        mail=cause.mail,
        by=cause.member,
        at=timezone.now(),
    )


def where_it_was(matter: Matter) -> MatterState:
    """Return where a matter goes on that waited or had ended: where it was, else at its stage."""
    before = matter.state_before
    if before and MatterState(before) not in RESTS:
        return MatterState(before)
    return MatterState(f"stage_{matter.stage}")


def is_out_of_scope(matter: Matter) -> bool:
    """Say whether no procedure takes a matter."""
    return matter.route == Route.OUT_OF_SCOPE
