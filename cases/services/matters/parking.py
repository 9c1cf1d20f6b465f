"""Let matters wait for something outside, ask again on the day that was set, and take them up where they were.

Parking stops no clock by itself: whether one is paused is a person's decision of its own.

Source: SI 2006/1738 reg 8 (consideration that might prejudice proceedings; the person may come back when they end).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotNowError
from cases.findings import ParkReason
from cases.matters import open_matters
from cases.models import Case, Matter, Parking, TeamMember
from cases.services.matters.acting import find_matters, finish, numbers_of, open_for, require_words
from cases.services.matters.settling import settle
from cases.services.matters.steps import Cause, is_out_of_scope, take_step, where_it_was
from cases.states import CaseState, MatterState
from routing.count import add_months

LONGEST_MONTHS = 3
LOOK_AGAIN = "Look again today: is what this case waits for still going on?"
GOES_ON = "What matters waited for has ended. Go on with them, and tell the person."


@transaction.atomic
def park(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    reason: str,
    why: str,
    ask_again_on: date,
) -> Case:
    """Let matters wait until something outside has ended; somebody asks again on a day at most three months ahead.

    Raises: IncompleteError without a reason or its words, or with a day that is past or too far; NotNowError if one of
        them waits already, or is in a procedure and was not acknowledged yet; MoveError if one of them has ended.
    """
    case = open_for(case_id, version, member)
    if reason not in set(ParkReason):
        raise IncompleteError({"reason": "Choose what the matter waits for."})
    require_words({"why": (why, "Say what exactly it waits for, and who told us.")})
    _require_look_again(ask_again_on)
    found, today = find_matters(case, matters), timezone.localdate()
    for matter in found:
        if matter.state == MatterState.PARKED:
            raise NotNowError(f"Matter {matter.number} is parked already. Ask again about it instead.")
        if case.acknowledged_on is None and not is_out_of_scope(matter):
            raise NotNowError(
                f"Acknowledge matter {matter.number} first: the letter gives its dates, then it can wait."
            )
        take_step(matter, "parked", Cause(on=today, member=member, why=why), state=MatterState.PARKED)
        Parking.objects.create(
            case=case,
            matter=matter.number,
            reason=reason,
            why=why.strip(),
            parked_on=today,
            ask_again_on=ask_again_on,
            parked_by=member,
        )
    facts = {"matters": numbers_of(found), "reason": reason, "ask_again_on": ask_again_on.isoformat()}
    return finish(case, "matters_parked", member, facts)


@transaction.atomic
def ask_again(
    *, case_id: int, version: int, member: TeamMember, matters: Sequence[int], ask_again_on: date, why: str
) -> Case:
    """Note that what these matters wait for still goes on, and on which day somebody asks again.

    Raises:
        IncompleteError: without who says so, or with a day that is past or too far.
        NotNowError: if one of them does not wait.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say who told us that it still goes on.")})
    _require_look_again(ask_again_on)
    found, today = find_matters(case, matters), timezone.localdate()
    for matter in found:
        parking = _open_parking(case, matter)
        parking.asked_on, parking.ask_again_on = None, ask_again_on
        parking.save(update_fields=["asked_on", "ask_again_on"])
        take_step(matter, "asked_again", Cause(on=today, member=member, why=why))
    facts = {"matters": numbers_of(found), "ask_again_on": ask_again_on.isoformat()}
    return finish(case, "parking_goes_on", member, facts)


@transaction.atomic
def unpark(*, case_id: int, version: int, member: TeamMember, matters: Sequence[int], why: str) -> Case:
    """Take matters up again where they were, with their clock, because what they waited for has ended.

    Raises:
        IncompleteError: without how it ended.
        NotNowError: if one of them does not wait.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say how it ended, and who told us.")})
    found = find_matters(case, matters)
    for matter in found:
        _open_parking(case, matter)
        cause = Cause(on=timezone.localdate(), member=member, why=why)
        end_parking_of(case, matter, cause)
        take_step(matter, "unparked", cause, state=where_it_was(matter))
    return finish(case, "matters_unparked", member, {"matters": numbers_of(found)}, wakes=GOES_ON)


def end_parking_of(case: Case, matter: Matter, cause: Cause) -> None:
    """End the waiting of a matter of a locked case that goes somewhere else; without one nothing happens."""
    rows = Parking.objects.filter(case=case, matter=matter.number, ended_on=None)
    rows.update(ended_on=cause.on, ended_by=cause.member, how_ended=cause.why.strip())


def wake_due(today: date | None = None) -> int:
    """Bring every case back to the team of which something is to be asked again today; return how many."""
    due = Parking.objects.filter(ended_on=None, asked_on=None, ask_again_on__lte=today or timezone.localdate())
    ids = sorted(set(due.values_list("case_id", flat=True)))
    return sum(_wake(case_id, today or timezone.localdate()) for case_id in ids)


@transaction.atomic
def _wake(case_id: int, today: date) -> bool:
    case = Case.objects.select_for_update().get(pk=case_id)
    rows = Parking.objects.filter(case=case, ended_on=None, asked_on=None, ask_again_on__lte=today)
    numbers = sorted(rows.values_list("matter", flat=True))
    if not numbers:
        return False
    rows.update(asked_on=today)
    if case.state in {CaseState.WAITING, CaseState.ACKNOWLEDGED}:
        settle(case, wakes=LOOK_AGAIN)
    else:
        case.waiting_for = case.waiting_for or LOOK_AGAIN
    case.version += 1
    case.save()
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    events.record_for_case("parking_due", case, facts={"matters": numbers})
    return True


def parked_matters(case: Case) -> list[Matter]:
    """Return the matters of a case that wait for something outside."""
    return [matter for matter in open_matters(case) if matter.state == MatterState.PARKED]


def _open_parking(case: Case, matter: Matter) -> Parking:
    row = Parking.objects.select_for_update().filter(case=case, matter=matter.number, ended_on=None).first()
    if row is None or matter.state != MatterState.PARKED:
        raise NotNowError(f"Matter {matter.number} is not parked.")
    return row


def _require_look_again(on: date) -> None:
    today = timezone.localdate()
    if on <= today:
        raise IncompleteError({"ask_again_on": "Give a day to come: on it somebody asks again."})
    if on > add_months(today, LONGEST_MONTHS):
        raise IncompleteError({"ask_again_on": "Ask again within three months, even if it is likely to last longer."})
