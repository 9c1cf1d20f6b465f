"""Leave out of what is in force for a case all evidence that lies in hidden words, so that no letter can hold them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from cases.models import Case
from cases.monitoring.hiding import Stretch, overlaps_place, stretches_of
from classify.reading import Evidence
from routing.assessment import Assessment, FlagSuggestion, Matter, Suggestion

FoundT = TypeVar("FoundT", Matter, FlagSuggestion, Suggestion)


def hidden_of(case: Case) -> tuple[Stretch, ...]:
    """Return what is hidden of the mail a case was opened for, in which its evidence lies."""
    rows = case.mails.filter(taken_out__isnull=False).order_by("received_at", "pk")
    return stretches_of(rows.values_list("taken_out", flat=True).first())


def hide_evidence(found: Assessment, hidden: Sequence[Stretch]) -> Assessment:
    """Return the assessment without evidence and facts that lie in hidden words; nothing else changes."""
    if not hidden:
        return found
    return replace(
        found,
        kind=_without(found.kind, hidden),
        stage=_without(found.stage, hidden) if found.stage else None,
        matters=tuple(_without(matter, hidden) for matter in found.matters),
        flags=tuple(_without(flag, hidden) for flag in found.flags),
        facts=tuple(fact for fact in found.facts if not _is_hidden(fact.evidence, hidden)),
    )


def _without(found: FoundT, hidden: Sequence[Stretch]) -> FoundT:
    return replace(found, evidence=tuple(each for each in found.evidence if not _is_hidden(each, hidden)))


def _is_hidden(evidence: Evidence, hidden: Sequence[Stretch]) -> bool:
    return overlaps_place(evidence.where, evidence.start, evidence.end, hidden)
