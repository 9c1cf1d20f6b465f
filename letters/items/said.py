"""Find in a letter what a person said for it, and what they said on record only."""

import re
from datetime import date
from typing import Final

from letters.dates import say_date
from letters.draft import Draft, LetterCase
from letters.item import Find, whole_text

NOWHERE: Final = "(?!)"


def said(key: str, *patterns: str) -> Find:
    """Return a finder of what was said for the letter, in a paragraph that matches all patterns too.

    Capitals do not count: what was said may begin a sentence.
    """

    def find(draft: Draft, case: LetterCase) -> str | None:
        return says_all(draft, said_as(case, key), *patterns)

    return find


def said_as(case: LetterCase, key: str) -> str:
    """Return the pattern of what was said: a day as it is written out, and what nobody said is found nowhere."""
    words = case.said.get(key, "")
    if not words:
        return NOWHERE
    try:
        return rf"\b{re.escape(say_date(date.fromisoformat(words)))}\b"
    except ValueError:
        # The letter may have put an article before a team: "with school transport" is "with the school transport team".
        return re.escape(words.rstrip(" .!?;:,\u2026")).replace("\\ ", r"\ (?:the )?", 1)


def says_all(draft: Draft, *patterns: str) -> str | None:
    """Return the key of the first paragraph that matches all patterns."""
    compiled = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in patterns]
    return next((p.key for p in draft.paragraphs if all(c.search(whole_text(p)) for c in compiled)), None)


def on_record(key: str) -> Find:
    """Return a finder of what is said on record only, and does not stand in the letter."""
    return lambda _, case: "" if case.said.get(key, "").strip() else None


def passed_on_first(_: Draft, case: LetterCase) -> str | None:
    """Find that the alert was passed on: the letter is never the first answer to danger."""
    return "" if case.safeguarding_escalated_on is not None else None
