"""Give a reply a later day: within the longest time, with a reason, and told to the person before the old day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.case_clocks import OPEN, RunClock
from cases.desk import desk_calendar, desk_council
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, ExtensionRow, TeamMember
from cases.services.clocks.common import clock_with, count_anew, locked_case, refuse_future
from cases.services.tasks.raising import end_if_untouched, raise_task
from routing.clock import LONDON, OFFICE_CLOSES, CaseClock
from routing.clocks.extending import extend as extend_clock
from routing.clocks.extensions import Extension, ExtensionRefusedError, say_day

TELL_PERSON = "other"
MANAGER_FROM_STAGE = 2
"""From this stage on a complaints manager decides; at stage 1 whoever handles the case.

Source: Getting the Best from Complaints (2006) chapter 3: extensions of stage 2 are agreed by the complaints manager.
"""


@transaction.atomic
def extend(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matter: int,
    until_on: date,
    why: str,
    told_on: date,
    in_writing: bool = False,
) -> Case:
    """Move the day a reply is due, of one matter or with 0 of all at the newest stage.

    ``told_on`` is when the person was told. Unless that was in writing, it becomes a task to write to them: the law
    wants the reason and the new day in a letter.

    Raises: IncompleteError with the refusal in words (what is in the way, the limit and the cure); NotAllowedError for
        an officer, from stage 2 on.
    Source: SI 2006/1738 regs 14 and 17; LGSCO Complaint Handling Code paras 6.4 and 6.5.
    """
    case = locked_case(case_id, version, member)
    found = clock_with(case, matter)
    added = _allowed(found, member, until_on=until_on, why=why, told_on=told_on, matter=matter)
    row = ExtensionRow.objects.create(
        case=case,
        stage=found.run.stage,
        matter=matter,
        until_on=until_on,
        why=added.why,
        told_on=told_on,
        decided_by=member,
        at=timezone.now(),
    )
    if not in_writing:
        _ask_to_write(case, row)
    return count_anew(case, "reply_extended", member, _facts(row) | {"in_writing": in_writing})


@transaction.atomic
def take_back_extension(*, case_id: int, version: int, member: TeamMember, extension_id: int) -> Case:
    """Take back an extension that was written down wrongly: the reply is due as before, and the record keeps it.

    Raises:
        NotNowError: if it was taken back before.
        NotAllowedError: for anybody but who decided it, or a manager.

    """
    case = locked_case(case_id, version, member)
    row = ExtensionRow.objects.select_for_update().filter(case=case, pk=extension_id, taken_back=False).first()
    if row is None:
        raise NotNowError("Somebody took this extension back. See below how the dates stand.")
    if row.decided_by_id != member.pk and not member.may_sign:
        raise NotAllowedError(
            f"{row.decided_by.full_name} decided this extension. Only they or a manager take it back."
        )
    row.taken_back = True
    row.save(update_fields=["taken_back"])
    end_if_untouched(case, _key(row))
    return count_anew(case, "extension_taken_back", member, _facts(row))


def _allowed(found: RunClock, member: TeamMember, *, until_on: date, why: str, told_on: date, matter: int) -> Extension:
    """Return the extension, if it may be made by this person, on this day and within the longest time."""
    if found.run.stage >= MANAGER_FROM_STAGE and not member.may_sign:
        raise NotAllowedError(f"A complaints manager extends the time of stage {found.run.stage}. Ask one to do it.")
    refuse_future(told_on, "told_on")
    if found.run.requested_on and told_on < found.run.requested_on:
        raise IncompleteError({"told_on": f"The stage was asked for on {say_day(found.run.requested_on)}, after that."})
    try:
        added = Extension(
            until_on=until_on, why=" ".join(why.split()), by=member.full_name, told_on=told_on, matter=matter
        )
        extend_clock(_open_only(found), added, calendar=desk_calendar(), council=desk_council())
    except ExtensionRefusedError as error:
        raise IncompleteError({_about(why): str(error)}) from error
    return added


def _facts(row: ExtensionRow) -> dict[str, object]:
    return {
        "extension": row.pk,
        "stage": row.stage,
        "matter": row.matter,
        "until": row.until_on.isoformat(),
        "told": row.told_on.isoformat(),
    }


def _key(row: ExtensionRow) -> str:
    return f"extension:{row.pk}"


def _about(why: str) -> str:
    return "until_on" if why.strip() else "why"


def _open_only(found: RunClock) -> CaseClock:
    """Return the clock with those matters alone that still wait for a reply: the others have no day to move."""
    still = {matter.number for matter in found.matters if matter.state in OPEN}
    return replace(found.clock, matters=tuple(each for each in found.clock.matters if each[0] in still))


def _ask_to_write(case: Case, row: ExtensionRow) -> None:
    by = desk_calendar().next_working_day(timezone.localdate() + timedelta(days=1))
    raise_task(
        case,
        TELL_PERSON,
        key=_key(row),
        words=(
            f"Write to the person that the reply now comes by {say_day(row.until_on)}, and why, with how to reach the "
            "Ombudsman."
        ),
        matter=row.matter,
        due_at=datetime.combine(by, OFFICE_CLOSES, tzinfo=LONDON),
        source="SI 2006/1738 regs 14 and 17; LGSCO Complaint Handling Code paras 6.4 and 6.5",
    )
