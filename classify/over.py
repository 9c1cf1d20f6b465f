"""Decide whether what a sentence tells is over: long ago, looked into and settled, or taken back by who said it.

People tell old danger in one sentence and its end in the next ("He broke my jaw. He is in prison now"), so the
sentences around are read too. A word of now ("again", "on bail", "nobody has done anything") beside it undoes an end:
the harm is not over. The safety screen does not ask this: it rings for old danger as for new.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from classify.language import PhraseBook, Sentence
from classify.patterns import read_phrase
from classify.rulebook import rule_files, word_lists

BEFORE, AFTER = 1, 2
"""How many sentences before and after may say that it is over."""
_YEAR = re.compile(r"(?<![/.\d-])\b(?:19|20)\d\d\b(?![/\d-])")
_FULL_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? (?:19|20)\d\d\b",
    re.IGNORECASE,
)


def is_past(spoken: Sequence[Sentence], at: int) -> bool:
    """Return whether harm told of in ``spoken[at]`` is long ago or settled, and nothing beside says it goes on.

    Source: docs/taxonomy.md, flags: harm now or still unaddressed; past and dealt with is not.
    """
    own = _said(spoken[at].text)
    if "over.again" in own:
        return False
    around = [_said(other.text) for other in _around(spoken, at)]
    if "over.settled" in own or "over.long_ago" in own or _names_a_year(spoken[at].text):
        return not any("over.again" in said and "over.settled" not in said for said in around)
    return any("over.settled" in said and "over.again" not in said for said in around)


def is_taken_back(spoken: Sequence[Sentence], at: int) -> bool:
    """Return whether the writer regrets or explains away what they tell of having said or done."""
    return any("over.regret" in _said(other.text) for other in (spoken[at], *_around(spoken, at)))


def _around(spoken: Sequence[Sentence], at: int) -> list[Sentence]:
    here = spoken[at]
    near = (*spoken[max(0, at - BEFORE) : at], *spoken[at + 1 : at + 1 + AFTER])
    return [other for other in near if other.where == here.where and other.voice == here.voice]


def _names_a_year(text: str) -> bool:
    """Return whether a bare year stands there: "in 2019", "March 2021"; a full date may well be last week's."""
    return bool(_YEAR.search(_FULL_DATE.sub(" ", text)))


@lru_cache(maxsize=2048)
def _said(text: str) -> frozenset[str]:
    return frozenset(match.key for match in _book().find(text))


@lru_cache(maxsize=1)
def _book() -> PhraseBook:
    lists = word_lists()
    return PhraseBook(
        (rule.id, branch)
        for rule in rule_files()["over"].rules
        for phrase in rule.phrases
        for branch in read_phrase(phrase, lists)
    )
