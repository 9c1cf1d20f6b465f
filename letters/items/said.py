"""Find in a letter what a person said for it, and what they said on record only."""

import re
from datetime import date

from letters.dates import say_date
from letters.draft import Draft, LetterCase
from letters.item import Find, whole_text


def said(key: str, *patterns: str) -> Find:
    """Return a finder of what was said for the letter, in a paragraph that matches all patterns too.

    A day counts however it is written out, and a beginning whether or not it is a capital.
    """

    def find(draft: Draft, case: LetterCase) -> str | None:
        words = case.said.get(key, "")
        return says_all(draft, _as_said(words), *patterns) if words else None

    return find


def _as_said(words: str) -> str:
    try:
        return rf"\b{re.escape(say_date(date.fromisoformat(words)))}\b"
    except ValueError:
        return re.escape(words.rstrip(". "))


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
