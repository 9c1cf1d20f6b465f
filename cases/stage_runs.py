"""Keep one row for every stage a case has been at; ``Case`` repeats the newest one's days, for lists to find them."""

from datetime import date

from django.utils import timezone

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
) -> StageRun:
    """Begin a stage of a locked case, which is then at it and owes it an acknowledgement of its own.

    A stage that was answered begins anew, and so does one with ``anew``: nothing ran in it any more. One that still
    runs, since another matter came to it before, goes on with the earlier of the two days, so that no date becomes
    later. The caller moves the matters and counts the dates.
    """
    if stage_number(case) != stage:
        current_run(case)
    run = run_of(case, stage)
    if run is None or run.reply_sent_on or anew:
        run = StageRun(pk=run.pk if run else None, case=case, stage=stage, requested_on=requested_on)
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
