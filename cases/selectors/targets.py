"""Say which open cases stand at which of the team's own days, and which dates are amber, due or late; reads only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.case_clocks import desk_clocks
from cases.clocks import OWN
from cases.desk import desk_calendar
from cases.models import DeadlineRow
from cases.plain import deadline_from
from cases.states import CaseState
from config.clocks import InnerTarget
from routing.clocks.states import Standing, State, state_of
from routing.clocks.targets import targets_for
from routing.deadlines import What

URGENT = frozenset({State.AMBER, State.DUE_TODAY, State.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTarget:
    """Hold one case whose acknowledgement has not left, and the last of the team's own days that has come."""

    case_id: int
    reference: str
    assignee_id: int | None
    case_state: str
    target: InnerTarget
    target_on: date
    due_on: date
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """Hold one date of one open case that is amber, due today or late."""

    case_id: int
    reference: str
    assignee_id: int | None
    what: str
    matter: int
    due_on: date
    standing: Standing


def cases_at_targets(today: date) -> tuple[AtTarget, ...]:
    """Return every open case at a target of ours: the letter should have left, or somebody is to be chased.

    The latest target that has come stands for the earlier ones. One query; the longest overdue first.
    """
    targets, calendar = desk_clocks().targets, desk_calendar()
    found = []
    for row in _open_rows([What.ACKNOWLEDGE]):
        if row.due_on is None:
            continue
        dated = targets_for(deadline_from(row), targets, calendar=calendar)
        come = [one for one in dated if one.due_on <= today]
        if come:
            at = come[-1]
            standing = state_of(at, today, calendar=calendar)
            found.append(
                AtTarget(
                    case_id=row.case_id,
                    reference=row.case.reference,
                    assignee_id=row.case.assignee_id,
                    case_state=row.case.state,
                    target=at.target,
                    target_on=at.due_on,
                    due_on=row.due_on,
                    standing=standing,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.due_on, one.case_id)))


def urgent_dates(today: date) -> tuple[Urgent, ...]:
    """Return every date of an open case that is amber, due today or late, the earliest first, in one query.

    Where a reply may be extended, its latest day is not told beside the day itself.
    """
    calendar, amber_days = desk_calendar(), desk_clocks().amber_working_days
    found = []
    for row in _open_rows([what for what in OWN if what is not What.REPLY_AT_LATEST]):
        standing = state_of(deadline_from(row), today, calendar=calendar, amber_days=amber_days)
        if row.due_on and standing.state in URGENT:
            found.append(
                Urgent(
                    case_id=row.case_id,
                    reference=row.case.reference,
                    assignee_id=row.case.assignee_id,
                    what=row.what,
                    matter=row.matter,
                    due_on=row.due_on,
                    standing=standing,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.due_on, one.case_id, one.matter)))


def _open_rows(whats: Iterable[What]) -> Iterator[DeadlineRow]:
    rows = DeadlineRow.objects.filter(what__in=list(whats), met_on=None, case__joined_to=None)
    rows = rows.exclude(due_on=None).exclude(case__state=CaseState.FILED).select_related("case")
    yield from rows.defer("case__facts", "case__doubts", "case__note").order_by("due_on", "pk")
