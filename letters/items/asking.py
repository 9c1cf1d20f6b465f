"""Name what the letters must say that ask for something: consent, more information, the way to the Ombudsman.

Source: Getting the Best from Complaints (2006), 3.4; the Ombudsman's Complaint Handling Code section 6.
"""

import re
from datetime import date
from typing import Final

from letters.conditions import CASE_CONDITIONS
from letters.dates import london_day, say_date
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Item, says, says_fact
from letters.items.consent import CONSENT_ITEMS
from letters.items.finding import (
    ALL_THREE,
    ASKING,
    CONSENT,
    MORE,
    OMBUDSMAN,
    both,
    holds,
    needs_agreement,
    says_day,
    says_soft_day,
)
from letters.items.to_ombudsman import OMBUDSMAN_ITEMS
from letters.items.told_points import find_points
from letters.questions import MOST_QUESTIONS, questions_of
from letters.standing import acknowledgement_of, first_reply_of


def _received(draft: Draft, case: LetterCase) -> str | None:
    return says_day(london_day(case.received_at))(draft, case)


def _day_in_time(_: Draft, case: LetterCase) -> str | None:
    by, reply = date.fromisoformat(case.said["by"]), first_reply_of(case)
    is_late = reply is not None and reply.due_on is not None and case.written_on <= reply.due_on < by
    return None if by <= case.written_on or is_late else ""


def _questions(draft: Draft, case: LetterCase) -> str | None:
    found = questions_of(draft, case)
    return found[0][0] if 0 < len(found) <= MOST_QUESTIONS else None


def _kept_dates(draft: Draft, case: LetterCase) -> str | None:
    due = acknowledgement_of(case)
    if due and due.due_on:
        return says(r"\bletter\b", rf"\b{re.escape(say_date(due.due_on))}")(draft, case)
    return says(r"stay (?:as they are|the same)|(?:does not|will not) (?:change|hold up|stop)|same time")(draft, case)


def _short_ombudsman(draft: Draft, case: LetterCase) -> str | None:
    contact = case.council.ombudsman
    named = says(re.escape(contact.name or "(?!)"), r"at any time|any point|whenever")
    return both(named, says_fact(lambda c: c.council.ombudsman.phone))(draft, case)


_ADVOCATE: Final = both(says(r"advocate"), says_fact(lambda c: c.council.advocacy.phone))
_FORMATS: Final = says(r"interpreter|easy read|large print")

_MORE_ITEMS: Final = (
    Item(key="questions", words="One to five questions", find=_questions, letters=MORE),
    Item(
        key="easy",
        words="Offer to ring, to meet, and to write it down for them",
        find=says(
            r"\bring\b|phone|\bcall\b",
            r"\bmeet\b|visit",
            r"write it (?:down )?for you|help you (?:to )?(?:write|say|put)|write it down",
        ),
        letters=MORE,
    ),
    Item(key="by", words="By when it would help us, and that later will do", find=says_soft_day, letters=MORE),
    Item(key="dates", words="That the dates we owe them stay", find=_kept_dates, letters=MORE),
)

ITEMS: Final[tuple[Item, ...]] = (
    Item(key="received", words="The day we got the message", find=_received, letters=ALL_THREE),
    Item(
        key="understanding",
        words="What they told us, point by point",
        find=find_points,
        when=holds("has_points"),
        letters=ALL_THREE,
    ),
    Item(
        key="correct",
        words="Invitation to correct us",
        find=says(r"tell us", r"wrong|left (?:something|anything) out|misunderstood|missed|not right"),
        when=lambda case: bool(case.assessment.matters) or case.letter is LetterId.MORE_INFORMATION,
        letters=ASKING,
    ),
    *CONSENT_ITEMS,
    *_MORE_ITEMS,
    *OMBUDSMAN_ITEMS,
    Item(
        key="no_answer",
        words="What happens if we hear nothing: we do what we can, and drop nothing silently",
        find=says(
            r"(?:do not|don't|don\u2019t|not) hear|no answer|without a word|will not (?:forget|drop|close|give up)",
            r"do what we can|go on with|carry on|look into what",
        ),
        when=holds("not request_shown"),
        letters=ASKING,
    ),
    Item(
        key="information",
        words="Who will see what they told us",
        find=says(r"share|see|tell others", r"\bneed\b|papers|ask us|told us"),
        letters=ALL_THREE,
    ),
    Item(
        key="services",
        words="That it does not affect services, or get anybody into trouble",
        find=says(r"(?:does|will) not (?:affect|change) the (?:services|help)|not be in (?:any )?trouble"),
        letters=ALL_THREE,
    ),
    Item(
        key="advocacy",
        words="Help: an advocate",
        find=_ADVOCATE,
        when=holds("advocate_offered"),
        letters=MORE | OMBUDSMAN,
    ),
    Item(
        key="advocacy",
        words="Help: an advocate",
        find=_ADVOCATE,
        when=lambda case: needs_agreement(case) and CASE_CONDITIONS["advocate_offered"](case),
        letters=CONSENT,
    ),
    Item(
        key="personal",
        words="Words of your own to somebody who may be at risk, and 999",
        find=says(r"\b999\b", r"hurt yourself|harm yourself|talk to"),
        when=holds("self_harm"),
        letters=MORE | OMBUDSMAN,
    ),
    Item(key="help", words="Help: other formats, interpreter", find=_FORMATS, letters=MORE | OMBUDSMAN),
    Item(
        key="help",
        words="Help: other formats, interpreter",
        find=_FORMATS,
        when=needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="by_in_time",
        words="The day lies ahead, and before our reply is due",
        find=_day_in_time,
        when=lambda case: bool(case.said.get("by")) and needs_agreement(case),
        letters=ASKING,
        must=False,
        paragraph="by",
    ),
    Item(
        key="ombudsman",
        words="The Ombudsman: at any time, with the number",
        find=_short_ombudsman,
        letters=ASKING,
    ),
)
