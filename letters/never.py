"""Name what no letter may say: promises, opinions, other people's data, jargon, dates and names nobody knows.

Source: the councils' pages (no result is promised); LGSCO guide for complaint handlers (the organisation, not people).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from classify.labels import Flag, Reason
from classify.reading import FactField
from letters.conditions import stage_of_point
from letters.dates import find_dates, london_day
from letters.draft import Draft, LetterCase
from letters.forbidden import forbidden, is_foul
from letters.gists import point_words, repeats_disclosure, runs_of, staff_named, wishes
from letters.item import whole_text
from letters.readability import measure
from letters.words import load_words
from letters.writing import BLANK

MAX_READING_AGE: Final = 13
MAX_SENTENCE: Final = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """Hold what was found where; ``paragraph`` is "" if it stands outside the paragraphs."""

    what: str
    paragraph: str = ""


FindOffence = Callable[[Draft, LetterCase], Offence | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Hold one thing a letter must not say."""

    key: str
    words: str
    find: FindOffence
    must: bool = True


KNOWN_CAPITALS: Final = frozenset({"UK", "GP", "NHS", "PO", "A", "I", "OK"})
_ACRONYM: Final = re.compile(r"\b[A-Z]{2,6}s?\b")
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_CHILD_NAMED: Final = re.compile(
    r"(?:\b(?:son|daughter|child|children|boy|girl|brother|sister|baby|grandson|granddaughter|niece|nephew)"
    r"(?:,| called| named)? (?P<one>[A-Z][a-z]+)"
    r"|\b(?P<two>[A-Z][a-z]+)['\u2019]s (?:school|placement|care|plan|social worker|review|carer|contact|visits?|home|"
    r"taxi|mum|dad|mother|father|brother|sister)\b)"
)


def never_says(words: str) -> FindOffence:
    """Return a finder of one list of forbidden words, outside what is quoted from the writer."""

    def find(draft: Draft, case: LetterCase) -> Offence | None:
        hits = (
            (p.key, pattern.search(_own_text(whole_text(p), case)))
            for p in draft.paragraphs
            for pattern in forbidden(words)
        )
        return next((Offence(what=f"“{hit[0]}”", paragraph=key) for key, hit in hits if hit), None)

    return find


def _own_text(text: str, case: LetterCase) -> str:
    """Return a text without the writer's wishes in quotation marks and without the gists: those words are theirs."""
    for words in (*wishes(case), *(g for m in case.assessment.matters if (g := point_words(case, m)))):
        text = text.replace(words, " ")
    return re.sub(r"“[^”]*”", " ", text)


def _foul(draft: Draft, _: LetterCase) -> Offence | None:
    hits = (p.key for p in draft.paragraphs if is_foul(whole_text(p)))
    return next((Offence(what="a word that no letter may hold", paragraph=key) for key in hits), None)


def _blank(draft: Draft, _: LetterCase) -> Offence | None:
    gaps = ((p.key, BLANK.search(whole_text(p))) for p in draft.paragraphs)
    inside = next((Offence(what=gap[1], paragraph=key) for key, gap in gaps if gap), None)
    outside = next((Offence(what=blank) for blank in draft.blanks), None)
    return inside or outside


def _recipient(draft: Draft, case: LetterCase) -> Offence | None:
    """Guard against the main hazard: the right letter to the wrong person."""
    if draft.recipient.email.strip().casefold() != case.recipient.email.strip().casefold() or not case.recipient.email:
        return Offence(what="the address is not the one of this case")
    return Offence(what="the name is not the one of this case") if draft.recipient != case.recipient else None


def _subject_line(draft: Draft, case: LetterCase) -> Offence | None:
    names = [*case.recipient.name.split(), *_fact_values(case, FactField.CHILD)]
    hit = next(
        (n for n in names if len(n) > len("Mrs") and re.search(rf"\b{re.escape(n)}\b", draft.subject_line)), None
    )
    gist = next((m for m in case.assessment.matters if m.gist and m.gist in draft.subject_line), None)
    return Offence(what="it holds a name or the matter") if hit or gist else None


def known_dates(case: LetterCase) -> frozenset[date]:
    """Return every day a letter may state: of the case, of its deadlines, and those the writer gave as facts."""
    days = {london_day(case.received_at), case.written_on, *(d.due_on for d in case.deadlines if d.due_on)}
    days |= {d.anchor_on for d in case.deadlines}
    days |= {case.safeguarding_escalated_on} if case.safeguarding_escalated_on else set()
    for value in _fact_values(case, FactField.EVENT_DATE):
        try:
            days.add(date.fromisoformat(value))
        except ValueError:
            continue
    return frozenset(days)


def _dates(draft: Draft, case: LetterCase) -> Offence | None:
    known = known_dates(case) | {draft.written_on}
    said = ((p.key, d) for p in draft.paragraphs for d in find_dates(_own_text(whole_text(p), case)))
    return next((Offence(what=d.words, paragraph=key) for key, d in said if not d.is_one_of(known)), None)


def _staff(draft: Draft, case: LetterCase) -> Offence | None:
    named = staff_named(case)
    hits = ((p.key, n) for p in draft.paragraphs for n in named if re.search(rf"\b{re.escape(n)}\b", whole_text(p)))
    return next((Offence(what=name, paragraph=key) for key, name in hits), None)


def _disclosure(draft: Draft, case: LetterCase) -> Offence | None:
    hits = (p.key for p in draft.paragraphs if repeats_disclosure(case, whole_text(p), except_for=standard_runs()))
    return next((Offence(what="words about safety from the message", paragraph=key) for key in hits), None)


@cache
def standard_runs() -> frozenset[tuple[str, ...]]:
    """Return the runs of words that every letter may hold, such as "do not feel safe", whoever has said them too."""
    words = load_words()
    texts = [s.text for paragraphs in words.letters.values() for p in paragraphs for s in p.sentences]
    texts += [text for r in words.reasons.values() for text in (r.why, r.change, r.do, r.young)]
    return frozenset(run for text in texts for run in runs_of(text))


def _children(draft: Draft, case: LetterCase) -> Offence | None:
    known = {word.casefold() for v in _fact_values(case, FactField.CHILD) for word in v.split()}
    known |= {word.casefold() for word in f"{case.recipient.name} {case.council.name} Children Children's".split()}
    known |= {w.casefold() for m in case.assessment.matters for w in re.findall(r"\w+", point_words(case, m))}
    hits = ((p.key, m["one"] or m["two"]) for p in draft.paragraphs for m in _CHILD_NAMED.finditer(whole_text(p)))
    return next((Offence(what=name, paragraph=key) for key, name in hits if name.casefold() not in known), None)


def _acronyms(draft: Draft, case: LetterCase) -> Offence | None:
    council = case.council
    contacts = (council.team, council.ombudsman, council.advocacy, council.duty, *council.signposts.values())
    known = " ".join((case.reference, case.recipient.name, council.name, *map(str, contacts)))
    for p in draft.paragraphs:
        text = _POSTCODE.sub(" ", _own_text(whole_text(p), case))
        for hit in _ACRONYM.findall(text):
            if hit not in KNOWN_CAPITALS and hit not in known and f"({hit})" not in text:
                return Offence(what=hit, paragraph=p.key)
    return None


def _stages(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a stage that none of the case's procedures has."""
    numbers = {s.number for p in case.procedures for s in p.stages}
    words = {"one": 1, "two": 2, "three": 3, "four": 4}
    for p in draft.paragraphs:
        for hit in re.finditer(r"\bstage (\d|one|two|three|four)\b", _own_text(whole_text(p), case), re.IGNORECASE):
            number = words.get(hit[1].lower()) or int(hit[1])
            if numbers and number not in numbers:
                return Offence(what=hit[0], paragraph=p.key)
    return None


def _long_limits(draft: Draft, case: LetterCase) -> Offence | None:
    """Find 50 or 65 days given as a rule: they are only ever the latest of a later stage."""
    stages = [s for m in case.assessment.matters if (s := stage_of_point(case, m))]
    allowed = {limit.n for s in stages for limit in (s.limit, s.maximum) if limit}
    hits = ((p.key, m) for p in draft.paragraphs for m in re.finditer(r"\b(50|65) (?:working )?days", whole_text(p)))
    return next((Offence(what=m[0], paragraph=key) for key, m in hits if int(m[1]) not in allowed), None)


def _vexatious(draft: Draft, case: LetterCase) -> Offence | None:
    label = any(m.reason is Reason.EFD_VEXATIOUS for m in case.assessment.matters)
    return never_says("labels")(draft, case) if label else None


def _anonymous(_: Draft, case: LetterCase) -> Offence | None:
    return Offence(what="they did not want to be known") if case.assessment.has(Flag.ANONYMOUS) else None


def _hard_to_read(draft: Draft, _: LetterCase) -> Offence | None:
    found = measure(draft)
    if found.reading_age > MAX_READING_AGE:
        return Offence(what=f"reading age {found.reading_age}")
    too_long = found.longest_words > MAX_SENTENCE
    return (
        Offence(what=f"a sentence of {found.longest_words} words", paragraph=found.longest_paragraph)
        if too_long
        else None
    )


def _fact_values(case: LetterCase, field: FactField) -> Iterable[str]:
    return [fact.value for fact in case.assessment.facts if fact.field is field]


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="right_recipient", words="Goes to the person of this case", find=_recipient),
    Never(key="subject_line", words="No name or matter in the mail's subject", find=_subject_line),
    Never(key="no_blanks", words="Nothing left to fill in", find=_blank),
    Never(key="known_dates", words="Only dates of this case", find=_dates),
    Never(key="no_other_child", words="No child's name that is not on the case", find=_children),
    Never(key="no_staff_name", words="No name of a worker they complain about", find=_staff),
    Never(key="no_disclosure", words="Nothing repeated about danger to somebody", find=_disclosure),
    Never(key="no_abuse", words="No swear words", find=_foul),
    Never(key="no_promise", words="No promise of a result", find=never_says("promises")),
    Never(key="no_opinion", words="No view on who is right, no blame, no label", find=never_says("opinions")),
    Never(key="no_label", words="No label for the person", find=_vexatious),
    Never(key="no_staff_matters", words="Nothing about staff matters", find=never_says("staff_matters")),
    Never(key="no_equality_data", words="No equality answers", find=never_says("equality")),
    Never(key="no_machine", words="Nothing about how the message was sorted", find=never_says("machine")),
    Never(key="not_closed", words="Not closed on them: there is a next step", find=never_says("closed")),
    Never(key="known_stages", words="Only stages that the procedure has", find=_stages),
    Never(key="no_long_limits", words="No 50 or 65 days as if they were normal", find=_long_limits),
    Never(key="not_anonymous", words="The writer can be written to", find=_anonymous),
    Never(key="plain_words", words="No jargon, law or Latin", find=never_says("jargon"), must=False),
    Never(key="no_acronyms", words="No unexplained letters", find=_acronyms, must=False),
    Never(key="easy_to_read", words="Easy to read", find=_hard_to_read, must=False),
)
