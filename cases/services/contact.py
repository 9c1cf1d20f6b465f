"""Write down where a person can be reached: given by a named person, never taken from a mail by itself."""

from dataclasses import replace

from django.db import transaction

from cases import events
from cases.errors import IncompleteError, NotNowError
from cases.letter_case import case_of_letter
from cases.models import Case, TeamMember
from cases.post_guard import why_unreachable
from cases.services.common import require_decider, require_version
from cases.states import LetterState
from letters.check import recheck
from letters.plain import draft_from_plain, draft_to_plain

DRAFTS = (LetterState.DRAFT, LetterState.RETURNED)
LEAVING = (LetterState.TO_SIGN, LetterState.APPROVED, LetterState.HELD, LetterState.SENDING)


@transaction.atomic
def set_address(*, case_id: int, version: int, member: TeamMember, address: str) -> Case:
    """Set the address that letters of a case go to; drafts go there from now on, sent letters stay as they were.

    Raises:
        IncompleteError: if no person can be reached there, with the reason.
        NotNowError: while a letter to the old address waits for a signature or is on its way.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    require_version(case, version)
    plain = address.strip().lower()[:320]
    if words := why_unreachable(plain):
        raise IncompleteError({"address": words})
    if case.letters.filter(state__in=LEAVING).exists():
        raise NotNowError("A letter to the address of before is waiting or leaving. Return or stop it first.")
    case.person_address = plain
    case.version += 1
    case.save(update_fields=["person_address", "version"])
    for letter in case.letters.select_for_update().filter(state__in=DRAFTS):
        draft = draft_from_plain(letter.draft)
        letter.case = case
        moved = replace(draft, recipient=replace(draft.recipient, email=plain))
        letter.draft = draft_to_plain(recheck(moved, case_of_letter(letter)))
        letter.version += 1
        letter.save()
    events.record_for_case("address_set", case, actor=member)
    return case
