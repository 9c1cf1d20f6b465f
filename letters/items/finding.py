"""Hold what the items of the letters that ask for something share: which letters, for whom, and how to find."""

import re
from datetime import date
from typing import Final

from letters.conditions import CASE_CONDITIONS, ELECTED, representative_kind
from letters.dates import find_dates, say_date
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Find, When, says, whole_text
from letters.standing import agreement_of

CONSENT: Final = frozenset({LetterId.CONSENT})
MORE: Final = frozenset({LetterId.MORE_INFORMATION})
OMBUDSMAN: Final = frozenset({LetterId.OMBUDSMAN})
ASKING: Final = CONSENT | MORE
ALL_THREE: Final = ASKING | OMBUDSMAN


def holds(*names: str) -> When:
    """Return a question that is answered yes when every named condition of the case holds ("not " turns one round)."""
    return lambda case: all(CASE_CONDITIONS[n.removeprefix("not ")](case) is not n.startswith("not ") for n in names)


def needs_agreement(case: LetterCase) -> bool:
    """Say whether a representative needs somebody's agreement: an MP or a councillor shows a request instead."""
    return representative_kind(case) not in ELECTED


def asks_young(case: LetterCase) -> bool:
    """Say whether it is a child or young person who is asked to agree."""
    return needs_agreement(case) and agreement_of(case) == "young"


def says_day(day: date | None) -> Find:
    """Return a finder of a day as letters write it; one that is not known is not found."""
    return says(rf"\b{re.escape(say_date(day))}") if day else says(r"(?!)")


def both(*finds: Find) -> Find:
    """Return a finder that finds only if each of several does; it names the paragraph of the first."""

    def find(draft: Draft, case: LetterCase) -> str | None:
        found = [one(draft, case) for one in finds]
        return found[0] if all(key is not None for key in found) else None

    return find


def says_soft_day(draft: Draft, case: LetterCase) -> str | None:
    """Find the day by which an answer would help, and beside it that a later one will do."""
    said = case.said.get("by", "")
    wanted = {date.fromisoformat(said)} if said else set()
    soft = re.compile(r"need (?:longer|more time)|after that day|later is fine|more time|take longer", re.IGNORECASE)
    near = (p for p in draft.paragraphs if soft.search(whole_text(p)))
    days = ((p.key, d) for p in near for d in find_dates(whole_text(p)))
    return next((key for key, d in days if d.is_one_of(frozenset(wanted)) or not wanted), None)
