"""Find when it happened, and when the writer first knew of it; a date of birth is no event."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from classify.dates.find import find_dates
from classify.facts.lines import Line, fact_at, in_own_words, is_own, wide
from classify.reading import Fact, FactField

_BIRTH = re.compile(
    r"(?:\b(?:born(?: on| in)?|birth date|d\.?o\.?b\.?|date of birth|birthday)(?: is| was| on)?[ :(,-]*)$",
    re.IGNORECASE,
)
_AWARE = wide(
    r"\b(?:i|we)(?: have|'ve| had|'d)?(?: only| just| first| recently| then| now| finally| since| only just| not)* "
    r"(?:(?:found|find) out|became aware|become aware|discovered|learn(?:ed|t)|realised|realized|came across|was made "
    r"aware|were made aware|noticed|saw|read|got sight of|was told|were told|heard|knew|was informed|came to know)\b"
    r"|\b(?:it )?(?:only |has |first )*(?:came|come) to (?:my|our) (?:attention|notice|knowledge)\b"
    r"|\bmade me aware\b|\bcame to light\b|\bdid(?: not|n't) (?:know|find out|realise|learn"
    r"|hear)\b[^.]{0,40}\b(?:until|till)\b"
    r"|\b(?:first|only) (?:knew|learnt|learned|found out|heard|realised|told)\b"
)
_FIRST_WORDS = wide(
    r"\b(?:only|just|first|recently|until|till|never knew|no idea|when (?:i|we) (?:got|read|saw|received|opened)|aware|"
    r"discovered|found out|find out|came to light|attention)\b"
)
_AWARE_HINTS = ("aware", "out", "discover", "learn", "realis", "realiz", "attention", "light", "knew", "told", "heard",
                "know", "saw", "read ", "notice", "inform")  # fmt: skip


def find_dates_said(lines: Sequence[Line], *, sent_on: date) -> Iterator[Fact]:
    """Yield the dates of what happened or is to happen, dates of birth left out."""
    for line in lines:
        for found in find_dates(line.text, written_on=sent_on):
            if not _BIRTH.search(line.text[: found.start]):
                yield fact_at(FactField.EVENT_DATE, found.value, line, found.start, found.end)


def find_first_aware(lines: Sequence[Line], *, sent_on: date) -> Iterator[Fact]:
    """Yield when the writer first knew: the date beside the knowing, else their words for it.

    Source: SI 2006/1738 reg 9; councils count the year from becoming aware, not from the event.
    """
    for line in lines:
        if not any(hint in line.low for hint in _AWARE_HINTS) or not _FIRST_WORDS.search(line.low):
            continue
        match = _AWARE.search(line.low)
        if not match or not is_own(line, *match.span(), denied=True, reported=True):
            continue
        near = [found for found in find_dates(line.text, written_on=sent_on) if not found.is_ahead]
        # "I found out last week about what happened in 2021": the date that follows the knowing is the one of it.
        after = [found for found in near if found.start >= match.start()]
        chosen = (after or near)[:1]
        if chosen:
            start, end = min(match.start(), chosen[0].start), max(match.end(), chosen[0].end)
            yield fact_at(FactField.FIRST_AWARE, chosen[0].value, line, start, end)
        else:
            yield in_own_words(FactField.FIRST_AWARE, line, match.start())
