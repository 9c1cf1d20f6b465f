"""Say whether two messages are nearly the same, and what the writer of one of many has added of their own."""

from collections.abc import Sequence
from typing import Final

from config.thresholds import Likeness, default_thresholds
from routing.resemblance import count_words, own_sentences, runs_of, without_labels

MOST_OTHERS: Final = 10
OWN_WORDS: Final = 12
"""A stretch with fewer words is a name or an address put into the template."""


def are_alike(first: str, second: str, likeness: Likeness | None = None) -> bool:
    """Return whether two texts are nearly the same: one template, with what people change and add.

    The share is that of the shorter text, so that a personal paragraph in one of them hides nothing.
    """
    asked = likeness or default_thresholds().likeness
    texts = [without_labels(text[: asked.most_characters]) for text in (first, second)]
    if min(count_words(text) for text in texts) < asked.fewest_words:
        return False
    left, right = (runs_of(text) for text in texts)
    shared = len(left & right)
    return shared >= asked.shared_runs and 100 * shared >= asked.shared_percent * min(len(left), len(right))


def what_differs(text: str, others: Sequence[str]) -> tuple[str, ...]:
    """Return what one of many nearly the same messages says that the others do not: its writer's personal words."""
    found = own_sentences(text, others[:MOST_OTHERS])
    return tuple(words for words in found if count_words(words) >= OWN_WORDS)
