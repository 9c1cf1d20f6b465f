"""Say what must be done because of who writes, and for whom: consent, interest, the child's own word, help.

Source: Children Act 1989 ss 26 and 26A; SI 2006/1738 regs 11 and 12; Data Protection Act 2018 Sch 1 paras 23 and 24.
"""

import re
from collections.abc import Iterator
from typing import Final

from classify.labels import COMPLAINTS, Flag, Kind, Route
from classify.reading import FactField
from routing.task_case import Asked, TaskCase

ON_THE_LIST: Final = frozenset(
    {"child or young person", "care leaver", "parent", "adopter", "foster carer", "special guardian"}
)
"""Capacities that may complain in their own right, without a decision on their interest."""
OFF_THE_LIST: Final = frozenset(
    {"grandparent", "other relative", "kinship carer", "professional", "friend or neighbour"}
)
ELECTED: Final = frozenset({"mp", "councillor"})
_KIN: Final = frozenset({"parent", "grandparent", "other relative", "kinship carer"})
_ONLY_HELPS: Final = re.compile(r"\b(?:help(?:s|ed|ing)?|support(?:s|ed|ing)?|typ(?:es|ed|ing))\b", re.IGNORECASE)
_ASKED_BY: Final = re.compile(
    r"(?<!\bnot )(?<!\bnever )(?<!n't )(?<!n\u2019t )(?<!\bnobody )(?<!\bnobody has )\basked (?:me|us)\b", re.IGNORECASE
)
"""Only that the person asked shows it: a resident or a constituent whom somebody writes about need not have."""


def offer_advocate(case: TaskCase) -> Iterator[Asked]:
    """Ask to offer an advocate to a child who complains or thinks of it, also in a mere question.

    Source: Children Act 1989 s26A; SI 2006/1738 reg 11.
    """
    has_advocate = Flag.REPRESENTATIVE in case.flags and case.notes.get(Flag.REPRESENTATIVE) == "advocate"
    if Flag.YOUNG_PERSON in case.flags and not has_advocate and case.kind is not Kind.AUTOMATIC:
        yield Asked(kind="advocate")


def get_consent(case: TaskCase) -> Iterator[Asked]:
    """Ask for the consent of whoever a message is written for; not where somebody merely helps them.

    A solicitor shows their authority. An MP or councillor whom the person asked for help needs no consent.

    Source: SI 2006/1738; Data Protection Act 2018 Sch 1 paras 23 and 24.
    """
    if Flag.REPRESENTATIVE not in case.flags or case.kind not in {*COMPLAINTS, Kind.INFORMATION_REQUEST}:
        return
    who, consent = case.notes.get(Flag.REPRESENTATIVE, ""), case.values(FactField.CONSENT)
    behalf = [fact for fact in case.facts if fact.field is FactField.ON_BEHALF_OF]
    if who in ELECTED:
        asked = any(_ASKED_BY.search(f"{fact.value} {fact.evidence.quote}") for fact in behalf) or "told of" in consent
        if not asked and "enclosed" not in consent:
            yield Asked(kind="constituent")
        return
    if behalf and not who and all(_ONLY_HELPS.search(fact.evidence.quote) for fact in behalf):
        return
    if who == "solicitor":
        yield Asked(kind="authority", because=_say_consent(consent))
    elif "enclosed" not in consent:
        yield Asked(kind="consent", because=_say_consent(consent))


def decide_interest(case: TaskCase) -> Iterator[Asked]:
    """Ask for a decision on whoever is not on the list of those who may complain in their own right.

    Source: Children Act 1989 s26(3)(e); SI 2006/1738 reg 12.
    """
    said = set(case.values(FactField.CAPACITY))
    own_right = said & ON_THE_LIST or Flag.FOSTER_CARER in case.flags or Flag.YOUNG_PERSON in case.flags
    off = sorted(said & OFF_THE_LIST)
    is_theirs = case.has_route(Route.STATUTORY) and Flag.REPRESENTATIVE not in case.flags
    if is_theirs and case.kind in COMPLAINTS and off and not own_right:
        yield Asked(kind="interest", because=f"They write as: {', '.join(off)}.")


def ask_child(case: TaskCase) -> Iterator[Asked]:
    """Ask whether the child agrees, where somebody else complains of the child's own care.

    Source: Getting the Best from Complaints (2006).
    """
    is_adults = Flag.YOUNG_PERSON not in case.flags and "care leaver" not in case.values(FactField.CAPACITY)
    about_child = case.values(FactField.CHILD) or _KIN & set(case.values(FactField.CAPACITY))
    if case.kind in COMPLAINTS and case.has_route(Route.STATUTORY) and is_adults and about_child:
        yield Asked(kind="child_agreement")


def arrange_adjustments(case: TaskCase) -> Iterator[Asked]:
    """Ask for the visit, call or form somebody needs. Source: Equality Act 2010 s20."""
    if Flag.ADJUSTMENTS in case.flags:
        needs = ", ".join(dict.fromkeys(case.values(FactField.ADJUSTMENT)))
        yield Asked(kind="adjustments", because=f"They need: {needs}." if needs else "")


def _say_consent(consent: tuple[str, ...]) -> str:
    said = {
        "not given": "The writer says that the person does not know of it.",
        "to follow": "The writer says that it will follow.",
        "told of": "The writer says that the person agrees.",
    }
    return next((words for code, words in said.items() if code in consent), "")
