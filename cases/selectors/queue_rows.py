"""Gather what a row of the queue shows: who decided, which letter needs somebody, what was passed on; reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from cases.models import Alert, Case, Decision, Letter
from cases.selectors.buckets import LETTERS_IN_TROUBLE, LETTERS_TO_WRITE, is_late
from cases.selectors.queue import QueueEntry
from cases.states import AlertState, CaseState, LetterState
from letters.draft import Channel

_QUIET: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """Hold one case as a row of the page shows it: the entry, the case and what only a shown row needs."""

    entry: QueueEntry
    case: Case
    decided_by: str = ""
    letter: Letter | None = None
    escalated_at: datetime | None = None
    is_unscreened: bool = False


def list_rows(entries: Sequence[QueueEntry]) -> list[QueueRow]:
    """Return what the page shows of these cases, in the same order, in a fixed number of queries."""
    ids = [entry.id for entry in entries]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids).select_related("assignee")}
    deciders = {
        row.case_id: row.chosen_by.full_name
        for row in Decision.objects.filter(case__in=ids, key="kind", chosen_by__isnull=False).select_related(
            "chosen_by"
        )
        if row.chosen_by
    }
    letters = _letters(cases)
    escalated: dict[int | None, datetime | None] = {}
    unscreened: set[int | None] = set()
    wanted = Q(state__in=[AlertState.ESCALATED, AlertState.CONFIRMED]) | Q(flag="unscreened", state=AlertState.OPEN)
    alerts = Alert.objects.filter(wanted, case__in=ids).order_by("done_at")
    for case_id, state, done_at in alerts.values_list("case_id", "state", "done_at"):
        if state == AlertState.OPEN:
            unscreened.add(case_id)
        else:
            escalated[case_id] = done_at
    return [
        QueueRow(
            entry=entry,
            case=cases[entry.id],
            decided_by=deciders.get(entry.id, ""),
            letter=letters.get(entry.id),
            escalated_at=escalated.get(entry.id),
            is_unscreened=entry.id in unscreened,
        )
        for entry in entries
        if entry.id in cases
    ]


def _letters(cases: Mapping[int, Case]) -> dict[int, Letter]:
    """Return each case's letter to show: the one that needs somebody first, else its newest acknowledgement."""
    found: dict[int, Letter] = {}
    rows = Letter.objects.filter(case__in=cases).exclude(state=LetterState.DROPPED)
    for letter in rows.select_related("writer").order_by("pk"):
        is_quiet = letter.is_further and _urgency(letter, cases) == _QUIET
        shown = found.get(letter.case_id)
        if not is_quiet and (shown is None or _urgency(letter, cases) <= _urgency(shown, cases)):
            found[letter.case_id] = letter
    return found


def _urgency(letter: Letter, cases: Mapping[int, Case]) -> int:
    if letter.state in LETTERS_IN_TROUBLE or is_late(letter):
        return 0
    if letter.state == LetterState.APPROVED and letter.channel == Channel.POST:
        return 1
    # While the acknowledgement itself is being written or signed, a letter beside it that is not in trouble can wait.
    is_beside = cases[letter.case_id].state in {CaseState.TRIAGE, CaseState.LETTER, CaseState.SIGNING}
    if letter.is_further and not is_beside and letter.state in {LetterState.TO_SIGN, *LETTERS_TO_WRITE}:
        return 2
    return _QUIET
