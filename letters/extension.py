"""Say what a later date does to a case's replies: which it moves, from when, and whether the procedure allows it."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from letters.draft import LetterCase
from letters.stages import procedure_of, stage_of_point
from routing.deadlines import Deadline, What

_POINTS: Final = re.compile(r"\bpoints? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)


def is_reply_awaited(case: LetterCase) -> bool:
    """Say whether the person waits for a reply of ours that has a day; before the acknowledgement none is late."""
    return case.acknowledged_on is not None and bool(_replies(case))


def new_day(case: LetterCase) -> date | None:
    """Return the day that a person gave for the letter, None if they gave none."""
    try:
        return date.fromisoformat(case.said.get("until", ""))
    except ValueError:
        return None


def first_day(case: LetterCase) -> date | None:
    """Return the day the person was told before, None if the replies that move had different ones.

    Where the new day is kept already, that is the day before it was moved.
    """
    days = {_day_told(reply, new_day(case)) for reply in _replies(case)}
    return days.pop() if len(days) == 1 else None


def longest_day(case: LetterCase) -> date | None:
    """Return the last day the procedure allows for the replies that move, None if it states none."""
    moved = moved_matters(case)
    latest = (d.due_on for d in case.deadlines if d.what is What.REPLY_AT_LATEST and d.matter in moved and d.due_on)
    return min(latest, default=None)


def is_beyond_longest(case: LetterCase) -> bool:
    """Say whether the new day is later than the procedure allows."""
    until, longest = new_day(case), longest_day(case)
    return until is not None and longest is not None and until > longest


def is_late(case: LetterCase) -> bool:
    """Say whether the day of a reply that will be later has passed: no clock can be moved any more, and none is."""
    return new_day(case) is not None and any(_is_over(case, reply) for reply in _replies(case))


def is_past_longest(case: LetterCase) -> bool:
    """Say whether the longest time that the procedure allows has passed before the letter could be written."""
    longest = longest_day(case)
    return is_late(case) and longest is not None and longest < case.written_on


def is_overrun(case: LetterCase) -> bool:
    """Say whether the person need not wait for the new day: it is later than allowed, or ours has passed already."""
    return is_beyond_longest(case) or is_late(case)


def is_kept(case: LetterCase) -> bool:
    """Say whether every reply the letter is about is due on the new day, and that day is still to come.

    Beyond the longest time, and once the day has passed, no clock can be moved: there the day is the one that a named
    manager agreed to, and the clock stays late.
    """
    until, first = new_day(case), first_day(case)
    if until is None or until <= max(case.written_on, first or case.written_on):
        return False
    replies = _replies(case)
    return bool(replies) and all(reply.due_on == until or _is_agreed(case, reply) for reply in replies)


def days_told(case: LetterCase) -> frozenset[date]:
    """Return the days that a notice of delay may name beside those of the clocks: told before, or agreed to."""
    told = {extension.until_on for reply in _replies(case) for extension in reply.extensions}
    until = new_day(case)
    agreed = {until} if until and any(_is_agreed(case, reply) for reply in _replies(case)) else set()
    return frozenset((told - {until}) | agreed)


def _is_agreed(case: LetterCase, reply: Deadline) -> bool:
    return bool(case.said.get("authorised_by")) and _must_be_agreed(case, reply)


def _must_be_agreed(case: LetterCase, reply: Deadline) -> bool:
    """Say whether no clock can hold the new day of a reply, so that a manager has to agree to it."""
    until, same = new_day(case), (d for d in case.deadlines if d.matter == reply.matter)
    latest = next((d.due_on for d in same if d.what is What.REPLY_AT_LATEST and d.due_on), None)
    return until is not None and (_is_over(case, reply) or (latest is not None and until > latest))


def may_be_agreed(case: LetterCase) -> bool:
    """Say whether the new day would stand if a manager agreed to it: it lies ahead, and no clock could hold it."""
    return is_kept(replace(case, said={**case.said, "authorised_by": "a manager"}))


def _is_over(case: LetterCase, reply: Deadline) -> bool:
    return reply.due_on is not None and reply.due_on < case.written_on


def is_moved_again(case: LetterCase) -> bool:
    """Say whether one of the replies was moved before."""
    until = new_day(case)
    return any(extension.until_on != until for reply in _replies(case) for extension in reply.extensions)


def may_go_on(case: LetterCase) -> bool:
    """Say whether a person who waits too long may ask for the next stage at once.

    Source: SI 2006/1738 reg 14: if stage 1 is not answered in time.
    """
    moved = moved_matters(case)
    stages = (stage_of_point(case, m) for m in case.assessment.matters if m.number in moved and procedure_of(case, m))
    return any(stage and stage.if_missed for stage in stages)


def moved_matters(case: LetterCase) -> frozenset[int]:
    """Return the numbers of the matters whose reply the letter says will be later; 0 is the whole case."""
    return frozenset(reply.matter for reply in _replies(case))


def has_other_dates(case: LetterCase) -> bool:
    """Say whether the letter moves the reply to some points only, so that others keep their dates.

    A date that has passed is none that we keep.
    """
    awaited = {d.matter for d in case.deadlines if d.what is What.REPLY and d.due_on and not _is_over(case, d)}
    moved = moved_matters(case)
    return bool(moved) and bool(awaited - moved)


def _replies(case: LetterCase) -> tuple[Deadline, ...]:
    """Return the replies that the letter is about: of the points it names, else of all."""
    named = _POINTS.search(case.said.get("what", ""))
    numbers = {int(n) for n in re.findall(r"\d+", named[1])} if named else None
    replies = (d for d in case.deadlines if d.what is What.REPLY and d.due_on)
    return tuple(d for d in replies if numbers is None or d.matter in numbers)


def _day_told(reply: Deadline, until: date | None) -> date | None:
    told = [reply.first_due_on, *(extension.until_on for extension in reply.extensions)]
    before = [day for day in told if day and day != until]
    return before[-1] if before else reply.due_on
