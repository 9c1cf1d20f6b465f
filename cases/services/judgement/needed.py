"""Refuse a letter that says no before a person has written down what they considered."""

from collections.abc import Collection

from cases.desk import desk_discretion
from cases.errors import IncompleteError, NotNowError
from cases.judging import NOT_TAKE, PAGE, needs_of
from cases.models import Case


class JudgementNeededError(IncompleteError):
    """Everything is decided but for what a person must judge first; keep the decisions, and show where to judge."""


def missing_judgements(case: Case, *, matters: Collection[int] = ()) -> dict[str, str]:
    """Return what is still to be judged before a letter, by decision key, each with its cure.

    ``matters`` are the numbers of those that are asked about, none for all.
    """
    needs = [need for need in needs_of(case) if not matters or need.matter.number in matters]
    return {f"matter:{need.matter.number}": need.missing for need in needs if need.missing}


def check_judgements(case: Case, *, matters: Collection[int] = ()) -> None:
    """Let a case pass whose refusals are all judged; with ``matters``, only those of these numbers.

    Raises:
        IncompleteError: naming each matter, and where to judge it.

    """
    if missing := missing_judgements(case, matters=matters):
        raise JudgementNeededError(missing)


def check_still_judged(case: Case) -> None:
    """Let a letter be signed whose refusals nothing has come in to change since they were judged.

    Raises:
        NotNowError: saying what must be judged (again), and that the letter goes back for it.

    """
    if missing := missing_judgements(case):
        raise NotNowError(f"{' '.join(missing.values())} Return the letter for it.")


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
