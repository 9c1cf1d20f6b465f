"""Screen a message for danger to a child and for a writer who may harm themselves: first, alone, and without a model.

Source: Working Together to Safeguard Children (2026 edition), chapter 3: a concern is referred at once.
"""

from dataclasses import dataclass

from classify.flags import find_risks
from classify.labels import Flag
from classify.language import quoted_sentences, sentences
from classify.reading import Finding
from ingest.message import Message, all_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Hold what the screen found; ``unscreened`` says in plain words what it could not read."""

    flags: tuple[Finding[Flag], ...]
    unscreened: tuple[str, ...] = ()


def screen(message: Message) -> Screening:
    """Return the risk flags of a message, read from every word in it, and what could not be read."""
    flags = find_risks((*sentences(message), *quoted_sentences(message)))
    unscreened = tuple(problem.words for problem in all_problems(message) if problem.unread)
    return Screening(flags=flags, unscreened=unscreened)
