"""Tell whose complaint a mail is that somebody passes on: a councillor's cover note above a constituent's mail."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classify.dates.find import find_dates
from classify.facts.lines import Line, fact_at, lines_of
from classify.language import FORWARDED, OWN, Sentence
from classify.reading import SUBJECT_LINE, Fact, FactField

MOST_COVERING_WORDS = 80
"""A longer cover note is its writer's own account, and what is below it is what they show."""
_HEADER = re.compile(r"\s*[>*]*\s*(?P<name>from|sent|date|to|cc|subject)\s*:", re.IGNORECASE)
_MARKER = re.compile(r"\s*-{2,}|\s*begin forwarded|\s*_{5,}", re.IGNORECASE)
_NAME = re.compile(r":[\s*]*[\"']?(?P<name>[^\W\d_][\w'.-]*(?: [\w'.-]+){0,4})[\"']?\s*(?:[<\[(]|$)")


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Hold the mail passed on: its lines as its own writer's words, the day it was written, for whom it speaks."""

    lines: tuple[Line, ...]
    written_on: date
    writer: tuple[Fact, ...]


def find_passed_on(sentences: Sequence[Sentence], *, sent_on: date) -> PassedOn | None:
    """Return the mail that is passed on, None if there is none or it only serves to show something.

    Dates in it count from the day its own header gives.
    """
    below = [sentence for sentence in sentences if sentence.voice == FORWARDED]
    cover = [sentence for sentence in sentences if sentence.voice == OWN and sentence.where != SUBJECT_LINE]
    said = [sentence for sentence in below if not _HEADER.match(sentence.text) and not _MARKER.match(sentence.text)]
    if not said or _words(cover) > min(MOST_COVERING_WORDS, _words(said)):
        return None
    headers = lines_of(sentence for sentence in below if _HEADER.match(sentence.text))
    return PassedOn(
        lines=lines_of(replace(sentence, voice=OWN) for sentence in said),
        written_on=_written_on(headers, sent_on),
        writer=_writer(headers),
    )


def _written_on(headers: Iterable[Line], sent_on: date) -> date:
    dated = (line for line in headers if (match := _HEADER.match(line.low)) and match["name"] in {"sent", "date"})
    found = (day.value for line in dated for day in find_dates(line.text, written_on=sent_on))
    days = (date.fromisoformat(value) for value in found if len(value) == len("2026-01-01"))
    return next((day for day in days if day <= sent_on), sent_on)


def _writer(headers: Iterable[Line]) -> tuple[Fact, ...]:
    for line in headers:
        header = _HEADER.match(line.low)
        name = _NAME.search(line.text) if header and header["name"] == "from" else None
        if name:
            return (fact_at(FactField.ON_BEHALF_OF, name["name"], line, *name.span("name")),)
    return ()


def _words(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)
