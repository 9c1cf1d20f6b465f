"""Cut what a message says into points, one a stretch of words, so that a rule takes only the words it concerns."""

from typing import Final

from classify.labels import Reason, Subject
from classify.reading import Evidence, Finding, Reading
from routing.rule import Point

BARS: Final = frozenset(Subject(reason.value) for reason in Reason)
"""The subjects that would keep a point out of every procedure."""
LIKELY: Final = 0.65
"""From this confidence a procedure's subject stands beside a bar that rests on the very same words."""


def points_of(reading: Reading) -> tuple[Point, ...]:
    """Return the points of a message, strongest subject first, one for each stretch of words it rests on.

    Words that a bar rests on are the bar's: they do not count for a procedure as well. A procedure whose every word a
    likelier bar takes is left out if it was unlikely anyway; what is likely keeps its words, since a complaint wrongly
    refused does more harm than one wrongly taken.
    """
    bars = [finding for finding in reading.subjects if finding.label in BARS]
    points: list[Point] = []
    for finding in reading.subjects:
        spans = finding.evidence if finding.label in BARS else _left(finding, bars)
        if spans is None:
            continue
        points.extend(
            Point(subject=finding.label, confidence=finding.confidence, evidence=span, found_by=finding.found_by)
            for span in spans or (None,)
        )
    return tuple(points)


def _left(finding: Finding[Subject], bars: list[Finding[Subject]]) -> tuple[Evidence, ...] | None:
    taken = [(bar.confidence, span) for bar in bars for span in bar.evidence]
    left = tuple(span for span in finding.evidence if not any(_overlaps(span, other) for _, other in taken))
    if left or not finding.evidence:
        return left
    strongest = max(confidence for confidence, other in taken if any(_overlaps(s, other) for s in finding.evidence))
    is_weak = finding.confidence < LIKELY and finding.confidence < strongest
    return None if is_weak else finding.evidence


def _overlaps(one: Evidence, other: Evidence) -> bool:
    return one.where == other.where and one.start < other.end and other.start < one.end
