"""Begin a letter beside the acknowledgement: a person chooses it, and says what only they know.

It is drafted, changed, signed and sent like any other letter; it moves no case, and stops no acknowledgement's clock.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.desk import desk_words
from cases.errors import IncompleteError, NotNowError
from cases.letter_case import case_of_letter, offered_letters, usual_channel
from cases.models import Case, Letter, TeamMember
from cases.services.common import require_decider, require_version
from cases.services.further.standing import (
    NOT_AGREED,
    NOT_AHEAD,
    NOT_EXTENDED,
    lock_behind_warning,
    why_not_now,
)
from cases.services.letter_rows import locked_letter, move_letter
from cases.states import LetterState
from letters.asked import SaidError, read_said
from letters.compose import compose
from letters.draft import LetterId
from letters.plain import draft_to_plain

STILL_OPEN: Final = (
    LetterState.DRAFT,
    LetterState.RETURNED,
    LetterState.TO_SIGN,
    LetterState.APPROVED,
    LetterState.HELD,
    LetterState.SENDING,
    LetterState.UNCERTAIN,
    LetterState.REFUSED,
)
ASKED_IN: Final[Mapping[str, str]] = {NOT_EXTENDED: "until", NOT_AHEAD: "until", NOT_AGREED: "authorised_by"}
"""Which question asks for what is missing, so that the page shows it there."""
CHANGEABLE: Final = (LetterState.DRAFT, LetterState.RETURNED)


@transaction.atomic
def begin_letter(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    letter: LetterId,
    typed: Mapping[str, str],
    about: Sequence[int] | None = None,
) -> Letter:
    """Draft a letter beside the acknowledgement; ``about`` are the numbers of its matters, None for all of them.

    Raises:
        IncompleteError: naming each question that was not answered as it should be; or if it is about no matter at all.
        NotNowError: if the letter is not for this case, something must be written down first, or one is open already.

    """
    require_decider(member)
    if letter is LetterId.BEHAVIOUR_WARNING:
        lock_behind_warning(case_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    said = _said(letter, typed)
    _require_for_this_case(case, letter)
    _require_matters(case, about)
    matters = list(about or ())
    row = Letter(case=case, letter=str(letter), is_further=True, said=said, about=matters, made_at=timezone.now())
    row.channel = usual_channel(case)
    _require_written_down(row)
    row.drafted = row.draft = draft = draft_to_plain(compose(case_of_letter(row)))
    row.template_version, row.channel = draft["template_version"], draft["channel"]
    row.save()
    facts = {"letter": row.pk, "id": row.letter, "about": matters, "blanks": len(draft["blanks"])}
    events.record_for_case("letter_begun", case, actor=member, facts=facts)
    return row


@transaction.atomic
def say_again(*, letter_id: int, version: int, member: TeamMember, typed: Mapping[str, str]) -> Letter:
    """Answer a letter's questions anew and draft it again; words that a person changed are not drawn over.

    Raises:
        IncompleteError: naming each answer that is not as it should be.
        NotNowError: if its words were changed by hand, or it is no draft any more.

    """
    row = _changeable(letter_id, version, member)
    if row.editors.exists():
        raise NotNowError("Somebody has changed the words of this letter. Change them there, or set it aside.")
    letter = LetterId(row.letter)
    row.said = _said(letter, typed)
    _require_written_down(row)
    row.drafted = row.draft = draft_to_plain(compose(case_of_letter(row)))
    row.template_version = row.draft["template_version"]
    row.version += 1
    row.save()
    events.record_for_case("letter_drafted", row.case, actor=member, facts={"letter": row.pk, "id": row.letter})
    return row


@transaction.atomic
def set_aside(*, letter_id: int, version: int, member: TeamMember, why: str) -> Letter:
    """Set aside a letter that a person began and that nobody needs any more; its words are kept.

    Raises:
        IncompleteError: without a reason.
        NotNowError: if it is no draft any more, or is the acknowledgement, which every complaint gets.

    """
    row = _changeable(letter_id, version, member)
    if not why.strip():
        raise IncompleteError({"why": "Say why this letter is not needed."})
    row.comment = why.strip()
    move_letter(row, LetterState.DROPPED, "letter_set_aside", member, {})
    return row


def _changeable(letter_id: int, version: int, member: TeamMember) -> Letter:
    require_decider(member)
    row = locked_letter(letter_id)
    check_no_conflict(row.case, member)
    require_version(row, version)
    if not row.is_further:
        raise NotNowError("The acknowledgement is not begun by hand. Change the case, or its words.")
    if row.state not in CHANGEABLE:
        raise NotNowError("This letter is no longer a draft. Return or stop it first.")
    return row


def _said(letter: LetterId, typed: Mapping[str, str]) -> dict[str, str]:
    try:
        return read_said(desk_words().heads[letter].asks, typed)
    except SaidError as error:
        raise IncompleteError(error.faults) from error


def _require_for_this_case(case: Case, letter: LetterId) -> None:
    name = desk_words().heads[letter].name
    if letter not in offered_letters(case):
        raise NotNowError(f"“{name}” is not for this case as it stands. Look at its type, its flags and its alerts.")
    if case.letters.filter(letter=str(letter), is_further=True, state__in=STILL_OPEN).exists():
        raise NotNowError(f"“{name}” is begun already, and has not gone. Go on with that one, or set it aside.")


def _require_written_down(row: Letter) -> None:
    """Let a letter pass of which the record says the same: a letter never decides what nobody has written down."""
    words = why_not_now(row)
    if words in ASKED_IN:
        raise IncompleteError({ASKED_IN[words]: words})
    if words:
        raise NotNowError(words)


def _require_matters(case: Case, about: Sequence[int] | None) -> None:
    if about is None:
        return
    if not about:
        raise IncompleteError({"matters": "Choose at least one matter: a letter is about something."})
    known = set(case.matters.filter(number__in=about).values_list("number", flat=True))
    if known != set(about):
        raise IncompleteError({"matters": "Choose matters of this case."})
