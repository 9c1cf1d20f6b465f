"""Find the questions a letter asks, and those whose answer the case has already.

Source: Getting the Best from Complaints (2006), 3.4: nobody is asked again for what they have told.
"""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from classify.reading import FactField
from letters.adjustments import adjustments_to_repeat
from letters.dates import find_dates
from letters.draft import Draft, LetterCase
from letters.gists import point_words, wishes

MOST_QUESTIONS: Final = 5
_QUESTION: Final = re.compile(r"[^.!?\n]*\?")
_NARROWER: Final = re.compile(
    r"\b(?:other|others|else|another|again|more|exact|exactly|second|third|last|next|each|both|every|since|after|before|"
    r"which of|still|best|correct|first time|how often|most)\b",
    re.IGNORECASE,
)
"""Words of a question that goes further than what is known: which of two days, who else, when last."""

ASKED: Final[Mapping[FactField, str]] = MappingProxyType(
    {
        FactField.WRITER_NAME: r"\byour (?:full |own )?name\b|\bwho are you\b|\bwhat are you called\b",
        FactField.PHONE: r"\byour (?:tele)?(?:phone|mobile)(?: number)?\b|number can we (?:ring|call|reach)",
        FactField.CAPACITY: r"\b(?:your relationship|how (?:are|do) you (?:related|know)|who are you to|are you (?:the|a|an|"
        r"his|her|their) (?:parent|mother|mum|father|dad|carer|foster carer|guardian|grandparent))\b",
        FactField.ON_BEHALF_OF: r"\b(?:who(?:m)? (?:are|do) you (?:writing|write|complaining|complain) for|on whose behalf)\b",
        FactField.CHILD: r"\bname of (?:the|your) (?:child|children|son|daughter|young person)\b|\b(?:child|son|daughter|"
        r"young person|children)(?:'s|s'|\u2019s)? (?:full )?names?\b|\bwhich child\b|\bwho is the child\b"
        r"|\bwhat is (?:he|she|the child|your (?:son|daughter|child)) called\b",
        FactField.PERSON_NAMED: r"\bname of (?:the|your) (?:\w+ )?(?:worker|manager|officer|adviser|carer)\b"
        r"|\b(?:who|which) (?:was|is|were)?\s*(?:the|your)?\s*(?:\w+ )?(?:worker|manager|officer|adviser)\b",
        FactField.SERVICE: r"\b(?:which|what) (?:team|service|department|office)\b",
        FactField.PROVIDER: r"\b(?:which|what) (?:home|agency|provider|company)\b|\bname of the (?:home|agency|provider)\b",
        FactField.EVENT_DATE: r"\bwhen (?:was|were|did|has|have)\b|\b(?:what|which) (?:date|day|month)\b",
        FactField.FIRST_AWARE: r"\bwhen did you (?:first )?(?:know|learn|find out|hear|become aware|notice)\b",
        FactField.WHERE: r"\bwhere (?:was|were|did|has)\b|\b(?:what|which) place\b",
        FactField.EFFECT: r"\bhow (?:has|have|did|does|do) (?:this|it|that)\b[^?]*\baffect|\bwhat (?:effect|difference|impact)\b",
        FactField.DESIRED_OUTCOME: r"\bwhat (?:would|do|did) you (?:like|want|hope|wish)\b|\bwhat (?:should|could|can) we do\b"
        r"|\bput (?:it|this|things) right\b|\bwhat outcome\b",
        FactField.EARLIER_CONTACT: r"\b(?:have|did|had) you (?:already )?(?:told|tell|complain\w*|contact\w*|sp[eo]ke?n?|"
        r"writ\w+|wrote|raised?|asked?)\b[^?]*\b(?:us|anybody|anyone|somebody|someone|team|manager|worker|council)\b"
        r"|\bwho(?:m)? (?:have|did) you (?:told|tell|spoken|speak|contact\w*)\b",
        FactField.REFERENCE: r"\b(?:your|the) reference\b",
    }
)
"""How a question asks for each fact of a complaint."""

_SMALL: Final = frozenset(
    [
        "about",
        "after",
        "again",
        "also",
        "been",
        "before",
        "could",
        "does",
        "done",
        "ever",
        "from",
        "have",
        "having",
        "here",
        "into",
        "just",
        "know",
        "like",
        "more",
        "most",
        "much",
        "must",
        "only",
        "over",
        "please",
        "said",
        "same",
        "should",
        "since",
        "some",
        "such",
        "tell",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "those",
        "told",
        "very",
        "want",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "would",
        "your",
        "yours",
    ]
)
_STEM: Final = 4
_FEWEST: Final = 3
_WH: Final = re.compile(r"\b(?:who|whom|whose|where|why|how)\b", re.IGNORECASE)
_WHEN: Final = re.compile(r"\bwhen\b|\b(?:what|which) (?:date|day|month)\b", re.IGNORECASE)


def questions_of(draft: Draft, case: LetterCase) -> tuple[tuple[str, str], ...]:
    """Return each question with its paragraph's key: the numbered ones, and sentences of the text that ask."""
    own = {*(point_words(case, m) for m in case.assessment.matters), *wishes(case), *adjustments_to_repeat(case)}
    lists = {"understanding", "wishes", "adjustments", "about"}
    found: list[tuple[str, str]] = []
    for paragraph in draft.paragraphs:
        if paragraph.rows:
            continue
        found += [(paragraph.key, hit[0].strip()) for hit in _QUESTION.finditer(paragraph.text)]
        listed = () if paragraph.key in lists else paragraph.points
        found += [(paragraph.key, point) for point in listed if point not in own]
    return tuple(found)


def known_already(question: str, case: LetterCase) -> bool:
    """Say whether the case holds the answer to a question: as a fact of its kind, or told in one of its points.

    A question that goes further than what is known ("which other days") is none of these.
    """
    if _NARROWER.search(question):
        return False
    kinds = (field for field, pattern in ASKED.items() if re.search(pattern, question, re.IGNORECASE))
    return any(_knows(case, field) for field in kinds) or _is_told(question, case)


def _knows(case: LetterCase, field: FactField) -> bool:
    beside = _BESIDE.get(field)
    return any(fact.field is field and fact.value for fact in case.assessment.facts) or bool(beside and beside(case))


_BESIDE: Final[Mapping[FactField, Callable[[LetterCase], bool]]] = MappingProxyType(
    {
        FactField.WRITER_NAME: lambda case: bool(case.recipient.name),
        FactField.REFERENCE: lambda case: bool(case.reference),
        FactField.EVENT_DATE: lambda case: (
            len(case.assessment.matters) == 1 and _has_day(case.assessment.matters[0].gist)
        ),
    }
)
"""Where the case itself knows what no fact of the message says."""


def _is_told(question: str, case: LetterCase) -> bool:
    """Say whether every telling word of a question stands in one point, and the point answers what is asked for."""
    asked = frozenset(_stems(question))
    if len(asked) < _FEWEST or _WH.search(question):
        return False
    told = (m.gist for m in case.assessment.matters if asked <= frozenset(_stems(m.gist)))
    return any(_has_day(gist) or not _WHEN.search(question) for gist in told)


def _stems(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z]{4,}", text.lower())
    return (word[:_STEM] for word in words if word not in _SMALL)


def _has_day(text: str) -> bool:
    return any(True for _ in find_dates(text))
