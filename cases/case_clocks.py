"""Turn a case's rows into the clocks the core counts by: one for every stage that a matter of it is at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cases.desk import desk_calendar
from cases.models import Case, ExtensionRow, Matter, PauseRow, StageRun
from cases.stage_runs import ANSWERED, AT_STAGE, look_at_run
from cases.states import WHICH_CASE_OPEN, MatterState
from classify.labels import COMPLAINTS, Kind, Stage
from config.clocks import Clocks, load_clocks
from config.council import Council
from config.procedure import Procedure
from config.procedure_versions import procedures_on
from routing.clock import PASSED_ON, CaseClock
from routing.clocks.extensions import Extension
from routing.clocks.pauses import Pause
from routing.deadlines import Deadline, What, deadlines_for

BY_POST = "post"
LIVES_ON = frozenset({MatterState.MERGED, MatterState.SPLIT})
"""Matters that live on in another one: nothing at all is due for them."""
OPEN = frozenset(AT_STAGE.values())
AWAITS_THE_PERSON = frozenset(ANSWERED.values())
REPLIES = frozenset({What.REPLY, What.REPLY_AT_LATEST, What.REPLY_AFTER_PANEL, What.INNER_TARGET})


@dataclass(frozen=True, slots=True)
class RunClock:
    """Hold the clock of one stage; ``matters`` are those at it, and ``is_newest`` if the case owes its first answer."""

    run: StageRun
    clock: CaseClock
    matters: tuple[Matter, ...]
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """Hold one date that a case must keep, when it was met, and where it would stand if nothing had been paused."""

    deadline: Deadline
    met_on: date | None
    first_due_on: date | None


def desk_clocks() -> Clocks:
    """Return the neighbouring clocks and inner targets this installation works by."""
    return load_clocks(Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None)


def clocks_of(case: Case, procedures: Sequence[Procedure]) -> tuple[RunClock, ...]:
    """Return the clocks of a case, the newest stage's first; a matter whose stage has no run stands with the newest."""
    newest = look_at_run(case)
    runs = {run.stage: run for run in case.stage_runs.all()} | {newest.stage: newest}
    matters = [matter for matter in case.matters.all() if matter.state not in LIVES_ON]
    grouped: dict[int, list[Matter]] = {newest.stage: []}
    for matter in matters:
        grouped.setdefault(runs.get(matter.stage, newest).stage, []).append(matter)
    # A new case that asks for the Ombudsman goes there whole; later, each matter says so itself.
    goes_whole = case.stage == Stage.OMBUDSMAN and all(each.state != MatterState.OMBUDSMAN for each in matters)
    by_id = {} if goes_whole else procedures_on(procedures, timezone.localdate(case.received_at))
    # Sorted out here, so that rows which were fetched for many cases at once are used.
    pauses = tuple(row for row in case.pauses.all() if not row.taken_back)
    extensions = tuple(row for row in case.extensions.all() if not row.taken_back)
    return tuple(
        RunClock(
            run=runs[stage],
            clock=_clock(case, runs[stage], at_it, by_id, pauses, extensions),
            matters=tuple(at_it),
            is_newest=stage == newest.stage,
        )
        for stage, at_it in grouped.items()
    )


def count_dates(case: Case, *, council: Council, procedures: Sequence[Procedure]) -> tuple[Dated, ...]:
    """Return every date of a case: those of each matter's own stage, and one acknowledgement, of the newest stage.

    A matter that was answered keeps the person's own time, and the reply as met. One that is parked, withdrawn, not
    taken, finished or with the Ombudsman has no reply to keep.
    """
    return tuple(dated for found in clocks_of(case, procedures) for dated in _dates(found, council))


def count_run(found: RunClock, council: Council) -> tuple[Deadline, ...]:
    """Return all that one stage counts, whatever state its matters are in."""
    return deadlines_for(found.clock, calendar=desk_calendar(), council=council)


def pauses_of(rows: Iterable[PauseRow], run: StageRun) -> tuple[Pause, ...]:
    """Return the pauses of a run as the core's type; those of an earlier time at the same stage are not its own."""
    return tuple(
        Pause(from_on=row.from_on, until_on=row.until_on, why=row.why, matter=row.matter)
        for row in rows
        if row.stage == run.stage
        and (row.until_on is None or run.requested_on is None or row.until_on >= run.requested_on)
    )


def extensions_of(rows: Iterable[ExtensionRow], run: StageRun) -> tuple[Extension, ...]:
    """Return the extensions of a run as the core's type, in the order they were decided."""
    return tuple(
        Extension(
            until_on=row.until_on, why=row.why, by=row.decided_by.full_name, told_on=row.told_on, matter=row.matter
        )
        for row in rows
        if row.stage == run.stage and (run.requested_on is None or row.told_on >= run.requested_on)
    )


def _clock(
    case: Case,
    run: StageRun,
    matters: Sequence[Matter],
    by_id: Mapping[str, Procedure],
    pauses: Sequence[PauseRow],
    extensions: Sequence[ExtensionRow],
) -> CaseClock:
    is_complaint = case.kind in COMPLAINTS
    is_first = run.requested_on == timezone.localdate(case.received_at)
    return CaseClock(
        received_at=case.received_at.astimezone(timezone.get_default_timezone()),
        matters=_matters(run, matters, by_id) if is_complaint else (),
        acknowledged_on=run.acknowledged_on,
        # What the case's own message asks for is received when that message is, by the council's convention.
        stage_requested_on=run.requested_on if is_complaint and not is_first else None,
        stage_started_on=run.started_on,
        statement_agreed_on=run.statement_agreed_on,
        response_sent_on=run.reply_sent_on,
        response_received_on=run.reply_arrived_on,
        delivery_working_days=desk_clocks().post_working_days if run.reply_channel == BY_POST else 0,
        panel_met_on=run.panel_met_on,
        panel_reported_on=run.panel_reported_on,
        pauses=pauses_of(pauses, run),
        extensions=extensions_of(extensions, run),
        is_spoken=run.is_spoken,
        passes_on=Kind(case.kind) in PASSED_ON,
        # A message that waits for "which case?" may be a new complaint: its clock runs as if it were.
        needs_acknowledgement=is_complaint or case.which_case == WHICH_CASE_OPEN,
    )


def _matters(
    run: StageRun, matters: Sequence[Matter], by_id: Mapping[str, Procedure]
) -> tuple[tuple[int, Procedure | None, int], ...]:
    found = []
    for matter in matters:
        procedure = None if matter.state == MatterState.OMBUDSMAN else by_id.get(matter.procedure)
        found.append((matter.number, procedure, min(run.stage, len(procedure.stages)) if procedure else 1))
    return tuple(found)


def _dates(found: RunClock, council: Council) -> Iterable[Dated]:
    clock, unpaused = found.clock, {}
    if clock.pauses:
        plain = deadlines_for(replace(clock, pauses=()), calendar=desk_calendar(), council=council)
        unpaused = {(each.what, each.matter): each.due_on for each in plain}
    states = {matter.number: MatterState(matter.state) for matter in found.matters}
    for deadline in count_run(found, council):
        before = unpaused.get((deadline.what, deadline.matter))
        first = deadline.first_due_on or (before if before != deadline.due_on else None)
        state = states[deadline.matter] if deadline.matter else None
        dated = Dated(deadline, _met_on(deadline, found.run, state), first)
        if found.is_newest if state is None else _is_owed(dated, state):
            yield dated


def _met_on(deadline: Deadline, run: StageRun, state: MatterState | None) -> date | None:
    if state is None:
        return None if deadline.what is What.PASS_ON else run.acknowledged_on
    if deadline.what in REPLIES:
        # A reply to some of the matters of a stage is none to the others.
        return run.reply_sent_on if state in AWAITS_THE_PERSON else None
    return {What.PANEL_MEETS: run.panel_met_on, What.PANEL_REPORTS: run.panel_reported_on}.get(deadline.what)


def _is_owed(dated: Dated, state: MatterState) -> bool:
    if state in AWAITS_THE_PERSON:
        return dated.deadline.is_soft or dated.met_on is not None
    return state in OPEN
