"""Find what makes a letter hard to read: letters that nobody explains, long sentences, school years too many."""

import re
from typing import Final

from letters.draft import Draft, LetterCase
from letters.nevers.offence import Offence, own_paragraphs
from letters.readability import measure

MAX_READING_AGE: Final = 13
MAX_SENTENCE: Final = 35
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
    """Find a letter that is hard to read, or its longest sentence if that is too long."""
    found = measure(draft)
    if found.reading_age > MAX_READING_AGE:
        return Offence(what=f"reading age {found.reading_age}")
    too_long = found.longest_words > MAX_SENTENCE
    return (
        Offence(what=f"a sentence of {found.longest_words} words", paragraph=found.longest_paragraph)
        if too_long
        else None
    )
