"""Say by hand that two cases are of the same person, where nobody suggested it, and take it back; neither changes."""

from django.db import transaction
from django.db.models import Q

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, MaybeSame, TeamMember
from cases.services.common import require_decider
from cases.services.locks import lock_cases

BY_HAND = "Linked by a person."


@transaction.atomic
def link_cases(*, case_id: int, reference: str, member: TeamMember) -> MaybeSame:
    """Link a case to another by that one's reference.

    Raises:
        IncompleteError: if there is no such case, or it is this one.
        NotAllowedError: if this person may not handle one of the two.

    """
    require_decider(member)
    other_id = Case.objects.filter(reference__iexact=reference.strip()).values_list("pk", flat=True).first()
    if other_id is None:
        raise IncompleteError({"reference": "No case has this reference. Check it: it looks like PR-2026-0001."})
    if other_id == case_id:
        raise IncompleteError({"reference": "That is this case. Give the reference of the other one."})
    case, other = lock_cases(case_id, other_id)
    for each in (case, other):
        check_no_conflict(each, member)
    both = Q(case=case, other=other) | Q(case=other, other=case)
    pair = MaybeSame.objects.filter(both).first() or MaybeSame(case=case, other=other, words=BY_HAND)
    if pair.answer == "joined":
        raise NotNowError("The message of one of the two is with the other. Take that back first.")
    pair.answer = "linked"
    pair.save()
    _record("cases_linked", pair, member)
    return pair


@transaction.atomic
def unlink_cases(*, pair_id: int, member: TeamMember) -> MaybeSame:
    """Say that two linked cases are not of the same person after all.

    Raises:
        NotNowError: if they are not linked.

    """
    require_decider(member)
    ids = MaybeSame.objects.values_list("case_id", "other_id").get(pk=pair_id)
    for each in lock_cases(*ids):
        check_no_conflict(each, member)
    pair = MaybeSame.objects.select_for_update().select_related("case", "other").get(pk=pair_id)
    if pair.answer != "linked":
        raise NotNowError("These cases are not linked.")
    pair.answer = "apart"
    pair.save(update_fields=["answer"])
    _record("cases_unlinked", pair, member)
    return pair


def _record(verb: str, pair: MaybeSame, member: TeamMember) -> None:
    events.record_for_case(verb, pair.case, actor=member, facts={"other": pair.other_id})
    events.record_for_case(verb, pair.other, actor=member, facts={"other": pair.case_id})
