"""Look at a case anew, when words or decisions have come to it: who may handle it, and what somebody must do."""

from cases.models import Case
from cases.services.tasks.finding import find_conflicts
from cases.services.tasks.following import follow_case


def take_in(case: Case) -> None:
    """Compare whom a locked case names with the team, and put its tasks in step; the caller holds the transaction."""
    find_conflicts(case)
    follow_case(case)
