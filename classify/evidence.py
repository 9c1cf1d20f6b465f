"""Pick the sentences a finding rests on, as exact spans of the message."""

from collections.abc import Iterable, Sequence

from classify.language import Sentence
from classify.reading import SUBJECT_LINE, Evidence


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


def without_overlaps(evidence: Iterable[Evidence], *, most: int) -> tuple[Evidence, ...]:
    """Return evidence without spans that touch an earlier one, in reading order; those given first are kept first."""
    kept: list[Evidence] = []
    for span in evidence:
        if len(kept) < most and not any(_touches(span, other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: (span.where != SUBJECT_LINE, span.where, span.start)))


def _touches(one: Evidence, other: Evidence) -> bool:
    return one.where == other.where and one.start < other.end and other.start < one.end
