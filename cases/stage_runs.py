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

    The stage of a case that nobody has acknowledged may be corrected: its one run is then that of the other stage.
    """
    stage = stage_number(case)
    run = run_of(case, stage) or _relabelled(case, stage) or StageRun(case=case, stage=stage)
    requested_on = case.stage_requested_on or timezone.localdate(case.received_at)
    if run.pk and (run.requested_on, run.acknowledged_on) == (requested_on, case.acknowledged_on):
        return run
    run.requested_on, run.acknowledged_on = requested_on, case.acknowledged_on
    run.save()
    return run


def begin_run(
    case: Case,
    stage: int,
    *,
    requested_on: date,
    mail: Mail | None = None,
    after_missed_limit: bool = False,
    is_spoken: bool = False,
) -> StageRun:
    """Begin a stage of a locked case, which is then at it and owes it an acknowledgement of its own.

    A stage that was answered begins anew. One that still runs, since another matter came to it before, goes on with the
    earlier of the two days, so that no date becomes later. The caller moves the matters and counts the dates.
    """
    if stage_number(case) != stage:
        current_run(case)
    run = run_of(case, stage)
    if run is None or run.reply_sent_on:
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


def note_on_case(case: Case, run: StageRun) -> None:
    """Write the newest run's days onto a locked case."""
    is_first = run.requested_on == timezone.localdate(case.received_at)
    case.stage_requested_on = None if is_first else run.requested_on
    case.acknowledged_on = run.acknowledged_on
    case.save(update_fields=["stage", "stage_requested_on", "acknowledged_on"])


def follow_stage(case: Case, before: str) -> None:
    """Take the matters along that were where a locked case was, when a person says that it is at another stage."""
    old, new = state_at(before or str(Stage.ONE)), state_at(case.stage)
    if old == new:
        return
    wanted = [old, ANSWERED[int(before)]] if before.isdigit() else [old]
    stage = stage_number(case)
    Matter.objects.filter(case=case, state__in=wanted).update(state=new, stage=stage)


def state_at(stage: str) -> MatterState:
    """Return the state of a matter that comes to a case's stage."""
    return MatterState.OMBUDSMAN if stage == Stage.OMBUDSMAN else AT_STAGE[int(stage) if stage.isdigit() else 1]


def _relabelled(case: Case, stage: int) -> StageRun | None:
    """Return a case's only run, now of another stage, if nothing has happened at the one it was of."""
    runs = list(StageRun.objects.filter(case=case)[:2])
    if len(runs) != 1 or case.acknowledged_on or case.stage_requested_on:
        return None
    run = runs[0]
    if run.acknowledged_on or any(getattr(run, name) for name in NOTED):
        return None
    PauseRow.objects.filter(case=case, stage=run.stage).update(stage=stage)
    ExtensionRow.objects.filter(case=case, stage=run.stage).update(stage=stage)
    run.stage = stage
    run.save()
    return run
