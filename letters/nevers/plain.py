"""Find what makes a letter hard to read: letters that nobody explains, long sentences, things done by nobody.

Source: GOV.UK content design (reading age 9, sentences of 15 to 20 words, active voice); the councils' style guides.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from letters.draft import Draft, LetterCase, Paragraph
from letters.nevers.offence import Never, Offence, never_says, own_paragraphs
from letters.readability import Readability, count_passive, measure

MAX_READING_AGE: Final = 13
MAX_SENTENCE: Final = 35
MAX_AVERAGE: Final = 20
MAX_PASSIVE: Final = 0.25
FEW_SENTENCES: Final = 4
"""A share says nothing about a text of fewer sentences."""

KNOWN_CAPITALS: Final = frozenset({"UK", "GP", "NHS", "PO", "A", "I", "OK"})
_ACRONYM: Final = re.compile(r"\b[A-Z]{2,6}s?\b")
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def find_acronym(draft: Draft, case: LetterCase) -> Offence | None:
    """Find letters that stand for something and are not explained in their paragraph."""
    council = case.council
    contacts = (council.team, council.ombudsman, council.advocacy, council.duty, *council.signposts.values())
    known = " ".join((case.reference, case.recipient.name, council.name, *map(str, contacts)))
    for key, text in own_paragraphs(draft, case):
        for hit in _ACRONYM.findall(_POSTCODE.sub(" ", text)):
            if hit not in KNOWN_CAPITALS and hit not in known and f"({hit})" not in text:
                return Offence(what=hit, paragraph=key)
    return None


def find_hard_reading(draft: Draft, _: LetterCase) -> Offence | None:
    """Find a letter that is hard to read, with its hardest paragraph, or its longest sentence if that is too long."""
    found = measure(draft)
    if found.reading_age > MAX_READING_AGE:
        return Offence(what=f"reading age {found.reading_age}", paragraph=_worst(draft, lambda m: m.reading_age))
    too_long = found.longest_words > MAX_SENTENCE
    return (
        Offence(what=f"a sentence of {found.longest_words} words", paragraph=found.longest_paragraph)
        if too_long
        else None
    )


def find_long_sentences(draft: Draft, _: LetterCase) -> Offence | None:
    """Find a letter whose sentences are long on average, with the paragraph where they are longest."""
    average = _average(measure(draft))
    if average <= MAX_AVERAGE:
        return None
    return Offence(what=f"{average:.0f} words to a sentence on average", paragraph=_worst(draft, _average))


def find_passive(draft: Draft, _: LetterCase) -> Offence | None:
    """Find a letter that often leaves out who does something, with the paragraph that does it most."""
    sentences = measure(draft).sentences
    passive = {p.key: count_passive(p) for p in draft.paragraphs}
    share = sum(passive.values()) / sentences if sentences else 0
    if sentences < FEW_SENTENCES or share <= MAX_PASSIVE:
        return None
    return Offence(what=f"{share:.0%} of the sentences", paragraph=max(passive, key=passive.__getitem__))


def _average(found: Readability) -> float:
    return found.words / found.sentences if found.sentences else 0


def _worst(draft: Draft, by: Callable[[Readability], float]) -> str:
    """Return the paragraph that a measure is highest for."""

    def measured(paragraph: Paragraph) -> float:
        return by(measure(replace(draft, paragraphs=(paragraph,))))

    return max(draft.paragraphs, key=measured).key if draft.paragraphs else ""


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="plain_words", words="No jargon, law or Latin", find=never_says("jargon"), must=False),
    Never(key="no_acronyms", words="No unexplained letters", find=find_acronym, must=False),
    Never(key="easy_to_read", words="Easy to read", find=find_hard_reading, must=False),
    Never(key="short_sentences", words="Short sentences", find=find_long_sentences, must=False),
    Never(key="active_voice", words="Says who does what", find=find_passive, must=False),
)
