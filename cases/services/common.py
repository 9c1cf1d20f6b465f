"""Hold what every service asks first: who is it, and is it still the version they saw."""

from collections.abc import Iterable

from cases.errors import NotAllowedError, StaleError
from cases.models import Case, Letter, TeamMember
from classify.reading import Evidence


def require_decider(member: TeamMember) -> None:
    """Let those pass who may decide about cases.

    Raises:
        NotAllowedError: for anybody else.

    """
    if not (member.is_active and member.may_decide):
        raise NotAllowedError(f"{member.full_name} may not decide about cases. Ask an administrator for the role.")


def require_version(row: Case | Letter, version: int) -> None:
    """Let a save pass that started from what the row still says.

    Raises:
        StaleError: if somebody saved in between.

    """
    if row.version != version:
        raise StaleError(row.version)


def plain_evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    """Return evidence as the rows keep it."""
    return [{"where": e.where, "start": e.start, "end": e.end, "quote": e.quote} for e in evidence]
