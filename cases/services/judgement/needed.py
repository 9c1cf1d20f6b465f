"""Refuse a letter that says no before a person has written down what they considered."""

from cases.desk import desk_discretion
from cases.errors import IncompleteError
from cases.judging import NOT_TAKE, PAGE, needs_of
from cases.models import Case


class JudgementNeededError(IncompleteError):
    """Everything is decided but for what a person must judge first; keep the decisions, and show where to judge."""


def missing_judgements(case: Case) -> dict[str, str]:
    """Return what is still to be judged before a letter, by decision key, each with its cure."""
    return {f"matter:{need.matter.number}": need.missing for need in needs_of(case) if need.missing}


def check_judgements(case: Case) -> None:
    """Let a case pass whose refusals are all judged.

    Raises:
        IncompleteError: naming each matter, and where to judge it.

    """
    if missing := missing_judgements(case):
        raise JudgementNeededError(missing)


def require_judgement(case: Case, *, question: str, matter: int = 0) -> None:
    """Let a refusal pass that a person has judged: of a next stage, a late request, or somebody's interest.

    Raises:
        IncompleteError: if nobody has, or the newest judgement was to take it.

    """
    rows = case.discretions.filter(question=question, matter__in={0, matter}).order_by("-pk")
    latest = rows.first()
    if latest is None or latest.decision != NOT_TAKE:
        title = desk_discretion().bars[question].title.lower()
        raise IncompleteError({f"matter:{matter}": f"Write down first what was considered ({title}), {PAGE}."})
