"""Keep one row for every stage a case has been at; ``Case`` repeats the newest one's days, for lists to find them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from cases import events
from cases.models import Case, Decision, ExtensionRow, Mail, Matter, PauseRow, StageRun
from cases.states import MatterState
from classify.labels import Stage

AT_STAGE: dict[int, MatterState] = {1: MatterState.STAGE_1, 2: MatterState.STAGE_2, 3: MatterState.STAGE_3}
"""The state of a matter that waits for the council's reply, by its stage."""
ANSWERED: dict[int, MatterState] = {1: MatterState.ANSWERED_1, 2: MatterState.ANSWERED_2, 3: MatterState.ANSWERED_3}
"""The state of a matter whose reply has left, by its stage."""
NOTED = (
    "started_on",
    "statement_agreed_on",
    "reply_sent_on",
    "reply_arrived_on",
    "panel_met_on",
    "panel_reported_on",
)
"""The days of a run that people note as they happen."""


def stage_number(case: Case) -> int:
    """Return the stage a case is at; with the Ombudsman, the last one it was at here."""
    if case.stage.isdigit():
        return int(case.stage)
    newest = StageRun.objects.filter(case=case).order_by("-requested_on", "-stage").first()
    return newest.stage if newest else int(Stage.ONE)


def run_of(case: Case, stage: int) -> StageRun | None:
    """Return a case's run of a stage, None if it has not been at it."""
    return StageRun.objects.filter(case=case, stage=stage).first()


def current_run(case: Case) -> StageRun:
    """Return the run of the stage a case is at, made if there is none, its days in step with those of the case.

    A stage may be corrected without anything having been asked for: a case's one run is then that of the other stage.
    """
    stage = stage_number(case)
    run = run_of(case, stage) or _relabelled(case, stage) or StageRun(case=case, stage=stage)
    before = (run.pk, run.requested_on, run.acknowledged_on)
    _put_in_step(case, run)
    if before != (run.pk, run.requested_on, run.acknowledged_on) or not run.pk:
        run.save()
    return run


def look_at_run(case: Case) -> StageRun:
    """Return the run of the stage a case is at as ``current_run`` would make it, and save nothing."""
    stage = stage_number(case)
    found = (run for run in case.stage_runs.all() if run.stage == stage)
    run = next(found, None) or StageRun(case=case, stage=stage)
    _put_in_step(case, run)
    return run


def begin_run(
    case: Case,
    stage: int,
    *,
    requested_on: date,
    mail: Mail | None = None,
    after_missed_limit: bool = False,
    is_spoken: bool = False,
    anew: bool = False,
    going: Iterable[Matter] = (),
) -> StageRun:
    """Begin a stage of a locked case, which is then at it and owes it an acknowledgement of its own.

    A stage that was answered begins anew, and so does one with ``anew``. One in which another matter than those
    ``going`` to it still waits goes on, with the earlier of the two days, so that no date becomes later and no day that
    was written down is lost. The caller moves the matters, before or after, and counts the dates.
    """
    if stage_number(case) != stage:
        current_run(case)
    run = run_of(case, stage)
    if run and (run.reply_sent_on or anew) and not _still_runs(case, stage, going):
        _record_end(case, run)
        _end_pauses(case, stage, requested_on)
        run = StageRun(pk=run.pk, case=case, stage=stage, requested_on=requested_on)
    run = run or StageRun(case=case, stage=stage, requested_on=requested_on)
    run.requested_on = min(run.requested_on or requested_on, requested_on)
    run.request_mail = run.request_mail or mail
    run.after_missed_limit = run.after_missed_limit or after_missed_limit
    run.is_spoken = run.is_spoken or is_spoken
    run.save()
    case.stage = str(stage)
    note_on_case(case, run)
    # What is in force is what the decision says: the next save of it must not lead the case back.
    Decision.objects.filter(case=case, key="stage").update(chosen=case.stage)
    return run


def go_back_to(case: Case, stage: int) -> None:
    """Put a locked case back to an earlier stage, since the later one was not asked for after all.

    The later run goes only if nothing has happened in it.
    """
    run, later = run_of(case, stage), run_of(case, stage_number(case))
    if run is None:
        return
    case.stage = str(stage)
    note_on_case(case, run)
    if later and later != run and not later.acknowledged_on and not any(getattr(later, name) for name in NOTED):
        kept = {"case": case, "stage": later.stage}
        if not (PauseRow.objects.filter(**kept).exists() or ExtensionRow.objects.filter(**kept).exists()):
            later.delete()


def note_on_case(case: Case, run: StageRun) -> None:
    """Write the newest run's days onto a locked case."""
    is_first = run.requested_on == timezone.localdate(case.received_at)
    case.stage_requested_on = None if is_first else run.requested_on
    case.acknowledged_on = run.acknowledged_on
    case.save(update_fields=["stage", "stage_requested_on", "acknowledged_on"])


def follow_stage(case: Case, before: str) -> None:
    """Take the matters along that were where a locked case was, when a person says that it is at another stage.

    ``before`` is "" if it had none, being no complaint; a case that becomes none leaves its matters as they are.
    """
    if case.stage in {"", before}:
        return
    new = state_at(case.stage)
    wanted = [state_at(before), ANSWERED[int(before)]] if before.isdigit() else [MatterState.OMBUDSMAN]
    there = Matter.objects.filter(case=case, state__in=wanted if before else AT_STAGE.values())
    there.update(state=new, **({"stage": int(case.stage)} if case.stage.isdigit() else {}))


def state_at(stage: str) -> MatterState:
    """Return the state of a matter that comes to a case's stage."""
    return MatterState.OMBUDSMAN if stage == Stage.OMBUDSMAN else AT_STAGE[int(stage) if stage.isdigit() else 1]


def _still_runs(case: Case, stage: int, going: Iterable[Matter]) -> bool:
    """Say whether a matter waits for the reply of a stage; one that is parked there goes on with the stage's clock."""
    parked = Q(state=MatterState.PARKED, stage=stage) & ~Q(state_before=ANSWERED[stage])
    there = case.matters.filter(Q(state=AT_STAGE[stage]) | parked)
    return there.exclude(pk__in=[matter.pk for matter in going]).exists()


def _record_end(case: Case, run: StageRun) -> None:
    """Keep the days of a stage that begins anew, since its row takes the new ones."""
    days = {name: getattr(run, name) for name in ("requested_on", "acknowledged_on", *NOTED)}
    facts = {"stage": run.stage} | {name: day.isoformat() for name, day in days.items() if day}
    events.record_for_case("stage_began_anew", case, facts=facts)


def _end_pauses(case: Case, stage: int, requested_on: date) -> None:
    """End what still stands still of a stage that begins anew: it was said of the time before."""
    for row in PauseRow.objects.filter(case=case, stage=stage, until_on=None, taken_back=False):
        last = requested_on - timedelta(days=1)
        row.taken_back = row.from_on > last
        row.until_on = None if row.taken_back else last
        row.save(update_fields=["until_on", "taken_back"])
        facts = {"pause": row.pk, "stage": stage, "matter": row.matter, "until": last.isoformat()}
        events.record_for_case("pause_taken_back" if row.taken_back else "clock_resumed", case, facts=facts)


def _put_in_step(case: Case, run: StageRun) -> None:
    run.requested_on = case.stage_requested_on or timezone.localdate(case.received_at)
    run.acknowledged_on = case.acknowledged_on


def _relabelled(case: Case, stage: int) -> StageRun | None:
    """Return a case's only run, now of another stage, if nothing has happened at the one it was of."""
    runs = list(StageRun.objects.filter(case=case)[:2])
    if len(runs) != 1 or any(getattr(runs[0], name) for name in NOTED):
        return None
    run = runs[0]
    PauseRow.objects.filter(case=case, stage=run.stage).update(stage=stage)
    ExtensionRow.objects.filter(case=case, stage=run.stage).update(stage=stage)
    run.stage = stage
    run.save()
    return run
