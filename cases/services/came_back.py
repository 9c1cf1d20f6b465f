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
from cases.services.tasks.raising import open_locked, raise_task
from cases.states import CaseState, LetterState, TaskState

BY_MAIL: Final = "A mail server reported that this letter did not arrive."
LOOK: Final = "Our letter came back: it did not reach the person. Check the address, and write again today."
MAYBE: Final = "A mail server may have reported that a letter of this case did not arrive. Read its mail, and say so."
TASK: Final = "came_back"
IT_DID: Final = "It was said that this letter did not arrive. That was a mistake: it did."
NOT_NEEDED: Final = "The letter before this one had arrived after all."
CASE_WAS: Final = "case_was"
"""What the event of a coming back calls the state its case was in, should it turn out to be a mistake."""
SIGNED: Final = (
    LetterState.APPROVED,
    LetterState.HELD,
    LetterState.SENDING,
    LetterState.UNCERTAIN,
    LetterState.REFUSED,
    LetterState.SENT,
)


def note_came_back(letter: Letter, case: Case, *, words: str = BY_MAIL) -> dict[str, object]:
    """Write onto a locked letter and its locked case that it came back.

    Return what the caller's event must keep, beside the letter: the state the case was in.
    """
    was: dict[str, object] = {CASE_WAS: str(case.state)}
    letter.came_back_at = timezone.now()
    letter.trouble = words
    letter.save(update_fields=["came_back_at", "trouble"])
    if stopped_the_clock(letter, case) and not _was_reached(case):
        case.acknowledged_on = None
        case.deadlines.filter(what="acknowledge").update(met_on=None)
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    if case.state in RESTING:
        case.state = CaseState.TRIAGE
    _ask(case, LOOK, key=f"{TASK}:{letter.pk}", anew=True)
    return was


def note_may_have_come_back(letter: Letter, case: Case) -> None:
    """Ask somebody to look: a report names a letter of this locked case but bears no proof; nothing else changes."""
    _ask(case, MAYBE, key=f"{TASK}:maybe:{letter.pk}")


def _ask(case: Case, words: str, *, key: str, anew: bool = False) -> None:
    """Ask somebody of a locked case to act; ``anew``: also where a person has ended what was asked before."""
    case.waiting_for = words
    case.version += 1
    case.save()
    task = raise_task(case, TASK, key=key, words=words, due_at=end_of_today())
    if anew and task.state != TaskState.OPEN:
        # It came back, was said to have arrived, and came back once more.
        task.words, task.due_at = words, end_of_today()
        open_locked(task)


def why_no_way_back(letter: Letter) -> str:
    """Say why it cannot be said any more that a letter arrived after all, with the cure; "" if it can."""
    if letter.state != LetterState.SENT or letter.came_back_at is None:
        return "Nobody says that this letter did not arrive. Look at it again."
    newer = letter.case.letters.filter(is_further=letter.is_further).exclude(pk=letter.pk)
    newer = newer.filter(letter=letter.letter) if letter.is_further else newer
    if newer.filter(state__in=SIGNED, signed_at__gte=letter.came_back_at).exists():
        return "A newer letter was signed in its place. If that one has not left yet, take it back first."
    if newer.filter(state=LetterState.TO_SIGN, asked_at__gte=letter.came_back_at).exists():
        return "A newer letter in its place waits for a signature. Have that one returned first."
    return ""


def words_of_arrival(letter: Letter) -> str:
    """Return how it is known that a letter arrived which was said not to have; "" for any other."""
    is_told = letter.state == LetterState.SENT and letter.came_back_at is None and letter.trouble.startswith(IT_DID)
    return letter.trouble if is_told else ""


def stopped_the_clock(letter: Letter, case: Case) -> bool:
    """Say whether a letter stopped the clock that is the case's own now: an acknowledgement of its present stage."""
    return letter.state == LetterState.SENT and not letter.is_further and _is_of_this_stage(letter.sent_at, case)


def _was_reached(case: Case) -> bool:
    """Say whether another acknowledgement of the present stage went, and has not come back."""
    others = acknowledgements(case).filter(state=LetterState.SENT, came_back_at=None)
    return any(_is_of_this_stage(letter.sent_at, case) for letter in others)


def _is_of_this_stage(sent_at: datetime | None, case: Case) -> bool:
    asked_on = case.stage_requested_on
    return sent_at is not None and (asked_on is None or timezone.localdate(sent_at) >= asked_on)
