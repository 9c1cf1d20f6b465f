"""Give the model what it reads of a message: the sentences, the subject line, the history."""

from collections.abc import Sequence

from classify.language import Sentence
from classify.model.scores import TextUnits
from ingest.message import Message

LONGEST_QUOTED = 4000


def units_of(message: Message, sentences: Sequence[Sentence]) -> TextUnits:
    """Return the message as the model reads it; sentence ``n`` there is ``sentences[n]``."""
    return TextUnits(
        subject=message.subject,
        sentences=tuple(sentence.text for sentence in sentences),
        quoted=message.quoted_words[:LONGEST_QUOTED],
    )
