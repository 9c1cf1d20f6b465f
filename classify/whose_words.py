"""Decide whose words a stretch of a sentence is: own, quoted or reported; denied; past; figurative.

First draft of the interface; see ``judge``.
"""

from dataclasses import dataclass
from enum import StrEnum

from classify.language import OWN, Sentence


class Speaker(StrEnum):
    """Who says it."""

    WRITER = "writer"
    QUOTED = "quoted"
    REPORTED = "reported"


class Time(StrEnum):
    """When it is said to happen."""

    NOW = "now"
    PAST = "past"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Say who speaks, whether it is denied, when it happens, and whether it is only a figure of speech."""

    speaker: Speaker = Speaker.WRITER
    negated: bool = False
    time: Time = Time.NOW
    figurative: bool = False


def judge(sentence: Sentence, start: int, end: int) -> Words:
    """Return whose words ``[start:end]`` (counted in the sentence's part) are."""
    inside = any(a < end and b > start for a, b in sentence.said)
    return Words(speaker=Speaker.QUOTED if inside or sentence.voice != OWN else Speaker.WRITER)
