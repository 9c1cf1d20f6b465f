"""Write down what a stage found about a matter and how it is put right; it can be corrected, and says so.

Source: the outcomes that councils report each year, for each matter and stage (upheld, partly upheld, not upheld, no
finding, withdrawn, resolved); LGSCO guidance on remedies.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.findings import Finding, Remedy
from cases.models import Case, Matter, Outcome, TeamMember
from cases.services.common import require_decider, require_version
from cases.services.matters.acting import find_matters, require_past_day
from cases.states import MatterState
from classify.labels import Stage

AGREED = frozenset({Finding.UPHELD, Finding.PARTLY_UPHELD})
"""Findings that something went wrong: how it is put right must be said with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hold what was found, on which day, how it is put right, and in what words (needed for a correction)."""

    finding: str
    decided_on: date
    remedies: tuple[str, ...] = ()
    words: str = ""


@transaction.atomic
def decide_outcome(*, case_id: int, version: int, member: TeamMember, number: int, stage: str, found: Found) -> Outcome:
    """Write down, or correct, the outcome of one matter at one stage ("1", "2", "3" or "ombudsman").

    Raises:
        IncompleteError: without a finding, with something upheld and no remedy, or a correction that does not say why.
        NotNowError: if the matter has not been at that stage.

    """
    case = open_case(case_id, version, member)
    (matter,) = find_matters(case, [number])
    _require_been_at(matter, stage)
    _check(found)
    require_past_day(case, "decided_on", found.decided_on)
    old = matter.outcomes.select_for_update().filter(stage=stage).first()
    was = old.finding if old else ""
    remedies, words = list(dict.fromkeys(found.remedies)), found.words.strip()
    is_same = old is not None and (was, old.remedies) == (found.finding, remedies)
    if old and not is_same and not words:
        raise IncompleteError({"words": "Say why the outcome is corrected."})
    outcome = old or Outcome(matter=matter, stage=stage)
    outcome.finding, outcome.remedies, outcome.decided_on = found.finding, remedies, found.decided_on
    if not is_same:
        # Who only adds to the reasons of a finding has not decided it.
        outcome.decided_by = member
    outcome.words = words or outcome.words
    outcome.save()
    case.version += 1
    case.save(update_fields=["version"])
    facts = {"matter": number, "stage": stage, "finding": found.finding, "was": was, "remedies": outcome.remedies}
    events.record_for_case("outcome_corrected" if old else "outcome_decided", case, actor=member, facts=facts)
    return outcome


def open_case(case_id: int, version: int, member: TeamMember) -> Case:
    """Return a case locked, for somebody who may handle it; a letter on its way holds up no finding.

    Raises:
        NotAllowedError: if they may not handle it.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    return case


def _check(found: Found) -> None:
    if found.finding not in set(Finding):
        raise IncompleteError({"finding": "Choose what was found."})
    if not set(found.remedies) <= set(Remedy):
        raise IncompleteError({"remedies": "Choose how it is put right from the list."})
    if found.finding in AGREED and not found.remedies:
        raise IncompleteError({"remedies": "Say how it is put right: at least an apology or an explanation."})


def _require_been_at(matter: Matter, stage: str) -> None:
    if stage == Stage.OMBUDSMAN:
        if matter.state != MatterState.OMBUDSMAN and not matter.steps.filter(to_state=MatterState.OMBUDSMAN).exists():
            raise NotNowError(f"Matter {matter.number} has not been with the Ombudsman.")
    elif not stage.isdigit() or not 1 <= int(stage) <= matter.stage:
        raise NotNowError(f"Matter {matter.number} has come to stage {matter.stage}, so it has no outcome of {stage}.")
