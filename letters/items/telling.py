"""Name what the letters must say that tell something: behaviour, thanks, what was shared, what was passed on.

Source: Freedom of Information Act 2000 s10; UK GDPR article 12(3).
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from config.packs import load_calendar
from config.procedure import Unit
from letters.dates import london_day, say_date
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Item, says
from letters.items.behaviour import OF_BEHAVIOUR
from letters.items.help_now import NUMBERS, find_numbers
from letters.items.said import on_record, passed_on_first, said, said_as, says_all
from routing.count import count_limit

BEHAVIOUR: Final = frozenset({LetterId.BEHAVIOUR_WARNING})
COMPLIMENT: Final = frozenset({LetterId.COMPLIMENT})
SHARED: Final = frozenset({LetterId.SAFEGUARDING_SHARE})
PASSED_ON: Final = frozenset({LetterId.PASSED_ON})
COUNTED: Final = {"foi": (20, Unit.WORKING_DAYS, "united_kingdom"), "subject_access": (1, Unit.MONTHS, "england")}
"""How long the law gives for an answer: a number, of what, and whose holidays count."""


def _has_answer_date(case: LetterCase) -> bool:
    return bool(case.said.get("answer_by")) or case.said.get("kind") in COUNTED


def _answer_in_time(draft: Draft, case: LetterCase) -> str | None:
    """Find the day of the answer, if it lies after the day of receipt and not beyond what the law gives."""
    try:
        on = date.fromisoformat(case.said.get("answer_by", ""))
    except ValueError:
        return None
    kind, received_on = case.said.get("kind", ""), london_day(case.received_at)
    fits = received_on < on and (kind not in COUNTED or on <= last_day(kind, received_on))
    return says_all(draft, rf"\b{re.escape(say_date(on))}") if fits else None


@cache
def last_day(kind: str, received_on: date) -> date:
    """Return the last day on which a request of a kind can be answered in time.

    Freedom of information leaves out a bank holiday of any part of the country, such as 17 March.

    >>> last_day("foi", date(2026, 3, 3)), last_day("subject_access", date(2026, 1, 31))
    (datetime.date(2026, 4, 1), datetime.date(2026, 3, 2))
    """
    n, unit, holidays = COUNTED[kind]
    return count_limit(n, unit, received_on, load_calendar(holidays))[0]


_OF_THANKS: Final = (
    Item(key="thanks", words="Thanks", find=says(r"\bthank you\b|\bthanks\b")),
    Item(key="passed_to", words="Who was told of it", find=said("passed_to", r"told|passed|shared")),
    Item(
        key="share",
        words="May we share it, without names",
        find=says(
            r"share|tell other", r"(?:without|leave out|no) (?:all |any |your )?names?|not name", r"tell us|let us"
        ),
    ),
    Item(
        key="no_more_needed",
        words="That they need do nothing more",
        find=says(r"not (?:need|have) to do|nothing (?:else|more)"),
    ),
    Item(
        key="how_to_complain",
        words="How to complain if ever",
        find=says(r"\bcomplain\b|make a complaint", r"tell us|ring|write|contact"),
    ),
)

_OF_SHARING: Final = (
    Item(
        key="agreed",
        words="A social worker said that this letter may be sent",
        find=on_record("agreed_by"),
    ),
    Item(
        key="danger_first",
        words="The safety message was passed on before this letter",
        find=passed_on_first,
    ),
    Item(
        key="shared_what",
        words="What was shared, with which team, and when",
        find=lambda draft, case: _first_of(
            said("shared", said_as(case, "told_on"))(draft, case), said("team")(draft, case)
        ),
    ),
    Item(
        key="shared_why",
        words="Why it was shared",
        find=says(r"to (?:help )?keep [^.]{0,40}\bsafe\b|(?:because|so that)[^.]{0,60}\b(?:safe|at risk)\b"),
    ),
    Item(
        key="without_agreement",
        words="That it can be shared without their agreement",
        find=says(r"without asking|not (?:agree|ask)|without (?:your )?(?:agreement|consent)", r"share", r"risk|safe"),
    ),
    Item(key="what_now", words="What happens now", find=says(r"decide what|what to do|look at what")),
    Item(key="who_to_ask", words="Whom to ask", find=says(r"\bask us\b|\bring us\b|you can (?:contact|ask)\b")),
    Item(key="numbers", words=NUMBERS, find=find_numbers),
)

_OF_PASSING_ON: Final = (
    Item(
        key="to_whom",
        words="Who has it now, and since when",
        find=lambda draft, case: _first_of(
            said("to_whom")(draft, case), said("passed_on", r"passed|sent|gave")(draft, case)
        ),
    ),
    Item(
        key="answer_by",
        words="By when they should answer, within the time that the law gives",
        find=_answer_in_time,
        when=_has_answer_date,
    ),
    Item(
        key="not_logged",
        words="That it is not logged as a complaint",
        find=says(r"not (?:been )?(?:logged|recorded|treated|taken|dealing)", r"complaint"),
    ),
    Item(
        key="become_complaint",
        words="How to turn it into a complaint",
        find=says(r"(?:want|wish|like).{0,40}complain", r"tell us|write to us|ring"),
    ),
    Item(
        key="information_commissioner",
        words="The Information Commissioner",
        find=says(r"information commissioner"),
        when=lambda case: case.said.get("kind") in COUNTED,
        paragraph="no_answer",
    ),
)


def _first_of(*found: str | None) -> str | None:
    """Return the first place, None if anything was not found."""
    return None if None in found else found[0]


ITEMS: Final[tuple[Item, ...]] = tuple(
    replace(item, letters=letters)
    for letters, items in (
        (BEHAVIOUR, OF_BEHAVIOUR),
        (COMPLIMENT, _OF_THANKS),
        (SHARED, _OF_SHARING),
        (PASSED_ON, _OF_PASSING_ON),
    )
    for item in items
)
