"""Ask once more whether a signed letter may go as things stand now, by whatever way: email and post are asked the same.

A letter by email is asked when it is taken for sending; one by post where it is printed, and when somebody says that it
was posted. What only holds for emails (how many go to one address) is asked in ``cases.post_guard``.
"""

from typing import Final

from cases.conflicts import why_not_theirs_to_sign
from cases.models import Letter
from cases.reach import why_not_by_post
from cases.services.danger.lado import why_somebody_is_warned
from cases.services.further.standing import why_not_now
from letters.plain import draft_digest, draft_from_plain

DANGER: Final = "A sign of danger has come in since. Deal with the safeguarding alert first."
CHANGED: Final = "Its words are not those that were signed. Take it back, and sign it again."


def why_not_out(letter: Letter) -> str:
    """Say why a signed letter may not go out as things stand, in plain words with the cure; "" if it may.

    The caller looks at signs of danger first: while one is open, a letter waits and is not held.
    """
    return why_not_theirs_to_sign(letter) or why_somebody_is_warned(letter) or why_not_now(letter)


def why_not_to_post(letter: Letter) -> str:
    """Say why a signed letter may not be posted as things stand, in plain words with the cure; "" if it may."""
    if letter.case.has_open_alert:
        return DANGER
    if words := why_not_by_post(letter) or why_not_out(letter):
        return words
    is_as_signed = draft_digest(draft_from_plain(letter.draft)) == letter.approved_digest
    return "" if is_as_signed and letter.signed_at else CHANGED
