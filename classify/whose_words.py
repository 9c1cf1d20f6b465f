"""Decide whose words a stretch of a sentence is: own, quoted or reported; denied; when; a figure of speech.

Every behaviour and risk flag asks this first: calling somebody abusive for words that were said TO them is itself a
harm. There is no parser behind it: the nearest verb of saying to the left, its subject, and the reach of a "not" within
a clause decide, which is enough for the sentences people write to a council.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from classify.language import ATTACHED, OWN, PhraseBook, Sentence, Word, words_of
from classify.patterns import read_phrase
from classify.rulebook import rule_files, word_lists
from classify.signs import (
    DENIALS,
    FILLERS,
    FIRST,
    FUTURE_SIGNS,
    IF_SIGNS,
    LINKS,
    MAYBE_SIGNS,
    NEGATORS,
    NOT_REALLY,
    PASSIVE,
    PAST_SIGNS,
    SAYING,
    STOPS,
    THIRD,
)


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
    """Say who speaks, whether it is denied, when it happens, and whether it is only a figure of speech.

    ``past`` and ``taken_back`` come from the sentences around (see ``over``): harm that is settled or long ago, and own
    words that are regretted or explained.
    """

    speaker: Speaker = Speaker.WRITER
    negated: bool = False
    time: Time = Time.NOW
    figurative: bool = False
    past: bool = False
    taken_back: bool = False


NEAR, FAR = 5, 16


def judge(sentence: Sentence, start: int, end: int) -> Words:
    """Return whose words ``[start:end]`` are; both count in the part of the message the sentence comes from.

    Source: LGSCO, Guidance on managing unreasonable complainant behaviour: judge the behaviour, not the person.
    """
    words = words_of(sentence.text)
    low, high = start - sentence.start, end - sentence.start
    first = next((i for i, word in enumerate(words) if word.end > low), len(words))
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].start < high), first)
    norms = [word.norm for word in words]
    return Words(
        speaker=_speaker(sentence, words, norms, first, last),
        negated=_is_negated(norms, first, last),
        time=_time(norms, first, last),
        figurative=_is_figurative(sentence.text, low, high),
    )


def _speaker(sentence: Sentence, words: Sequence[Word], norms: list[str], first: int, last: int) -> Speaker:
    if sentence.voice not in {OWN, ATTACHED}:
        return Speaker.QUOTED
    for opened, closed in sentence.said:
        at = words[first].start + sentence.start if first < len(words) else sentence.end
        if opened <= at < closed:
            before = [i for i, word in enumerate(words) if word.start + sentence.start < opened]
            subject = _sayer(norms, len(before), fallback_reach=FAR)
            return Speaker.WRITER if subject == "first" else Speaker.QUOTED
    if _sayer(norms, first, fallback_reach=FAR) == "other" or _said_after(norms, last):
        return Speaker.REPORTED
    return Speaker.WRITER


def _sayer(norms: list[str], before: int, *, fallback_reach: int) -> str:
    """Return who the nearest verb of saying to the left belongs to: "first", "other", or "" for none in reach."""
    for at in range(before - 1, max(-1, before - 1 - fallback_reach), -1):
        if norms[at] in {".", "!", "?", ";"}:
            return ""
        if norms[at] in SAYING and not _is_noun_use(norms, at):
            if _new_clause(norms, at, before):
                return ""
            # "I was told I had threatened him": the outer saying wins.
            return _subject(norms, at) if _subject(norms, at) == "other" else _outer(norms, at, fallback_reach)
    if any(norms[at] in {"apparently", "supposedly", "allegedly"} for at in range(max(0, before - NEAR), before)):
        return "other"
    return ""


def _outer(norms: list[str], verb: int, reach: int) -> str:
    return "other" if _sayer(norms, verb, fallback_reach=reach) == "other" else "first"


def _subject(norms: list[str], verb: int) -> str:
    """Return whose saying it is: skip helping words to the left; "was told" and "being called" are another's."""
    at = verb - 1
    passive = False
    while at >= 0 and (norms[at] in FILLERS or norms[at] in PASSIVE):
        passive = passive or (norms[at] in PASSIVE and not norms[verb].endswith("ing"))
        at -= 1
    if at < 0:
        # "Told her I would" has no subject: people leave out the I.
        return "other" if passive or norms[verb].endswith("s") else "first"
    if norms[at] in FIRST:
        return "other" if passive else "first"
    if norms[at] in {"and", "or", ","} and at > 0 and FIRST & set(norms[max(0, at - 6) : at]):
        return "first" if not THIRD & set(norms[max(0, at - 6) : at]) else "other"
    return "other"


def _is_noun_use(norms: list[str], at: int) -> bool:
    """Return whether a word of saying is a thing here: "three calls", "the reports", "call me back"."""
    before = norms[at - 1] if at else ""
    return norms[at] in {"calls", "reports", "records", "states", "claims"} and before in {
        "the", "my", "your", "phone", "of", "these", "those", "all", "missed", "court", "no", "our", "his", "her",
    }  # fmt: skip


def _new_clause(norms: list[str], verb: int, before: int) -> bool:
    """Return whether the writer speaks for themselves again after the saying: "she said no so I pushed her"."""
    for at in range(verb + 1, before):
        opens = norms[at] in LINKS or (norms[at] == "," and at + 1 < before)
        after = norms[at + 1 : at + 3]
        if opens and after and (after[0] in FIRST or (after[0] in LINKS and FIRST & set(after))):
            return at > verb + 1
    return before < len(norms) and norms[before] in FIRST and before > 0 and norms[before - 1] in LINKS | {","}


def _said_after(norms: list[str], last: int) -> bool:
    """Return whether the words are followed by ", he said" or "she told me"."""
    for at in range(last + 1, min(len(norms), last + 5)):
        if norms[at] in {"said", "says", "told", "shouted", "goes"} and norms[at - 1] in THIRD | {"manager", "worker"}:
            return norms[at - 2] in {",", '"', "'", "-", "is", "what"} or at - 1 == last + 1
    return False


def _is_negated(norms: list[str], first: int, last: int) -> bool:
    """Return whether a "not" reaches the words from the left, or they are called a lie to the right."""
    for at in range(first - 1, max(-1, first - 1 - NEAR), -1):
        if norms[at] in STOPS:
            break
        if norms[at] in NEGATORS and tuple(norms[at : at + 2]) not in NOT_REALLY and not _restarted(norms, at, first):
            return True
    after = norms[last + 1 : last + 9]
    return any(_holds(after, denial) for denial in DENIALS)


def _restarted(norms: list[str], negator: int, first: int) -> bool:
    """Return whether a new subject stands between a "not" and the words: "if you do not ring I will ..."."""
    thinking = {"think", "say", "saying", "said", "mean", "believe", "that", "claim", "suggest", "suggesting", "like"}
    for at in range(negator + 1, first + 1):
        if at < len(norms) and norms[at] in FIRST | THIRD and at > negator + 1:
            return norms[at - 1] not in thinking
        if norms[at] == "," or norms[at] in LINKS:
            return True
    return False


def _time(norms: list[str], first: int, last: int) -> Time:
    near = norms[max(0, first - 8) : last + 1]
    if IF_SIGNS & set(norms[max(0, first - 6) : first + 1]):
        return Time.HYPOTHETICAL
    if any(_holds(norms, sign) for sign in PAST_SIGNS):
        return Time.PAST
    if FUTURE_SIGNS & set(near):
        return Time.FUTURE
    return Time.HYPOTHETICAL if MAYBE_SIGNS & set(near) else Time.NOW


def _holds(norms: Sequence[str], sign: tuple[str, ...]) -> bool:
    size = len(sign)
    return any(tuple(norms[at : at + size]) == sign for at in range(len(norms) - size + 1))


def _is_figurative(text: str, low: int, high: int) -> bool:
    return any(match.start < high and match.end > low for match in _figures().find(text))


@lru_cache(maxsize=1)
def _figures() -> PhraseBook:
    lists = word_lists()
    return PhraseBook(
        (rule.id, branch)
        for rule in rule_files()["figure"].rules
        for phrase in rule.phrases
        for branch in read_phrase(phrase, lists)
    )
