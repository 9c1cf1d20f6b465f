"""Take matters out because the person wants no more of them, and take up again what had ended.

Nobody's withdrawal is taken for granted: where somebody else may be behind it, a manager looks.

Source: SI 2006/1738 reg 7 (withdrawal at any time, by word or letter); the danger signs of a sudden withdrawal or a
retraction under pressure in safeguarding practice.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.errors import IncompleteError, NotNowError
from cases.findings import Finding
from cases.models import Case, Matter, Outcome, TeamMember
from cases.services.completeness import check_values
from cases.services.matters.acting import (
    find_mail,
    find_matters,
    finish,
    numbers_of,
    open_for,
    require_past_day,
    require_words,
)
from cases.services.matters.due import end_of_today
from cases.services.matters.parking import end_parking_of
from cases.services.matters.splitting import set_procedure, settle_decision
from cases.services.matters.steps import Cause, is_out_of_scope, route_value, take_step, where_it_was
from cases.services.tasks.raising import raise_task
from cases.states import MatterState
from classify.labels import Flag

TAKEN_UP = "Matters were taken up again. Tell the person, with their dates."
CAN_BE_TAKEN_UP = frozenset({MatterState.WITHDRAWN, MatterState.NOT_TAKEN, MatterState.FINISHED})
LOOK = "{} withdrawn: speak with the person alone and make sure that it is their own wish, before anything is closed."
_PRESSED = (
    r"told (?:me )?to|been told|said i (?:have|had|must|should)|made me|makes me|made to|forc(?:ed|ing)|pressur\w*",
    r"ha(?:ve|d) to (?:drop|stop|withdraw)|must (?:drop|withdraw)|(?:get|got|be) in(?:to)? trouble",
    r"(?:not|n[’']t) allowed|scared|afraid|frightened|or else|lose (?:contact|my placement|him|her|them)",  # noqa: RUF001
)
PRESSED = re.compile(rf"\b(?:{'|'.join(_PRESSED)})\b", re.IGNORECASE)
"""Words of a withdrawal behind which somebody else may stand; a hit asks a manager to look, and never refuses."""


@transaction.atomic
def withdraw(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    words: str,
    said_on: date,
    mail_id: int | None = None,
    told_to: bool = False,
) -> Case:
    """Note that the person withdraws matters, in their own words; signs of danger and their alerts stay as they are.

    A child's withdrawal, one that may not be their own wish (``told_to``, or words that sound like it) and any with an
    open sign of danger raise a task for a manager the same day.

    Raises:
        IncompleteError: without their words, or on a day that cannot be.

    """
    case = open_for(case_id, version, member)
    require_words({"words": (words, "Write down what they said, in their own words.")})
    require_past_day(case, "said_on", said_on)
    found = find_matters(case, matters)
    cause = Cause(on=said_on, member=member, why=words, mail=find_mail(case, mail_id))
    for matter in found:
        end_parking_of(case, matter, cause)
        take_step(matter, "withdrawn", cause, state=MatterState.WITHDRAWN)
        _note_outcome(matter, said_on, member)
    why = _why_look(case, words, told_to=told_to)
    if why:
        _ask_manager(case, found)
    facts = {"matters": numbers_of(found), "looked_into": why}
    return finish(case, "matters_withdrawn", member, facts)


@transaction.atomic
def take_up_again(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    matters: Sequence[int],
    why: str,
    route: str = "",
) -> Case:
    """Take matters up again that were withdrawn, turned away or finished; each goes on where it was, with its clock.

    What was finished goes on at its stage. ``route`` is where a matter goes that was turned away.

    Raises:
        IncompleteError: without a reason, or without a route for what no procedure takes.
        NotNowError: if one of them has not ended.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why it is taken up again.")})
    found = find_matters(case, matters)
    for matter in found:
        if MatterState(matter.state) not in CAN_BE_TAKEN_UP:
            raise NotNowError(f"Matter {matter.number} has not ended.")
        _take_up(case, matter, route, Cause(on=timezone.localdate(), member=member, why=why))
    facts = {"matters": numbers_of(found), "route": route}
    return finish(case, "matters_taken_up", member, facts, wakes=TAKEN_UP)


def _take_up(case: Case, matter: Matter, route: str, cause: Cause) -> None:
    before = route_value(matter)
    if is_out_of_scope(matter):
        check_values({f"matter:{matter.number}": route})
        if route.startswith("out_of_scope"):
            raise IncompleteError({"route": "Choose the procedure that takes it now."})
        matter.route, matter.reason = route, ""
        set_procedure(case, matter)
        if cause.member:
            settle_decision(case, matter, cause.member, cause.why)
    was_finished = matter.state == MatterState.FINISHED
    state = MatterState(f"stage_{matter.stage}") if was_finished else where_it_was(matter)
    matter.outcomes.filter(stage=str(matter.stage), finding=Finding.WITHDRAWN).delete()
    take_step(matter, "taken_up", cause, state=state, from_route=before)


def _note_outcome(matter: Matter, on: date, member: TeamMember) -> None:
    Outcome.objects.get_or_create(
        matter=matter,
        stage=str(matter.stage),
        defaults={"finding": Finding.WITHDRAWN, "decided_on": on, "decided_by": member},
    )


def _why_look(case: Case, words: str, *, told_to: bool) -> str:
    """Return why a manager must look at a withdrawal, as a code; "" if nothing speaks for it."""
    child = case.decisions.filter(key=f"flag:{Flag.YOUNG_PERSON}").first()
    if told_to or PRESSED.search(words):
        return "told_to"
    if case.is_young_person or (child is not None and child.value == "yes"):
        return "child"
    return "danger" if case.has_open_alert else ""


def _ask_manager(case: Case, found: Sequence[Matter]) -> None:
    for matter in found:
        last = matter.steps.order_by("-pk").values_list("pk", flat=True)[0]
        words = LOOK.format(f"Matter {matter.number}")
        key = f"withdrawal:{matter.number}:{last}"
        raise_task(case, "withdrawal", key=key, words=words, matter=matter.number, due_at=end_of_today())
