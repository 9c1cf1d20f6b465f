"""Say which suggestions may be accepted together, and what a decision therefore shows before anybody has chosen.

Turning someone away, or labelling them, is never automatic: an out of scope route, a behaviour flag and "not for us"
each need a person's own choice, however sure Putright is. "Not sure" has nothing chosen.
"""

from cases.models import Decision
from classify.labels import BEHAVIOUR_FLAGS, Kind, Route
from routing.assessment import Sureness

SURE_ENOUGH = frozenset({Sureness.SURE.value, Sureness.FAIRLY_SURE.value})
_BEHAVIOUR = frozenset(f"flag:{flag}" for flag in BEHAVIOUR_FLAGS)


def may_accept_together(decision: Decision) -> bool:
    """Say whether a suggestion may be accepted with the others, by one key."""
    if not decision.suggested or decision.sureness not in SURE_ENOUGH or decision.key in _BEHAVIOUR:
        return False
    is_out_of_scope = decision.suggested.partition(":")[0] == Route.OUT_OF_SCOPE
    return not is_out_of_scope and not (decision.key == "kind" and decision.suggested == Kind.NOT_FOR_US)


def shown_value(decision: Decision) -> str:
    """Return what stands chosen when the page opens: a person's choice, else what may be accepted, else nothing."""
    return decision.chosen or (decision.suggested if may_accept_together(decision) else "")


def needs_person(decision: Decision) -> bool:
    """Say whether this decision waits for a person's own choice."""
    return not decision.chosen and not may_accept_together(decision)
