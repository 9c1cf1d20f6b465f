"""Fit what a person typed for a letter into the sentence it stands in: first letter, full stop, no word twice."""

import re
from typing import Final

SMALL: Final = re.compile(
    r"(?:The|An?|What|How|When|Where|Which|That|This|These|Those|Some|Your|Our|Their|His|Her|Its|We|You|They|It|To|With|"
    r"From|In|On|At|By|For|About|Because|One|Two|Three|All|Both|Please)\b(?!['\u2019]s\b)"
)
"""Words that begin with a capital only where a sentence begins; any other first word may be a name."""
TEAM: Final = re.compile(
    r"(?!(?:the|an?|our|your|their|every|all|both)\b|[\w-]+['\u2019]s\b)"
    r"(?:(?!\b(?:in|of|at|from|with|for|and|or|the)\b)[\w'\u2019-]+ )*(?:team|service|department|unit|desk|office)\b",
    re.IGNORECASE,
)
"""A team without its article: "School Transport Team", and no "Anita Flood in the fostering team"."""
BEFORE_TEAM: Final = re.compile(r"\b(?:to|with|by|from) $", re.IGNORECASE)
OPENS: Final = re.compile(r"(?:^|[.!?] )$")
"""What stands before the first word of a sentence."""
CLOSES: Final = re.compile(r"$| [A-Z{]")
"""What follows the last word of a sentence that brings its own full stop."""
ASKS: Final = re.compile(
    r"(?:who|what|when|where|why|which|how|did|do|does|is|are|was|were|can|could|has|have|had|will|would)\b",
    re.IGNORECASE,
)
_ENDS: Final = ".!?\u2026"


def fit(words: str, before: str, after: str) -> str:
    """Return words as they go on between what stands before and after them in the letter.

    >>> fit("With the Short breaks team.", "We shared it with ", " on Monday."), fit("we can ring", "", " Ring us.")
    ('the Short breaks team', 'We can ring.')
    """
    if OPENS.search(before):
        return as_sentence(words) if CLOSES.match(after) else words[:1].upper() + words[1:]
    words = _without_repeat(words.rstrip(f"{_ENDS} ;:,"), before)
    if SMALL.match(words):
        words = words[0].lower() + words[1:]
    return f"the {words}" if BEFORE_TEAM.search(before) and TEAM.match(words) else words


def as_sentence(words: str) -> str:
    """Return words with a capital, and a full stop if they have no end of their own.

    >>> as_sentence("please ring once"), as_sentence("When did it stop?")
    ('Please ring once.', 'When did it stop?')
    """
    words = words.rstrip(" ,;:")
    ended = words.endswith((*_ENDS, *(f"{end}\u201d" for end in _ENDS)))
    return words[:1].upper() + words[1:] + ("" if ended else ".")


def as_line(words: str) -> str:
    """Return a line of a list as a sentence; what may be a question keeps the end that was typed."""
    return words[:1].upper() + words[1:] if ASKS.match(words) else as_sentence(words)


def _without_repeat(words: str, before: str) -> str:
    """Leave out what the sentence says already right before: "we may" and "We may ask you" are "we may ask you"."""
    own, said = words.split(), before.casefold().split()
    for count in range(min(len(own) - 1, len(said)), 0, -1):
        if [word.casefold() for word in own[:count]] == said[-count:]:
            return " ".join(own[count:])
    return words
