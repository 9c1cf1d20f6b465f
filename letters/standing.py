"""Say how a case stands on the day of a letter: its acknowledgement, its first reply, and who agrees for whom."""

import re
from datetime import date
from typing import Final

from classify.labels import Flag, Route
from classify.reading import FactField
from letters.draft import LetterCase
from routing.deadlines import Deadline, What

ASKED_BY: Final = re.compile(
    r"(?<!\bnot )(?<!\bnever )(?<!n't )(?<!n\u2019t )(?<!\bnobody )(?<!\bnobody has )\basked (?:me|us)\b", re.IGNORECASE
)
"""A person who asked for help; that they live in the ward, or are a constituent, shows nothing of it."""


def routes_of(case: LetterCase) -> frozenset[Route]:
    """Return the routes of the points, each once."""
    return frozenset(m.route for m in case.assessment.matters)


def acknowledgement_of(case: LetterCase) -> Deadline | None:
    """Return by when the acknowledgement is due, None if it has gone or its day is over."""
    due = next((d for d in case.deadlines if d.what is What.ACKNOWLEDGE), None)
    if due is None or due.due_on is None or case.acknowledged_on is not None:
        return None
    return due if due.due_on >= case.written_on else None


def first_reply_of(case: LetterCase) -> Deadline | None:
    """Return the reply that is due first of the points of this letter, None if none has a day."""
    dated = [(reply.due_on, reply.matter, reply) for reply in _replies_of(case) if reply.due_on]
    return min(dated)[2] if dated else None


def paused_since(case: LetterCase) -> date | None:
    """Return since when the time for every reply stands still, None if one of them runs."""
    stands = [reply.paused_since for reply in _replies_of(case)]
    return max(day for day in stands if day) if stands and all(stands) else None


def is_overdue(case: LetterCase) -> bool:
    """Say whether a reply should have been written before the day of this letter."""
    first = first_reply_of(case)
    return first is not None and first.due_on is not None and first.due_on < case.written_on


def agreement_of(case: LetterCase) -> str:
    """Return whose agreement a representative needs: "adult", "young" (who decides this) or "child" (too young)."""
    return case.said.get("person") or ("young" if case.assessment.has(Flag.YOUNG_PERSON) else "adult")


def constituent_asked(case: LetterCase) -> bool:
    """Say whether an MP or councillor showed that the person asked them for help: then no consent is needed.

    What a person said for this letter stands before what was read.

    Source: Data Protection Act 2018 Sch 1 paras 23 and 24.
    """
    if case.said.get("asked"):
        return case.said["asked"] == "yes"
    facts = case.assessment.facts
    behalf = (fact for fact in facts if fact.field is FactField.ON_BEHALF_OF)
    shown = any(fact.field is FactField.CONSENT and fact.value in ("enclosed", "told of") for fact in facts)
    return shown or any(ASKED_BY.search(f"{fact.value} {fact.evidence.quote}") for fact in behalf)


def is_consent_enclosed(case: LetterCase) -> bool:
    """Say whether a representative sent something with their message that shows the person's agreement."""
    return any(fact.field is FactField.CONSENT and fact.value == "enclosed" for fact in case.assessment.facts)


def _replies_of(case: LetterCase) -> list[Deadline]:
    numbers = {matter.number for matter in case.assessment.matters}
    return [d for d in case.deadlines if d.what is What.REPLY and d.matter in numbers]
