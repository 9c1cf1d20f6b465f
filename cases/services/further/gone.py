"""Do what follows when a letter beside the acknowledgement has gone: end what asked for it, and ask what comes next."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from cases.models import Behaviour, Letter, Task
from cases.services.further.standing import extensions_named
from cases.services.judgement.ladder import move_ladder, note_step
from cases.services.tasks.raising import end_locked, raise_task
from cases.states import BehaviourState, TaskState
from letters.draft import LetterId
from routing.clock import LONDON, OFFICE_CLOSES

SEE_ANSWER: Final[Mapping[LetterId, str]] = {
    LetterId.CONSENT: "See whether the agreement we asked for has come. If not, ask again, or do what needs none.",
    LetterId.MORE_INFORMATION: "See whether what we asked for has come. If not, go on with what we have.",
}
"""What somebody does on the day by which an answer was asked for; no answer ever closes a case by itself."""
WARNED: Final = "The letter about behaviour has gone."


def follow_gone(letter: Letter) -> None:
    """Do what follows when a letter beside the acknowledgement has gone, inside the caller's transaction.

    The caller has locked the letter with its cases (``letter_rows.locked_letter``) and has set ``sent_at``.
    """
    follow = _FOLLOWS.get(LetterId(letter.letter))
    if follow:
        follow(letter)


def _ask_for_answer(letter: Letter) -> None:
    by = letter.said.get("by")
    if by:
        raise_task(
            letter.case,
            "other",
            key=f"letter:{letter.pk}:answer",
            words=SEE_ANSWER[LetterId(letter.letter)],
            due_at=datetime.combine(date.fromisoformat(by), OFFICE_CLOSES, tzinfo=LONDON),
        )


def _end_told(letter: Letter) -> None:
    """End the tasks that asked to write about a later day: the letter names it, for the matters it is about."""
    keys = [f"extension:{row.pk}" for row in extensions_named(letter)]
    for task in Task.objects.select_for_update().filter(case=letter.case, key__in=keys, state=TaskState.OPEN):
        task.case = letter.case
        end_locked(task, state=TaskState.DONE, by=letter.signer)


def _warn(letter: Letter) -> None:
    row = (
        Behaviour.objects.select_for_update()
        .filter(person_address=letter.case.person_address, state=BehaviourState.CONFIRMED)
        .order_by("pk")
        .first()
    )
    if row is None or letter.signer is None or letter.sent_at is None:
        return
    move_ladder(row, BehaviourState.WARNED)
    row.warned_on, row.warning = timezone.localdate(letter.sent_at), letter
    note_step(row, "warned", letter.signer, WARNED, {"letter": letter.pk})


_FOLLOWS: Final[Mapping[LetterId, Callable[[Letter], None]]] = {
    LetterId.CONSENT: _ask_for_answer,
    LetterId.MORE_INFORMATION: _ask_for_answer,
    LetterId.EXTENSION: _end_told,
    LetterId.BEHAVIOUR_WARNING: _warn,
}
