"""Take in that a letter of ours did not reach its person: whoever has the case must act today.

Sent is sent: the letter stays as it went. But the person was not told, so the clock that it had stopped runs again.
"""

from datetime import datetime
from typing import Final

from django.utils import timezone

from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.letter_case import acknowledgements
from cases.models import Case, Letter
from cases.services.matters.due import end_of_today
from cases.services.matters.settling import RESTING
from cases.services.tasks.raising import raise_task
from cases.states import CaseState, LetterState

BY_MAIL: Final = "A mail server reported that this letter did not arrive."
LOOK: Final = "Our letter came back: it did not reach the person. Check the address, and write again today."
MAYBE: Final = "A mail server may have reported that a letter of this case did not arrive. Read its mail, and say so."
TASK: Final = "came_back"


def note_came_back(letter: Letter, case: Case, *, words: str = BY_MAIL) -> None:
    """Write onto a locked letter and its locked case that it came back; the caller writes the event."""
    letter.came_back_at = timezone.now()
    letter.trouble = words
    letter.save(update_fields=["came_back_at", "trouble"])
    if _stopped_the_clock(letter, case) and not _was_reached(case):
        case.acknowledged_on = None
        case.deadlines.filter(what="acknowledge").update(met_on=None)
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    if case.state in RESTING:
        case.state = CaseState.TRIAGE
    _ask(case, LOOK, key=f"{TASK}:{letter.pk}")


def note_may_have_come_back(letter: Letter, case: Case) -> None:
    """Ask somebody to look: a report names a letter of this locked case but bears no proof; nothing else changes."""
    _ask(case, MAYBE, key=f"{TASK}:maybe:{letter.pk}")


def _ask(case: Case, words: str, *, key: str) -> None:
    case.waiting_for = words
    case.version += 1
    case.save()
    raise_task(case, TASK, key=key, words=words, due_at=end_of_today())


def _stopped_the_clock(letter: Letter, case: Case) -> bool:
    """Say whether a letter stopped the clock that is the case's own now: an acknowledgement of its present stage."""
    return letter.state == LetterState.SENT and not letter.is_further and _is_of_this_stage(letter.sent_at, case)


def _was_reached(case: Case) -> bool:
    """Say whether another acknowledgement of the present stage went, and has not come back."""
    others = acknowledgements(case).filter(state=LetterState.SENT, came_back_at=None)
    return any(_is_of_this_stage(letter.sent_at, case) for letter in others)


def _is_of_this_stage(sent_at: datetime | None, case: Case) -> bool:
    asked_on = case.stage_requested_on
    return sent_at is not None and (asked_on is None or timezone.localdate(sent_at) >= asked_on)
