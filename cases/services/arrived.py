"""Take back that a letter did not arrive: a person, or a report that was read wrongly, had said so, and it had arrived.

The letter stands as sent again, its case as it stood before, and the clock that the letter had stopped closes on the
day on which it really went. No way leads back for a letter in whose place a newer one was signed since.
"""

from typing import Final

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.letter_case import acknowledgements
from cases.models import Case, Letter, Task, TeamMember
from cases.services.came_back import CASE_WAS, IT_DID, LOOK, MAYBE, NOT_NEEDED, TASK, stopped_the_clock, why_no_way_back
from cases.services.common import require_decider
from cases.services.letter_rows import locked_letter, move_letter, stop_clock
from cases.services.matters.settling import RESTING, settle
from cases.services.tasks.raising import end_locked
from cases.states import CASE_BACK, CaseState, LetterState, MailState, TaskState, check_move

LONGEST_WHY: Final = 500
RESULT: Final = "arrived"
"""How the task that the coming back raised ends (config/tasks.toml)."""
WORDED_ANEW: Final = (LetterState.DRAFT, LetterState.RETURNED)


@transaction.atomic
def mark_arrived(*, letter_id: int, member: TeamMember, why: str) -> Letter:
    """Write down that a letter which was said not to have arrived did arrive; ``why`` says how they know.

    Raises:
        IncompleteError: without saying how they know.
        NotNowError: if nobody says that it came back, or a newer letter was signed or waits for that in its place.

    """
    require_decider(member)
    letter = locked_letter(letter_id)
    check_no_conflict(letter.case, member)
    if words := why_no_way_back(letter):
        raise NotNowError(words)
    if not why.strip():
        raise IncompleteError({"why": "Say how you know that it did arrive."})
    _stand_as_sent(letter, member, why.strip()[:LONGEST_WHY])
    _end_tasks(letter, member, why)
    return letter


def follow_result(task: Task, member: TeamMember, *, result: str, note: str) -> None:
    """Do what a person says who ends the task of a letter that came back with “It did arrive”, on its locked case.

    Where a newer letter has taken its place already, the task ends and nothing else changes.
    """
    key = f"{TASK}:"
    number = task.key.removeprefix(key) if task.key.startswith(key) else ""
    if task.kind != TASK or result != RESULT or not number.isdecimal():
        return
    letter = Letter.objects.select_for_update().filter(pk=int(number), case=task.case).first()
    if letter is None:
        return
    letter.case = task.case
    if not why_no_way_back(letter):
        _stand_as_sent(letter, member, note.strip()[:LONGEST_WHY])


def _stand_as_sent(letter: Letter, member: TeamMember, why: str) -> None:
    """Let a locked letter of a locked case stand as sent again, and bring the case back to where it was."""
    case, back_at = letter.case, letter.came_back_at
    letter.came_back_at = None
    letter.trouble = f"{IT_DID} {why}".strip()
    letter.version += 1
    letter.save(update_fields=["came_back_at", "trouble", "version"])
    facts = {"letter": letter.pk, "said_back_at": back_at.isoformat() if back_at else ""}
    events.record_for_case("letter_arrived", case, actor=member, facts=facts)
    if stopped_the_clock(letter, case) and letter.sent_at:
        stop_clock(case, timezone.localdate(letter.sent_at))
    _bring_back(letter, case, _case_before(letter, case))
    if case.waiting_for in {LOOK, MAYBE}:
        case.waiting_for = ""
    case.version += 1
    case.save()


def _bring_back(letter: Letter, case: Case, before: str) -> None:
    """Bring a locked case to where it rested before the letter came back, unless something else wants the team."""
    if before not in {*RESTING, CaseState.GOING_OUT} or case.acknowledged_on is None or _wants_the_team(case):
        return
    if case.state == CaseState.LETTER and not _drop_drafts_instead_of(letter, case):
        return
    if case.state not in CASE_BACK:
        return
    rest = CaseState.FILED if before == CaseState.FILED else CaseState.ACKNOWLEDGED
    check_move(CASE_BACK, CaseState(case.state), rest)
    case.state, case.waiting_for = rest, ""
    settle(case)


def _wants_the_team(case: Case) -> bool:
    """Say whether something else than the letter that came back waits for the team: a message, a stage, a matter."""
    has_words = case.waiting_for not in {"", LOOK, MAYBE}
    return has_words or case.mails.filter(state=MailState.JOINED, looked_at=None).exists()


def _drop_drafts_instead_of(letter: Letter, case: Case) -> bool:
    """Set the acknowledgements aside that were drafted in a letter's place since; say whether none is left.

    One that says something else (the case was decided otherwise meanwhile) stays: its person has not heard that yet.
    """
    drafts = acknowledgements(case).select_for_update().filter(state__in=WORDED_ANEW)
    for draft in drafts.exclude(pk=letter.pk):
        if _gist(draft) != _gist(letter):
            return False
        draft.case = case
        draft.trouble = NOT_NEEDED
        move_letter(draft, LetterState.DROPPED, "letter_set_aside", None, {})
    return True


def _gist(letter: Letter) -> tuple[str, list[str]]:
    """Return what tells two acknowledgements apart: which letter it is, and of which points it was drafted."""
    return letter.letter, [paragraph["key"] for paragraph in letter.drafted.get("paragraphs", ())]


def _case_before(letter: Letter, case: Case) -> str:
    """Return the state a case was in when a letter of it came back; "" if that was not written down."""
    told = case.events.filter(verb="letter_came_back", facts__letter=letter.pk).order_by("-number").first()
    return str(told.facts.get(CASE_WAS, CaseState.ACKNOWLEDGED)) if told else ""


def _end_tasks(letter: Letter, member: TeamMember, why: str) -> None:
    """End what asked somebody to reach the person another way, or to look: the letter arrived."""
    keys = [f"{TASK}:{letter.pk}", f"{TASK}:maybe:{letter.pk}"]
    for task in Task.objects.select_for_update().filter(case=letter.case, key__in=keys, state=TaskState.OPEN):
        task.case = letter.case
        end_locked(task, state=TaskState.DONE, result=RESULT, note=why, by=member)
