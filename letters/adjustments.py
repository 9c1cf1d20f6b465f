"""Read what somebody asked for to make contact easier: large print, no telephone, and what a letter may repeat."""

import re
from typing import Final

from letters.draft import LetterCase
from letters.gists import is_foreign

LARGE_PRINT: Final = re.compile(
    r"\b(?:large|larger|big|bigger)[ -](?:print|type|text|font|letters)\b|\b(?:1[4-9]|2\d) ?(?:pt|point)\b",
    re.IGNORECASE,
)
HEALTH: Final = re.compile(
    r"\b(?:autis\w*|adhd|dyslex\w*|disab\w*|depress\w*|anxi\w*|ptsd|diagnos\w*|illness|ill|cancer|stroke|epilep\w*|"
    r"blind|deaf\w*|mental\w*|condition|bipolar|trauma\w*|arthrit\w*|race|ethnic\w*|religio\w*|pregnan\w*)\b",
    re.IGNORECASE,
)
"""Words about health or equality: a letter keeps the wish and leaves them out."""

NO_PHONE: Final = re.compile(
    r"\b(?:deaf|hard of hearing|hearing (?:loss|impair\w*)|bsl|sign language|relay uk|text relay)\b"
    r"|\b(?:(?:do not|don['\u2019]?t|please not|cannot|can['\u2019]?t|never) (?:\w+ )?"
    r"(?:ring|call|phone|telephone|use (?:the|a) phone)"
    r"|no (?:phone |telephone )?calls)\b(?! (?:me )?(?:before|after|between|until|on|at (?!all)|during|from|in)\b)",
    re.IGNORECASE,
)
"""Wishes that rule out the telephone altogether, not only at some hours."""


OTHER_LANGUAGE: Final = re.compile(
    r"\b(?:in|into|speak|speaks|read|reads|language is) (?:my (?:own )?language|Albanian|Amharic|Arabic|Bengali|"
    r"Bulgarian|Cantonese|Chinese|Czech|Dari|Farsi|French|German|Greek|Gujarati|Hindi|Hungarian|Italian|Kurdish|Latvian|"
    r"Lithuanian|Mandarin|Nepali|Pashto|Persian|Polish|Portuguese|Punjabi|Romani|Romanian|Russian|Slovak|Somali|Sorani|Spanish|Swahili|"
    r"Sylheti|Tamil|Tagalog|Tigrinya|Turkish|Twi|Ukrainian|Urdu|Vietnamese|Welsh|Yoruba)\b|\btranslat(?:e|ed|ion)\b",
    re.IGNORECASE,
)
"""Wishes for a letter in another language than English."""


FILLING: Final = re.compile(
    r"\b(?:a|all|and|can|could|everything|font|for|get|have|i|if|in|it|letters?|like|me|my|need|only|or|please|pls|print|"
    r"send|size|text|thanks?|the|them|this|to|type|us|use|want|we|with|would|write|you|your)\b",
    re.IGNORECASE,
)
"""Words around a wish for large print that add nothing to it."""


def other_language_wanted(case: LetterCase) -> bool:
    """Say whether the writer asked for letters in another language."""
    return any(OTHER_LANGUAGE.search(words) for words in case.adjustments)


def large_print_wanted(case: LetterCase) -> bool:
    """Say whether the writer asked for large print."""
    return any(LARGE_PRINT.search(words) for words in case.adjustments)


def cannot_phone(case: LetterCase) -> bool:
    """Say whether somebody cannot or will not use the telephone: no letter then offers them a call."""
    return any(NO_PHONE.search(words) for words in case.adjustments)


def adjustments_to_repeat(case: LetterCase) -> tuple[str, ...]:
    """Return the writer's wishes about how to reach them, in their words, but not of health or in another language.

    A wish for large print alone is granted by the letter itself, which says so.
    """
    return tuple(
        f"“{' '.join(a.split()).rstrip('. ')}”"
        for a in case.adjustments
        if a.strip() and not HEALTH.search(a) and not is_foreign(a) and not _is_only_large_print(a)
    )


def _is_only_large_print(words: str) -> bool:
    rest = LARGE_PRINT.sub(" ", words)
    return rest != words and not re.search(r"\w", FILLING.sub(" ", rest))
