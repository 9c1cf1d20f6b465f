"""Write what people do with a letter that was signed: stop it, or say of one in trouble whether it left."""

from dataclasses import replace

from django.db import transaction

from cases.conflicts import check_no_conflict
from cases.errors import NotAllowedError, NotNowError
from cases.letter_case import case_of_letter
from cases.models import Letter, TeamMember
from cases.services.common import require_decider
from cases.services.letter_rows import locked_letter, move_case_with, move_letter, note_gone, unsign
from cases.states import CaseState, LetterState
from letters.check import recheck
from letters.draft import Draft
from letters.plain import draft_from_plain, draft_to_plain


@transaction.atomic
def stop(*, letter_id: int, member: TeamMember) -> Letter:
    """Stop a signed letter that has not left yet; it is a draft again and needs a new signature.

    Raises:
        NotNowError: if it has left or is leaving.

    """
    require_decider(member)
    letter = locked_letter(letter_id)
    if letter.state not in {LetterState.APPROVED, LetterState.HELD}:
        raise NotNowError("This letter is already going out or has gone. It can only be followed by another.")
    unsign(letter)
    move_letter(letter, LetterState.RETURNED, "letter_stopped", member, {})
    move_case_with(letter, CaseState.LETTER)
    return letter


@transaction.atomic
def settle(*, letter_id: int, member: TeamMember, was_sent: bool) -> Letter:
    """Settle a letter of which nobody knows whether it left, or take back one that was refused: a person has looked.

    Raises:
        NotAllowedError: if they may not sign letters, or not handle this case.
        NotNowError: if it is known by now.

    """
    if not member.may_sign:
        raise NotAllowedError("Only a manager may settle whether a letter left.")
    letter = locked_letter(letter_id)
    check_no_conflict(letter.case, member)
    open_questions = {LetterState.UNCERTAIN} if was_sent else {LetterState.UNCERTAIN, LetterState.REFUSED}
    if letter.state not in open_questions:
        raise NotNowError("It is known by now whether this letter left. Look at it again.")
    if was_sent:
        letter.sent_at = letter.sending_since
        move_letter(letter, LetterState.SENT, "letter_said_sent", member, {})
        note_gone(letter)
        return letter
    unsign(letter)
    letter.draft = draft_to_plain(_readdressed(letter))
    move_letter(letter, LetterState.RETURNED, "letter_said_not_sent", member, {})
    move_case_with(letter, CaseState.LETTER)
    return letter


def _readdressed(letter: Letter) -> Draft:
    """Return the words of a letter for where the case says now: its address may be why the letter was refused."""
    draft, known = draft_from_plain(letter.draft), case_of_letter(letter)
    to = replace(draft.recipient, email=known.recipient.email, post=known.recipient.post)
    return recheck(replace(draft, recipient=to), known)
