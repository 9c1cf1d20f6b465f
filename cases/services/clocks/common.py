"""Lock a case whose clocks a person changes, and count its dates anew when they have; shared by this room."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from cases import events
from cases.case_clocks import RunClock, clocks_of
from cases.clocks import save_deadlines
from cases.conflicts import check_no_conflict
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, TeamMember
from cases.services.common import require_decider, require_version
from classify.labels import COMPLAINTS


def locked_case(case_id: int, version: int, member: TeamMember) -> Case:
    """Return a case whose clocks this person may change, locked until the transaction ends.

    Raises:
        NotAllowedError: if they may not handle it.
        StaleError: if somebody saved in between.
        NotNowError: if it has no complaint clock, or its message was put with another case.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case, whose dates count now. Change them there.")
    if case.kind not in COMPLAINTS:
        raise NotNowError("It is no complaint, so no date of a complaint runs. Correct the type first.")
    return case


def clock_with(case: Case, matter: int) -> RunClock:
    """Return the clock of the stage a matter is at; with 0, the newest stage's.

    Raises:
        IncompleteError: if the case has no such matter.

    """
    found = clocks_of(case, desk_procedures())
    for clock in found:
        if clock.is_newest if matter == 0 else any(each.number == matter for each in clock.matters):
            return clock
    raise IncompleteError({"matter": "Choose a matter of this case."})


def count_anew(case: Case, verb: str, member: TeamMember, facts: Mapping[str, object]) -> Case:
    """Save a locked case whose clocks were changed: its event first, then its dates and its version."""
    events.record_for_case(verb, case, actor=member, facts=facts)
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    case.version += 1
    case.save(update_fields=["version"])
    return case


def refuse_future(on: date, name: str) -> None:
    """Let a day pass that has come.

    Raises:
        IncompleteError: for a day still to come.

    """
    if on > timezone.localdate():
        raise IncompleteError({name: "This day has not come yet. Write it down when it has."})
