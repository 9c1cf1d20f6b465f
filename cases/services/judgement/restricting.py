"""Limit how a person makes contact, for a time; review it before it ends; and end it.

No restriction ends all contact: danger, an emergency and anything new can always be told (the ladder's ``keeps_open``).
Source: LGSCO, Managing unreasonable complainant behaviour (read second-hand): reason, length, review, right to go to
the Ombudsman; only an extreme threat may skip the warning.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.desk import desk_discretion
from cases.errors import IncompleteError, NotNowError
from cases.models import Behaviour, TeamMember
from cases.services.judgement.ladder import (
    REVIEW,
    ask_for,
    lock_cases_of,
    locked_ladder,
    move_ladder,
    no_longer_asked,
    note_step,
    require_no_danger,
    require_words,
)
from cases.states import BehaviourState

_SHUTS = re.compile(
    r"\b(?:no contact|(?:all|any) contact (?:is |will be )?(?:stopped|ended|refused|blocked)|block(?:ed|s|ing)?"
    r"|bann?(?:ed)?|(?:must|may|do|can)(?: ?not|n't) (?:contact|ring|call|write to) (?:us|the council|anybody)"
    r"|ignored?)\b",
    re.IGNORECASE,
)
"""Words that would end contact; an arrangement says how it is made, not that it is not."""


@dataclass(frozen=True, slots=True)
class Length:
    """Hold how long a restriction lasts, and when it is reviewed."""

    until_on: date | None
    review_on: date | None


@transaction.atomic
def restrict(
    *, behaviour_id: int, version: int, member: TeamMember, restriction: str, words: str, length: Length, why: str
) -> Behaviour:
    """Limit how a person makes contact, with reason, length and review.

    Raises:
        IncompleteError: without a reason or words, or with a length beyond the limit.
        NotNowError: without a warning (unless for an extreme threat), or while a sign of danger is open.

    """
    row = locked_ladder(behaviour_id, version, member)
    ladder = desk_discretion().ladder
    if row.state == BehaviourState.CONFIRMED and not ladder.extreme.intersection(row.flags):
        raise NotNowError("Warn them first. Only a threat, an assault or intimidation may go without a warning.")
    require_no_danger(lock_cases_of(row.person_address))
    require_words(why=why, words=words)
    if ladder.restriction(restriction) is None:
        raise IncompleteError({"restriction": "Choose how contact is to be made."})
    if _SHUTS.search(words):
        raise IncompleteError({"words": f"Say how contact is made, not that it ends. {ladder.keeps_open}"})
    _require_length(length)
    without_warning = row.state == BehaviourState.CONFIRMED
    move_ladder(row, BehaviourState.RESTRICTED)
    row.restriction, row.restriction_words = restriction, f"{words.strip()}\n{ladder.keeps_open}"
    row.restricted_by, row.restricted_on = member, timezone.localdate()
    _set_length(row, length, member)
    return note_step(row, "restricted", member, why, {"restriction": restriction, "unwarned": without_warning})


@transaction.atomic
def review(
    *, behaviour_id: int, version: int, member: TeamMember, goes_on: bool, why: str, length: Length | None = None
) -> Behaviour:
    """Review a restriction: it goes on for a new time, or it ends; both with the reason.

    Raises:
        IncompleteError: without a reason, or if it goes on without a new length.

    """
    row = locked_ladder(behaviour_id, version, member)
    require_words(why=why)
    if row.state == BehaviourState.RESTRICTED:
        move_ladder(row, BehaviourState.REVIEW)
    if goes_on:
        _require_length(length or Length(None, None))
    move_ladder(row, BehaviourState.RESTRICTED if goes_on else BehaviourState.ENDED)
    row.reviewed_by, row.reviewed_on = member, timezone.localdate()
    if goes_on and length:
        _set_length(row, length, member)
    else:
        _end(row, member)
    return note_step(row, "reviewed", member, why, {"goes_on": goes_on})


@transaction.atomic
def end(*, behaviour_id: int, version: int, member: TeamMember, why: str) -> Behaviour:
    """End it at whatever step it stands, because it is no longer needed.

    Raises:
        IncompleteError: without a reason.

    """
    row = locked_ladder(behaviour_id, version, member)
    require_words(why=why)
    move_ladder(row, BehaviourState.ENDED)
    _end(row, member)
    return note_step(row, "ended", member, why)


def _require_length(length: Length) -> None:
    ladder, today = desk_discretion().ladder, timezone.localdate()
    last, last_review = (
        today + timedelta(days=n) for n in (ladder.longest_restriction_days, ladder.longest_until_review_days)
    )
    missing = {}
    if length.until_on is None or not today < length.until_on <= last:
        missing["until_on"] = f"Say until when: at most {ladder.longest_restriction_days} days from today."
    is_in_time = length.review_on is not None and today < length.review_on <= last_review
    if not is_in_time or (length.until_on and length.review_on and length.review_on >= length.until_on):
        missing["review_on"] = (
            f"Say when it is reviewed: before it ends, and within {ladder.longest_until_review_days} days."
        )
    if missing:
        raise IncompleteError(missing)


def _set_length(row: Behaviour, length: Length, member: TeamMember) -> None:
    row.until_on, row.review_on = length.until_on, length.review_on
    no_longer_asked(row, REVIEW, member)
    ask_for(row, REVIEW, "Review whether contact still has to be limited", length.review_on)


def _end(row: Behaviour, member: TeamMember) -> None:
    row.ended_on, row.review_on = timezone.localdate(), None
    no_longer_asked(row, REVIEW, member)
