"""Name the help that cannot wait: numbers for whoever is not safe, and words to somebody who may hurt themselves."""

import re
from typing import Final

from classify.labels import Flag
from letters.conditions import is_young_writer
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Item, says
from letters.items.said import says_all

WITH_NUMBERS: Final = frozenset({LetterId.YOUNG_PERSON})
TO_YOUNG_TOO: Final = frozenset({LetterId.MORE_INFORMATION})
CONSENT: Final = frozenset({LetterId.CONSENT})
FURTHER: Final = frozenset(
    {LetterId.EXTENSION, LetterId.BEHAVIOUR_WARNING, LetterId.SAFEGUARDING_SHARE, LetterId.PASSED_ON}
)
"""The letters a person begins that may reach somebody at risk and have no other words for it."""


def find_numbers(draft: Draft, case: LetterCase) -> str | None:
    """Find 999 and the number of the children's front door, side by side."""
    phone = case.council.duty.phone
    return says_all(draft, r"\b999\b", re.escape(phone)) if phone else None


NUMBERS: Final = "999 and the children's front door"
find_own_words: Final = says(r"\b999\b", r"(?:hurt|harm|kill) yourself|end your life|how you (?:are )?feel")

ITEMS: Final[tuple[Item, ...]] = (
    Item(key="numbers", words=NUMBERS, find=find_numbers, letters=WITH_NUMBERS, paragraph="who_we_tell"),
    Item(
        key="numbers",
        words=NUMBERS,
        find=find_numbers,
        when=is_young_writer,
        letters=TO_YOUNG_TOO,
        paragraph="information",
    ),
    Item(key="numbers", words=NUMBERS, find=find_numbers, letters=CONSENT, paragraph="meanwhile"),
    Item(
        key="personal",
        words="Words of your own to somebody who may be at risk, and 999",
        find=find_own_words,
        when=lambda case: case.assessment.has(Flag.SELF_HARM),
        letters=FURTHER,
    ),
)
