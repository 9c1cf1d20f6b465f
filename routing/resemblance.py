"""Measure how much two texts have in common: by runs of three words for copies, by telling words for subjects."""

import re
from collections.abc import Iterable
from typing import Final

RUN_WORDS: Final = 3
MOST_COMPARED: Final = 20_000
"""Characters of a text that are compared; what two letters share shows long before."""
TELLING: Final = 5
"""Letters from which a word tells something about what a message is about."""
WORD: Final = re.compile(r"\w+(?:['\u2019]\w+)*")
EVERYDAY_WORDS: Final = (
    "about after again asked because before being children children's complaint council could dear email emails first "
    "further hello information letter never other please received regards reply response should since social sincerely "
    "still thank thanks their there these thing things think those though times today waiting wanted where which while "
    "without worker would writing written wrote yours yourself"
)
EVERYDAY: Final = frozenset(EVERYDAY_WORDS.split())
"""Words every complaint has: they do not tell what it is about."""
# "Name of your child:" and "What happened?" are the form's words, the same for everybody who fills it in.
_LABEL: Final = re.compile(r"^[ \t*>-]*(?:[^\s:?]+[ \t]+){0,9}[^\s:?]+[ \t]*[:?](?=\s|$)", re.MULTILINE)
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
MOSTLY: Final = 0.5
"""Share of a sentence's runs that others must hold for the sentence to be theirs."""

SHARED_NEWS: Final = 0.34
"""Share of a sentence's telling words a case must hold for the sentence to be about what the case is about."""

Runs = frozenset[tuple[str, ...]]


def runs_of(text: str) -> Runs:
    """Return a text's runs of three words, without capitals and punctuation; a shorter text is one run."""
    words = WORD.findall(text[:MOST_COMPARED].casefold())
    size = min(RUN_WORDS, len(words))
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1)) if words else frozenset()


def resemblance(first: str, second: str) -> float:
    """Return how much two texts have in common: the share of their three-word runs that both hold, 0.0 to 1.0.

    >>> resemblance("I have asked three times for a reply", "I HAVE asked, three times, for a reply!")
    1.0
    """
    left, right = runs_of(first), runs_of(second)
    if not (left and right):
        return 0.0
    return len(left & right) / len(left | right)


def count_words(text: str) -> int:
    """Return how many words a text has, as far as it is compared."""
    return len(WORD.findall(text[:MOST_COMPARED]))


def telling_words(text: str) -> frozenset[str]:
    """Return the words that tell what a text is about."""
    found = WORD.findall(text[:MOST_COMPARED].casefold())
    return frozenset(word for word in found if len(word) >= TELLING and word not in EVERYDAY)


def without_labels(text: str) -> str:
    r"""Return a text without the questions of a form at the beginning of its lines.

    >>> without_labels("Your name: Ada\nWhat happened?\nNobody came.")
    ' Ada\n\nNobody came.'
    """
    return _LABEL.sub("", text)


def without_sentences_of(text: str, others: Iterable[str]) -> str:
    """Return a text without the sentences that mostly stand in one of the others, such as our own letter pasted in."""
    known: Runs = frozenset().union(*(runs_of(other) for other in others))
    if not known:
        return text
    return "".join(sentence for sentence in _SENTENCE.findall(text) if not _is_mostly_in(sentence, known))


def own_sentences(text: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return the stretches of a text that the others do not have: what its writer added, sentence after sentence."""
    known: Runs = frozenset().union(*(runs_of(other) for other in others))
    found: list[str] = []
    goes_on = False
    for sentence in _SENTENCE.findall(text[:MOST_COMPARED]):
        words = sentence.strip()
        if not any(map(str.isalnum, words)):
            continue
        is_own = not _is_mostly_in(words, known)
        if is_own and goes_on:
            found[-1] = f"{found[-1]} {words}"
        elif is_own:
            found.append(words)
        goes_on = is_own
    return tuple(found)


def _is_mostly_in(sentence: str, known: Runs) -> bool:
    runs = runs_of(sentence)
    return bool(runs) and len(runs & known) / len(runs) >= MOSTLY
