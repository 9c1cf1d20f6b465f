"""Hold a letter that the last guard did not let pass, and let it go when a person says so."""

from django.db import transaction
from django.utils import timezone

from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Letter, TeamMember
from cases.post_guard import why_unreachable
from cases.services.last_look import why_not_out
from cases.services.letter_rows import locked_letter, move_letter
from cases.states import LetterState
from letters.plain import draft_from_plain


@transaction.atomic
def hold(*, letter: Letter, words: str) -> None:
    """Hold a locked letter that was signed, with the reason; it is shown among the letters that need a person."""
    letter.trouble = words
    move_letter(letter, LetterState.HELD, "letter_held", None, {})


@transaction.atomic
def release(*, letter_id: int, member: TeamMember) -> Letter:
    """Let a held letter go, because a person has looked: it goes out now, past the numbers, once.

    Raises:
        NotAllowedError: if this person may not sign letters, or not handle this case.
        NotNowError: if it is not held any more, or may not go as things stand: no release cures that.
        IncompleteError: if no person can be reached at its address; nor that.

    """
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager may let a held letter go.")
    letter = locked_letter(letter_id)
    check_no_conflict(letter.case, member)
    if letter.state != LetterState.HELD:
        raise NotNowError("This letter is not held any more. Look at it again.")
    if words := why_not_out(letter):
        raise NotNowError(words)
    if words := why_unreachable(draft_from_plain(letter.draft).recipient.email):
        raise IncompleteError({"address": words})
    letter.released_at, letter.released_by, letter.send_at = timezone.now(), member, timezone.now()
    letter.trouble = ""
    move_letter(letter, LetterState.APPROVED, "letter_released", member, {})
    return letter
