"""Find people that a letter must leave out: other children, workers, what was said about danger, abuse."""

import re
from functools import cache
from typing import Final

from classify.reading import FactField
from letters.draft import Draft, LetterCase
from letters.forbidden import is_foul
from letters.gists import point_words, repeats_disclosure, runs_of, staff_named
from letters.item import whole_text
from letters.nevers.offence import Offence, fact_values
from letters.words import load_words

_CHILD_NAMED: Final = re.compile(
    r"(?:\b(?:son|daughter|child|children|boy|girl|brother|sister|baby|grandson|granddaughter|niece|nephew)"
    r"(?:,| called| named)? (?P<one>[A-Z][a-z]+)"
    r"|\b(?P<two>[A-Z][a-z]+)['\u2019]s (?:school|placement|care|plan|social worker|review|carer|contact|visits?|home|"
    r"taxi|mum|dad|mother|father|brother|sister)\b)"
)


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
    hits = (p.key for p in draft.paragraphs if repeats_disclosure(case, whole_text(p), except_for=standard_runs()))
    return next((Offence(what="words about safety from the message", paragraph=key) for key in hits), None)


@cache
def standard_runs() -> frozenset[tuple[str, ...]]:
    """Return the runs of words that every letter may hold, such as "do not feel safe", whoever has said them too."""
    words = load_words()
    texts = [s.text for paragraphs in words.letters.values() for p in paragraphs for s in p.sentences]
    texts += [text for r in words.reasons.values() for text in (r.why, r.change, r.do, r.young)]
    return frozenset(run for text in texts for run in runs_of(text))


def find_other_child(draft: Draft, case: LetterCase) -> Offence | None:
    """Find the name of a child that is neither a fact of this case nor in the short text of a point."""
    known = {word.casefold() for v in fact_values(case, FactField.CHILD) for word in v.split()}
    known |= {word.casefold() for word in f"{case.recipient.name} {case.council.name} Children Children's".split()}
    known |= {w.casefold() for m in case.assessment.matters for w in re.findall(r"\w+", point_words(case, m))}
    hits = ((p.key, m["one"] or m["two"]) for p in draft.paragraphs for m in _CHILD_NAMED.finditer(whole_text(p)))
    return next((Offence(what=name, paragraph=key) for key, name in hits if name.casefold() not in known), None)
