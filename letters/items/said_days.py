"""Name what must be true of the days that a person says for a letter: what was done lies behind, what comes ahead."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from letters.dates import london_day
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Item

DONE: Final = {
    LetterId.OMBUDSMAN: ("final_on",),
    LetterId.COMPLIMENT: ("passed_on",),
    LetterId.SAFEGUARDING_SHARE: ("told_on",),
    LetterId.PASSED_ON: ("passed_on",),
}
"""Days on which the council did something with the message: not before it came, not after the letter was written."""

AHEAD: Final = {LetterId.BEHAVIOUR_WARNING: ("comment_by", "review")}
"""Days that the reader waits for, or can still use."""


def _days(draft: Draft, case: LetterCase, keys: Mapping[LetterId, tuple[str, ...]]) -> Iterator[date]:
    for key in keys[draft.letter]:
        if words := case.said.get(key):
            yield date.fromisoformat(words)


def _is_done(draft: Draft, case: LetterCase) -> str | None:
    received_on = london_day(case.received_at)
    return "" if all(received_on <= day <= case.written_on for day in _days(draft, case, DONE)) else None


def _is_ahead(draft: Draft, case: LetterCase) -> str | None:
    return "" if all(case.written_on < day for day in _days(draft, case, AHEAD)) else None


ITEMS: Final[tuple[Item, ...]] = (
    Item(
        key="done_days",
        words="What we say we did lies between the day we got the message and the day of this letter",
        find=_is_done,
        letters=frozenset(DONE),
    ),
    Item(
        key="days_ahead",
        words="The days for them to answer and for us to look again lie after this letter",
        find=_is_ahead,
        letters=frozenset(AHEAD),
    ),
)
