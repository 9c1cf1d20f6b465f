"""Take the facts of a good complaint out of a message: who writes and for whom, what, when, where, which wish."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from classify.facts.behalf import find_on_behalf_of
from classify.facts.capacity import find_capacity
from classify.facts.children import find_children
from classify.facts.contact import find_contact
from classify.facts.earlier import find_earlier_contact
from classify.facts.lines import Line, lines_of
from classify.facts.needs import find_adjustments, find_recordings
from classify.facts.outcome import find_outcomes
from classify.facts.passed_on import find_passed_on
from classify.facts.people import find_people
from classify.facts.proceedings import find_proceedings
from classify.facts.services import find_providers, find_services
from classify.facts.story import find_effects, find_places, find_what_happened
from classify.facts.when import find_dates_said, find_first_aware
from classify.facts.writer import find_writer
from classify.language import ATTACHED, OWN, Sentence
from classify.reading import Fact, FactField
from ingest.message import Message

MOST_LINES = 400
"""A hundred-page attachment is read for facts as far as this many sentences."""
_ORDER = {field: at for at, field in enumerate(FactField)}


def find_facts(message: Message, sentences: Iterable[Sentence], *, sent_on: date) -> tuple[Fact, ...]:
    """Return the facts the writer gives, each once, in the order of ``FactField``; dates count from ``sent_on``.

    Quoted history gives none: it is not the writer speaking now. A mail passed on under a note that speaks for
    its writer gives its own, told from the day it was written.
    Source: Getting the Best from Complaints (2006), 3.4: what is complained of, by whom, for whom, and the wish.
    """
    spoken = tuple(sentences)
    lines = lines_of([s for s in spoken if s.voice in {OWN, ATTACHED}][:MOST_LINES])
    found = [*find_writer(message), *_told(message, lines, sent_on)]
    passed_on = find_passed_on(message, spoken, sent_on=sent_on)
    if passed_on:
        found += [*passed_on.writer, *_told(message, passed_on.lines[:MOST_LINES], passed_on.written_on)]
    unique: dict[tuple[FactField, str], Fact] = {}
    for fact in found:
        unique.setdefault((fact.field, fact.value.lower()), fact)
    return tuple(sorted(unique.values(), key=lambda fact: _ORDER[fact.field]))


def _told(message: Message, lines: Sequence[Line], sent_on: date) -> Iterator[Fact]:
    children = tuple(find_children(lines))
    names = frozenset(fact.evidence.quote for fact in children)
    yield from find_capacity(lines)
    yield from find_on_behalf_of(lines)
    yield from children
    yield from find_people(lines, besides=names)
    yield from find_services(lines)
    yield from find_providers(lines)
    yield from find_what_happened(lines)
    yield from find_dates_said(lines, sent_on=sent_on)
    yield from find_first_aware(lines, sent_on=sent_on)
    yield from find_places(lines)
    yield from find_effects(lines)
    yield from find_outcomes(lines)
    yield from find_earlier_contact(lines, sent_on=sent_on)
    yield from find_proceedings(lines)
    yield from find_contact(lines, message)
    yield from find_adjustments(lines)
    yield from find_recordings(lines)
