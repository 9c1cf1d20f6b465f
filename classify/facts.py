"""Take the facts of a good complaint out of a message: who writes, which children, when, and what they want."""

from collections.abc import Iterable
from datetime import date

from classify.language import Sentence
from classify.reading import Fact
from ingest.message import Message


def find_facts(message: Message, sentences: Iterable[Sentence], *, sent_on: date) -> tuple[Fact, ...]:
    """Return the facts the writer gives; dates are read against the day the mail was sent."""
    del message, sentences, sent_on
    return ()
