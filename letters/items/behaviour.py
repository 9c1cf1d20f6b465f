"""Name what the letter about somebody's behaviour must say.

Source: the councils' policies on unreasonable behaviour, after the Ombudsman's guidance: warn first, the complaint goes
on, adjustments first, a senior officer decides, review, the Ombudsman.
"""

import re
from typing import Final

from classify.labels import COMPLAINTS, Flag
from letters.conditions import is_young_writer
from letters.dates import find_dates
from letters.draft import Draft, LetterCase
from letters.item import Item, says
from letters.items.said import on_record, passed_on_first, said, says_all


def _happened(draft: Draft, case: LetterCase) -> str | None:
    """Find what happened with a day for each thing; a thing without a day cannot be answered by anybody."""
    lines = [line for line in case.said.get("happened", "").split("\n") if line]
    days = [next((d.words for d in find_dates(line)), "") for line in lines]
    return says_all(draft, *map(re.escape, days)) if lines and all(days) else None


def _changes(draft: Draft, case: LetterCase) -> str | None:
    lines = [line for line in case.said.get("change", "").split("\n") if line]
    found = says_all(draft, *(re.escape(line.rstrip(".")) for line in lines)) if lines else None
    return found or says(r"(?:from now on|in future|we ask (?:that )?you|we are asking you)\b[^:.\n]{10,}")(draft, case)


def _ombudsman(draft: Draft, case: LetterCase) -> str | None:
    contact = case.council.ombudsman
    known = contact.name and contact.phone
    return says_all(draft, re.escape(contact.name), re.escape(contact.phone)) if known else None


def _acknowledged_first(_: Draft, case: LetterCase) -> str | None:
    return "" if case.acknowledged_on is not None else None


def _is_childs_complaint(case: LetterCase) -> bool:
    return is_young_writer(case) and case.kind in COMPLAINTS


OF_BEHAVIOUR: Final[tuple[Item, ...]] = (
    Item(
        key="confirmed",
        words="A manager confirmed that this letter is needed",
        find=on_record("confirmed_by"),
    ),
    Item(
        key="acknowledged_first",
        words="A child's complaint was acknowledged before, in a letter of its own",
        find=_acknowledged_first,
        when=_is_childs_complaint,
    ),
    Item(
        key="danger_first",
        words="The safety message was passed on before this letter",
        find=passed_on_first,
        when=lambda case: case.assessment.has(Flag.SAFEGUARDING),
    ),
    Item(key="happened", words="What happened, each with its day", find=_happened),
    Item(key="change", words="What we ask them to do", find=_changes),
    Item(
        key="merits",
        words="That the complaint goes on, on its merits",
        find=says(r"complain", r"go on|goes on|carry on|continue|still|not change", r"facts|merits|fair"),
    ),
    Item(
        key="may_happen",
        words="What may happen if it goes on",
        find=says(r"if (?:this|it|that|things)\b.{0,30}(?:goes? on|continues?|happens? again|does not)", r"\bmay\b"),
    ),
    Item(key="decides", words="Who would decide that", find=said("decides", r"decide|decision")),
    Item(key="review", words="The day on which this is looked at again", find=said("review", r"again|review")),
    Item(
        key="easier",
        words="What would make contact easier was considered and offered",
        find=says(r"easier|help you|adjust", r"interpreter|large print|more time|speaks? for you|we can|we could"),
    ),
    Item(
        key="comment",
        words="That they can say how they see it, and by when",
        find=said("comment_by", r"tell us|write to us|your (?:side|view)|comment"),
    ),
    Item(
        key="always",
        words="That danger, emergencies and new complaints can be told at any time",
        find=says(r"\b999\b", r"always|at any time|whatever this letter"),
    ),
    Item(key="ombudsman_asked", words="The Ombudsman, with the number", find=_ombudsman, paragraph="ombudsman"),
    Item(
        key="policy",
        words="Where our policy stands",
        find=lambda draft, case: says_all(draft, re.escape(case.council.signposts["behaviour_policy"].name)),
        when=lambda case: "behaviour_policy" in case.council.signposts,
        must=False,
    ),
)
