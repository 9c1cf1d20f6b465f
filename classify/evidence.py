"""Pick the sentences a finding rests on, as exact spans of the message."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from classify.language import Sentence
from classify.reading import SUBJECT_LINE, Evidence

SHORT_SENTENCE: Final = 240
"""A sentence of up to so many characters is shown whole; of a longer one the clause."""
CLAUSE_END: Final = re.compile(r"[,;:\u2013\u2014]\s+|\n+")


def evidence_of(sentence: Sentence) -> Evidence:
    """Return a whole sentence as evidence."""
    return Evidence(where=sentence.where, start=sentence.start, end=sentence.end, quote=sentence.text)


def strongest(
    sentences: Sequence[Sentence], weights: Sequence[float], *, most: int, share: float = 0.5
) -> tuple[Evidence, ...]:
    """Return the weightiest sentences in reading order: the best one always, others if near enough to it.

    The best is given even if nothing speaks for it, so that a finding in a message with any words rests on some. The
    model reads only the first sentences of a very long message: there are never more weights than sentences.
    """
    ranked = sorted(range(len(weights)), key=lambda place: -weights[place])
    kept = [place for place in ranked[:most] if place == ranked[0] or weights[place] >= share * weights[ranked[0]] > 0]
    return tuple(evidence_of(sentences[place]) for place in sorted(kept))


def widened(evidence: Iterable[Evidence], sentences: Sequence[Sentence]) -> tuple[Evidence, ...]:
    """Return evidence as a person reads it: each span with the sentence, or of a long one the clause, it stands in.

    A span in no known sentence (quoted history, a sentence the model did not read) stays as it is.
    """
    wide = (_widen(span, sentences) for span in evidence)
    return tuple(dict.fromkeys(wide))


def _widen(span: Evidence, sentences: Sequence[Sentence]) -> Evidence:
    for sentence in sentences:
        if sentence.where == span.where and sentence.start <= span.start and span.end <= sentence.end:
            first, last = _clause(sentence.text, span.start - sentence.start, span.end - sentence.start)
            quote = sentence.text[first:last]
            start = sentence.start + first
            return Evidence(where=span.where, start=start, end=start + len(quote), quote=quote)
    return span


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of a sentence to show: all of a short one, of a long one the clause around the span."""
    if len(text) <= SHORT_SENTENCE:
        return 0, len(text)
    before = [match.end() for match in CLAUSE_END.finditer(text, 0, start)]
    after = [match.start() + 1 for match in CLAUSE_END.finditer(text, end)]
    return (before[-1] if before else 0), (after[0] if after else len(text))


def without_overlaps(evidence: Iterable[Evidence], *, most: int) -> tuple[Evidence, ...]:
    """Return evidence without spans that touch an earlier one, in reading order; those given first are kept first."""
    kept: list[Evidence] = []
    for span in evidence:
        if len(kept) < most and not any(_touches(span, other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: (span.where != SUBJECT_LINE, span.where, span.start)))


def _touches(one: Evidence, other: Evidence) -> bool:
    return one.where == other.where and one.start < other.end and other.start < one.end
