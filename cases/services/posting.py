"""Send a letter by post: a person chooses it, prints what was signed, posts it, and says on which day.

No machine ever says that a letter was posted, and a letter that was signed to be posted is never mailed.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.letter_case import case_of_letter
from cases.models import Letter, TeamMember
from cases.postal_lines import clean_address
from cases.reach import has_asked
from cases.services.came_back import note_came_back
from cases.services.common import require_decider, require_version
from cases.services.last_look import why_not_to_post
from cases.services.letter_rows import locked_letter, move_letter, note_gone
from cases.services.postal_address import EDITABLE, keep_address
from cases.states import LetterState
from letters.check import recheck
from letters.draft import Channel
from letters.plain import draft_from_plain, draft_to_plain

LONGEST_WHY: Final = 500
NOON: Final = time(12)
BROUGHT_BACK: Final = "The post brought this letter back."
FOUND_OUT: Final = "Somebody found out that this letter did not arrive."
IF_POSTED: Final = "If it has been posted already, say so here afterwards, with its day."


@transaction.atomic
def choose_channel(
    *, letter_id: int, version: int, member: TeamMember, channel: Channel, post: str = "", asked: bool = False
) -> Letter:
    """Say how a letter goes. ``post`` is the postal address, which the case keeps; ``asked``: they asked for post.

    Raises:
        IncompleteError: if the address is not whole, or a young person has not asked for it.
        NotNowError: if the letter is no draft any more, or another one is on its way to the address of before.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    letter = locked_letter(letter_id)
    if letter.state not in EDITABLE:
        raise NotNowError("This letter is no longer a draft. Return or stop it first.")
    check_no_conflict(letter.case, member)
    require_version(letter, version)
    if channel is Channel.POST:
        address = clean_address(post)
        _require_asked(letter, address, asked=asked)
        keep_address(letter.case, address, member)
    letter.channel = channel
    known = case_of_letter(letter)
    draft = replace(draft_from_plain(letter.draft), channel=channel, recipient=known.recipient)
    letter.draft = draft_to_plain(recheck(draft, known))
    letter.version += 1
    letter.save()
    verb = "letter_by_post" if channel is Channel.POST else "letter_by_email"
    events.record_for_case(verb, letter.case, actor=member, facts={"letter": letter.pk, "asked": asked})
    return letter


@transaction.atomic
def mark_posted(*, letter_id: int, member: TeamMember, posted_on: date) -> Letter:
    """Write down that somebody posted a signed letter on a day; the acknowledgement's clock stops on that day.

    Raises:
        IncompleteError: if the day cannot be right.
        NotNowError: if the letter is not waiting to be posted, or must not go as things stand.

    """
    require_decider(member)
    letter = locked_letter(letter_id)
    check_no_conflict(letter.case, member)
    _require_to_post(letter)
    if words := _why_not_that_day(letter, posted_on):
        raise IncompleteError({"posted": words})
    letter.posted_on, letter.trouble = posted_on, ""
    letter.sent_at = _moment_on(posted_on, letter)
    facts: dict[str, object] = {"digest": letter.approved_digest, "posted_on": posted_on.isoformat()}
    move_letter(letter, LetterState.SENT, "letter_posted", member, facts)
    note_gone(letter)
    return letter


@transaction.atomic
def mark_came_back(*, letter_id: int, member: TeamMember, why: str) -> Letter:
    """Write down that a letter that went did not arrive: the post brought it back, or a person found out otherwise.

    ``why`` says how they know: the clock that the letter had stopped runs again on their word alone.

    Raises:
        IncompleteError: without saying how they know.
        NotNowError: if it has not gone, or is known to have come back.

    """
    require_decider(member)
    letter = locked_letter(letter_id)
    check_no_conflict(letter.case, member)
    if letter.state != LetterState.SENT or letter.came_back_at:
        raise NotNowError("Only a letter that went, and has not come back yet, can come back.")
    if not why.strip():
        raise IncompleteError({"why": "Say how you know that it did not arrive."})
    words = BROUGHT_BACK if letter.posted_on else FOUND_OUT
    was = note_came_back(letter, letter.case, words=f"{words} {why.strip()[:LONGEST_WHY]}")
    events.record_for_case("letter_came_back", letter.case, actor=member, facts={"letter": letter.pk} | was)
    return letter


def _require_asked(letter: Letter, address: str, *, asked: bool) -> None:
    is_known = address == letter.case.person_post and has_asked(letter.case)
    if letter.case.is_young_person and not (asked or is_known):
        words = "A young person's letter is not posted home unless they ask for that. Tick it if they have asked."
        raise IncompleteError({"asked": words})


def _require_to_post(letter: Letter) -> None:
    if letter.state != LetterState.APPROVED or letter.channel != Channel.POST:
        raise NotNowError("This letter does not wait to be posted. Look at it again.")
    if words := why_not_to_post(letter):
        raise NotNowError(f"Do not post it yet. {words} {IF_POSTED}")


def _why_not_that_day(letter: Letter, posted_on: date) -> str:
    if posted_on > timezone.localdate():
        return "The day it was posted cannot be in the future."
    if letter.signed_at and posted_on < timezone.localdate(letter.signed_at):
        return "It cannot have been posted before it was signed."
    return ""


def _moment_on(day: date, letter: Letter) -> datetime:
    """Return the moment that stands for a day: noon, as far as that lies between the signature and now."""
    noon = timezone.make_aware(datetime.combine(day, NOON))
    earliest = letter.signed_at or noon
    return min(max(noon, earliest), timezone.now())
