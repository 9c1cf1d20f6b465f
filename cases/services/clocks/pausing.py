"""Let the clocks of a case, or of one matter, stand still, and go on; the days between do not count."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.case_clocks import OPEN, RunClock
from cases.clocks import OWN
from cases.desk import desk_calendar
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, PauseRow, TeamMember
from cases.services.clocks.common import clock_with, count_anew, locked_case, refuse_future
from cases.services.tasks.raising import end_if_untouched, raise_task
from cases.states import MatterState
from routing.clock import LONDON, OFFICE_CLOSES
from routing.clocks.extensions import say_day
from routing.clocks.pause_reasons import PAUSE_REASONS
from routing.deadlines import NEVER_PAUSED, What

LOOK_AGAIN_WORKING_DAYS = 10
TASK = "other"
WHO_IS_LATE = {What.PANEL_MEETS.value: "The panel", What.PANEL_REPORTS.value: "The report of the panel"}
LONGEST_AHEAD = timedelta(days=92)
"""A pause whose end is known already may end this far ahead; what lasts longer is looked at again before."""


@transaction.atomic
def pause(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matter: int,
    code: str,
    why: str,
    from_on: date,
    until_on: date | None = None,
) -> Case:
    """Let the clocks of one matter, or with 0 of all at the newest stage, stand still from a day on.

    ``until_on`` is the last day that does not count, if it is known. The acknowledgement is never paused. A pause that
    takes lateness away, since it is written down after a date has passed, is a manager's to say.

    Raises:
        IncompleteError: naming what is missing or impossible.
        NotAllowedError: for an officer who would pause a date that has passed.
        NotNowError: if that clock stands still already, or nothing of it runs.

    """
    case = locked_case(case_id, version, member)
    clock = clock_with(case, matter)
    _check(clock, matter, code, why, from_on, until_on)
    _check_backdated(clock, matter, from_on, member)
    row = PauseRow.objects.create(
        case=case,
        stage=clock.run.stage,
        matter=matter,
        code=code,
        why=say_why(code, why),
        from_on=from_on,
        until_on=until_on,
        paused_by=member,
    )
    if until_on is None:
        _ask_to_look_again(case, row)
    facts = {"pause": row.pk, "stage": row.stage, "matter": matter, "code": code, "from": from_on.isoformat()}
    return count_anew(case, "clock_paused", member, facts | {"until": until_on.isoformat() if until_on else ""})


@transaction.atomic
def resume(*, case_id: int, version: int, member: TeamMember, pause_id: int, until_on: date) -> Case:
    """End a pause: ``until_on`` is the last day that did not count, and the next one counts again.

    Raises:
        IncompleteError: if that day is before the pause, or has not come yet.
        NotNowError: if the pause has ended.

    """
    case = locked_case(case_id, version, member)
    row = _row(case, pause_id)
    if row.until_on and row.until_on < timezone.localdate():
        raise NotNowError(f"This pause ended on {say_day(row.until_on)}, and the clock runs.")
    refuse_future(until_on, "until_on")
    if until_on < row.from_on:
        words = f"The clock stood still from {say_day(row.from_on)} on. Name that day or a later one."
        raise IncompleteError({"until_on": f"{words} If it never should have, take the pause back."})
    was = row.until_on.isoformat() if row.until_on else ""
    row.until_on, row.resumed_by = until_on, member
    row.save(update_fields=["until_on", "resumed_by"])
    end_if_untouched(case, _key(row))
    facts = {"pause": row.pk, "stage": row.stage, "matter": row.matter, "until": until_on.isoformat(), "was": was}
    return count_anew(case, "clock_resumed", member, facts)


@transaction.atomic
def take_back_pause(*, case_id: int, version: int, member: TeamMember, pause_id: int) -> Case:
    """Take back a pause that never should have been: its days count after all, and the record keeps it.

    Raises:
        NotNowError: if it was taken back before.

    """
    case = locked_case(case_id, version, member)
    row = _row(case, pause_id)
    facts = {"pause": row.pk, "stage": row.stage, "matter": row.matter, "code": row.code}
    days = {"from": row.from_on.isoformat(), "until": row.until_on.isoformat() if row.until_on else ""}
    row.taken_back = True
    row.save(update_fields=["taken_back"])
    end_if_untouched(case, _key(row))
    return count_anew(case, "pause_taken_back", member, facts | days)


def say_why(code: str, why: str) -> str:
    """Return what the receipt says of a pause: its reason, with a person's own words after it."""
    words, said = PAUSE_REASONS[code].words, " ".join(why.split())
    return f"{words}: {said}" if code != "other" else said


def _ask_to_look_again(case: Case, row: PauseRow) -> None:
    """Let no open pause be forgotten: nothing of it is ever late, so nothing else would bring it back."""
    on, _ = desk_calendar().add_working_days(timezone.localdate(), LOOK_AGAIN_WORKING_DAYS)
    raise_task(
        case,
        TASK,
        key=_key(row),
        words=f"Look whether the clock that stands still since {say_day(row.from_on)} can go on, on the page Dates.",
        matter=row.matter,
        due_at=datetime.combine(on, OFFICE_CLOSES, tzinfo=LONDON),
        source="Project default: an open pause is looked at again every two weeks, since nothing of it is ever late",
    )


def _key(row: PauseRow) -> str:
    return f"pause:{row.pk}"


def _row(case: Case, pause_id: int) -> PauseRow:
    row = PauseRow.objects.select_for_update().filter(case=case, pk=pause_id, taken_back=False).first()
    if row is None:
        raise NotNowError("Somebody took this pause back. See below how the dates stand.")
    return row


def _check(clock: RunClock, matter: int, code: str, why: str, from_on: date, until_on: date | None) -> None:
    today, missing = timezone.localdate(), {}
    if code not in PAUSE_REASONS:
        missing["code"] = "Choose why the clock stands still."
    if not why.strip():
        missing["why"] = "Write in a few words what happened, as the receipt will say it."
    if from_on > today:
        missing["from_on"] = "This day has not come yet. Pause the clock when it has."
    elif clock.run.requested_on and from_on < clock.run.requested_on:
        missing["from_on"] = (
            f"The stage was asked for on {say_day(clock.run.requested_on)}. Name that day or a later one."
        )
    if until_on and until_on < from_on:
        missing["until_on"] = "The last day that does not count is before the first one."
    elif until_on and until_on > today + LONGEST_AHEAD:
        missing["until_on"] = "That is more than three months ahead. Leave it open, and look again."
    if missing:
        raise IncompleteError(missing)
    if not any(each.state in OPEN for each in clock.matters if matter in {0, each.number}):
        raise NotNowError("Nothing of it waits for our reply, so no clock runs that could be paused.")
    overlaps = [row for row in _rows(clock) if row.matter in {0, matter} or matter == 0]
    if any(row.until_on is None for row in overlaps):
        raise NotNowError("It stands still already. Let it go on first, or see since when below.")


def _rows(clock: RunClock) -> list[PauseRow]:
    return list(PauseRow.objects.filter(case=clock.run.case_id, stage=clock.run.stage, taken_back=False))


def _check_backdated(clock: RunClock, matter: int, from_on: date, member: TeamMember) -> None:
    """Let only a manager say afterwards that a clock stood still, where a date has passed meanwhile."""
    today = timezone.localdate()
    numbers = {each.number for each in clock.matters if MatterState(each.state) in OPEN and matter in {0, each.number}}
    rows = clock.run.case.deadlines.filter(matter__in=numbers, what__in=set(OWN) - NEVER_PAUSED, met_on=None)
    late = rows.filter(due_on__gte=from_on, due_on__lt=today).order_by("due_on").first()
    if late and late.due_on and not member.may_sign:
        day, who = say_day(late.due_on), WHO_IS_LATE.get(late.what, "The reply")
        words = f"{who} was due on {day}, before today. That it stood still since {say_day(from_on)}"
        raise NotAllowedError(f"{words} takes its lateness away: ask a complaints manager to write that down.")
