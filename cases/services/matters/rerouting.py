"""Send a matter another way after it was decided, at any stage, with a reason; what was before is kept."""

from django.db import transaction
from django.utils import timezone

from cases.errors import IncompleteError, NotNowError
from cases.matters import received_on
from cases.models import Case, Matter, TeamMember
from cases.services.completeness import check_values
from cases.services.matters.acting import find_matters, finish, open_for, require_words
from cases.services.matters.settling import RESTING
from cases.services.matters.splitting import check_stage, set_procedure, settle_decision
from cases.services.matters.steps import Cause, is_out_of_scope, route_value, take_step
from cases.stage_runs import ANSWERED, AT_STAGE, begin_run, run_of
from cases.states import MATTER_WAITS, MatterState
from classify.labels import Route

TELL = "Matter {} goes another way now. Tell the person, with its new dates."


@transaction.atomic
def reroute_matter(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    number: int,
    route: str,
    why: str,
    reason: str = "",
    stage: int | None = None,
) -> Case:
    """Send a matter another way; its dates are counted anew by the procedure it comes to.

    ``stage`` is the stage at which it goes on there, None for the one it is at. ``reason`` is the reason's code for a
    matter that is out of scope.

    Raises: IncompleteError without a reason, with an impossible route, the same route, or no such stage there;
        NotNowError if it was withdrawn or is finished.
    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why the matter goes another way.")})
    value = f"{route}:{reason}" if reason else route
    check_values({f"matter:{number}": value})
    (matter,) = find_matters(case, [number])
    _require_open(matter)
    before = route_value(matter)
    if before == value:
        raise IncompleteError({"route": f"Matter {number} goes this way already. Choose another."})
    matter.route, matter.reason = route, reason
    set_procedure(case, matter)
    at = stage or matter.stage
    check_stage(case, matter, at)
    settle_decision(case, matter, member, why, value=value)
    cause = Cause(on=timezone.localdate(), member=member, why=why)
    take_step(matter, "rerouted", cause, state=_state_there(matter, at, before), stage=at, from_route=before)
    if run_of(case, at) is None:
        begin_run(case, at, requested_on=received_on(case) if at == 1 else timezone.localdate())
    facts = {"matter": number, "from": before, "to": value, "stage": at}
    return finish(case, "matter_rerouted", member, facts, wakes=TELL.format(number) if _was_told(case) else "")


def _was_told(case: Case) -> bool:
    return case.state in RESTING


def _state_there(matter: Matter, at: int, before: str) -> MatterState | None:
    """Return where a matter goes that was turned away or answered before, or begins at another stage; None to stay.

    A reply by the procedure it was in is none by the one it comes to.
    """
    state = MatterState(matter.state)
    if state in MATTER_WAITS:
        matter.state_before = matter.state_before if at == matter.stage else AT_STAGE[at]
        return None
    was_away = before.startswith(Route.OUT_OF_SCOPE) and state == MatterState.NOT_TAKEN
    was_answered = state in ANSWERED.values() and not is_out_of_scope(matter)
    return AT_STAGE[at] if at != matter.stage or was_away or was_answered else None


def _require_open(matter: Matter) -> None:
    if MatterState(matter.state) in {MatterState.WITHDRAWN, MatterState.FINISHED}:
        raise NotNowError(f"Matter {matter.number} has ended. Take it up again first, then send it another way.")
