"""Say what the page of a case may change of matters that are on their way, and start a later stage that it names.

What has a life of its own by now is changed under "Matters and stages", where each step asks for what it needs.
"""

from collections.abc import Mapping

from django.utils import timezone

from cases import stage_runs
from cases.errors import IncompleteError
from cases.matters import has_gate, lives_on_in, say_numbers
from cases.models import Case
from cases.services.matters.steps import route_value
from cases.states import MATTER_ENDED, MailState, MatterState

PAGE = "under “Matters and stages”"


def refuse_ended(case: Case, chosen: Mapping[str, str]) -> None:
    """Let choices pass that give no matter of a case another route after it has ended.

    Raises:
        IncompleteError: naming each, and where it is taken up again.

    """
    missing = {}
    for matter in case.matters.all():
        key = f"matter:{matter.number}"
        if matter.state in MATTER_ENDED and chosen.get(key, route_value(matter)) != route_value(matter):
            gone = "lives on in another" if lives_on_in(matter) else "has ended"
            missing[key] = f"Matter {matter.number} {gone}. Take it up again {PAGE}: there it gets its route."
    if missing:
        raise IncompleteError(missing)


def note_stage(case: Case, before: str) -> None:
    """Start a later stage's own clocks on the day of the newest mail, if the one before was acknowledged.

    Its matters come along. A stage that is only corrected starts no clock; one put back counts as it did before.

    Raises:
        IncompleteError: if a manager must agree to the later stage first, or one that is put back was answered.

    """
    if case.stage == before:
        return
    asked, case.stage = case.stage, before
    if asked.isdigit() and before.isdigit() and int(asked) < int(before):
        _refuse_answered(case, int(before))
        stage_runs.go_back_to(case, int(asked))
    elif asked.isdigit() and before.isdigit() and case.acknowledged_on:
        _refuse_gate(case, int(before), int(asked))
        mails = case.mails.exclude(state__in=[MailState.AUTOMATIC, MailState.DUPLICATE])
        newest = mails.order_by("-received_at").first()
        on = timezone.localdate(newest.received_at if newest else None)
        stage_runs.begin_run(case, int(asked), requested_on=on, mail=newest)
    case.stage = asked
    stage_runs.follow_stage(case, before)


def _refuse_gate(case: Case, before: int, asked: int) -> None:
    going = case.matters.filter(state__in=[stage_runs.AT_STAGE[before], stage_runs.ANSWERED[before]])
    held = [matter for matter in going.order_by("number") if has_gate(matter, case, asked)]
    if held:
        words = f"A manager must agree to stage {asked} for {say_numbers(held)} first. Ask for it {PAGE}."
        raise IncompleteError({"stage": words})


def _refuse_answered(case: Case, before: int) -> None:
    answered = list(case.matters.filter(state=MatterState(stage_runs.ANSWERED[before])).order_by("number"))
    if answered:
        words = f"Stage {before} was answered for {say_numbers(answered)}, so it is not taken back here. See {PAGE}."
        raise IncompleteError({"stage": words})
