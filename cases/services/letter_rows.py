"""Lock a letter with its case, and move either on with its event; shared by the services of letters."""

from datetime import date

from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.models import Case, Letter, TeamMember
from cases.services.came_back import note_came_back
from cases.services.further.gone import follow_gone
from cases.services.further.standing import lock_behind_warning
from cases.services.matters.settling import note_told
from cases.states import CASE_MOVES, LETTER_MOVES, CaseState, LetterState, MoveError, check_move
from letters.draft import LetterId


def locked_letter(letter_id: int) -> Letter:
    """Return the letter, it and its case locked until the transaction ends; with a warning, all cases it touches."""
    # The cases are locked first, always in one order, so that two services never wait for each other.
    case_id, kind = Letter.objects.values_list("case_id", "letter").get(pk=letter_id)
    if kind == LetterId.BEHAVIOUR_WARNING:
        lock_behind_warning(case_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    letter.case = case
    return letter


def move_letter(
    letter: Letter, state: LetterState, verb: str, member: TeamMember | None, facts: dict[str, object]
) -> None:
    """Move a locked letter on and save it, with its event.

    Raises:
        MoveError: for a move the table does not hold; and for an email that nobody handed over, yet is called sent.

    """
    old = LetterState(letter.state)
    check_move(LETTER_MOVES, old, state)
    if old is LetterState.APPROVED and state is LetterState.SENT and letter.posted_on is None:
        raise MoveError(old, state)
    letter.state = state
    letter.version += 1
    letter.save()
    events.record_for_case(verb, letter.case, actor=member, facts={"letter": letter.pk, **facts})


def move_case(case: Case, state: CaseState) -> None:
    """Move a locked case on and save it; staying where it is changes nothing."""
    if case.state == state:
        return
    check_move(CASE_MOVES, CaseState(case.state), state)
    case.state = state
    case.version += 1
    case.save(update_fields=["state", "version"])


def move_case_with(letter: Letter, state: CaseState) -> None:
    """Move the locked case of an acknowledgement on with it; a letter beside it moves no case."""
    if not letter.is_further:
        move_case(letter.case, state)


def note_gone(letter: Letter) -> None:
    """Do what follows when a letter has really gone. The caller holds the transaction and has set ``sent_at``."""
    if letter.is_further:
        follow_gone(letter)
    else:
        close_clock(letter)
    if letter.came_back_at:
        # It was not known yet that it had left when a mail server reported that it did not arrive.
        case = Case.objects.select_for_update().get(pk=letter.case_id)
        facts = {"letter": letter.pk} | note_came_back(letter, case)
        events.record_for_case("letter_came_back", case, facts=facts)


def close_clock(letter: Letter) -> None:
    """Mark the acknowledgement as done on the day the letter really left. The caller holds the transaction."""
    case = Case.objects.select_for_update().get(pk=letter.case_id)
    stop_clock(case, timezone.localdate(letter.sent_at))
    move_case(case, CaseState.ACKNOWLEDGED)
    note_told(case)


def stop_clock(case: Case, sent_on: date) -> None:
    """Write onto a locked case that its acknowledgement went on a day, and count its dates from there."""
    case.acknowledged_on = case.acknowledged_on or sent_on
    case.save(update_fields=["acknowledged_on"])
    case.deadlines.filter(what="acknowledge", met_on=None).update(met_on=sent_on)
    # Limits that count from the acknowledgement now stand on a real day.
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())


def unsign(letter: Letter) -> None:
    """Take the signature and all that came with it off a locked letter; the caller saves it."""
    letter.signer, letter.signed_at, letter.send_at = None, None, None
    letter.released_at, letter.released_by = None, None
    # How often it was tried, and why in vain, was of the letter as it was signed then.
    letter.tries, letter.trouble = 0, ""
    letter.approved_digest, letter.docx_digest, letter.pdf_digest, letter.message_id = "", "", "", ""
    letter.made_with = {}
    # What a mail server reported was of the letter as it was signed then, not of the one that goes next.
    letter.came_back_at = None
