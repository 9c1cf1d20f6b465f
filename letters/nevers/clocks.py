"""Find a reply that a letter announces for a day that is not that point's: dates are the case's clocks, or none."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from letters.dates import DateSaid, find_dates
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId, Paragraph
from letters.extension import days_told, new_day
from letters.gists import point_words
from letters.nevers.days import said_dates
from letters.nevers.offence import Never, Offence, own_text
from routing.deadlines import Deadline, What

REPLIES: Final = frozenset(
    {What.REPLY, What.REPLY_AT_LATEST, What.REPLY_AFTER_PANEL, What.PANEL_MEETS, What.PANEL_REPORTS}
)
"""The dates of a point that its reader waits for: an inner target is none of them."""

_REPLY: Final = re.compile(
    r"\b(?:repl(?:y|ies|ied)|answer\w*|respon(?:d|se)\w*|hear from (?:us|me)|write (?:back )?to you|"
    r"(?:get|come) back to you|latest (?:day|date))\b",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(
    r"\b(?:by|before|until|(?:no|not) later than|not after|at the latest on|(?:date|day) is(?: then)?)"
    r"(?: the end of| about)?\s+$",
    re.IGNORECASE,
)
_ON: Final = re.compile(r"\b(?:will|should|expect|aim|plan|hope)\b.*\bon\s+$", re.IGNORECASE | re.DOTALL)
_NAMED: Final = re.compile(r"\bpoints? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)
_KEYED: Final = re.compile(r"(?:point|point_ombudsman|refusal)_(\d+)")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])|\n+")


def find_other_clock(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a reply that a letter announces for a day on which no clock of that point ends.

    A point whose clock stands still has no day of its own: a person names one.
    """
    for paragraph in draft.paragraphs:
        for numbers, day in _replies_said(paragraph, case):
            clocks = [d for d in case.deadlines if not numbers or (d.matter in numbers and d.what in REPLIES)]
            paused = any(d.paused_since for d in clocks)
            if clocks and not paused and not day.is_one_of(_days_of(clocks) | _other_days(draft, case)):
                points = f" of point {' and '.join(map(str, sorted(numbers)))}" if numbers else ""
                return Offence(what=f"{day.words} is no date{points} that we count", paragraph=paragraph.key)
    return None


def find_day_gone(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a reply that a letter announces for a day before its own: nobody can be promised yesterday."""
    for paragraph in draft.paragraphs:
        for _, said in _replies_said(paragraph, case):
            day = said.day_near(case.written_on)
            if day and day < case.written_on:
                cure = "say on the page Dates why it takes longer, or write when the reply really comes"
                return Offence(what=f"{said.words} has passed: {cure}", paragraph=paragraph.key)
    return None


def _days_of(clocks: list[Deadline]) -> frozenset[date]:
    return frozenset(day for d in clocks for day in (d.due_on, d.first_due_on) if day)


def _other_days(draft: Draft, case: LetterCase) -> frozenset[date]:
    """Return the days that somebody said; a notice of delay names its new day only where a clock holds it."""
    if draft.letter is not LetterId.EXTENSION:
        return said_dates(case)
    return (said_dates(case) - {new_day(case)}) | days_told(case)


def _replies_said(paragraph: Paragraph, case: LetterCase) -> Iterator[tuple[frozenset[int], DateSaid]]:
    """Yield each day that a paragraph names for a reply, with the points it is for, none if it does not say."""
    named = _numbers_in(paragraph.title)
    keyed = _KEYED.fullmatch(paragraph.key)
    own = named or (frozenset({int(keyed[1])}) if keyed else frozenset())
    for sentence in (s for text in (paragraph.text, *paragraph.points) for s in _SENTENCE.split(text)):
        numbers = own or _numbers_in(sentence) or _gists_in(sentence, case)
        words = own_text(sentence, case)
        if _REPLY.search(words):
            yield from ((numbers, d) for d in find_dates(words) if _is_due(words[: words.find(d.words)]))
    for row in paragraph.rows[1:]:
        first = re.match(r"\d+", row[0])
        numbers = frozenset({int(first[0])}) if first else _gists_in(" ".join(row), case)
        yield from ((numbers, d) for cell in row[1:] for d in find_dates(own_text(cell, case)))


def _is_due(before: str) -> bool:
    return bool(_UNTIL.search(before) or _ON.search(before))


def _numbers_in(text: str) -> frozenset[int]:
    named = _NAMED.search(text)
    return frozenset(map(int, re.findall(r"\d+", named[1]))) if named else frozenset()


def _gists_in(text: str, case: LetterCase) -> frozenset[int]:
    return frozenset(m.number for m in case.assessment.matters if (g := point_words(case, m)) and g in text)


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="own_clock", words="No reply promised for a day that is not that point's", find=find_other_clock),
    Never(
        key="no_day_gone",
        words="No reply promised for a day that has passed",
        find=find_day_gone,
        letters=ACKNOWLEDGEMENTS,
    ),
)
