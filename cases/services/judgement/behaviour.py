"""Begin a ladder from a flag in force, confirm it after seeing our own records, or not; and write down the warning.

A flag alone never begins one. Nothing here changes a route, a clock or the queue's order.
Source: LGSCO, Managing unreasonable complainant behaviour (read second-hand); northyorks.gov.uk, Children's social care
complaints (unacceptable behaviour: people are told first, and only if it goes on may contact be limited).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_all_open_to
from cases.contacts import count_contacts
from cases.errors import IncompleteError, NotNowError
from cases.models import Behaviour, Case, Letter, TeamMember
from cases.services.common import require_decider
from cases.services.judgement.ladder import (
    CONFIRM,
    ENDED,
    ask_for,
    lock_cases_of,
    locked_ladder,
    move_ladder,
    no_longer_asked,
    note_step,
    require_no_danger,
    require_words,
)
from cases.states import BehaviourState, CaseState
from classify.labels import BEHAVIOUR_FLAGS, Flag
from routing.contacts import ContactKind

WARNING_LETTER = "L13"


@transaction.atomic
def raise_behaviour(*, case_id: int, member: TeamMember, flags: Sequence[str], why: str) -> Behaviour:
    """Ask a manager to look at a person's behaviour, because of flags that a person found right in this case.

    Raises:
        NotAllowedError: for somebody who may not handle one of this person's cases.
        IncompleteError: without a reason, or for a flag that nobody has found right here.
        NotNowError: if a ladder of this person is open, or nobody knows their address.

    """
    require_decider(member)
    address = Case.objects.values_list("person_address", flat=True).get(pk=case_id)
    if not address:
        raise NotNowError("This person left no address, so nothing could be kept about them, or told to them.")
    theirs = lock_cases_of(address)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_all_open_to({case.pk, *(one.pk for one in theirs)}, member)
    if Behaviour.objects.filter(person_address=address).exclude(state__in=ENDED).exists():
        raise NotNowError("This is being dealt with for this person already. See how it stands below.")
    in_force = flags_in_force(case)
    if not flags or not set(flags) <= in_force:
        raise IncompleteError({"flags": "Choose what it is about. Only what a person found right in the case counts."})
    require_words(why=why)
    row = Behaviour(person_address=address, case=case, flags=sorted(flags), raised_at=timezone.now(), raised_by=member)
    row.why, row.steps = why.strip(), [["raised", timezone.localdate().isoformat(), member.pk, why.strip()]]
    row.save()
    events.record_for_case("behaviour_raised", case, actor=member, facts={"behaviour": row.pk, "flags": row.flags})
    ask_for(row, CONFIRM, "A manager looks at whether this is unreasonable behaviour, or not")
    return row


def flags_in_force(case: Case) -> set[str]:
    """Return the behaviour flags that a person has found right in a case; a suggestion is none."""
    keys = {f"flag:{flag}" for flag in BEHAVIOUR_FLAGS}
    rows = case.decisions.filter(key__in=keys, chosen="yes").exclude(chosen_by=None)
    return {row.key.removeprefix("flag:") for row in rows}


@transaction.atomic
def confirm(*, behaviour_id: int, version: int, member: TeamMember, why: str, adjustments: str, seen: int) -> Behaviour:
    """Confirm that it is unreasonable; ``seen`` is how many contacts the manager had before them.

    Raises:
        IncompleteError: without a reason or the adjustments considered, if the count has changed since it was shown, or
            if many contacts are all it is about and our own records show no repeat.
        NotNowError: if this manager raised it themselves.

    """
    row = locked_ladder(behaviour_id, version, member)
    if row.raised_by_id == member.pk:
        raise NotNowError("You raised this, so another manager looks at it.")
    require_words(why=why, adjustments=adjustments)
    numbers = count_contacts(row.person_address).numbers
    if numbers["total"] != seen:
        raise IncompleteError({"seen": "More has come in since you opened the page. Look at the count again."})
    if set(row.flags) == {Flag.UNREASONABLE_PERSISTENCE} and not numbers[ContactKind.REPEAT]:
        raise IncompleteError(
            {"seen": "Our own records show no message that repeats one we had answered. Say that it is not upheld."}
        )
    move_ladder(row, BehaviourState.CONFIRMED)
    row.confirmed_by, row.confirmed_at = member, timezone.now()
    row.adjustments, row.contacts = adjustments.strip(), numbers
    no_longer_asked(row, CONFIRM, member)
    return note_step(row, "confirmed", member, why, {"contacts": numbers})


@transaction.atomic
def not_uphold(*, behaviour_id: int, version: int, member: TeamMember, why: str) -> Behaviour:
    """Say that it was not unreasonable; it ends there, and the reason stays.

    Raises:
        IncompleteError: without a reason.

    """
    row = locked_ladder(behaviour_id, version, member)
    require_words(why=why)
    move_ladder(row, BehaviourState.NOT_UPHELD)
    row.ended_on = timezone.localdate()
    no_longer_asked(row, CONFIRM, member)
    return note_step(row, "not_upheld", member, why)


@transaction.atomic
def warn(
    *,
    behaviour_id: int,
    version: int,
    member: TeamMember,
    warned_on: date | None,
    why: str,
    letter_id: int | None = None,
) -> Behaviour:
    """Note that the person was warned in writing, on which day and by which letter, if it is one of ours.

    Raises:
        IncompleteError: without the day or what was asked of them, or with a letter that is no warning to them.
        NotNowError: while a sign of danger is open, or before a child's acknowledgement has left.

    """
    row = locked_ladder(behaviour_id, version, member)
    require_words(why=why)
    cases = lock_cases_of(row.person_address)
    require_no_danger(cases)
    _require_day(row, warned_on)
    require_no_child_waits(cases, warned_on)
    letter = Letter.objects.filter(pk=letter_id, case__in=cases, letter=WARNING_LETTER).first() if letter_id else None
    if letter_id and letter is None:
        raise IncompleteError({"letter": "That is no warning letter to this person."})
    move_ladder(row, BehaviourState.WARNED)
    row.warned_on, row.warning = warned_on, letter
    return note_step(row, "warned", member, why, {"letter": letter.pk if letter else None})


def _require_day(row: Behaviour, warned_on: date | None) -> None:
    confirmed_on = timezone.localdate(row.confirmed_at) if row.confirmed_at else None
    today = timezone.localdate()
    if warned_on is None or warned_on > today or (confirmed_on and warned_on < confirmed_on):
        words = "Give the day the warning left: not before it was confirmed, and not in the future."
        raise IncompleteError({"warned_on": words})


def require_no_child_waits(cases: Sequence[Case], warned_on: date | None) -> None:
    """Keep a warning away from a child's acknowledgement: it never comes before it, with it or on its day."""
    for case in cases:
        is_open = case.state != CaseState.FILED and not case.joined_to_id
        is_answered = case.acknowledged_on is not None and (warned_on is None or case.acknowledged_on < warned_on)
        if case.is_young_person and is_open and not is_answered:
            raise NotNowError(
                f"{case.reference} is a child's or young person's. Their acknowledgement goes first, without a warning "
                "in it; talk to them, or to their advocate, before you think of one."
            )
