"""Keep a case's dates in step with its matters and with what has happened."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from cases.desk import desk_calendar
from cases.models import Case, DeadlineRow, TeamMember
from cases.moved_dates import note_moves
from cases.states import WHICH_CASE_OPEN
from classify.labels import COMPLAINTS, Kind, Stage
from config.council import Council
from config.procedure import Procedure
from config.procedure_versions import procedures_on
from routing.clock import PASSED_ON, CaseClock
from routing.deadlines import Deadline, What, deadlines_for

OWN = (What.ACKNOWLEDGE, What.PASS_ON, What.REPLY, What.REPLY_AT_LATEST)
"""The dates the team itself must keep, and the queue is ordered by; the others are shown on the case."""


def save_deadlines(
    case: Case, *, council: Council, procedures: Sequence[Procedure], by: TeamMember | None = None
) -> None:
    """Count every date of a case anew and note the next one on the case; a date that was met stays met.

    Where calendar, procedure or receipt convention move a date, an event says so; ``by`` is who asked for the count.
    The caller holds the transaction and the lock on the case.
    """
    new = note_moves(case, list(case.deadlines.all()), count_rows(case, council=council, procedures=procedures), by=by)
    case.deadlines.all().delete()
    DeadlineRow.objects.bulk_create(new)
    note_next_deadline(case)


def count_rows(case: Case, *, council: Council, procedures: Sequence[Procedure]) -> list[DeadlineRow]:
    """Return every date of a case as rows that are not saved: what ``save_deadlines`` would write."""
    stage = _stage_number(case)
    met = {(row.what, row.matter): row.met_on for row in case.deadlines.all() if row.met_on and row.stage == stage}
    if case.acknowledged_on:
        # A case that was no complaint for a while has lost the row; the letter has left all the same.
        met.setdefault((What.ACKNOWLEDGE.value, 0), case.acknowledged_on)
    counted = deadlines_for(_clock(case, procedures), calendar=desk_calendar(), council=council)
    # A paused date has no day to be late on, so it has no row until its pause ends.
    dated = {(d.what, d.matter): (d, d.due_on) for d in counted if d.due_on}
    return [_row(case, deadline, due_on, met) for deadline, due_on in dated.values()]


def note_next_deadline(case: Case) -> None:
    """Write the earliest date still to be kept onto the case, where the queue looks for it."""
    following = case.deadlines.filter(met_on=None, what__in=OWN).order_by("due_on").first()
    case.next_due_on = following.due_on if following else None
    case.next_due_what = following.what if following else ""
    case.save(update_fields=["next_due_on", "next_due_what"])


def _clock(case: Case, procedures: Sequence[Procedure]) -> CaseClock:
    by_id = procedures_on(procedures, timezone.localdate(case.received_at))
    goes_to_ombudsman, stage = case.stage == Stage.OMBUDSMAN, _stage_number(case)
    matters = []
    for matter in case.matters.all():
        procedure = None if goes_to_ombudsman else by_id.get(matter.procedure)
        matters.append((matter.number, procedure, min(stage, len(procedure.stages)) if procedure else 1))
    is_complaint = case.kind in COMPLAINTS
    return CaseClock(
        received_at=case.received_at.astimezone(timezone.get_default_timezone()),
        matters=tuple(matters) if is_complaint else (),
        acknowledged_on=case.acknowledged_on,
        stage_requested_on=case.stage_requested_on,
        passes_on=Kind(case.kind) in PASSED_ON,
        # A message that waits for "which case?" may be a new complaint: its clock runs as if it were.
        needs_acknowledgement=is_complaint or case.which_case == WHICH_CASE_OPEN,
    )


def _stage_number(case: Case) -> int:
    return int(case.stage) if case.stage.isdigit() else 1


def _row(case: Case, deadline: Deadline, due_on: date, met: Mapping[tuple[str, int], date | None]) -> DeadlineRow:
    return DeadlineRow(
        case=case,
        what=deadline.what,
        matter=deadline.matter,
        stage=deadline.stage,
        due_on=due_on,
        limit=deadline.limit,
        unit=deadline.unit,
        anchor=deadline.anchor,
        anchor_on=deadline.anchor_on,
        source=deadline.source[:400],
        procedure=deadline.procedure,
        condition=deadline.condition[:300],
        is_latest_possible=deadline.is_latest_possible,
        is_default=deadline.is_default,
        days=[{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in deadline.days],
        met_on=met.get((deadline.what, deadline.matter)),
    )
