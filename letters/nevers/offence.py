"""Hold what a never-item is and what it finds, and look through a letter's own words for it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from classify.reading import FactField
from letters.draft import Draft, LetterCase, LetterId
from letters.forbidden import forbidden
from letters.gists import point_words, wishes
from letters.item import ALL, When, whole_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """Hold what was found where; ``paragraph`` is "" if it stands outside the paragraphs."""

    what: str
    paragraph: str = ""


FindOffence = Callable[[Draft, LetterCase], Offence | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Hold one thing a letter must not say (``must``) or should not; ``letters`` and ``when`` say which it is about."""

    key: str
    words: str
    find: FindOffence
    must: bool = True
    letters: frozenset[LetterId] = ALL
    when: When = lambda _: True


def never_says(words: str) -> FindOffence:
    """Return a finder of one list of forbidden words, outside what is quoted from the writer."""

    def find(draft: Draft, case: LetterCase) -> Offence | None:
        hits = (
            (key, pattern.search(text)) for key, text in own_paragraphs(draft, case) for pattern in forbidden(words)
        )
        return next((Offence(what=f"“{hit[0]}”", paragraph=key) for key, hit in hits if hit), None)

    return find


def own_paragraphs(draft: Draft, case: LetterCase) -> Iterator[tuple[str, str]]:
    """Yield each paragraph's key with our own words of it."""
    return ((p.key, own_text(whole_text(p), case)) for p in draft.paragraphs)


def own_text(text: str, case: LetterCase) -> str:
    """Return a text without the writer's wishes in quotation marks and without the gists: those words are theirs."""
    for words in (*wishes(case), *(g for m in case.assessment.matters if (g := point_words(case, m)))):
        text = text.replace(words, " ")
    return re.sub(r"“[^”]*”", " ", text)


def fact_values(case: LetterCase, field: FactField) -> Iterable[str]:
    """Return what the writer gave as one kind of fact."""
    return [fact.value for fact in case.assessment.facts if fact.field is field]
