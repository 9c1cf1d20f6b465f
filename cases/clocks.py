"""Keep a case's dates in step with its matters and with what has happened."""

from collections.abc import Sequence

from cases.case_clocks import AWAITS_THE_PERSON, REPLIES, Dated, count_dates
from cases.models import Case, DeadlineRow, TeamMember
from cases.moved_dates import note_moves
from cases.stage_runs import current_run
from config.council import Council
from config.procedure import Procedure
from routing.deadlines import What

OWN = (
    What.ACKNOWLEDGE,
    What.PASS_ON,
    What.REPLY,
    What.REPLY_AT_LATEST,
    What.PANEL_MEETS,
    What.PANEL_REPORTS,
    What.REPLY_AFTER_PANEL,
)
"""The dates the team itself must keep, and the queue is ordered by; the others are shown on the case."""
PAUSED = "paused"
"""What a case's ``next_due_what`` says while every date still to be kept stands still."""


def save_deadlines(
    case: Case, *, council: Council, procedures: Sequence[Procedure], by: TeamMember | None = None
) -> None:
    """Count every date of a case anew and note the next one on the case; a date that was met stays as it was met.

    Where calendar, procedure or receipt convention move a date, an event says so; ``by`` is who asked for the count.
    The caller holds the transaction and the lock on the case.
    """
    current_run(case)
    new = note_moves(case, list(case.deadlines.all()), count_rows(case, council=council, procedures=procedures), by=by)
    case.deadlines.all().delete()
    DeadlineRow.objects.bulk_create(new)
    note_next_deadline(case)


def count_rows(case: Case, *, council: Council, procedures: Sequence[Procedure]) -> list[DeadlineRow]:
    """Return every date of a case as rows that are not saved: what ``save_deadlines`` would write.

    A row that was met and still is stays as it stood: what happens later moves no date that is behind us. So do the
    dates of a matter that was answered, when its stage has begun anew for another.
    """
    before = _answered_before(case)
    met = {(row.what, row.matter, row.stage): row for row in case.deadlines.all() if row.met_on}
    counted: dict[tuple[What, int], DeadlineRow] = {}
    for dated in count_dates(case, council=council, procedures=procedures):
        if dated.deadline.matter in before:
            continue
        row = _row(case, dated)
        if kept := met.get((row.what, row.matter, row.stage)):
            row = _as_met(kept, row)
        counted[(dated.deadline.what, dated.deadline.matter)] = row
    return [*counted.values(), *(row for rows in before.values() for row in rows)]


def note_next_deadline(case: Case) -> None:
    """Write the earliest date still to be kept onto the case, where the queue looks for it.

    A paused date has no day, so one that still runs comes before it. While all stand still there is none, and
    ``next_due_what`` says so.
    """
    following = case.deadlines.filter(met_on=None, what__in=OWN).order_by("due_on", "matter")
    first = following.exclude(due_on=None).first()
    case.next_due_on = first.due_on if first else None
    case.next_due_what = first.what if first else PAUSED if following.exists() else ""
    case.save(update_fields=["next_due_on", "next_due_what"])


def _answered_before(case: Case) -> dict[int, list[DeadlineRow]]:
    """Return the dates, as they stand, of each matter that was answered before its stage began anew for another."""
    answered = [matter for matter in case.matters.all() if matter.state in AWAITS_THE_PERSON]
    if not answered:
        return {}
    runs, all_rows = {run.stage: run for run in case.stage_runs.all()}, list(case.deadlines.all())
    found: dict[int, list[DeadlineRow]] = {}
    for matter in answered:
        rows = [row for row in all_rows if (row.matter, row.stage) == (matter.number, matter.stage)]
        sent_on = next((row.met_on for row in rows if row.what in REPLIES and row.met_on), None)
        run = runs.get(matter.stage)
        if run and sent_on and (run.reply_sent_on is None or (run.requested_on and sent_on < run.requested_on)):
            found[matter.number] = [_unsaved(row) for row in rows]
    return found


def _unsaved(row: DeadlineRow) -> DeadlineRow:
    row.pk = None
    return row


def _as_met(kept: DeadlineRow, counted: DeadlineRow) -> DeadlineRow:
    """Return a row as it was when it was met; passing on is met for good, the rest as long as it still is.

    A reply to another matter of the same stage, on another day, leaves this one's day alone.
    """
    if counted.what == What.PASS_ON or (counted.met_on and counted.what in REPLIES):
        met_on = kept.met_on
    else:
        met_on = counted.met_on
    if met_on is None:
        return counted
    kept.pk, kept.met_on = None, met_on
    return kept


def _row(case: Case, dated: Dated) -> DeadlineRow:
    deadline = dated.deadline
    return DeadlineRow(
        case=case,
        what=deadline.what,
        matter=deadline.matter,
        stage=deadline.stage,
        due_on=deadline.due_on,
        paused_since=deadline.paused_since,
        first_due_on=dated.first_due_on,
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
        met_on=dated.met_on,
    )
