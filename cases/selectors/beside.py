"""Say which dates by other law, beside the cases' own, are amber, due or late; reads only.

They are counted from the messages each time and kept nowhere: a request that nobody noticed is found all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from cases.case_beside import READ_WITH, BesideClock, clocks_beside_case
from cases.case_clocks import desk_clocks
from cases.desk import desk_calendar
from cases.models import Case, Mail
from cases.selectors.targets import URGENT
from cases.states import CaseState
from routing.clocks.neighbours import NeighbourDate
from routing.clocks.states import Standing, State, state_at, state_of

AT_A_TIME = 200
FILED_SINCE = timedelta(days=366)
"""A complaint can be filed while its request for records is still to be answered: with mail since then it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentBeside:
    """Hold one date by other law that is amber, due today or late; its words are the clock's own, of no person.

    ``in_hours`` says that its limit runs in hours, as that of a breach does.
    """

    case_id: int
    reference: str
    assignee_id: int | None
    title: str
    words: str
    due_on: date
    standing: Standing
    in_hours: bool = False


def urgent_beside(now: datetime, today: date) -> tuple[UrgentBeside, ...]:
    """Return every date by other law that is amber, due today or late and was neither met nor set aside.

    What runs in hours comes first; then what is still to come by its day, and what is late with the newest first, so
    that a year of old ones stands in front of none that can still be mended.

    The longest time of a reply and another reading of a date are not told beside the date itself.
    """
    cases = Case.objects.filter(joined_to=None)
    since = now - FILED_SINCE
    written_to = Exists(Mail.objects.filter(case=OuterRef("pk"), received_at__gte=since))
    cases = cases.filter(~Q(state=CaseState.FILED) | Q(received_at__gte=since) | written_to).order_by("pk")
    read = cases.prefetch_related(*READ_WITH).iterator(chunk_size=AT_A_TIME)
    found = [one for case in read for one in _urgent(case, now, today)]
    return tuple(sorted(found, key=_order))


def how_it_stands(clock: BesideClock, found: NeighbourDate, now: datetime, today: date) -> Standing:
    """Return how one date of a neighbouring clock stands, as met where a person has written that down."""
    clocks, note = desk_clocks(), clock.note_of(found.limit)
    if found.due_at and (note is None or note.met_at):
        return state_at(found.due_at, now, amber_hours=clocks.amber_hours, met_at=note.met_at if note else None)
    met_on = note.met_on if note else None
    return state_of(found, today, calendar=desk_calendar(), met_on=met_on, amber_days=clocks.amber_working_days)


def _order(one: UrgentBeside) -> tuple[bool, bool, int, int, str, str]:
    is_late, day = one.standing.state is State.LATE, one.due_on.toordinal()
    return (not one.in_hours, is_late, -day if is_late else day, one.case_id, one.title, one.words)


def _urgent(case: Case, now: datetime, today: date) -> Iterator[UrgentBeside]:
    for clock in clocks_beside_case(case):
        for found in clock.dates:
            limit = found.limit
            if limit.met_by != limit.what or clock.note_of(limit) or found.due_on is None:
                continue
            standing = how_it_stands(clock, found, now, today)
            if standing.state in URGENT:
                yield UrgentBeside(
                    case_id=case.pk,
                    reference=case.reference,
                    assignee_id=case.assignee_id,
                    title=clock.title,
                    words=limit.words,
                    due_on=found.due_on,
                    standing=standing,
                    in_hours=found.due_at is not None,
                )
