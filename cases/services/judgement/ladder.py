"""Hold what every step of the ladder asks first, and how a step is written down.

Source: LGSCO, Managing unreasonable complainant behaviour (read second-hand): warn first, a senior officer decides,
with a reason, a length and a review; disability and adjustments are considered first.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from cases import events
from cases.conflicts import check_all_open_to
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.models import Behaviour, Case, TeamMember
from cases.services.common import require_decider
from cases.services.tasks.raising import end_answered, raise_task
from cases.states import BEHAVIOUR_MOVES, BehaviourState, TaskState, check_move

ENDED = (BehaviourState.ENDED, BehaviourState.NOT_UPHELD)
CONFIRM, REVIEW = "behaviour_confirm", "behaviour_review"
"""The kinds of the two tasks that a ladder raises."""


def lock_cases_of(address: str) -> list[Case]:
    """Lock and return every case of a person, in one order, so that one ladder at a time is begun and climbed."""
    return list(Case.objects.select_for_update().filter(person_address=address).order_by("pk"))


def locked_ladder(behaviour_id: int, version: int, member: TeamMember) -> Behaviour:
    """Return a ladder with its person's cases locked, for a manager who may handle every one of them.

    Raises:
        NotAllowedError: for anybody else.
        StaleError: if somebody took a step in between.

    """
    require_decider(member)
    known = Behaviour.objects.select_related("case").get(pk=behaviour_id)
    theirs = lock_cases_of(known.person_address)
    Case.objects.select_for_update().get(pk=known.case_id)
    check_all_open_to({known.case_id, *(case.pk for case in theirs)}, member)
    if not member.may_sign:
        raise NotAllowedError("Only a complaints manager takes a step of this. Ask one to look at it.")
    row = Behaviour.objects.select_for_update().select_related("case").get(pk=behaviour_id)
    if row.version != version:
        raise StaleError(row.version)
    return row


def move_ladder(row: Behaviour, state: BehaviourState) -> None:
    """Move a locked ladder as its table allows; the caller notes the step.

    Raises:
        MoveError: if the table does not hold the move.

    """
    check_move(BEHAVIOUR_MOVES, BehaviourState(row.state), state)
    row.state = state


def note_step(
    row: Behaviour, verb: str, member: TeamMember, why: str, facts: Mapping[str, object] | None = None
) -> Behaviour:
    """Save a step of a locked ladder with who took it, when and why, and tell of it on the case it was raised in."""
    row.why = why.strip()
    row.steps = [*row.steps, [verb, timezone.localdate().isoformat(), member.pk, row.why]]
    row.version += 1
    row.save()
    told = {"behaviour": row.pk, "state": row.state} | dict(facts or {})
    events.record_for_case(f"behaviour_{verb}", row.case, actor=member, facts=told)
    return row


def require_words(**words: str) -> None:
    """Let a step pass for which everything was said.

    Raises:
        IncompleteError: naming each field that is empty.

    """
    missing = {name: ASKS[name] for name, said in words.items() if not said.strip()}
    if missing:
        raise IncompleteError(missing)


ASKS = {
    "why": "Say why, in a sentence somebody else can follow.",
    "adjustments": (
        "Say which adjustments were considered first, and what came of it. Repetition, length or capitals may have to "
        "do with a disability or with fear."
    ),
    "words": "Say exactly how contact is to be made, and with whom.",
}


def require_no_danger(cases: list[Case]) -> None:
    """Let a warning or restriction pass only while no sign of danger is open in any of the person's cases.

    Raises:
        NotNowError: while one is.

    """
    if any(case.has_open_alert for case in cases):
        raise NotNowError("A sign of danger is open in a case of this person. Deal with that first.")


def ask_for(row: Behaviour, kind: str, words: str, due_on: date | None = None) -> None:
    """Raise the task of a ladder's next step in the case it was raised in; each step asks anew, with its own day."""
    due_at = datetime.combine(due_on, time(9), tzinfo=timezone.get_default_timezone()) if due_on else None
    raise_task(row.case, kind, key=f"{kind}:{row.pk}:{row.version}", words=words, due_at=due_at)


def no_longer_asked(row: Behaviour, kind: str, member: TeamMember) -> None:
    """End the task of a step that this member has taken."""
    key = f"{kind}:{row.pk}"
    asked = row.case.tasks.filter(Q(key=key) | Q(key__startswith=f"{key}:"), state=TaskState.OPEN)
    end_answered(asked, by=member)
