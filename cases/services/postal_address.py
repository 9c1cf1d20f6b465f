"""Write down the postal address of whoever complains: given by a named person, whole, and kept with the case."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import NotNowError
from cases.letter_case import case_of_letter
from cases.models import Case, TeamMember
from cases.postal_lines import clean_address
from cases.services.common import require_decider, require_version
from cases.states import LetterState
from letters.check import recheck
from letters.draft import Channel
from letters.plain import draft_from_plain, draft_to_plain

EDITABLE: Final = frozenset({LetterState.DRAFT, LetterState.RETURNED})
LEAVING: Final = (LetterState.TO_SIGN, LetterState.APPROVED, LetterState.HELD)


@transaction.atomic
def set_postal_address(*, case_id: int, version: int, member: TeamMember, post: str) -> Case:
    """Keep where letters by post of a case go; it makes no letter go by post, and a young person is asked about first.

    Raises:
        IncompleteError: if the address is not whole, or too long for an envelope.
        NotNowError: if a letter to the address of before is on its way, or the case was put with another.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case, whose letters go out now. Write the address there.")
    keep_address(case, clean_address(post), member)
    return case


def keep_address(case: Case, post: str, member: TeamMember) -> None:
    """Keep a person's postal address on their locked case; drafts by post go there from now on."""
    if case.person_post == post:
        return
    if case.letters.filter(state__in=LEAVING, channel=Channel.POST).exists():
        raise NotNowError("A letter to the address of before waits to be signed or posted. Return or stop it first.")
    case.person_post = post
    case.version += 1
    case.save(update_fields=["person_post", "version"])
    for letter in case.letters.select_for_update().filter(state__in=EDITABLE, channel=Channel.POST):
        draft = draft_from_plain(letter.draft)
        letter.case = case
        moved = replace(draft, recipient=replace(draft.recipient, post=post))
        letter.draft = draft_to_plain(recheck(moved, case_of_letter(letter)))
        letter.version += 1
        letter.save()
    events.record_for_case("postal_address_set", case, actor=member)
