"""Put the writer's points into a letter without quoting abuse, naming the worker, or repeating a disclosure."""

import re
from typing import Final

from classify.labels import Flag
from classify.reading import FactField
from letters.dates import MONTHS, WEEKDAYS
from letters.draft import LetterCase
from letters.forbidden import is_foul
from routing.assessment import Matter

MAX_WISH: Final = 240
RUN: Final = 3
"""So many words in a row from a disclosure are a quotation of it."""

_FIRST_PERSON = re.compile(r"\b(?:I|i|me|my|mine|we|us|our|ours|you|your)\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?P<name>[A-Z][\w'\u2019-]+)")
_WORKER = re.compile(
    r"\b(?:worker|manager|officer|advis[eo]r|assistant|PA|IRO)(?:'s name is|,? called|,? named)?,?\s+"
    r"(?P<name>[A-Z][a-z][\w'\u2019-]*(?: [A-Z][a-z][\w'\u2019-]*)?)"
)
_NAMED = re.compile(
    r"(?P<name>[A-Z][a-z][\w'\u2019-]*(?: [A-Z][a-z][\w'\u2019-]*)?), (?:the |our |my |her |his |your )?"
    r"(?:social worker|family support|support worker|manager|personal adviser|team leader|duty worker|officer)"
)
_NOT_NAMES: Final = frozenset((*WEEKDAYS, *MONTHS, "English", "Council", "Children", "Services", "Ombudsman", "The"))
_STAFF_FLAGS: Final = (Flag.STAFF_CONDUCT, Flag.ABOUT_WORKER_OR_CARER)
_DISCLOSURES: Final = (Flag.SAFEGUARDING, Flag.SELF_HARM, Flag.ABOUT_WORKER_OR_CARER)


def staff_named(case: LetterCase) -> frozenset[str]:
    """Return the names of workers the complaint speaks of, as far as a title or a role beside them gives them away.

    A letter speaks of the organisation and calls people by their role. A bare first name is not enough: it may be the
    child's.
    Source: LGSCO, guide for complaint handlers.
    """
    known = {word for name in (case.recipient.name, *_children(case)) for word in name.split()} | _NOT_NAMES
    accused = [e.quote for f in case.assessment.flags if f.flag in _STAFF_FLAGS for e in f.evidence]
    told = [m.gist for m in case.assessment.matters] + [e.quote for m in case.assessment.matters for e in m.evidence]
    titled = (*accused, *told) if accused else ()
    found = {m["name"] for quote in titled for m in _TITLED.finditer(quote)}
    found |= {m["name"] for quote in (*accused, *told) for by in (_WORKER, _NAMED) for m in by.finditer(quote)}
    parts = {part for name in found for part in (name, *name.split())}
    return frozenset(name for name in parts if not known & set(name.split()))


def point_words(case: LetterCase, matter: Matter) -> str:
    """Return a point's gist ready for a letter, or "" if a person must put it into neutral words.

    Words the writer said of themselves stand in quotation marks. Abuse is not quoted. What was said about danger to
    somebody is not repeated: another person may read the letter.
    """
    gist = " ".join(matter.gist.split()).strip(".;:,()*\u2022- ")
    if not gist or is_foul(gist) or repeats_disclosure(case, gist):
        return ""
    gist = without_names(case, gist.lower() if gist.isupper() else gist)
    gist = gist[0].upper() + gist[1:]
    return f"“{gist}”" if _FIRST_PERSON.search(gist) else gist


def wishes(case: LetterCase) -> tuple[str, ...]:
    """Return what the writer wants, in their words; wishes that a letter cannot repeat are left out."""
    said = (" ".join(f.value.split()) for f in case.assessment.facts if f.field is FactField.DESIRED_OUTCOME)
    fit = (w for w in dict.fromkeys(said) if w and not is_foul(w) and not repeats_disclosure(case, w))
    return tuple(f"“{_shorten(without_names(case, wish)).rstrip('. ')}”" for wish in fit)


def without_names(case: LetterCase, text: str) -> str:
    """Return a text with the names of workers replaced by "the worker"."""
    for name in sorted(staff_named(case), key=len, reverse=True):
        text = re.sub(rf"\b(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)?{re.escape(name)}\b", "the worker", text)
    return text


def repeats_disclosure(case: LetterCase, text: str, *, except_for: frozenset[tuple[str, ...]] = frozenset()) -> bool:
    """Say whether a text has words in a row from what was said about harm or danger."""
    said = runs_of(text) - except_for
    quotes = (e.quote for f in case.assessment.flags if f.flag in _DISCLOSURES for e in f.evidence)
    return any(runs_of(quote) & said for quote in quotes)


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of words of a text that is long enough to be known again."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]", "", text.lower()))
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _children(case: LetterCase) -> tuple[str, ...]:
    return tuple(f.value for f in case.assessment.facts if f.field is FactField.CHILD)


def _shorten(text: str) -> str:
    """Cut a long wish at its last whole sentence or word, and show that it was cut."""
    if len(text) <= MAX_WISH:
        return text
    cut = text[:MAX_WISH]
    end = cut.rfind(". ")
    return cut[:end] if end > 0 else f"{cut[: cut.rfind(' ')]} ..."
