"""Put the writer's points into a letter without quoting abuse, naming the worker, or repeating a disclosure."""

import re
from collections.abc import Collection
from typing import Final

from classify.gist import ATTACKS
from classify.labels import Flag
from classify.reading import FactField
from classify.tongue import tongue_of
from letters.dates import MONTHS, WEEKDAYS
from letters.draft import LetterCase
from letters.forbidden import is_foul
from routing.assessment import Matter

MAX_WISH: Final = 240
NEARLY_CUT: Final = MAX_WISH - 20
"""A wish as long as this was cut at a word when it was read."""
MAX_POINT: Final = 160
CUT: Final = "\u2026"
SHORTEST: Final = 20
"""Characters that must be left of a point or a wish that is cut."""
RUN: Final = 3
"""So many words in a row from a disclosure are a quotation of it."""

_FIRST_PERSON = re.compile(r"\b(?:I|i|me|my|mine|we|us|our|ours|you|your)\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?P<name>[A-Z][\w'\u2019-]+)")
_WORKER = re.compile(
    r"\b(?:worker|manager|officer|advis[eo]r|assistant|PA|IRO)(?:'s name is|,? called|,? named)?,?\s+"
    r"(?P<name>[A-Z][a-z][\w'\u2019-]*(?: [A-Z][a-z][\w'\u2019-]*)?)"
)
_ROLE: Final = r"(?i:worker|manager|officer|advis[eo]r|assistant|team leader)"
_NAMED = re.compile(
    r"(?P<name>[A-Z][a-z][\w'\u2019-]*(?: [A-Z][a-z][\w'\u2019-]*)?), (?:the |our |my |her |his |your )?"
    r"(?:social worker|family support|support worker|manager|personal adviser|team leader|duty worker|officer)"
)
_BREAK: Final = re.compile(r"(?:[,;:]| [-\u2013]) |(?= (?:and|but|because|so|which|who|when|after|since|while|with) )")
"""Where a long sentence can end without its rest."""
_NO_WISH: Final = re.compile(
    r"^(?:so )?(?:(?:i|we)(?:(?:'d| would) (?:need|have) to|(?:'ll| will) be bringing| expect it)\b"
    r"|what i want(?: now)?$|i want investigated\b)|\bwatch (?:(?:her|him|your)self|themselves|(?:their|your) backs?)\b"
    r"|\b(?:to complain|(?:make|put in|raise|lodge|file) (?:a|my|this|our) (?:formal )?complaint)\b"
    r"|\brecorded as a complaint\b|\b(?:like|want|wish) you to know\b"
    r"|\b(?:like|want|wish) to (?:assure|thank|raise|say|tell you|point out|add|stress|mention|let you know)\b",
    re.IGNORECASE,
)
"""What reads like a wish and asks for nothing that could be done."""
_ENGLISH: Final = re.compile(
    r"\b(?:the|an?|of|and|to|not?|was|were|with|without|for|by|in|on|her|his|their|from|about)\b"
)
_DANGLING: Final = re.compile(r"[,;]? (?:and|or|but|so|because|which|who|when)$")
_TITLES: Final = ("Mr", "Mrs", "Ms", "Miss", "Dr")
_NOT_NAMES: Final = frozenset(
    (*_TITLES, *WEEKDAYS, *MONTHS, "English", "Council", "Children", "Services", "Ombudsman", "The")
)
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
    gist = _whole_words(" ".join(_in_full(matter).split()))
    if not gist or is_foul(gist) or repeats_disclosure(case, gist) or _is_foreign(matter):
        return ""
    gist = without_names(case, gist.lower() if gist.isupper() else gist)
    gist = gist[0].upper() + gist[1:]
    return _quoted(gist) if _FIRST_PERSON.search(gist) else gist


def wishes(case: LetterCase) -> tuple[str, ...]:
    """Return what the writer wants, in their words; wishes that a letter cannot repeat are left out."""
    said = (" ".join(f.value.split()) for f in case.assessment.facts if f.field is FactField.DESIRED_OUTCOME)
    fit = (w for w in dict.fromkeys(said) if w and not is_foul(w) and not _NO_WISH.search(w))
    safe = (w for w in fit if not repeats_disclosure(case, w) and not _repeats(case, w, ATTACKS))
    return tuple(_quoted(_shorten(without_names(case, wish)).rstrip(". ")) for wish in safe)


def without_names(case: LetterCase, text: str) -> str:
    """Return a text with the names of workers replaced by "the worker", or left out beside their role."""
    for name in sorted(staff_named(case), key=len, reverse=True):
        called = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)?{re.escape(name)}\b"
        text = re.sub(rf"(\b{_ROLE})(?:, {called},?| {called})", r"\1", text)
        text = re.sub(rf"\b{called}", "the worker", text)
    return text


def repeats_disclosure(case: LetterCase, text: str, *, except_for: frozenset[tuple[str, ...]] = frozenset()) -> bool:
    """Say whether a text has words in a row from what was said about harm or danger."""
    return _repeats(case, text, _DISCLOSURES, except_for=except_for)


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of words of a text that is long enough to be known again."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]", "", text.lower()))
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def is_foreign(text: str) -> bool:
    """Say whether a text is in another language than English: a letter does not repeat what its signer cannot read."""
    return tongue_of([text]).is_most


def _is_foreign(matter: Matter) -> bool:
    """Say whether a point is cut out of words in another language; one that a person wrote in English is not."""
    gist = matter.gist.rstrip(CUT)
    if is_foreign(gist):
        return True
    told = " ".join(e.quote for e in matter.evidence)
    is_english = gist.isascii() and bool(_ENGLISH.search(gist) or len(gist.split()) < RUN)
    return is_foreign(told) and (gist in told or not is_english)


def _repeats(
    case: LetterCase, text: str, flags: Collection[Flag], *, except_for: frozenset[tuple[str, ...]] = frozenset()
) -> bool:
    said = runs_of(text) - except_for
    quotes = (e.quote for f in case.assessment.flags if f.flag in flags for e in f.evidence)
    return any(runs_of(quote) & said for quote in quotes)


def _in_full(matter: Matter) -> str:
    """Return a gist that was cut for a list as its whole sentence, or up to where the sentence can end."""
    if not matter.gist.endswith(CUT):
        return matter.gist
    begun = matter.gist.rstrip(CUT)
    quotes = (" ".join(e.quote.split()) for e in matter.evidence)
    # A line may begin in the middle of its sentence, with a letter that was made a capital.
    found = ((quote, quote.lower().find(begun.lower())) for quote in quotes)
    whole = next((quote[at:] for quote, at in found if at >= 0), begun)
    if is_foul(whole):
        return _at_break(begun)
    return whole if whole != begun and len(whole) <= MAX_POINT else _at_break(whole[:MAX_POINT])


def _whole_words(text: str) -> str:
    """Take off what stands around the words, and a bracket that never closes or never opened."""
    text = text.strip(".;:,*\u2022- ")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if text.count("(") != text.count(")"):
        text = text.replace("(", "").replace(")", "")
    return text.strip(".;:,*\u2022- ")


def _quoted(words: str) -> str:
    """Set words in quotation marks; those they quote themselves stand in single ones."""
    open_ = words.count("“") > words.count("”")
    inner = words.replace("“", "\u2018").replace("”", "\u2019")
    return f"“{inner}{chr(0x2019) if open_ else ''}”"


def _at_break(text: str) -> str:
    """Cut a text at the last place where its sentence can end, at its last word if there is none."""
    ends = [m.start() for m in _BREAK.finditer(text) if m.start() >= SHORTEST]
    return _DANGLING.sub("", text[: ends[-1]] if ends else text)


def _children(case: LetterCase) -> tuple[str, ...]:
    return tuple(f.value for f in case.assessment.facts if f.field is FactField.CHILD)


def _shorten(text: str) -> str:
    """Cut a long wish at its last whole sentence or clause, else show at its last word that it was cut."""
    if len(text) < NEARLY_CUT:
        return text
    cut = text[:MAX_WISH]
    end = cut.rfind(". ")
    return cut[:end] if end > 0 else _at_break(cut[: cut.rfind(" ")])
