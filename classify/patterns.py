"""Read the phrase language caseworkers write rules in, and turn each phrase into plain steps a matcher can follow.

A phrase is words with spaces between them. ``a|b`` is one word of several, ``out_of`` inside a choice stands for two
words, ``word?`` may be missing, ``~3`` is up to three words of any kind, ``#`` is a number, ``@carer`` is a list of
words in ``phrases/lists.toml``. Words are compared by their plain form: case, curly marks, "can't" and "cant" are one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

NUMBER = "#"
"""The step that stands for any number, written in figures or in words."""

WIDEST_GAP = 8
MOST_BRANCHES = 64


class PhraseError(ValueError):
    """A phrase in a rule file cannot be read; the message names the phrase and what is wrong with it."""

    def __init__(self, phrase: str, fault: str) -> None:
        super().__init__(f"{phrase!r}: {fault}")
        self.phrase = phrase
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Stand for up to ``longest`` words of any kind."""

    longest: int


Choice = frozenset[str]
Step = Choice | Gap
Branch = tuple[Step, ...]
Lists = Mapping[str, tuple[str, ...]]


def read_phrase(phrase: str, lists: Lists) -> tuple[Branch, ...]:
    """Return every way a phrase can be said, each a row of steps.

    Raises: PhraseError if the phrase is empty, starts or ends with a gap, or names a list that does not exist.

    >>> [[sorted(step) for step in way] for way in read_phrase("locks|locked us? in", {})]
    [[['locked', 'locks'], ['us'], ['in']], [['locked', 'locks'], ['in']]]
    """
    parts = [_ways(part, phrase, lists) for part in phrase.lower().split()]
    branches = [tuple(step for way in ways for step in way) for ways in product(*parts)]
    if not branches or len(branches) > MOST_BRANCHES:
        raise PhraseError(phrase, f"can be said in {len(branches)} ways; between 1 and {MOST_BRANCHES} are allowed")
    for branch in branches:
        if not branch or isinstance(branch[0], Gap) or isinstance(branch[-1], Gap):
            raise PhraseError(phrase, "must begin and end with a word, whichever way it is said")
    return tuple(branches)


def _ways(part: str, phrase: str, lists: Lists) -> list[tuple[Step, ...]]:
    """Return the ways one part of a phrase can be said; a part that may be missing has the empty way as well."""
    if part.startswith("~"):
        if not part[1:].isdigit() or not 1 <= int(part[1:]) <= WIDEST_GAP:
            raise PhraseError(phrase, f"{part!r} must be ~1 to ~{WIDEST_GAP}")
        return [(Gap(longest=int(part[1:])),)]
    may_be_missing = part.endswith("?")
    choices = _spell_out(part.removesuffix("?").split("|"), phrase, lists)
    single = frozenset(choice for choice in choices if "_" not in choice and choice != NUMBER)
    ways: list[tuple[Step, ...]] = [(step,) for step in (single, frozenset({NUMBER} & set(choices))) if step]
    ways += [tuple(frozenset({word}) for word in choice.split("_")) for choice in choices if "_" in choice]
    return [*ways, ()] if may_be_missing else ways


def _spell_out(choices: Sequence[str], phrase: str, lists: Lists) -> list[str]:
    """Return the choices with every ``@list`` replaced by its words."""
    spelled: list[str] = []
    for choice in choices:
        if not choice:
            raise PhraseError(phrase, "has an empty choice")
        if not choice.startswith("@"):
            spelled.append(choice)
            continue
        if choice[1:] not in lists:
            raise PhraseError(phrase, f"there is no list {choice!r} in lists.toml")
        spelled.extend(_spell_out(lists[choice[1:]], phrase, lists))
    return spelled
