"""Find people and words that a letter must leave out: workers, what was said about danger, abuse."""

import re
from functools import cache
from pathlib import Path

from letters.draft import Draft, LetterCase
from letters.forbidden import is_foul
from letters.gists import repeats_disclosure, runs_of, staff_named
from letters.item import whole_text
from letters.nevers.offence import Offence
from letters.words import load_words


def find_foul(draft: Draft, _: LetterCase) -> Offence | None:
    """Find a swear word, in a quotation too."""
    hits = (p.key for p in draft.paragraphs if is_foul(whole_text(p)))
    return next((Offence(what="a word that no letter may hold", paragraph=key) for key in hits), None)


def find_staff(draft: Draft, case: LetterCase) -> Offence | None:
    """Find the name of a worker the complaint speaks of."""
    named = staff_named(case)
    hits = ((p.key, n) for p in draft.paragraphs for n in named if re.search(rf"\b{re.escape(n)}\b", whole_text(p)))
    return next((Offence(what=name, paragraph=key) for key, name in hits), None)


def find_disclosure(draft: Draft, case: LetterCase) -> Offence | None:
    """Find words of what was said about danger to somebody."""
    ours = _runs_in(case.council.letters.home)
    hits = (p.key for p in draft.paragraphs if repeats_disclosure(case, whole_text(p), except_for=ours))
    return next((Offence(what="words about safety from the message", paragraph=key) for key in hits), None)


@cache
def _runs_in(own: Path | None) -> frozenset[tuple[str, ...]]:
    """Return the runs of words that every letter may hold, such as "do not feel safe", whoever has said them too."""
    words = load_words(own=own)
    texts = [s.text for paragraphs in words.letters.values() for p in paragraphs for s in p.sentences]
    texts += [text for r in words.reasons.values() for text in (r.why, r.change, r.do, r.young)]
    return frozenset(run for text in texts for run in runs_of(text))
