"""Screen a message for danger to a child and for a writer who may harm themselves: first, alone, and without a model.

Source: Working Together to Safeguard Children 2026, chapter 3: a concern is referred at once; what
could not be read counts as unscreened.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from classify.flags import find_risks
from classify.labels import Flag
from classify.language import quoted_sentences, sentences
from classify.reading import Finding
from classify.tongue import tongue_of
from ingest.message import Message, all_problems

LEAST_READABLE = 0.6
"""Below this confidence the words read from an image are too doubtful to rest a child's safety on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Hold what the screen found; ``unscreened`` says in plain words what it could not read."""

    flags: tuple[Finding[Flag], ...]
    unscreened: tuple[str, ...] = ()


def screen(message: Message) -> Screening:
    """Return the risk flags of a message, read from every word in it, and what could not be read.

    The writer's words, forwarded and quoted words, signatures, the subject line and attachments all count; no model, no
    network and no record is needed, so the screen works when everything else is down.
    """
    flags = find_risks((*sentences(message), *quoted_sentences(message)))
    return Screening(flags=flags, unscreened=tuple(dict.fromkeys(_unread(message))))


def _unread(message: Message) -> Iterator[str]:
    for problem in all_problems(message):
        if problem.unread:
            named = not problem.part or problem.part in problem.words
            yield problem.words if named else f"{problem.part}: {problem.words}"
    tongue = tongue_of(sentence.text for sentence in sentences(message))
    if tongue.name:
        yield f"{'The message' if tongue.is_most else 'Part of the message'} looks written in {tongue.name}"
    for attachment in message.attachments:
        if attachment.text and attachment.confidence is not None and attachment.confidence < LEAST_READABLE:
            yield f"{attachment.filename}: only part of the writing could be read"
