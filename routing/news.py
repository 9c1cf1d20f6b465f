"""Notice what a reply raises that its case does not hold yet: a next stage, or a matter of another kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from classify.labels import Kind, Stage, Subject
from classify.reading import Finding, Reading
from routing.resemblance import SHARED_NEWS, telling_words

_FEWEST_TELLING: Final = 4
"""A stretch with fewer telling words says too little to be called new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Hold one thing a reply raises: in plain words, with the words of the reply it rests on ("" if none)."""

    words: str
    quote: str = ""


def find_news(reply: Reading, *, texts: Sequence[str], stage: str) -> tuple[News, ...]:
    """Return what a reply raises beyond its case; nothing for one that asks, thanks, or adds to what is known.

    ``texts`` are the own words of the case's mails, ``stage`` is the stage it stands at ("" if it is no complaint).
    """
    if reply.kind.label not in {Kind.COMPLAINT, Kind.ESCALATION} and not reply.subjects:
        return ()
    known: frozenset[str] = frozenset().union(*(telling_words(text) for text in texts))
    new = [_matter(found, known) for found in reply.subjects]
    return tuple(dict.fromkeys(one for one in (_next_stage(reply, stage), *new) if one))


def _next_stage(reply: Reading, stage: str) -> News | None:
    asked = reply.stage.label if reply.stage else None
    if reply.kind.label is not Kind.ESCALATION and asked in {None, Stage.ONE}:
        return None
    if asked and asked is not Stage.OMBUDSMAN and stage.isdigit() and int(asked) <= int(stage):
        return None
    evidence = (reply.stage.evidence if reply.stage else ()) or reply.kind.evidence
    words = "It goes to the Ombudsman." if asked is Stage.OMBUDSMAN else "It is unhappy with our answer and wants more."
    return News(words=words, quote=evidence[0].quote if evidence else "")


def _matter(found: Finding[Subject], known: frozenset[str]) -> News | None:
    for evidence in found.evidence:
        telling = telling_words(evidence.quote)
        if len(telling) >= _FEWEST_TELLING and len(telling & known) / len(telling) < SHARED_NEWS:
            return News(words="It tells of something the case does not hold yet.", quote=evidence.quote)
    return None
