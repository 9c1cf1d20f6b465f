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
from cases.letter_case import acknowledgements
from cases.models import Case, TeamMember
from cases.services.common import require_decider, require_version
from cases.services.drafting import redraft
from cases.services.triage import WITH_A_SIGNER
from cases.states import LetterState
from classify.labels import COMPLAINTS

DRAFTS = (LetterState.DRAFT, LetterState.RETURNED)


def locked_case(case_id: int, version: int, member: TeamMember) -> Case:
    """Return a case whose clocks this person may change, locked until the transaction ends.

    Raises:
        NotAllowedError: if they may not handle it.
        StaleError: if somebody saved in between.
        NotNowError: if it has no complaint clock, its message was put with another case, or a letter that may name its
            dates is with a signer.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case, whose dates count now. Change them there.")
    if case.kind not in COMPLAINTS:
        raise NotNowError("It is no complaint, so no date of a complaint runs. Correct the type first.")
    if case.state in WITH_A_SIGNER:
        words = "A letter of this case waits for a signature or is going out, and may name its dates."
        raise NotNowError(f"{words} Return or stop it first.")
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
    """Save a locked case whose clocks were changed: its event, its dates and its version.

    A letter that is being drafted is drafted anew where a date has moved, so that it promises no old one.
    """
    events.record_for_case(verb, case, actor=member, facts=facts)
    before = _days(case)
    save_deadlines(case, council=desk_council(), procedures=desk_procedures(), by=member)
    case.version += 1
    case.save(update_fields=["version"])
    if _days(case) != before and acknowledgements(case).filter(state__in=DRAFTS).exists():
        redraft(case, member=member)
    return case


def _days(case: Case) -> set[tuple[str, int, date | None]]:
    return set(case.deadlines.values_list("what", "matter", "due_on"))


def refuse_future(on: date, name: str) -> None:
    """Let a day pass that has come.

    Raises:
        IncompleteError: for a day still to come.

    """
    if on > timezone.localdate():
        raise IncompleteError({name: "This day has not come yet. Write it down when it has."})
