"""Find which open case a message is about: join only on full agreement, else ask a person "which case?"."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.message import Message
from routing.case_signs import KnownCase, Said, Signs, list_words, weigh
from routing.resemblance import MOST_COMPARED, resemblance

__all__ = ["History", "KnownCase", "SameCase", "find_case", "resemblance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Hold the earlier cases of a message's sender; ``looked`` is false if nobody has looked for them."""

    cases: tuple[KnownCase, ...] = ()
    looked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCase:
    """Say where a message belongs, and why in plain words.

    ``joins`` is the reference of the one open case it surely answers, None if there is none. ``ask`` are the
    references a person must choose from before anything is written; ``near`` those that are only shown beside it.
    ``repeats`` are those that already hold this mail, or nearly its words: nothing is ever merged because of them.
    ``signs`` are all that were found, for and against.
    """

    joins: str | None
    ask: tuple[str, ...]
    words: str
    repeats: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    signs: tuple[Signs, ...] = ()


def find_case(
    message: Message, candidates: tuple[KnownCase, ...], *, signed: str = "", children: Sequence[str] = ()
) -> SameCase:
    """Return the case a message joins, or those a person must choose from, or neither: then it is a new one.

    It joins only if exactly one open case agrees in sender, in reference (our mail answered, or our reference named)
    and in content, and nothing speaks against it. A message from somebody else, under another name, on something else,
    or on a closed case waits for a person, since a reply put with the wrong family is worse than one that waits.
    ``signed`` is the name it is signed with, ``children`` those it names, as far as its reading found them.
    """
    said = Said(message=message, own=message.own_words[:MOST_COMPARED], signed=signed, children=tuple(children))
    signs = tuple(one for one in (weigh(said, case) for case in candidates) if one.asks or one.is_near)
    repeats = tuple(one.case.reference for one in signs if one.repeats)
    sure = [one for one in signs if one.is_sure]
    referred = [one for one in signs if one.refers or one.hints]
    if len(sure) == 1 and len(referred) == 1:
        return SameCase(joins=sure[0].case.reference, ask=(), words=sure[0].words(), repeats=repeats, signs=signs)
    if not signs:
        return SameCase(joins=None, ask=(), words="No earlier case has this sender, reference or text.")
    return SameCase(
        joins=None,
        ask=tuple(one.case.reference for one in signs if one.asks),
        words=list_words(signs),
        repeats=repeats,
        near=tuple(one.case.reference for one in signs if not one.asks),
        signs=signs,
    )
